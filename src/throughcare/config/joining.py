"""What a room needs to know of rooms above it, joined here by the one place that sees every room."""

from datetime import datetime

from throughcare.organisation import commands as change_organisation
from throughcare.people import queries as people
from throughcare.rehearsal import queries as rehearsal
from throughcare.restructure import commands as change_restructure
from throughcare.restructure import queries as restructure
from throughcare.transition import queries as transition


def _rehearsals(plan: restructure.Plan) -> restructure.Reading:
    return _of_rehearsals(rehearsal.gate(plan.pk), gate="rehearsals")


def _reversal(plan: restructure.Plan) -> restructure.Reading:
    return _of_rehearsals(rehearsal.reversal_gate(plan.pk), gate="reversal")


def _of_rehearsals(found: rehearsal.GateReading, *, gate: str) -> restructure.Reading:
    return restructure.Reading(
        name=gate,
        asks="",
        light=restructure.Light(found.light),
        fact=found.fact,
        page=f"/rehearsals/{found.number}" if found.number else "rehearsals",
    )


def _units_are_not_frozen(now: datetime) -> None:
    change_restructure.require_structure_not_frozen(now=now)


restructure.measured_by(people.duplicates_gate, gate="duplicates")
restructure.measured_by(transition.gate, gate="previews")
restructure.measured_by(transition.told_gate, gate="told")
restructure.measured_by(_rehearsals, gate="rehearsals")
restructure.measured_by(_reversal, gate="reversal")
change_organisation.ask_before_correcting(_units_are_not_frozen)
