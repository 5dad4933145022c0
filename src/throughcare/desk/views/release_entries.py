"""Entering sentences as their warrants read, and whatever else dates are worked out from; putting it right and taking it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.release_forms import (
    OTHER,
    UNITS,
    AdjustmentForm,
    BecauseForm,
    EntryForm,
    MovementForm,
    OrderForm,
    RecallForm,
    Said,
    SentenceForm,
    WarrantForm,
)
from throughcare.desk.views.asking import answered
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.sentences import commands as change_sentences
from throughcare.sentences import queries as sentences

ASKS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of entry: its form, what it says, where it is kept, and what it is called."""

    form: type[EntryForm]
    said: type[Said]
    table: type[sentences.Recorded]
    words: str
    adds: str


KINDS: Final[Mapping[str, Kind]] = {
    "orders": Kind(
        form=OrderForm,
        said=change_sentences.OrderSaid,
        table=sentences.CourtOrder,
        words="the head of the warrant",
        adds="",
    ),
    "counts": Kind(
        form=SentenceForm,
        said=change_sentences.SentenceSaid,
        table=sentences.Sentence,
        words="the sentence",
        adds="",
    ),
    "time": Kind(
        form=AdjustmentForm,
        said=change_sentences.AdjustmentSaid,
        table=sentences.Adjustment,
        words="the time",
        adds="Enter time given or taken",
    ),
    "recalls": Kind(
        form=RecallForm,
        said=change_sentences.RecallSaid,
        table=sentences.Recall,
        words="the recall",
        adds="Enter a recall",
    ),
    "movements": Kind(
        form=MovementForm,
        said=change_sentences.MovementSaid,
        table=sentences.Movement,
        words="the movement",
        adds="Enter a movement",
    ),
}
DONE = "It is kept, and the dates were worked out again."


def address(crn: str) -> str:
    return reverse("desk:release_dates", kwargs={"crn": crn})


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def warrant(request: access.Request, crn: str) -> HttpResponse:
    """A warrant with its first sentence, as it reads."""
    card = opened(request, crn, part="a new warrant")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    form = WarrantForm(
        request.POST if request.method == "POST" else None,
        called=sentences.entered(booking).called,
    )
    return _asked(
        request,
        card,
        form,
        title="Enter a warrant",
        act=lambda: change_sentences.enter_order(
            account_id=request.account.pk,
            booking_key=booking.key,
            order=form.order_said,
            sentences=[form.sentence_said],
            now=request.now,
        ),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def count(request: access.Request, crn: str, order: UUID) -> HttpResponse:
    """One sentence more of a warrant."""
    card = opened(request, crn, part="a new sentence")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    form = SentenceForm(
        request.POST if request.method == "POST" else None,
        called=sentences.entered(booking).called,
    )
    return _asked(
        request,
        card,
        form,
        title="Enter another sentence of the warrant",
        act=lambda: change_sentences.add(
            account_id=request.account.pk,
            booking_key=booking.key,
            said=form.said,
            order_key=order,
            now=request.now,
        ),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def adding(request: access.Request, crn: str, what: str) -> HttpResponse:
    """Time, a recall or a movement."""
    kind = _kind(what)
    if not kind.adds:
        raise Http404
    card = opened(request, crn, part=f"new {what}")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    form = kind.form(
        request.POST if request.method == "POST" else None,
        called=sentences.entered(booking).called,
    )
    return _asked(
        request,
        card,
        form,
        title=kind.adds,
        act=lambda: change_sentences.add(
            account_id=request.account.pk,
            booking_key=booking.key,
            said=form.said,
            now=request.now,
        ),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def amending(request: access.Request, crn: str, what: str, key: UUID) -> HttpResponse:
    """Put one thing right, and say why."""
    kind = _kind(what)
    card = opened(request, crn, part=f"amending {what}")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    row = _row(kind, booking, key)
    called = {each: name for each, name in sentences.entered(booking).called.items() if each != key}
    is_sent = request.method == "POST"
    form = kind.form(
        request.POST if is_sent else None, called=called, initial=None if is_sent else _initial(row)
    )
    form.fields["because"] = BecauseForm.base_fields["because"]
    return _asked(
        request,
        card,
        form,
        title=f"Put {kind.words} right",
        act=lambda: change_sentences.amend(
            account_id=request.account.pk,
            booking_key=booking.key,
            key=key,
            said=form.said,
            because=form.cleaned_data["because"],
            now=request.now,
        ),
        remove=reverse("desk:remove_release_entry", kwargs={"crn": crn, "what": what, "key": key}),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def removing(request: access.Request, crn: str, what: str, key: UUID) -> HttpResponse:
    """Take one thing out, and say why; it is kept as it was."""
    kind = _kind(what)
    card = opened(request, crn, part=f"removing {what}")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    _row(kind, booking, key)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title=f"Take {kind.words} out",
        button="Take it out",
        act=lambda _: change_sentences.remove(
            account_id=request.account.pk,
            booking_key=booking.key,
            what=kind.said,
            key=key,
            because=form.cleaned_data["because"],
            now=request.now,
        ),
        done="It is taken out, and the dates were worked out again.",
        leads_to=address(crn),
        back=address(crn),
    )


def _asked(
    request: access.Request,
    card: probation.Card,
    form: EntryForm,
    *,
    title: str,
    act: Callable[[], sentences.Calculation],
    remove: str = "",
) -> HttpResponse:
    """Ask for an entry, and do `act` with what was sent; `remove` is where it is taken out instead."""
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            _tell(request, made)
            return redirect(address(card.crn))
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/release_entry.html",
        {
            "card": card,
            "form": form,
            "title": title,
            "refusals": refusals,
            "has_errors": has_errors,
            "remove": remove,
        },
        status=422 if has_errors else 200,
    )


def _tell(request: access.Request, made: sentences.Calculation) -> None:
    if made.messages:
        messages.warning(request, "It is kept. No dates can be given until what is wrong is right.")
    else:
        messages.success(request, DONE)


def _kind(what: str) -> Kind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def open_booking(card: probation.Card) -> sentences.Booking:
    """The time in custody of a person that is open.

    Raises:
        Http404: none is.
    """
    found = [each for each in sentences.bookings_of(card.person_id) if each.closed_at is None]
    if not found:
        raise Http404
    return found[0]


def _row(kind: Kind, booking: sentences.Booking, key: UUID) -> sentences.Recorded:
    row = sentences.row_in_force(kind.table, booking, key)
    if row is None:
        raise Http404
    return row


def _initial(row: sentences.Recorded) -> dict[str, Any]:  # Any: columns of any type
    """What a form shows of a row that is to be put right."""
    shown = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if isinstance(row, sentences.Sentence):
        shown["lists"] = list(row.lists)
        shown["follows"] = str(row.follows_key or "")
        for unit in (*UNITS, *(f"licence_{each}" for each in UNITS)):
            shown[unit] = shown[unit] or None
        if row.type not in sentences.types().kinds:
            shown["type"] = OTHER
    if isinstance(row, sentences.Recall | sentences.Adjustment):
        shown["sentence"] = str(row.sentence_key or "")
    return shown
