"""What is said beside a date to whoever reads it: the working day it falls on, and what moved it out of the ordinary."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from throughcare.sentences.rules.law import Law
from throughcare.sentences.rules.results import Rule, Together, Working
from throughcare.sentences.rules.types import DateType

FORWARD: Final = frozenset({DateType.HDCED})
BACK: Final = frozenset(
    {
        DateType.CRD,
        DateType.ARD,
        DateType.PED,
        DateType.PRRD,
        DateType.ETD,
        DateType.MTD,
        DateType.LTD,
    }
)
NOT_ON_A_FRIDAY: Final = BACK - {DateType.PED}
FRACTIONS: Final = {
    Rule.EARLY_APPLIES: "40% date has been applied",
    Rule.STANDARD_APPLIES: "50% date has been applied",
    Rule.TO_TRANCHE_1: "Defaulted to tranche 1 commencement",
    Rule.TO_TRANCHE_2: "Defaulted to tranche 2 commencement",
}
OTHERS: Final = {
    Rule.HDCED_TO_CONDITIONAL: "HDCED adjusted for the CRD of a concurrent sentence or default term",
    Rule.HDCED_TO_UNCONDITIONAL: "HDCED adjusted for the ARD of a concurrent sentence or default term",
    Rule.HDCED_TO_RECALL: "HDCED adjusted for the PRRD of a recall",
    Rule.HDCED_LEAST: "HDCED has been moved to 14 days after the date of sentence",
    Rule.PED_TO_CONDITIONAL: "PED adjusted for the CRD of a concurrent sentence or default term",
    Rule.PED_TO_UNCONDITIONAL: "PED adjusted for the ARD of a concurrent sentence or default term",
    Rule.ERSED_TO_TERM: "ERSED adjusted for the ARD of a default term",
    Rule.ERSED_TO_MTD: "ERSED adjusted for the MTD of the DTO",
    Rule.TUSED_FROM_RECORDS: "TUSED carried from an earlier calculation",
}
LATER: Final = (
    (DateType.CRD, DateType.MTD, "The DTO is released later than the CRD"),
    (DateType.ARD, DateType.MTD, "The DTO is released later than the ARD"),
    (DateType.PED, DateType.MTD, "The DTO is released later than the PED"),
    (DateType.PED, DateType.PRRD, "The person is released after recall later than the PED"),
)


def notes(
    found: Together, *, law: Law, today: date, is_from_earlier_custody: bool = False
) -> Mapping[DateType, list[str]]:
    """The notes for each date that has any, in the order in which they are shown."""
    said = {kind: list(_notes(kind, found=found, law=law, today=today)) for kind in found.dates}
    if is_from_earlier_custody and DateType.SLED in said:
        said[DateType.SLED].append("SLED from an earlier period of custody")
    return {kind: lines for kind, lines in said.items() if lines}


def working_day(kind: DateType, day: date, *, law: Law) -> date:
    """The day on which a date is acted upon: curfew begins later, release comes earlier, than a day that is no working day."""
    step = timedelta(days=1 if kind in FORWARD else -1)
    while (kind in FORWARD or kind in BACK) and not law.is_working_day(day):
        day += step
    return day


def not_on_a_friday(kind: DateType, day: date, *, law: Law) -> date:
    """The day that a prison may choose under the discretion of the Offenders (Day of Release from Detention) Act 2023, s. 1.

    Before any day that is no working day or that is followed by one.
    """
    while kind in NOT_ON_A_FRIDAY and not (
        law.is_working_day(day) and law.is_working_day(day + timedelta(days=1))
    ):
        day -= timedelta(days=1)
    return day


def _notes(kind: DateType, *, found: Together, law: Law, today: date) -> Iterator[str]:
    day = found.dates[kind]
    acted_on = working_day(kind, day, law=law)
    if day >= today and acted_on != day:
        yield f"{acted_on:%A, %d %B %Y} when adjusted to a working day"
    working = found.workings[kind]
    if found.is_fraction_noted:
        yield from _said(working, FRACTIONS)
    yield from _said(working, OTHERS)
    for earlier, later, sentence in LATER:
        if kind is earlier and later in found.dates and found.dates[later] > day:
            yield sentence


def _said(working: Working, sentences: Mapping[Rule, str]) -> Iterator[str]:
    return (sentence for rule, sentence in sentences.items() if rule in working.rules)
