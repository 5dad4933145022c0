"""Projects of unpaid work: the list, one of them, adding and ending one, and its week."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.forms import TimeField
from throughcare.desk.seats import seats_now
from throughcare.govuk.forms import DayField
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.unpaidwork import commands as change_unpaidwork
from throughcare.unpaidwork import queries as unpaidwork
from throughcare.unpaidwork.choices import Weekday


class ProjectForm(forms.Form):
    """A project and, for each day of the week on which it runs, its hours."""

    name = forms.CharField(
        label="Name of the project",
        max_length=120,
        error_messages={
            "required": "Enter the name of the project",
            "max_length": "The name must be 120 characters or fewer",
        },
    )
    unit = forms.ChoiceField(
        label="Unit that keeps it", error_messages={"required": "Select the unit that keeps it"}
    )
    type = forms.ChoiceField(
        label="Type of project", error_messages={"required": "Select the type of project"}
    )
    beneficiary = forms.CharField(
        label="Who the work is for",
        help_text="An organisation. Do not enter the name of a person.",
        max_length=120,
        required=False,
        error_messages={"max_length": "Who the work is for must be 120 characters or fewer"},
    )
    places = forms.IntegerField(
        label="Places",
        help_text="How many people can be there at once",
        widget=forms.NumberInput(attrs={"size": 3}),
        error_messages={
            "required": "Enter how many places it has",
            "invalid": "The number of places must be a whole number, like 8",
        },
    )
    starts_on = DayField(label="First day", help_text="For example, 2 6 2014")

    def __init__(
        self,
        *args: Any,  # Any: as Django has it
        units: Sequence[tuple[str, str]],
        types: Sequence[tuple[str, str]],
        **more: Any,  # Any: as above
    ) -> None:
        super().__init__(*args, **more)
        # Any: fields of choices
        chosen: dict[str, Any] = self.fields
        chosen["unit"].choices = list(units)
        chosen["type"].choices = [("", "Select a type"), *types]
        for day in Weekday:
            for end, words in (("starts", "from"), ("ends", "to")):
                self.fields[f"{end}_{day}"] = TimeField(
                    label=f"{day.label} {words}",
                    required=False,
                    widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
                )

    def clean(self) -> None:
        for day in Weekday:
            starts, ends = (self.cleaned_data.get(f"{end}_{day}") for end in ("starts", "ends"))
            if starts and not ends and f"ends_{day}" not in self.errors:
                self.add_error(f"ends_{day}", f"Enter until when it runs on a {day.label}")
            if ends and not starts and f"starts_{day}" not in self.errors:
                self.add_error(f"starts_{day}", f"Enter from when it runs on a {day.label}")

    @property
    def hours(self) -> dict[int, tuple[time, time]]:
        found = {
            day.value: (self.cleaned_data[f"starts_{day}"], self.cleaned_data[f"ends_{day}"])
            for day in Weekday
        }
        return {
            day: hours for day, hours in found.items() if all(each is not None for each in hours)
        }


class EndForm(forms.Form):
    ends_on = DayField(
        label="First day on which it does not run",
        error_messages={"required": "Enter the first day on which it does not run"},
    )


@who(Action.WRITE_CASE)
@require_safe
def projects(request: access.Request) -> HttpResponse:
    """The projects of the visitor's provider, in pages: those that run, or those that ended."""
    has_ended = request.GET.get("show") == "ended"
    units = {
        unit
        for owner in {seat.owner_id for seat in seats_now(request)}
        for unit in probation.units_under(owner, at=request.now)
    }
    found = unpaidwork.projects(unit_ids=units, on=local_day(request.now), ended=has_ended)
    page = paging(request, total=found.count())
    listed = list(found[page.slice])
    days: dict[int, list[str]] = {}
    for opening in unpaidwork.openings([each.pk for each in listed]):
        days.setdefault(opening.project_id, []).append(Weekday(opening.weekday).label[:3])
    return render(
        request,
        "desk/unpaid_work_projects.html",
        {"projects": listed, "days": days, "page": page, "has_ended": has_ended},
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: access.Request) -> HttpResponse:
    """Add a project: the form, and what it sends."""
    seats = {seat.code: seat for seat in seats_now(request)}
    form = ProjectForm(
        request.POST if request.method == "POST" else None,
        units=[(seat.code, seat.holder) for seat in seats.values()],
        types=[(kind.code, kind.description) for kind in unpaidwork.project_types()],
        initial={"starts_on": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_unpaidwork.add_project(
                account_id=request.account.pk,
                unit_id=seats[form.cleaned_data["unit"]].holder_id,
                name=form.cleaned_data["name"],
                type_code=form.cleaned_data["type"],
                beneficiary=form.cleaned_data["beneficiary"],
                places=form.cleaned_data["places"],
                starts_on=form.cleaned_data["starts_on"],
                hours=form.hours,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"Project {made.code} is added.")
            return redirect("desk:upw_project", code=made.code)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/unpaid_work_new_project.html",
        {
            "form": form,
            "weekdays": list(Weekday),
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


@who(Action.WRITE_CASE)
@require_safe
def project(request: access.Request, code: str) -> HttpResponse:
    return _page(request, found_project(code))


@who(Action.WRITE_CASE)
@require_POST
def ending_project(request: access.Request, code: str) -> HttpResponse:
    """End a project from a day on."""
    found = found_project(code)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        change_unpaidwork.end_project(
            account_id=request.account.pk,
            code=code,
            ends_on=form.cleaned_data["ends_on"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(
            request, found, form=form, refusals=[reason.sentence for reason in refusal.reasons]
        )
    messages.success(request, "The end of the project is recorded.")
    return redirect("desk:upw_project", code=code)


@who(Action.WRITE_CASE)
@require_safe
def week(request: access.Request, code: str) -> HttpResponse:
    """A week of a project with its people, from its Monday."""
    found = found_project(code)
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = local_day(request.now)
    monday = asked - timedelta(days=asked.weekday())
    sessions = unpaidwork.sessions(found.pk, monday=monday)
    people = unpaidwork.people_of([session.pk for session in sessions])
    cards = probation.cards({person.case_id for person in people}, at=request.now)
    note_people(request, people, cards)
    return render(
        request,
        "desk/unpaid_work_week.html",
        {
            "project": found,
            "monday": monday,
            "before": monday - timedelta(days=7),
            "after": monday + timedelta(days=7),
            "today": local_day(request.now),
            "by_session": [
                (session, [each for each in people if each.session_id == session.pk])
                for session in sessions
            ],
            "cards": cards,
            "spoken": unpaidwork.spoken,
        },
    )


def found_project(code: str) -> unpaidwork.Project:
    """The project under a code.

    Raises:
        Http404: there is none.
    """
    found = unpaidwork.project(code)
    if found is None:
        raise Http404
    return found


def note_people(
    request: access.Request,
    people: Sequence[unpaidwork.Person],
    cards: dict[int, probation.Card],
) -> None:
    """Write to the trail who was seen on a session."""
    if seen := sorted({cards[each.case_id].crn for each in people if not each.is_limited}):
        audit.record_many(
            account_id=request.account.pk,
            action="unpaid-work-session.read",
            subject_kind="case",
            subject_references=seen,
            now=request.now,
        )


def _page(
    request: access.Request,
    found: unpaidwork.Project,
    *,
    form: EndForm | None = None,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    today = local_day(request.now)
    taken = unpaidwork.taken_places(found.pk, on=today)
    is_over = found.ends_on is not None and found.ends_on <= today
    return render(
        request,
        "desk/unpaid_work_project.html",
        {
            "project": found,
            "openings": [
                (Weekday(each.weekday).label, each, taken.get(each.weekday, 0))
                for each in unpaidwork.openings([found.pk])
            ],
            "form": form or EndForm(),
            "refusals": refusals,
            "has_errors": form is not None,
            "is_over": is_over,
            "may_keep": not is_over and unpaidwork.may_keep(found),
        },
        status=(409 if refusals else 422) if form is not None else 200,
    )
