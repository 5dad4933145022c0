"""What is the same for every sentence of one calculation: the person, the law, and what was asked for."""

from dataclasses import dataclass
from datetime import date

from throughcare.sentences.rules.facts import Offender
from throughcare.sentences.rules.law import Law, Switches


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`adult_on` is the 18th birthday of the person, `returned_on` the day of return to custody on a fixed-term recall."""

    offender: Offender
    adult_on: date
    law: Law
    switches: Switches
    returned_on: date | None
    wants_removal: bool
