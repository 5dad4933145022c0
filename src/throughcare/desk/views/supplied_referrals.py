"""The desk of a supplier: what was referred to it, and what it does about that. Nothing else of a case is shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.service_forms import (
    MoveForm,
    PlanForm,
    ReportForm,
    SessionForm,
    StepForm,
    TellForm,
)
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.services import commands as change_services
from throughcare.services import queries as services
from throughcare.services.choices import AskedBy, SessionKind

PAGE: Final = 25
# What a step needs that has pages of its own; such a step is offered when it is there.
WRITTEN: Final = frozenset({"meeting", "assessed", "plan", "report"})
Found = tuple[services.File, services.Person]


@who(Action.SUPPLY)
@require_safe
def supplied(request: access.Request) -> HttpResponse:
    """What the visitor's supplier holds, the oldest first; or what is over, the latest first."""
    ended = "ended" in request.GET
    found = services.supplied(limit=PAGE + 1, ended=ended, after=_after(request.GET))
    shown = found[:PAGE]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="service-referrals.listed",
            subject_kind="case",
            subject_references=sorted({each.person.crn for each in shown}),
            now=request.now,
        )
    last = shown[-1].line if len(found) > PAGE else None
    at = None if last is None else last.ended_at if ended else last.sent_at
    return render(
        request,
        "desk/supplied_referrals.html",
        {
            "found": shown,
            "ended": ended,
            "is_later": "after" in request.GET,
            "next": f"{at.isoformat()}_{last.referral_id}" if last and at else "",
            "now": request.now,
        },
    )


@who(Action.SUPPLY)
@require_safe
def referral(request: access.Request, reference: str) -> HttpResponse:
    file, person = _found(request, reference)
    allows = file.referral.state.allows.split()
    return render(
        request,
        "desk/supplied_referral.html",
        {
            "file": file,
            "referral": file.referral,
            "person": person,
            "ways": _ways(request, file),
            "allows": allows,
            "may_book": bool(_kinds(file)),
            "now": request.now,
        },
    )


@who(Action.SUPPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: access.Request, reference: str, step: str) -> HttpResponse:
    """Take a step of the supplier: the form of what it asks for, and what it sends."""
    file, person = _found(request, reference)
    way = next((each for each in _ways(request, file) if each.to.code == step), None)
    if way is None:
        messages.warning(request, f"{reference} went on meanwhile, or the step is for others.")
        return redirect("desk:supplied_referral", reference=reference)
    form = StepForm(_posted(request), needs=way.needs)

    def act() -> str:
        title = change_services.take_step_as_supplier(
            account_id=request.account.pk,
            reference=reference,
            step=step,
            words=form.words,
            now=request.now,
        )
        return f"{reference}: {title}."

    return _asked(request, file, person, form, title=way.label, button=way.label, act=act)


@who(Action.SUPPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: access.Request, reference: str) -> HttpResponse:
    file, person = _found(request, reference)
    form = PlanForm(_posted(request), file=file)

    def act() -> str:
        change_services.write_plan(
            account_id=request.account.pk,
            reference=reference,
            sessions=form.cleaned_data["sessions"],
            activities=form.activities,
            now=request.now,
        )
        return "The action plan is saved."

    return _asked(request, file, person, form, title="Action plan", button="Save", act=act)


@who(Action.SUPPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: access.Request, reference: str) -> HttpResponse:
    file, person = _found(request, reference)
    form = ReportForm(_posted(request), file=file)

    def act() -> str:
        change_services.write_report(
            account_id=request.account.pk,
            reference=reference,
            words=form.cleaned_data["words"],
            findings=form.findings,
            now=request.now,
        )
        return "The report is saved."

    return _asked(
        request, file, person, form, title="End-of-service report", button="Save", act=act
    )


@who(Action.SUPPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: access.Request, reference: str) -> HttpResponse:
    """Hold a time for a first meeting or a session."""
    file, person = _found(request, reference)
    kinds = _kinds(file)
    if not kinds:
        messages.warning(request, "Nothing can be booked where the referral stands now.")
        return redirect("desk:supplied_referral", reference=reference)
    form = SessionForm(
        _posted(request), kinds=kinds, initial={"day": local_day(request.now), "minutes": "60"}
    )

    def act() -> str:
        change_services.book_session(
            account_id=request.account.pk,
            reference=reference,
            kind=SessionKind(form.cleaned_data["kind"]),
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            now=request.now,
        )
        return "The time is booked."

    return _asked(request, file, person, form, title="Book a time", button="Book", act=act)


@who(Action.SUPPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Say what happened at a session."""
    file, person = _found(request, reference)
    if number not in {each.number for each in file.meetings}:
        raise Http404
    form = TellForm(_posted(request))

    def act() -> str:
        change_services.tell_session(
            account_id=request.account.pk,
            reference=reference,
            number=number,
            told=form.told,
            now=request.now,
        )
        return "What happened is recorded."

    return _asked(
        request,
        file,
        person,
        form,
        title=f"What happened at meeting {number}?",
        button="Record",
        act=act,
    )


@who(Action.SUPPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def moving(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Give a session another time."""
    file, person = _found(request, reference)
    if number not in {each.number for each in file.meetings}:
        raise Http404
    form = MoveForm(_posted(request), initial={"minutes": "60"})

    def act() -> str:
        change_services.move_session(
            account_id=request.account.pk,
            reference=reference,
            number=number,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            asked_by=AskedBy(form.cleaned_data["asked_by"]),
            now=request.now,
        )
        return "It is at another time."

    return _asked(
        request,
        file,
        person,
        form,
        title=f"Another time for meeting {number}",
        button="Move",
        act=act,
    )


def _asked(
    request: access.Request,
    file: services.File,
    person: services.Person,
    form: forms.Form,
    *,
    title: str,
    button: str,
    act: Callable[[], str],
) -> HttpResponse:
    """Ask, and do `act` with what was sent; it gives what to say when it is done."""
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, said)
            return redirect("desk:supplied_referral", reference=file.referral.reference)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/supplied_form.html",
        {
            "file": file,
            "person": person,
            "form": form,
            "title": title,
            "button": button,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _posted(request: access.Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _kinds(file: services.File) -> list[SessionKind]:
    allows = file.referral.state.allows.split()
    offered = {"assessment": SessionKind.ASSESSMENT, "sessions": SessionKind.SESSION}
    return [kind for word, kind in offered.items() if word in allows]


def _ways(request: access.Request, file: services.File) -> tuple[services.Way, ...]:
    return services.ways_from(
        services.ways(),
        here=file.referral.state_id,
        party="supplier",
        on=local_day(request.now),
    )


def _after(sent: QueryDict) -> services.After | None:
    """Where the page begins; the first where nothing readable was sent."""
    at, _, number = sent.get("after", "").partition("_")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
    except ValueError:
        return None
    if moment.tzinfo is None or not number.isdecimal():
        return None
    return services.After(at=moment, referral_id=int(number))


def _found(request: access.Request, reference: str) -> Found:
    """What was referred to the visitor's supplier under a reference; the reading is written to the trail.

    Raises:
        Http404: there is none.
    """
    file = services.file_of(reference)
    people = services.people([file.referral.pk]) if file is not None else {}
    if file is None or file.referral.pk not in people:
        raise Http404
    person = people[file.referral.pk]
    audit.record(
        account_id=request.account.pk,
        action="service-referral.read",
        subject_kind="case",
        subject_reference=person.crn,
        now=request.now,
        detail={"reference": reference},
    )
    return file, person
