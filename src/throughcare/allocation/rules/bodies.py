"""Who should supervise a person: the decision between the NPS and a CRC.

The rules themselves are data (`nps_or_crc.yaml`); here they are asked.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from throughcare.allocation.decisions import NPS_OR_CRC, in_force
from throughcare.allocation.rules import clocks
from throughcare.kernel.conditions.syntax import Facts
from throughcare.kernel.decisions import Decided, Decision
from throughcare.kernel.decisions import decide as decide_by

NPS: Final = "NPS"


def decide(facts: Facts, *, on: date) -> Decided:
    """The decision for one sentence, by the rules in force on a day.

    Facts are `deferred`, `other_active`, `mappa`, `rosh`, `deportation_criteria`, `rsr` (percent,
    unrounded) and `public_interest`; None is unknown, and an outcome of None or `waiting` is no
    decision yet.
    """
    return decide_by_version(facts, decision=in_force(NPS_OR_CRC, on=on))


def decide_by_version(facts: Facts, *, decision: Decision) -> Decided:
    """As `decide`, by a version that is at hand."""
    return decide_by(decision, facts)


def decide_person(decisions: Sequence[Decided]) -> Decided:
    """One decision from those of all live sentences of a person, who is never split.

    One sentence for the NPS takes the person there. Failing that, one sentence without a
    decision leaves the person without; only when all say CRC does the person go to a company.
    """
    if not decisions:
        raise ValueError("A person without a live sentence is not allocated.")

    def weight(decided: Decided) -> int:
        return {NPS: 0, None: 1, "waiting": 2}.get(decided.outcome, 3)

    return min(decisions, key=weight)


def allocate_by(sentenced_on: date) -> date:
    """The day by whose end a case must be allocated: two full business days after the sentence (NPS SL002)."""
    return clocks.due_on(clocks.DECISION, since=sentenced_on)
