"""A case: its record and log, the minimum view of it, and giving it to somebody."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import queries as kept_allocation
from throughcare.desk.doors import found, limited, note_reading, opened, who
from throughcare.desk.forms import ReasonForm
from throughcare.desk.kept_words import KEPT, keep_words, kept_words
from throughcare.desk.logforms import TimelineForm
from throughcare.desk.manager_forms import AllocationForm
from throughcare.desk.seats import seats_now
from throughcare.desk.views.asking import form_page
from throughcare.housing import queries as housing
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.transition import queries as transition
from throughcare.unpaidwork import queries as unpaidwork

ENTRIES = 30
AS_AT = "as-at"
DAY_PARTS = [f"{day}-{part}" for day in ("since", "until") for part in ("day", "month", "year")]
OPEN_SLOTS = 10
HEARINGS = 6


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: access.Request, crn: str) -> HttpResponse:
    """The case and its log; what is looked for in that is posted, and found without a word of it in an address."""
    if request.method == "POST":
        return _looked_for(request, crn)
    card = opened(request, crn, part="case")
    if isinstance(card, HttpResponse):
        return card
    text = kept_words(request, place=_place(crn))
    record = probation.record(card.case_id, at=request.as_at)
    form = TimelineForm(
        request.GET.dict() | {"text": text},
        groups=[(each.code, each.name) for each in probation.contact_groups()],
        sentences=[
            (str(each.sentence.number), f"{each.sentence.number}: {each.sentence.words}")
            for each in record.orders
        ],
    )
    filters = _filters(form)
    entries = probation.timeline(
        card.case_id,
        at=request.as_at,
        limit=ENTRIES + 1,
        filters=filters,
        after=_after(request.GET.get("after", "")),
    )
    shown = entries[:ENTRIES]
    hearings = probation.hearings(card.case_id, at=request.as_at, limit=HEARINGS + 1)
    here = reverse("desk:case", kwargs={"crn": crn})
    return render(
        request,
        "desk/case.html",
        {
            "card": card,
            "record": record,
            "today": local_day(request.now),
            "open_slots": probation.open_slots(card.case_id, at=request.as_at, limit=OPEN_SLOTS),
            "hearings": hearings[:HEARINGS],
            "has_more_hearings": len(hearings) > HEARINGS,
            "drafts": _drafts(request, card),
            "readers": _readers(request, card),
            "tiers": _tiers(request, card),
            "home": None if request.as_at_day else housing.home_of(card.case_id),
            "entries": shown,
            "latest": f"{here}{_query(request)}#log",
            "is_later": "after" in request.GET,
            "older": _older(request, shown[-1]) if len(entries) > ENTRIES else "",
            "text": text,
            "form": form,
            "is_filtered": filters != probation.Filters(),
            "may_allocate": Action.ALLOCATE in request.actions,
        },
    )


def _looked_for(request: access.Request, crn: str) -> HttpResponse:
    """Keep the words, and go back to the log as it was filtered."""
    filters = {
        name: value
        for name, value in request.POST.items()
        if value and name in {*TimelineForm.base_fields, *DAY_PARTS, AS_AT} - {"text"}
    }
    if keep_words(request, place=_place(crn), text=request.POST.get("text", "")):
        filters["words"] = KEPT
    here = reverse("desk:case", kwargs={"crn": crn})
    return redirect(f"{here}{f'?{urlencode(filters)}' if filters else ''}#log")


def _place(crn: str) -> str:
    return f"log of {crn}"


@who(Action.READ_CASE)
@require_safe
def owners(request: access.Request, crn: str) -> HttpResponse:
    """Every provider that has had the case, with dates, up to the day that is asked about."""
    card = opened(request, crn, part="owners")
    if isinstance(card, HttpResponse):
        return card
    return render(
        request,
        "desk/owners.html",
        {
            "card": card,
            "owners": probation.owners_of(card.case_id, at=request.as_at),
            "today": local_day(request.now),
        },
    )


@who(Action.MINIMUM)
@require_http_methods(["GET", "HEAD", "POST"])
def minimum_view(request: access.Request, crn: str) -> HttpResponse:
    """The reason first, and then what whoever meets the person may know; never the log."""
    card = found(request, crn)
    if card.is_refused:
        note_reading(request, card, part="minimum")
        return limited(request, card.crn)
    if card.is_open:
        return redirect("desk:case", crn=crn)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_access.open_minimum_view(
                account_id=request.account.pk,
                case_id=card.case_id,
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        except PermissionDenied:
            refusals = ["No agreement lets you see this record. Ask the officer who holds it."]
        else:
            return redirect("desk:minimum_view", crn=crn)
    values = {
        "card": card,
        "form": form,
        "refusals": refusals,
        "may_open": access.may(action=Action.EMERGENCY),
    }
    if card.view != "minimum":
        has_errors = bool(refusals or form.errors)
        status = 422 if has_errors else 200
        return render(
            request, "desk/minimum_reason.html", values | {"has_errors": has_errors}, status=status
        )
    note_reading(request, card, part="minimum")
    record = probation.record(card.case_id, at=request.now)
    mine = [
        each for each in probation.managing.components(card.case_id, at=request.now) if each.is_mine
    ]
    has_unpaid_work = bool(mine and unpaidwork.apart_in(card.case_id))
    return render(
        request,
        "desk/minimum.html",
        values | {"record": record, "mine": mine, "has_unpaid_work": has_unpaid_work},
    )


@who(Action.ALLOCATE)
@require_http_methods(["GET", "HEAD", "POST"])
def allocation(request: access.Request, crn: str) -> HttpResponse:
    """Give the case to an officer of the manager's units."""
    card = opened(request, crn, part="allocation")
    if isinstance(card, HttpResponse):
        return card
    mine = seats_now(request)
    units = {u for seat in mine for u in probation.units_under(seat.holder_id, at=request.now)}
    seats = {
        seat.code: seat
        for seat in probation.seats_under(holder_ids=units, at=request.now)
        if seat.account_id is not None
    }
    form = AllocationForm(
        request.POST if request.method == "POST" else None,
        posts=_choices(request, card, seats=seats),
        reasons=[(each.code, each.description) for each in probation.managing.manager_reasons()],
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.give_case(
                account_id=request.account.pk,
                case_id=card.case_id,
                post_id=seats[form.cleaned_data["post"]].post_id,
                decision=change_probation.Decision(
                    reason_code=form.cleaned_data["reason"],
                    justification=form.cleaned_data["justification"],
                    instructions=form.cleaned_data["instructions"],
                    is_sensitive=form.cleaned_data["is_sensitive"],
                ),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"{crn} is with {seats[form.cleaned_data['post']].officer}.")
            return redirect("desk:case", crn=crn)
    return form_page(
        request,
        card,
        form,
        title="Give this case to an officer",
        button="Give case",
        refusals=refusals,
    )


def _drafts(request: access.Request, card: probation.Card) -> tuple[probation.Drafted, ...]:
    """What is being written about the case now; of another day nothing is asked."""
    if request.as_at_day is not None:
        return ()
    return probation.drafts_of_case(card.case_id, account_id=request.account.pk)


def _choices(
    request: access.Request, card: probation.Card, *, seats: dict[str, probation.Seat]
) -> list[tuple[str, str]]:
    """The officers, with how full each is now, and how full with this case."""
    on = local_day(request.now)
    loads = kept_allocation.loads(
        holder_ids=[], post_ids=[seat.post_id for seat in seats.values()], at=request.now, on=on
    )
    more = kept_allocation.points_of(
        card.case_id,
        is_custodial=bool(probation.in_custodial_sentence([card.case_id])),
        on=on,
    )
    found = []
    for code, seat in seats.items():
        load = loads[seat.post_id]
        now, then = load.capacity.percent, load.with_points(more).percent
        full = "no hours" if now is None else f"{now} percent full, {then} with this case"
        found.append((code, f"{seat.officer}, {seat.holder}: {full}"))
    return found


def _tiers(request: access.Request, card: probation.Card) -> str:
    """The tiers that count now, by framework; of another day nothing is asked."""
    if request.as_at_day is not None:
        return ""
    return ", ".join(
        f"{tier.level}{' (provisional)' if tier.is_provisional else ''}"
        for tier in kept_allocation.current_tiers(card.case_id)
    )


def _readers(request: access.Request, card: probation.Card) -> list[transition.Reader]:
    """Whoever of another body reads the case on since it was handed over; of another day nothing is asked."""
    return [] if request.as_at_day is not None else transition.readers_of(card.case_id)


def _filters(form: TimelineForm) -> probation.Filters:
    form.is_valid()
    read = form.cleaned_data
    return probation.Filters(
        kind=read.get("kind") or "",
        group=read.get("group") or "",
        outcome=read.get("outcome") or "",
        sentence=int(read["sentence"]) if read.get("sentence") else None,
        text=read.get("text") or "",
        since=read.get("since"),
        until=read.get("until"),
        failures_only=bool(read.get("failures")),
    )


def _after(text: str) -> tuple[datetime, int] | None:
    start, _, number = text.partition("~")
    try:
        return datetime.fromisoformat(start), int(number)
    except ValueError:
        return None


def _older(request: access.Request, last: probation.Entry) -> str:
    return f"{_query(request, after=f'{last.starts_at.isoformat()}~{last.number}')}#log"


def _query(request: access.Request, **more: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return f"?{urlencode(kept | more)}" if kept or more else ""
