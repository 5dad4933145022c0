"""The accredited programmes of a case: referring to one, where the person stands, a place in a group, and the report."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.programme_forms import PlaceForm, ProgrammeReportForm, StatusForm
from throughcare.desk.seats import seats_now
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.services import commands as change_services
from throughcare.services import queries as services

Opened = tuple[probation.Card, services.OnProgramme]
Forms = dict[str, forms.Form]


@who(Action.READ_CASE)
@require_safe
def programmes(request: access.Request, crn: str) -> HttpResponse:
    """What is ordered and waits for a referral, and every referral."""
    card = opened(request, crn, part="programmes")
    if isinstance(card, HttpResponse):
        return card
    return _list(request, card)


@who(Action.WRITE_CASE)
@require_POST
def referring(request: access.Request, crn: str) -> HttpResponse:
    """Refer the person to the programme that a requirement orders."""
    card = opened(request, crn, part="programmes")
    if isinstance(card, HttpResponse):
        return card
    sent = request.POST.get("requirement", "")
    try:
        made = change_services.refer_to_programme(
            account_id=request.account.pk,
            case_id=card.case_id,
            requirement_id=int(sent) if sent.isdecimal() else 0,
            now=request.now,
        )
    except Refused as refusal:
        return _list(request, card, refusals=[reason.sentence for reason in refusal.reasons])
    messages.success(request, "The person is referred to the programme.")
    return redirect("desk:programme", crn=crn, reference=made.reference)


@who(Action.READ_CASE)
@require_safe
def programme(request: access.Request, crn: str, reference: str) -> HttpResponse:
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    return _page(request, found, all_forms=_forms(request, found))


@who(Action.WRITE_CASE)
@require_POST
def status(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Say where the person stands now."""

    def say(card: probation.Card, read: dict[str, Any]) -> str:  # Any: what the form cleaned
        change_services.change_programme_status(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=reference,
            status=read["status"],
            note=read["note"],
            now=request.now,
        )
        return "It is recorded where the person stands."

    return _changed(request, crn, reference, name="status", say=say)


@who(Action.WRITE_CASE)
@require_POST
def placing(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Give the person a place in a group."""

    def say(card: probation.Card, read: dict[str, Any]) -> str:  # Any: as above
        change_services.place_in_group(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=reference,
            group_code=read["group"],
            now=request.now,
        )
        return "The person has a place in the group, and in its sessions ahead."

    return _changed(request, crn, reference, name="place", say=say)


@who(Action.WRITE_CASE)
@require_POST
def reporting(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Write the post-programme report."""

    def say(card: probation.Card, read: dict[str, Any]) -> str:  # Any: as above
        change_services.write_programme_report(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=reference,
            words=read["words"],
            now=request.now,
        )
        return "The report is saved."

    return _changed(request, crn, reference, name="report", say=say)


Say = Callable[[probation.Card, dict[str, Any]], str]  # Any: what the form cleaned


def _changed(
    request: access.Request, crn: str, reference: str, *, name: str, say: Say
) -> HttpResponse:
    """What was sent in one of the forms of the page, done; or the page again, with what is wrong."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    shown = _forms(request, found, sent=name)
    form = shown.get(name)
    if form is None:
        return _page(request, found, all_forms=shown, refusals=["That cannot be done now."])
    if not form.is_valid():
        return _page(request, found, all_forms=shown, bad=form, open_form=name)
    try:
        said = say(found[0], form.cleaned_data)
    except Refused as refusal:
        refusals = [reason.sentence for reason in refusal.reasons]
        return _page(request, found, all_forms=shown, refusals=refusals, open_form=name)
    messages.success(request, said)
    return redirect("desk:programme", crn=crn, reference=reference)


def _forms(request: access.Request, found: Opened, *, sent: str = "") -> Forms:
    """What can be done now; the one that was sent has what was sent in it."""
    card, record = found
    referral = record.referral
    if not card.is_writable or card.closed_at is not None or request.as_at_day:
        return {}

    def data(name: str) -> QueryDict | None:
        return request.POST if name == sent else None

    made: Forms = {}
    offered = services.next_statuses(
        services.follows(), here=referral.state_id, on=local_day(request.now)
    )
    if offered:
        made["status"] = StatusForm(
            data("status"),
            auto_id="status-%s",
            statuses=[(each.code, each.description) for each in offered],
        )
    if referral.state_id == "awaiting-allocation" and referral.group_id is None:
        units = {
            unit
            for owner in {seat.owner_id for seat in seats_now(request)}
            for unit in probation.units_under(owner, at=request.now)
        }
        groups = services.groups(unit_ids=units, on=local_day(request.now))[:50]
        choices = [(each.code, f"{each.name}: {each.programme.description}") for each in groups]
        if choices:
            made["place"] = PlaceForm(data("place"), auto_id="place-%s", groups=choices)
    if referral.state_id == "programme-complete":
        made["report"] = ProgrammeReportForm(
            data("report"), auto_id="report-%s", initial={"words": referral.report}
        )
    return made


def _list(
    request: access.Request, card: probation.Card, *, refusals: list[str] | None = None
) -> HttpResponse:
    may_change = card.is_writable and card.closed_at is None and not request.as_at_day
    return render(
        request,
        "desk/programmes.html",
        {
            "card": card,
            "referrals": services.programmes_of(card.case_id),
            "ordered": services.programmes_ordered(card.case_id),
            "may_change": may_change,
            "refusals": refusals or [],
            "has_errors": bool(refusals),
        },
        status=409 if refusals else 200,
    )


def _page(
    request: access.Request,
    found: Opened,
    *,
    all_forms: Forms,
    bad: forms.Form | None = None,
    refusals: list[str] | None = None,
    open_form: str = "",
) -> HttpResponse:
    card, record = found
    has_errors = bad is not None or bool(refusals)
    return render(
        request,
        "desk/programme.html",
        {
            "card": card,
            "found": record,
            "referral": record.referral,
            "forms": all_forms,
            "bad": bad,
            "refusals": refusals or [],
            "has_errors": has_errors,
            "open_form": open_form,
            "now": request.now,
        },
        status=(409 if refusals else 422) if has_errors else 200,
    )


def _found(request: access.Request, crn: str, reference: str) -> Opened | HttpResponse:
    """A referral to a programme of a case that the visitor may open.

    Raises:
        Http404: the case has none under the reference.
    """
    card = opened(request, crn, part=f"programme {reference}")
    if isinstance(card, HttpResponse):
        return card
    record = services.on_programme(reference)
    if record is None or record.referral.case_id != card.case_id:
        raise Http404
    return card, record
