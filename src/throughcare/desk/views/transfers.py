"""Transfers of cases between providers: asking for one, the list of what waits for an answer, and the answer."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import found, note_reading, opened, opened_to_write, who
from throughcare.desk.transfer_forms import PlaceForm, RefusalForm, TransferForm
from throughcare.govuk.paging import PAGE_SIZE, paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

REFUSED = 10


@who(Action.WRITE_CASE)
@require_safe
def transfers(request: access.Request) -> HttpResponse:
    """What waits for an answer of the visitor's units, and the latest that was asked for from there."""
    page = paging(request, total=probation.transferring.count_to_answer())
    waiting = probation.transfers_to_answer(part=page.slice)
    refused = probation.transfers_refused(limit=REFUSED)
    others = probation.transfers_asked(part=slice(0, PAGE_SIZE))
    _note(request, (*waiting, *refused, *others))
    return render(
        request,
        "desk/transfers.html",
        {
            "waiting": waiting,
            "refused": refused,
            "others": others,
            "page": page,
            "today": local_day(request.now),
        },
    )


@who(Action.WRITE_CASE)
@require_safe
def transfers_asked(request: access.Request) -> HttpResponse:
    """All that was asked for from the visitor's cases, or answered by them."""
    page = paging(request, total=probation.transferring.count_asked())
    listed = probation.transfers_asked(part=page.slice)
    _note(request, listed)
    return render(
        request,
        "desk/transfers_asked.html",
        {"transfers": listed, "page": page, "today": local_day(request.now)},
    )


def _note(request: access.Request, listed: Iterable[probation.Transferred]) -> None:
    """Write to the trail whose cases were seen on a list."""
    if crns := sorted({each.crn for each in listed}):
        audit.record_many(
            account_id=request.account.pk,
            action="transfers.read",
            subject_kind="case",
            subject_references=crns,
            now=request.now,
        )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_transfer(request: access.Request, crn: str) -> HttpResponse:
    """Ask another provider to take on the person, or parts of the case; with what is missing of the record."""
    card = _opened_to_ask(request, crn)
    if isinstance(card, HttpResponse):
        return card
    checked = probation.handing_over.handover_items(card.case_id)
    gaps = [each for each in checked if each.is_missing]
    parts = _parts_to_ask(request, card)
    form = TransferForm(
        request.POST if request.method == "POST" else None,
        parts=parts,
        has_gaps=bool(gaps),
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            number = change_probation.ask_for_transfer(
                account_id=request.account.pk,
                case_id=card.case_id,
                **form.cleaned_data,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(
                request,
                "The transfer waits for an answer. Everything stays where it is until then.",
            )
            return redirect("desk:transfer", crn=crn, number=number)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/new_transfer.html",
        {
            "card": card,
            "form": form,
            "checked": checked,
            "has_parts": bool(parts),
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _opened_to_ask(request: access.Request, crn: str) -> probation.Card | HttpResponse:
    """The card of a case that the visitor has, or has a part of."""
    card = found(request, crn)
    if card.view == "minimum" and not card.is_refused and _parts_to_ask(request, card):
        note_reading(request, card, part="new transfer")
        return card
    return opened(request, crn, part="new transfer")


def _parts_to_ask(request: access.Request, card: probation.Card) -> list[tuple[str, str]]:
    """What the visitor may ask to be moved and what does not wait already, in words."""
    waiting = probation.transferring.keys_waiting(card.case_id)
    writes = card.is_writable
    offered = [("person", "The person: the case, and what goes with it")] if writes else []
    offered += [
        (each.key, each.words)
        for each in probation.managing.components(card.case_id, at=request.now)
        if each.is_mine or (writes and not each.is_apart)
    ]
    if offered:
        offered += [
            (each.key, each.words) for each in probation.transferring.reports_to_move(card.case_id)
        ]
    return [(key, words) for key, words in offered if key not in waiting]


@who(Action.READ_CASE)
@require_safe
def transfer(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One request, as those who asked and those who are asked both see it."""
    return _page(request, crn, number)


@who(Action.WRITE_CASE)
@require_POST
def acceptance(request: access.Request, crn: str, number: int) -> HttpResponse:
    form = PlaceForm(request.POST, **_offered(request, *_asked(crn, number)), auto_id="accept-%s")
    if not form.is_valid():
        return _page(request, crn, number, bad=form)
    try:
        change_probation.accept_transfer(
            account_id=request.account.pk,
            crn=crn,
            number=number,
            keys=form.cleaned_data["keys"],
            unit_code=form.cleaned_data["unit"],
            post_code=form.cleaned_data["post"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, crn, number, refusal=refusal)
    card = probation.card_of(crn, at=request.now)
    messages.success(request, f"What you took on of {crn} is with your unit.")
    if card is not None and card.is_open:
        return redirect("desk:case", crn=crn)
    return redirect("desk:transfer", crn=crn, number=number)


@who(Action.WRITE_CASE)
@require_POST
def refusal(request: access.Request, crn: str, number: int) -> HttpResponse:
    _, parts = _asked(crn, number)
    form = RefusalForm(request.POST, **_refusable(parts), auto_id="refuse-%s")
    if not form.is_valid():
        return _page(request, crn, number, bad=form)
    try:
        change_probation.refuse_transfer(
            account_id=request.account.pk,
            crn=crn,
            number=number,
            keys=form.cleaned_data["keys"],
            reason_code=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
            now=request.now,
        )
    except Refused as refused:
        return _page(request, crn, number, refusal=refused)
    messages.success(
        request, f"What you refused of {crn} stays where it is. Whoever asked is shown why."
    )
    return redirect("desk:transfers")


@who(Action.WRITE_CASE)
@require_POST
def withdrawal(request: access.Request, crn: str, number: int) -> HttpResponse:
    card = found(request, crn)
    if card.view != "minimum" or card.is_refused:
        opened_card = opened_to_write(request, crn, part="withdrawal of a transfer")
        if isinstance(opened_card, HttpResponse):
            return opened_card
    try:
        change_probation.withdraw_transfer(
            account_id=request.account.pk, case_id=card.case_id, number=number, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The transfer is withdrawn.")
    return redirect("desk:transfer", crn=crn, number=number)


Asked = probation.Transferred | None
Parts = tuple[probation.TransferredPart, ...]


def _offered(
    request: access.Request, asked: Asked, parts: Parts
) -> dict[str, list[tuple[str, str]]]:
    """The parts that wait, and the units and officers that may take them."""
    places = () if asked is None else probation.places_for(asked.id)
    seats = probation.seats_under(holder_ids={place.unit_id for place in places}, at=request.now)
    return {
        "parts": _waiting(parts),
        "places": [(place.code, f"{place.name} ({place.code})") for place in places],
        "posts": [
            (seat.code, f"{seat.officer}, {seat.holder}") for seat in seats if seat.account_id
        ],
    }


def _refusable(parts: Parts) -> dict[str, list[tuple[str, str]]]:
    return {
        "parts": _waiting(parts),
        "reasons": [(each.code, each.description) for each in probation.rejection_reasons()],
    }


def _waiting(parts: Parts) -> list[tuple[str, str]]:
    return [(each.key, each.words) for each in parts if each.is_waiting]


def _asked(crn: str, number: int) -> tuple[Asked, Parts]:
    """What waits for the visitor's answer under a number, with its parts; nothing where nothing does."""
    asked = probation.transfer_to_answer(crn, number=number)
    return asked, () if asked is None else probation.transfer_parts(asked.id)


def _page(
    request: access.Request,
    crn: str,
    number: int,
    *,
    bad: PlaceForm | RefusalForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    to_answer = probation.transfer_to_answer(crn, number=number)
    asked = to_answer or probation.transfer_known(crn, number=number)
    if asked is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="transfer.read",
        subject_kind="case",
        subject_reference=asked.crn,
        now=request.now,
    )
    card = probation.card_of(asked.crn, at=request.now)
    parts = probation.transfer_parts(asked.id)
    return render(
        request,
        "desk/transfer.html",
        {
            "transfer": asked,
            "parts": parts,
            "card": card,
            "days": (request.now - asked.asked_at).days,
            "today": local_day(request.now),
            "may_answer": to_answer is not None,
            "may_withdraw": asked.is_waiting and _may_withdraw(request, asked, card),
            "checked": _checked(asked, card, to_answer=to_answer is not None),
            "accepting": bad
            if isinstance(bad, PlaceForm)
            else PlaceForm(**_offered(request, to_answer, parts), auto_id="accept-%s"),
            "refusing": bad
            if isinstance(bad, RefusalForm)
            else RefusalForm(**_refusable(parts), auto_id="refuse-%s"),
            "bad": bad,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": bool(bad or refusal),
        },
        status=(409 if refusal else 422) if bad or refusal else 200,
    )


def _may_withdraw(
    request: access.Request, asked: probation.Transferred, card: probation.Card | None
) -> bool:
    if card is None:
        return False
    mine = probation.managing.components(card.case_id, at=request.now) if card.view else ()
    return card.is_writable or (any(each.is_mine for each in mine) and asked.is_waiting)


def _checked(
    asked: probation.Transferred, card: probation.Card | None, *, to_answer: bool
) -> tuple[Any, ...]:  # Any: items of the check, which the template reads
    if not asked.is_waiting:
        return ()
    if to_answer:
        return probation.handing_over.handover_items_asked(asked.id)
    return probation.handing_over.handover_items(card.case_id) if card and card.view else ()
