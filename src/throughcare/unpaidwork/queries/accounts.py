"""How much is ordered, credited, earned and left of an order, and how each figure comes about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from throughcare.kernel.days import HERE
from throughcare.probation import queries as probation
from throughcare.unpaidwork import terms
from throughcare.unpaidwork.choices import Group, Scope, Status
from throughcare.unpaidwork.models import (
    Adjustment,
    Allocation,
    Appointment,
    CreditScope,
    Order,
    Project,
)
from throughcare.unpaidwork.rules.credit import Account, Worked, earned, warning_of_length
from throughcare.unpaidwork.rules.days import to_be_worked_by

Outcomes = Mapping[str, probation.Outcome]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An order of unpaid work as it stands, with what its figures come from.

    `education` are the minutes credited for education and training; `to_be_worked_by` is empty where the law sets no day,
    and `warning` where as much is ordered as the law has it.
    """

    order: Order
    sentence_number: int
    sentence: str
    sentenced_on: date
    is_live: bool
    account: Account
    education: int
    education_at_most: int
    can_earn: bool
    ahead: int
    without_minutes: int
    to_be_worked_by: date | None
    warning: str
    allocations: tuple[Allocation, ...]
    adjustments: tuple[Adjustment, ...]

    @property
    def is_late(self) -> bool:
        """Whether what is ahead does not do: less is planned than remains."""
        return self.order.status == Status.WORKING and self.ahead < self.account.remaining


@dataclass(frozen=True, kw_only=True)
class Done:
    """One appointment of an order that came to something or is ahead."""

    appointment_id: int
    order_id: int
    project: Project
    day: date
    starts_at: datetime
    ends_at: datetime
    outcome: str
    number: int | None
    offered_minutes: int
    credited_minutes: int | None
    penalty_minutes: int
    kind: str


def account_of(order: Order, *, without: int | None = None) -> Account:
    """The minutes of an order; `without` leaves an appointment out, as if it were not recorded. Four queries."""
    done = [each for each in _done([order.pk]) if each.appointment_id != without]
    return _account(
        order, done, can_earn=_can_earn(order.sentence.type_id or ""), outcomes=_outcomes()
    )


def standings(case_id: int, *, at: datetime) -> tuple[Standing, ...]:
    """The unpaid work of each sentence of a case, latest first; a fixed number of queries."""
    orders = list(
        Order.objects.filter(case_id=case_id)
        .select_related("sentence__type")
        .order_by("-sentence__number")
    )
    ids = [order.pk for order in orders]
    done = _done(ids)
    outcomes = _outcomes()
    scope = set(
        CreditScope.objects.filter(kind=Scope.SENTENCE, is_eligible=True).values_list(
            "code", flat=True
        )
    )
    allocations = list(
        Allocation.objects.filter(order_id__in=ids)
        .select_related("project")
        .order_by("-starts_on", "weekday", "id")
    )
    adjustments = list(
        Adjustment.objects.filter(order_id__in=ids).select_related("reason").order_by("-id")
    )
    return tuple(
        _standing(
            order,
            done=[each for each in done if each.order_id == order.pk],
            can_earn=order.sentence.type_id in scope,
            allocations=[each for each in allocations if each.order_id == order.pk],
            adjustments=[each for each in adjustments if each.order_id == order.pk],
            outcomes=outcomes,
            at=at,
        )
        for order in orders
    )


def appointments(case_id: int, *, before: datetime, limit: int) -> tuple[Done, ...]:
    """Appointments of unpaid work that start before a moment, latest first; no two start at one. One query."""
    found = _appointments().filter(case_id=case_id, slot__starts_at__lt=before)
    return tuple(_one(each) for each in found.order_by("-slot__starts_at", "-id")[:limit])


def appointments_ahead(case_id: int, *, after: datetime, limit: int) -> tuple[Done, ...]:
    """Appointments of unpaid work that start after a moment, soonest first. One query."""
    found = _appointments().filter(case_id=case_id, slot__starts_at__gt=after)
    return tuple(_one(each) for each in found.order_by("slot__starts_at", "id")[:limit])


def education_minutes(order_id: int, *, without: int | None = None) -> int:
    """Minutes of education and training that are credited to an order."""
    found = Appointment.objects.filter(
        order_id=order_id, session__project__type__kind=Group.EDUCATION
    )
    if without is not None:
        found = found.exclude(id=without)
    return found.aggregate(total=Sum("credited_minutes"))["total"] or 0


def _standing(
    order: Order,
    *,
    done: Sequence[Done],
    can_earn: bool,
    allocations: Sequence[Allocation],
    adjustments: Sequence[Adjustment],
    outcomes: Outcomes,
    at: datetime,
) -> Standing:
    account = _account(order, done, can_earn=can_earn, outcomes=outcomes)
    today = at.astimezone(HERE).date()
    held = terms.in_force(today)
    sentence = order.sentence
    return Standing(
        order=order,
        sentence_number=sentence.number,
        sentence=sentence.words,
        sentenced_on=order.sentenced_on,
        is_live=sentence.terminated_on is None,
        account=account,
        education=sum(each.credited_minutes or 0 for each in done if each.kind == Group.EDUCATION),
        education_at_most=account.required * held.education_percent // 100,
        can_earn=can_earn and held.earned_minutes > 0,
        ahead=sum(
            each.offered_minutes for each in done if each.starts_at > at and not each.outcome
        ),
        without_minutes=sum(
            1 for each in done if each.starts_at <= at and each.credited_minutes is None
        ),
        to_be_worked_by=to_be_worked_by(sentenced_on=order.sentenced_on, terms=held),
        warning=warning_of_length(minutes=account.ordered + account.additional, terms=held),
        allocations=tuple(allocations),
        adjustments=tuple(adjustments),
    )


def _account(order: Order, done: Sequence[Done], *, can_earn: bool, outcomes: Outcomes) -> Account:
    worked = []
    for each in done:
        outcome = outcomes.get(each.outcome)
        if outcome is None:
            continue
        is_absence = outcome.is_attended is False and outcome.is_complied is False
        worked.append(
            Worked(
                on=each.day,
                minutes=each.credited_minutes or 0,
                is_failure=is_absence or each.outcome in terms.agreed().sent_home,
                earns=bool(outcome.is_attended and outcome.is_complied),
            )
        )
    off = earned(
        worked, ordered=order.ordered_minutes, is_in_scope=can_earn, terms_on=terms.in_force
    )
    credited = sum(each.minutes for each in worked)
    required = order.ordered_minutes + order.additional_minutes + order.adjusted_minutes
    return Account(
        ordered=order.ordered_minutes,
        additional=order.additional_minutes,
        adjusted=order.adjusted_minutes,
        credited=credited,
        earned=max(min(off, Decimal(required - credited)), Decimal(0)),
    )


def _outcomes() -> Outcomes:
    return {outcome.code: outcome for outcome in probation.outcomes()}


def _can_earn(sentence_type: str) -> bool:
    return CreditScope.objects.filter(
        kind=Scope.SENTENCE, code=sentence_type, is_eligible=True
    ).exists()


def _appointments() -> QuerySet[Appointment]:
    return Appointment.objects.filter(is_released=False).select_related(
        "slot__contact", "session__project__type"
    )


def _done(order_ids: Sequence[int]) -> list[Done]:
    found = _appointments().filter(order_id__in=order_ids)
    return [_one(each) for each in found.order_by("slot__starts_at", "id")]


def _one(each: Appointment) -> Done:
    contact = each.slot.contact
    return Done(
        appointment_id=each.pk,
        order_id=each.order_id,
        project=each.session.project,
        day=each.session.day,
        starts_at=each.slot.starts_at,
        ends_at=each.slot.ends_at,
        outcome=each.slot.outcome,
        number=contact.number if contact is not None else None,
        offered_minutes=each.offered_minutes,
        credited_minutes=each.credited_minutes,
        penalty_minutes=each.penalty_minutes,
        kind=each.session.project.type.kind,
    )
