"""Whether rehearsals of a plan were good enough to go on: for the page of its gates."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal
from throughcare.rehearsal.rules import outcome
from throughcare.rehearsal.rules.outcome import Light
from throughcare.restructure import queries as restructure

IN_A_ROW: Final = 2


@dataclass(frozen=True, kw_only=True)
class GateReading:
    """How the gate of rehearsals stands, the fact behind it, and the number of the rehearsal that shows it; None: there is none."""

    light: Light
    fact: str
    number: int | None


def gate(plan_id: int) -> GateReading:
    """Two rehearsals in a row of this version of a plan, with no defect above what was agreed and within the time allowed.

    One that could not be made, or was stopped, stands between two others as one that would not have worked.
    """
    plan = restructure.by_id(plan_id)
    last = list(
        Rehearsal.objects.filter(plan=plan, finished_at__isnull=False).order_by("-id")[:IN_A_ROW]
    )
    light, fact = outcome.gate(
        [_outcome(each) for each in last], agreed=settings.REHEARSAL_SEVERITY
    )
    return GateReading(light=light, fact=fact, number=last[0].pk if last else None)


def reversal_gate(plan_id: int) -> GateReading:
    """Whether the last rehearsal of this version of a plan that came to its end took everything back, and in time."""
    plan = restructure.by_id(plan_id)
    last = Rehearsal.objects.filter(plan=plan, state=State.DONE).order_by("-id").first()
    if last is None:
        return GateReading(light=Light.RED, fact="No reversal was rehearsed yet.", number=None)
    light, fact = outcome.reversal_gate(outcome.read(last.result))
    return GateReading(light=light, fact=fact, number=last.pk)


def _outcome(rehearsal: Rehearsal) -> outcome.Outcome:
    return outcome.read(rehearsal.result) if rehearsal.state == State.DONE else outcome.Outcome()
