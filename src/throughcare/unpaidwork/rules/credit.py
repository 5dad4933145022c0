"""How much time is required, credited, earned and left (domain rules of unpaid work 1, 2, 5 and 9)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from throughcare.kernel.refusals import Reason
from throughcare.unpaidwork.rules.terms import Terms
from throughcare.unpaidwork.rules.wording import HOUR, spoken

WHOLE: Final = 100
TermsOn = Callable[[date], Terms]


@dataclass(frozen=True, kw_only=True)
class Worked:
    """One appointment that came to something. `minutes` are those credited.

    `is_failure`: an unexcused absence, or sent home for not working. `earns`: attended and complied.
    """

    on: date
    minutes: int
    is_failure: bool
    earns: bool


def credit(*, offered: int, penalty: int, is_attended: bool) -> int:
    """Minutes to credit: from start to end less the penalty where the person attended, else none (rule 1).

    >>> credit(offered=420, penalty=30, is_attended=True), credit(offered=420, penalty=0, is_attended=False)
    (390, 0)
    """
    return max(offered - penalty, 0) if is_attended else 0


def earned(
    worked: Iterable[Worked], *, ordered: int, is_in_scope: bool, terms_on: TermsOn
) -> Decimal:
    """Minutes that good work has taken off (rule 9): a limit of a quarter of what was ordered, in the terms of 2026.

    First a quarter of the hours ordered is worked without a failure; a failure before that begins the count anew. Each further
    hour that earns, on a day when there is such a scheme, takes half an hour off, and parts of an hour in proportion.

    >>> from throughcare.unpaidwork.terms import in_force
    >>> clean = [Worked(on=date(2026, 6, 2), minutes=36 * 60, is_failure=False, earns=True)]
    >>> earned(clean, ordered=100 * 60, is_in_scope=True, terms_on=in_force) / 60
    Decimal('5.5')
    """
    if not is_in_scope:
        return Decimal(0)
    to_work, total, most = Decimal(0), Decimal(0), Decimal(0)
    has_begun = False
    left = Decimal(0)
    # On one day a failure counts first, so that the order in which sessions were written down changes nothing.
    for each in sorted(worked, key=lambda one: (one.on, not one.is_failure)):
        terms = terms_on(each.on)
        if not has_begun:
            to_work = most = Decimal(ordered * terms.earned_percent) / WHOLE
            left, has_begun = to_work, True
        if each.is_failure:
            left = to_work if left > 0 else left
        if each.is_failure or not each.earns:
            continue
        beyond = max(each.minutes - left, Decimal(0))
        left = max(left - each.minutes, Decimal(0))
        total += beyond * terms.earned_minutes / HOUR
    return min(total, most)


@dataclass(frozen=True, kw_only=True)
class Account:
    """What an order of unpaid work comes to, in minutes. `adjusted` may be below nothing: time taken off."""

    ordered: int
    additional: int
    adjusted: int
    credited: int
    earned: Decimal

    @property
    def required(self) -> int:
        """Rule 2: what live requirements order, and what was adjusted."""
        return max(self.ordered + self.additional + self.adjusted, 0)

    @property
    def remaining(self) -> Decimal:
        return max(self.required - self.credited - self.earned, Decimal(0))

    @property
    def is_done(self) -> bool:
        return self.required > 0 and self.remaining == 0


def warning_of_length(*, minutes: int, terms: Terms) -> str:
    """What to say where more or less is ordered than the law has it; a warning, since courts rule. Empty where all is well.

    >>> from throughcare.unpaidwork.terms import in_force
    >>> warning_of_length(minutes=39 * 60, terms=in_force(date(2014, 6, 1)))
    '39 hours are ordered, and the law has 40 hours to 300 hours in all. Ask the court whether that is right.'
    """
    if terms.least_minutes <= minutes <= terms.most_minutes:
        return ""
    return (
        f"{spoken(minutes)} are ordered, and the law has {spoken(terms.least_minutes)} to "
        f"{spoken(terms.most_minutes)} in all. Ask the court whether that is right."
    )


def reasons_against_credit(
    *, minutes: int, offered: int, penalty: int, left: Decimal
) -> list[Reason]:
    """Why an appointment may not be credited as it stands (rules 1 and 2); `left` counts back what it holds already.

    >>> [str(reason.sentence) for reason in reasons_against_credit(minutes=390, offered=420, penalty=30, left=Decimal(300))]
    ['6 hours 30 minutes is more than the 5 hours left of what is required.']
    """
    reasons = []
    if offered <= 0:
        reasons.append(Reason("ends-before-start", "The end must be after the start."))
    if not 0 <= penalty <= max(offered, 0):
        reasons.append(
            Reason(
                "penalty-too-long",
                f"Time not worked must be between 0 minutes and the {spoken(max(offered, 0))} offered.",
            )
        )
    if not reasons and minutes > left:
        reasons.append(
            Reason(
                "more-than-required",
                f"{spoken(minutes)} is more than the {spoken(left)} left of what is required.",
            )
        )
    return reasons


def reasons_against_education(
    *, minutes: int, credited: int, required: int, terms: Terms
) -> list[Reason]:
    """Why time of education and training may not be credited: its share of the whole is limited (rule 5)."""
    most = required * terms.education_percent // WHOLE
    if credited + minutes <= most:
        return []
    return [
        Reason(
            "too-much-education",
            f"Education and training may be {spoken(most)} of this order, and "
            f"{spoken(credited)} is credited: {spoken(minutes)} more is too much.",
        )
    ]


def reasons_against_adjustment(
    *, minutes: int, most_minutes: int | None, account: Account
) -> list[Reason]:
    """Why an adjustment may not be made: it is nothing, more than its reason allows, or below what is worked already."""
    reasons = []
    if minutes == 0:
        reasons.append(Reason("no-minutes", "Enter how much time is added or taken off."))
    if most_minutes is not None and abs(minutes) > most_minutes:
        reasons.append(
            Reason("adjusts-too-much", f"For this reason it may be {spoken(most_minutes)} at most.")
        )
    if account.required + minutes < account.credited + account.earned:
        reasons.append(
            Reason(
                "below-credited",
                f"{spoken(account.credited + account.earned)} is credited or earned: "
                "not so much can be taken off.",
            )
        )
    return reasons
