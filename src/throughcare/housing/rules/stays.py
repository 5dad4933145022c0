"""What a bed may be booked for, and what may be said of a stay. The lengths are set in `terms.yaml`; the rest is of this house."""

from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.kernel.refusals import Reason


@dataclass(frozen=True, kw_only=True)
class Lengths:
    """The most nights that are booked at once, and in all with what a stay is extended by."""

    booked: int
    in_all: int


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A bed, with whom its house takes in. `sex` is empty where it takes in anybody; `closes_on` is its first day without it."""

    kind: str
    sex: str
    is_step_free: bool
    is_single: bool
    opens_on: date
    closes_on: date | None


@dataclass(frozen=True, kw_only=True)
class Needed:
    kind: str
    sex: str
    needs_step_free: bool
    needs_single: bool


def reasons_against_bed(
    spot: Spot, needed: Needed, *, starts_on: date, ends_on: date, lengths: Lengths, today: date
) -> list[Reason]:
    """Everything against booking a bed from a day until before another, but for whether it is free.

    >>> spot = Spot(kind="approved", sex="F", is_step_free=False, is_single=True, opens_on=date(2010, 1, 1), closes_on=None)
    >>> needed = Needed(kind="approved", sex="M", needs_step_free=False, needs_single=False)
    >>> days = {"starts_on": date(2014, 6, 9), "ends_on": date(2014, 6, 16)}
    >>> against = reasons_against_bed(
    ...     spot, needed, **days, lengths=Lengths(booked=84, in_all=84), today=date(2014, 6, 2)
    ... )
    >>> [reason.code for reason in against]
    ['not-taken-in']
    """
    reasons = []
    if spot.kind != needed.kind:
        reasons.append(Reason("other-kind", "These premises are not of the kind applied for."))
    reasons += reasons_not_to_take_in(spot.sex, sex=needed.sex)
    if needed.needs_step_free and not spot.is_step_free:
        reasons.append(Reason("steps", "The person needs a bed without steps, and this has some."))
    if needed.needs_single and not spot.is_single:
        reasons.append(Reason("shared", "The person needs a room alone, and this is shared."))
    return reasons + _reasons_against_days(
        spot, starts_on=starts_on, ends_on=ends_on, lengths=lengths, today=today
    )


def reasons_not_to_take_in(house: str, *, sex: str) -> list[Reason]:
    """Whether premises for a sex, or for anybody, take in somebody."""
    if not house or house == sex:
        return []
    who = "women" if house == "F" else "men"
    return [Reason("not-taken-in", f"These premises take in {who} only.")]


def _reasons_against_days(
    spot: Spot, *, starts_on: date, ends_on: date, lengths: Lengths, today: date
) -> list[Reason]:
    reasons = []
    if starts_on < today:
        reasons.append(Reason("day-over", "The day of arrival must be today or later."))
    if ends_on <= starts_on:
        reasons.append(Reason("ends-first", "The stay must end after it starts."))
    elif (ends_on - starts_on).days > lengths.booked:
        reasons.append(Reason("too-long", f"At most {lengths.booked} nights are booked at once."))
    if starts_on < spot.opens_on or (spot.closes_on is not None and ends_on > spot.closes_on):
        reasons.append(Reason("not-there", "The bed is not there on all of these days."))
    return reasons


def reasons_against_arrival(
    spot: Spot,
    *,
    sex: str,
    arrived_on: date,
    starts_on: date,
    ends_on: date,
    early_days: int,
    today: date,
) -> list[Reason]:
    """What is against somebody arriving on a day: of the booking, or up to some days before it, where the bed is there already.

    Whether it is free then is not asked here. Later than the booking is no arrival.
    """
    reasons = reasons_not_to_take_in(spot.sex, sex=sex)
    if arrived_on > today:
        reasons.append(Reason("not-yet", "The day of arrival must be today or in the past."))
    if arrived_on < starts_on - timedelta(days=early_days):
        reasons.append(
            Reason(
                "too-soon", f"That is more than {early_days} days before the bed is booked from."
            )
        )
    if arrived_on < spot.opens_on:
        reasons.append(Reason("not-there", "The bed was not there on that day."))
    if arrived_on >= ends_on:
        reasons.append(Reason("too-late", "The booking was over by that day."))
    return reasons


def reasons_against_absence(*, starts_on: date, today: date) -> list[Reason]:
    if today < starts_on:
        return [Reason("not-yet", "They are not expected before the day of arrival.")]
    return []


def reasons_against_next_bed(*, is_same_bed: bool, ends_on: date, starts_on: date) -> list[Reason]:
    """What is against another bed from a day for somebody whose bed is booked until before `ends_on`."""
    reasons = []
    if is_same_bed:
        reasons.append(Reason("same-bed", "They live in that bed already."))
    if starts_on > ends_on:
        reasons.append(
            Reason("gap", f"Where they live is booked until {ends_on:%-d %B %Y}: start by then.")
        )
    return reasons


def reasons_against_extension(
    *,
    starts_on: date,
    ends_on: date,
    new_end: date,
    lengths: Lengths,
    closes_on: date | None,
    today: date,
) -> list[Reason]:
    """What is against another last day, which may also be an earlier one."""
    reasons = []
    if new_end == ends_on:
        reasons.append(Reason("no-change", "That is the day that is booked already."))
    if new_end <= max(starts_on, today):
        reasons.append(Reason("ends-first", "The day of leaving must be in the future."))
    if (new_end - starts_on).days > lengths.in_all:
        reasons.append(Reason("too-long", f"A stay is of at most {lengths.in_all} nights in all."))
    if closes_on is not None and new_end > closes_on:
        reasons.append(Reason("not-there", "The bed is not there on all of these days."))
    return reasons


def reasons_against_departure(*, left_on: date, arrived_on: date, today: date) -> list[Reason]:
    reasons = []
    if left_on > today:
        reasons.append(Reason("not-yet", "The day of leaving must be today or in the past."))
    if left_on < arrived_on:
        reasons.append(Reason("before-arrival", "They arrived after that day."))
    return reasons
