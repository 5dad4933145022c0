"""The register of a session: what happened, for everybody who was booked, in one save."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.forms import TimeField
from throughcare.desk.views.unpaid_work.projects import found_project, note_people
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.unpaidwork import commands as change_unpaidwork
from throughcare.unpaidwork import queries as unpaidwork
from throughcare.unpaidwork.choices import Grade

NOT_YET = "none"
GRADES = [("", "Not judged"), *Grade.choices]
WORN = [("", "Not recorded"), ("yes", "Yes"), ("no", "No")]
FIELDS = ("outcome", "penalty", "hi_vis", "work", "behaviour", "notes")
LONGEST_NOTES = 4_000


class RegisterForm(forms.Form):
    """A field of each kind for each person, named by the number of their case."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,  # Any: as Django has it
        *,
        people: Mapping[str, unpaidwork.Person],
        outcomes: Sequence[probation.Outcome],
        now: datetime,
    ) -> None:
        super().__init__(data)
        self.people = people
        for crn, person in people.items():
            self._add_fields(crn, person, outcomes=_offered(person, outcomes, now=now))

    def _add_fields(
        self, crn: str, person: unpaidwork.Person, *, outcomes: list[tuple[str, str]]
    ) -> None:
        worn = {True: "yes", False: "no", None: ""}[person.wore_hi_vis]
        self.fields |= {
            f"{crn}-outcome": forms.ChoiceField(
                label="What happened?",
                choices=outcomes,
                initial=person.outcome or NOT_YET,
                error_messages={
                    "required": f"{crn}: select what happened",
                    "invalid_choice": f"{crn}: what happened must be one of the list",
                },
            ),
            f"{crn}-penalty": forms.IntegerField(
                label="Minutes not worked",
                required=False,
                min_value=0,
                initial=person.penalty_minutes or None,
                widget=forms.NumberInput(attrs={"size": 4}),
                error_messages={
                    "invalid": f"{crn}: minutes not worked must be a whole number, like 30",
                    "min_value": f"{crn}: minutes not worked must be 0 or more",
                },
            ),
            f"{crn}-hi_vis": forms.ChoiceField(
                label="Wore hi-vis", required=False, choices=WORN, initial=worn
            ),
            f"{crn}-work": forms.ChoiceField(
                label="Quality of work",
                required=False,
                choices=GRADES,
                initial=person.work_quality,
            ),
            f"{crn}-behaviour": forms.ChoiceField(
                label="Behaviour", required=False, choices=GRADES, initial=person.behaviour
            ),
        }
        if not person.outcome:
            self.fields[f"{crn}-notes"] = forms.CharField(
                label="Notes",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=LONGEST_NOTES,
                error_messages={
                    "max_length": f"{crn}: notes must be {LONGEST_NOTES:,} characters or fewer"
                },
            )

    def fields_of(self, crn: str) -> list[forms.BoundField]:
        """The fields of one person, in their order."""
        return [self[f"{crn}-{name}"] for name in FIELDS if f"{crn}-{name}" in self.fields]

    @property
    def entries(self) -> list[change_unpaidwork.Entry]:
        """What was written of each person of whom something was."""
        return [
            self._entry(crn, person)
            for crn, person in self.people.items()
            if self.cleaned_data[f"{crn}-outcome"] != NOT_YET and person.appointment_id is not None
        ]

    def _entry(self, crn: str, person: unpaidwork.Person) -> change_unpaidwork.Entry:
        typed = {name: self.cleaned_data.get(f"{crn}-{name}") for name in FIELDS}
        return change_unpaidwork.Entry(
            appointment_id=person.appointment_id or 0,
            outcome_code=typed["outcome"] or "",
            penalty_minutes=typed["penalty"] or 0,
            wore_hi_vis={"yes": True, "no": False}.get(typed["hi_vis"] or ""),
            work_quality=Grade(typed["work"]) if typed["work"] else None,
            behaviour=Grade(typed["behaviour"]) if typed["behaviour"] else None,
            notes=typed["notes"] or "",
        )

    def refuse(self, refusal: change_unpaidwork.EntriesRefused) -> None:
        """Put the reasons of a refusal with those of whom they are."""
        crns = {person.appointment_id: crn for crn, person in self.people.items()}
        for appointment_id, reasons in refusal.of.items():
            crn = crns[appointment_id]
            for reason in reasons:
                self.add_error(f"{crn}-outcome", f"{crn}: {reason.sentence}")


class ArrangementForm(forms.Form):
    supervisor = forms.ChoiceField(label="Supervisor", required=False)
    place = forms.CharField(label="Where people are picked up", required=False, max_length=120)
    pick_up = TimeField(
        label="Time of pick-up",
        help_text="For example, 8:15am",
        required=False,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,  # Any: as Django has it
        posts: Sequence[tuple[str, str]],
        **more: Any,  # Any: as above
    ) -> None:
        super().__init__(*args, **more)
        self.fields["supervisor"].choices = [("", "Nobody yet"), *posts]  # type: ignore[attr-defined]  # a field of choices


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: access.Request, code: str, on: str) -> HttpResponse:
    """Who is on a session: what happened, and what is sent of it."""
    project, session = _found(code, on)
    listed = unpaidwork.people_of([session.pk])
    cards = probation.cards({each.case_id for each in listed}, at=request.now)
    note_people(request, listed, cards)
    apart = unpaidwork.recorded_apart(session.pk)
    people = {
        cards[each.case_id].crn: each
        for each in listed
        if not each.is_limited and (cards[each.case_id].is_writable or each.appointment_id in apart)
    }
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        people=people,
        outcomes=probation.outcomes(),
        now=request.now,
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            number = change_unpaidwork.record_session(
                account_id=request.account.pk,
                project_code=code,
                day=session.day,
                entries=form.entries,
                now=request.now,
            )
        except change_unpaidwork.EntriesRefused as refusal:
            form.refuse(refusal)
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            words = "1 person" if number == 1 else f"{number} people"
            messages.success(request, f"Recorded for {words}.")
            return redirect("desk:upw_register", code=code, on=on)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/unpaid_work_register.html",
        {
            "project": project,
            "session": session,
            "people": [(cards[each.case_id], each) for each in listed],
            "recordable": people,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "supervisor": _supervisor(session, at=request.now),
            "spoken": unpaidwork.spoken,
        },
        status=422 if has_errors else 200,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def arrangement(request: access.Request, code: str, on: str) -> HttpResponse:
    """Who supervises a session, and where people are picked up."""
    project, session = _found(code, on)
    if not unpaidwork.may_keep(project):
        raise PermissionDenied("the account may not keep this project")
    seats = {
        seat.code: seat
        for seat in probation.seats_under(
            holder_ids=probation.units_under(project.unit_id, at=request.now), at=request.now
        )
        if seat.account_id is not None
    }
    supervisor = next(
        (post for post, seat in seats.items() if seat.post_id == session.supervisor_post_id), ""
    )
    form = ArrangementForm(
        request.POST if request.method == "POST" else None,
        posts=[(post, f"{seat.officer}, {seat.holder}") for post, seat in seats.items()],
        initial={
            "supervisor": supervisor,
            "place": session.pick_up_place,
            "pick_up": f"{session.pick_up:%H:%M}" if session.pick_up else "",
        },
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        chosen = seats.get(form.cleaned_data["supervisor"])
        try:
            change_unpaidwork.arrange_session(
                account_id=request.account.pk,
                code=code,
                day=session.day,
                supervisor_post_id=chosen.post_id if chosen else None,
                pick_up_place=form.cleaned_data["place"],
                pick_up=form.cleaned_data["pick_up"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The session is arranged.")
            return redirect("desk:upw_register", code=code, on=on)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/unpaid_work_arrangement.html",
        {
            "project": project,
            "session": session,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _found(code: str, on: str) -> tuple[unpaidwork.Project, unpaidwork.Session]:
    project = found_project(code)
    try:
        day = date.fromisoformat(on)
    except ValueError as unreadable:
        raise Http404 from unreadable
    session = unpaidwork.session(project.pk, day=day)
    if session is None:
        raise Http404
    return project, session


def _supervisor(session: unpaidwork.Session, *, at: datetime) -> str:
    if session.supervisor_post_id is None:
        return ""
    seat = probation.seat_of(session.supervisor_post_id, at=at)
    return (seat.officer or seat.code) if seat else ""


def _offered(
    person: unpaidwork.Person, outcomes: Sequence[probation.Outcome], *, now: datetime
) -> list[tuple[str, str]]:
    """What may be said of somebody: what was said already, or of what is ahead only why they will not come."""
    if person.outcome:
        return [(person.outcome, person.outcome_words or person.outcome)]
    has_begun = person.starts_at <= now
    return [
        (NOT_YET, "Not recorded yet"),
        *(
            (each.code, each.description)
            for each in outcomes
            if has_begun or each.is_acceptable_absence
        ),
    ]
