"""Whether contact is to be offered to the victim of an offence, by the law of the day of the sentence."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """The law from a day on: how many months of custody at least, for a listed violent or sexual offence."""

    starts_on: date
    least_months: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A sentence as far as the rule asks. `months` is None for one without an end, such as life."""

    imposed_on: date
    is_custodial: bool
    months: int | None
    is_listed: bool


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    is_offered: bool
    because: str
    source: str


NO_LAW: Final = "No duty to offer contact was in force on that day."


def eligibility(sentence: Passed, *, schemes: tuple[Scheme, ...]) -> Eligibility:
    """Whether contact must be offered; where not, it may be by policy.

    >>> law = Scheme(starts_on=date(2005, 7, 1), least_months=12, source="2004 c. 28, s 45")
    >>> rape = Passed(imposed_on=date(2014, 6, 2), is_custodial=True, months=12, is_listed=True)
    >>> eligibility(rape, schemes=(law,)).is_offered
    True
    """
    begun = [each for each in schemes if each.starts_on <= sentence.imposed_on]
    if not begun:
        return Eligibility(is_offered=False, because=NO_LAW, source="")
    law = max(begun, key=lambda each: each.starts_on)
    if not sentence.is_listed:
        why = "The offence is not a listed violent or sexual offence."
    elif not sentence.is_custodial:
        why = "The sentence is not custody."
    elif sentence.months is not None and sentence.months < law.least_months:
        why = f"The sentence is shorter than {law.least_months} months."
    else:
        return Eligibility(
            is_offered=True,
            because=f"{law.least_months} months or more of custody for a listed violent or sexual offence.",
            source=law.source,
        )
    return Eligibility(is_offered=False, because=why, source=law.source)
