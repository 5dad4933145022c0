"""Giving many cases to officers in one sitting, with who is suggested and why; and what officers may be given cases for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action, Role
from throughcare.allocation import commands as change_allocation
from throughcare.allocation import queries as allocation
from throughcare.audit import commands as audit
from throughcare.desk.decision_forms import SittingForm, SkillForm
from throughcare.desk.doors import who
from throughcare.desk.seats import seats_now
from throughcare.desk.views.workloads import seat_of_board
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

ASKS = ["GET", "HEAD", "POST"]
IN_A_SITTING = 10
SHOWN = 3
FIRST_REASON = "IN1"


@dataclass(kw_only=True)
class Line:
    """A case of a sitting: who is suggested, best first, and what was typed about it."""

    card: probation.Card
    suggested: Sequence[allocation.Suggested]
    form: SittingForm
    asked: str
    refusals: Sequence[str] = ()

    @property
    def best(self) -> Sequence[allocation.Suggested]:
        return self.suggested[:SHOWN]

    @property
    def has_errors(self) -> bool:
        return bool(self.refusals or (self.form.is_bound and self.form.errors))


@who(Action.ALLOCATE)
@require_http_methods(ASKS)
def sitting(request: access.Request) -> HttpResponse:
    """The first cases that nobody was given; those with an officer selected are given to them, and the next take their place."""
    cards, left = _cards(request)
    data = request.POST if request.method == "POST" else None
    lines = _lines(request, cards, data=data)
    if data is not None:
        given = sum(_give(request, line) for line in lines if line.form.is_valid())
        if given:
            messages.success(request, f"{given} {'case is' if given == 1 else 'cases are'} given.")
        if not any(line.has_errors for line in lines):
            if not given:
                messages.warning(request, "No officer was selected.")
            return redirect("desk:sitting")
        lines = [line for line in lines if line.has_errors]
        left -= given
    bad = [line for line in lines if line.has_errors]
    return render(
        request,
        "desk/sitting.html",
        {
            "lines": lines,
            "left": left,
            "bad": bad,
            "has_errors": bool(bad),
            "awaiting": probation.allocating.awaiting(
                [line.card.case_id for line in lines], at=request.now
            ),
            "tiers": allocation.tiers_of([line.card.case_id for line in lines]),
            "askable": allocation.askable(on=local_day(request.now)),
            "days": local_day(request.now),
        },
        status=422 if bad else 200,
    )


def _cards(request: access.Request) -> tuple[list[probation.Card], int]:
    """The cases of this sitting, and how many wait in all."""
    units = {
        unit
        for seat in seats_now(request)
        for unit in probation.units_under(seat.holder_id, at=request.now)
    }
    held = probation.unallocated(at=request.now, holder_ids=units)
    open_ones = [card for card in held.cards if card.is_open and not card.is_refused]
    shown = open_ones[:IN_A_SITTING]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="caseload.read",
            subject_kind="case",
            subject_references=[card.crn for card in shown],
            now=request.now,
        )
    return shown, len(open_ones)


def _lines(
    request: access.Request, cards: Sequence[probation.Card], *, data: QueryDict | None
) -> list[Line]:
    on = local_day(request.now)
    units = {
        unit
        for seat in seats_now(request)
        for unit in probation.units_under(seat.holder_id, at=request.now)
    }
    held = [
        seat
        for seat in probation.seats_under(holder_ids=units, at=request.now)
        if seat.account_id is not None
    ]
    # Where no officer holds a post, whoever leads may take a case.
    seats = [seat for seat in held if seat.role == Role.OFFICER] or held
    askable = {each.code for each in allocation.askable(on=on)}
    asked = {
        card.case_id: request.GET.get(f"asks-{card.crn}", "")
        for card in cards
        if request.GET.get(f"asks-{card.crn}", "") in askable
    }
    found = allocation.suggested(
        cards,
        seats=seats,
        asked={case_id: frozenset({code}) for case_id, code in asked.items()},
        at=request.now,
        on=on,
    )
    reasons = [(each.code, each.description) for each in probation.managing.manager_reasons()]
    return [
        Line(
            card=card,
            suggested=found[card.case_id],
            asked=asked.get(card.case_id, ""),
            form=SittingForm(
                data,
                prefix=card.crn,
                posts=[(each.seat.code, _said(each)) for each in found[card.case_id]],
                reasons=reasons,
                initial={"reason": FIRST_REASON},
            ),
        )
        for card in cards
    ]


def _said(each: allocation.Suggested) -> str:
    now = each.load.capacity.percent
    full = "no hours" if now is None else f"{now}% full, {each.percent_with}% with this case"
    return f"{each.seat.officer}, {each.seat.holder}: {full}"


def _give(request: access.Request, line: Line) -> bool:
    """Give the case of a line, if an officer is selected; what is refused stands at the line."""
    read = line.form.cleaned_data
    if not read["post"]:
        return False
    chosen = next(each for each in line.suggested if each.seat.code == read["post"])
    why = read["why"].strip() or "; ".join(chosen.suggestion.speaks_for)
    if chosen.suggestion.speaks_against and not read["why"].strip():
        against = "; ".join(chosen.suggestion.speaks_against)
        line.refusals = [f"Say why it is right for {chosen.seat.officer}: {against.lower()}."]
        return False
    try:
        return change_probation.give_case(
            account_id=request.account.pk,
            case_id=line.card.case_id,
            post_id=chosen.seat.post_id,
            decision=change_probation.Decision(reason_code=read["reason"], justification=why),
            now=request.now,
        )
    except Refused as refusal:
        line.refusals = [reason.sentence for reason in refusal.reasons]
        return False


@who(Action.ALLOCATE)
@require_http_methods(ASKS)
def skills(request: access.Request, code: str, post: str) -> HttpResponse:
    """What an officer may be given cases for."""
    unit, seat = seat_of_board(request, code, post)
    on = local_day(request.now)
    known = {each.code: each.words for each in allocation.skills(on=on)}
    has = allocation.skills_of([seat.post_id], on=on).get(seat.post_id, frozenset())
    form = SkillForm(
        request.POST if request.method == "POST" else None,
        skills=[(each, words.capitalize()) for each, words in known.items() if each not in has],
        initial={"starts_on": on},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_allocation.record_skill(
                account_id=request.account.pk,
                post_id=seat.post_id,
                skill=form.cleaned_data["skill"],
                starts_on=form.cleaned_data["starts_on"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "It is recorded.")
            return redirect("desk:skills", code=unit.code, post=seat.code)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/skills.html",
        {
            "unit": unit,
            "seat": seat,
            "has": [(each, words) for each, words in known.items() if each in has],
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


@who(Action.ALLOCATE)
@require_POST
def skill_end(request: access.Request, code: str, post: str, key: str) -> HttpResponse:
    """An officer has a skill no more, from today."""
    unit, seat = seat_of_board(request, code, post)
    try:
        change_allocation.end_skill(
            account_id=request.account.pk,
            post_id=seat.post_id,
            skill=key,
            ends_on=local_day(request.now),
            now=request.now,
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "It is ended.")
    return redirect("desk:skills", code=unit.code, post=seat.code)
