"""Booking a time: for one person, once or again and again, or for a group; clashes are said with what is free."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.bookingforms import THE_PERSON, AppointmentForm, Booking, GroupForm
from throughcare.desk.doors import opened, who
from throughcare.desk.seats import seats_now
from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import ContactKind


class Common(TypedDict):
    """What every booking has."""

    type_code: str
    starts_at: datetime
    ends_at: datetime
    office_id: int | None


PICK = "at"
"""What a button that takes a free time sends: a day and a time of day, as 2014-06-09T14:45."""
NEXT = (7, 14, 28)
"""The days after which the next appointment is offered, at the hour of the last one: practice of this house."""


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: access.Request, crn: str) -> HttpResponse:
    """Make an appointment, or several that recur: the form, and what it sends."""
    card = opened(request, crn, part="new appointment")
    if isinstance(card, HttpResponse):
        return card
    subjects = probation.subjects(card.case_id)
    offices = _offices(request, card.owner_id)
    last = probation.booking.last_slot(card.case_id, post_id=card.post_id)
    form = AppointmentForm(
        picked(request.POST) if request.method == "POST" else None,
        types=_types(),
        offices=[(code, office.name) for code, office in offices.items()],
        about=[(each.key, each.words) for each in subjects],
        initial={"day": local_day(request.now)}
        | _as_last(last, subjects=subjects, offices=offices),
    )
    if last is not None:
        form.offer_length(last.ends_at - last.starts_at)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(request, card, form, subjects=subjects, offices=offices)
        except Refused as refused:
            refusal = refused
        else:
            said = "Appointment made." if len(made) == 1 else f"{len(made)} appointments made."
            messages.success(request, said)
            key = probation.key_of(made[0].starts_at)
            return redirect("desk:appointment", crn=crn, key=key)
    return _page(request, card, form, last=last, refusal=refusal)


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: access.Request) -> HttpResponse:
    """Book one time for several people."""
    seats = seats_now(request)
    offices = _offices(request, seats[0].owner_id if seats else None)
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        types=_types(),
        offices=[(code, office.name) for code, office in offices.items()],
        initial={"day": local_day(request.now), "minutes": "120"},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            party = change_probation.make_party(
                account_id=request.account.pk,
                about=_about_each(request, form.cleaned_data["people"]),
                post_id=seats[0].post_id if seats else None,
                **_when_and_where(form, offices),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Appointments made for the group.")
            return redirect("desk:group", reference=party)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/new_group.html",
        {"form": form, "refusals": refusals, "has_errors": has_errors},
        status=422 if has_errors else 200,
    )


@who(Action.READ_CASE)
@require_safe
def group(request: access.Request, reference: UUID) -> HttpResponse:
    """Who is in a group, and what came of it for each."""
    members = probation.party(reference)
    if not members:
        raise Http404
    audit.record_many(
        account_id=request.account.pk,
        action="diary.read",
        subject_kind="case",
        subject_references=[each.crn for each in members],
        now=request.now,
    )
    return render(
        request,
        "desk/group.html",
        {"members": members, "first": members[0], "key": probation.key_of(members[0].starts_at)},
    )


def _made(
    request: access.Request,
    card: probation.Card,
    form: AppointmentForm,
    *,
    subjects: Sequence[probation.Subject],
    offices: dict[str, probation.Office],
) -> tuple[probation.Appointment, ...]:
    typed = form.cleaned_data
    subject = chosen_subject(typed["about"], subjects, is_rar=typed["is_rar"])
    post_id = _post_id(request, card)
    common = _when_and_where(form, offices)
    if typed["every"]:
        return change_probation.make_series(
            account_id=request.account.pk,
            case_id=card.case_id,
            every=typed["every"],
            times=typed["times"],
            post_id=post_id,
            subject=subject,
            **common,
            now=request.now,
        )
    return (
        change_probation.make_appointment(
            account_id=request.account.pk,
            case_id=card.case_id,
            post_id=post_id,
            subject=subject,
            **common,
            now=request.now,
        ),
    )


def chosen_subject(
    key: str, subjects: Sequence[probation.Subject], *, is_rar: bool
) -> change_probation.Subject:
    """What was chosen in a form; of one that was sent without a choice, the only sentence in force."""
    sentences = [each for each in subjects if each.requirement_id is None]
    chosen = next((each for each in subjects if each.key == key), None)
    if chosen is None and key != THE_PERSON and len(sentences) == 1:
        (chosen,) = sentences
    return change_probation.Subject(
        sentence_id=chosen.sentence_id if chosen else None,
        requirement_id=chosen.requirement_id if chosen else None,
        is_rar=is_rar or None,
    )


def _about_each(request: access.Request, crns: list[str]) -> dict[int, change_probation.Subject]:
    """The only sentence in force of each person, else the person alone; whoever may not be written to is named."""
    cards = {crn: probation.card_of(crn, at=request.now) for crn in crns}
    closed = [crn for crn, card in cards.items() if card is None or not card.is_writable]
    if closed:
        raise Refused(
            [Reason("not-yours", f"{crn}: You cannot book for this person.") for crn in closed]
        )
    return {
        card.case_id: chosen_subject("", probation.subjects(card.case_id), is_rar=False)
        for card in cards.values()
        if card is not None
    }


def _when_and_where(form: Booking, offices: dict[str, probation.Office]) -> Common:
    office = offices.get(form.cleaned_data["office"])
    return {
        "type_code": form.cleaned_data["type"],
        "starts_at": form.starts_at,
        "ends_at": form.ends_at,
        "office_id": office.unit_id if office else None,
    }


def _post_id(request: access.Request, card: probation.Card) -> int | None:
    seats = seats_now(request)
    return card.post_id or (seats[0].post_id if seats else None)


def _offices(request: access.Request, owner_id: int | None) -> dict[str, probation.Office]:
    if owner_id is None:
        return {}
    found = probation.offices(owner_id=owner_id, at=request.now)
    return {office.code: office for office in found}


def _types() -> list[tuple[str, str]]:
    found = probation.contact_types(kind=ContactKind.APPOINTMENT)
    return [(kind.code, kind.description) for kind in found]


def _as_last(
    last: probation.Appointment | None,
    *,
    subjects: Sequence[probation.Subject],
    offices: dict[str, probation.Office],
) -> dict[str, object]:
    """What a new appointment has of the last one, unless somebody says otherwise."""
    if last is None:
        return {}
    about = (last.sentence_id, last.requirement_id)
    return {
        "type": last.type_id,
        "about": next(
            (each.key for each in subjects if (each.sentence_id, each.requirement_id) == about),
            THE_PERSON if last.sentence_id is None else None,
        ),
        "start": f"{last.starts_at.astimezone(HERE):%H:%M}",
        "minutes": str(int((last.ends_at - last.starts_at).total_seconds()) // 60),
        "office": next(
            (code for code, office in offices.items() if office.unit_id == last.office_id), ""
        ),
        "is_rar": bool(last.is_rar),
    }


def picked(sent: QueryDict) -> QueryDict:
    """What was sent, with the free time that was taken in place of the one that was typed."""
    day, _, start = sent.get(PICK, "").partition("T")
    parts = day.split("-")
    if not start or len(parts) != 3:  # noqa: PLR2004  a year, a month and a day
        return sent
    typed = sent.copy()
    typed["start"] = start
    typed["day-year"], typed["day-month"], typed["day-day"] = parts
    return typed


def _page(
    request: access.Request,
    card: probation.Card,
    form: AppointmentForm,
    *,
    last: probation.Appointment | None,
    refusal: Refused | None,
) -> HttpResponse:
    free = []
    post_id = _post_id(request, card)
    if last is not None and not form.is_bound:
        free = probation.booking.times_like(last, post_id=post_id, days=NEXT, now=request.now)
    if refusal is not None and "clash" in refusal.codes:
        free = probation.nearest_free(
            card.case_id,
            post_id=post_id,
            starts_at=form.starts_at,
            length=timedelta(minutes=int(form.cleaned_data["minutes"])),
            now=request.now,
        )
    has_errors = bool(refusal or form.errors)
    return render(
        request,
        "desk/new_appointment.html",
        {
            "card": card,
            "form": form,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "free": free,
            "last": last,
            "is_ahead": last is not None and last.starts_at > request.now,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )
