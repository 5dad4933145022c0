"""What a room needs to know of rooms above it, joined here by the one place that sees every room."""

from datetime import datetime

from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.people import queries as people
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import ContactKind
from throughcare.rehearsal import queries as rehearsal
from throughcare.rehearsal.choices import State
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


def _rehearsal_shown(plan: restructure.Plan, number: int) -> str:
    made = rehearsal.one(number)
    if made is None or made.state != State.DONE or made.plan.reference != plan.reference:
        return ""
    return f"Rehearsal {made.pk}"


def _help_desk_shown(_plan: restructure.Plan) -> str:
    return "The list of the help desk, as it stands"


def _units_are_not_frozen(now: datetime) -> None:
    change_restructure.require_structure_not_frozen(now=now)


def _write_a_contact(*, account_id: int, case_id: int, now: datetime) -> None:
    """Record something that just happened, as an account that is tried; whoever asks takes it back.

    Raises what `probation.record_contact` does, and Refused where no type of such a contact is offered.
    """
    kinds = probation.contact_types(kind=ContactKind.EVENT)
    if not kinds:
        raise Refused.because("no-types", "No type of contact is offered.")
    change_probation.record_contact(
        account_id=account_id,
        case_id=case_id,
        type_code=kinds[0].code,
        starts_at=now,
        notes="First checks after a switch.",
        now=now,
    )


def _calendar_feeds() -> list[restructure.Link]:
    own, of_units = probation.feeds_that_go_on()
    if not own + of_units:
        return []
    note = (
        f"{own:,} of people's own diaries and {of_units:,} of units go on. Calendars fetch them: who read one, and when, is in"
        " the audit trail."
    )
    return [restructure.Link(name="Calendar feeds", sent=None, waiting=0, stuck=0, note=note)]


restructure.measured_by(people.duplicates_gate, gate="duplicates")
restructure.measured_by(transition.gate, gate="previews")
restructure.measured_by(transition.told_gate, gate="told")
restructure.measured_by(_rehearsals, gate="rehearsals")
restructure.measured_by(_reversal, gate="reversal")
restructure.shown_by(_rehearsal_shown, page="rehearsal:rehearsal")
restructure.shown_by(_help_desk_shown, page="transition:help_desk")
change_organisation.ask_before_correcting(_units_are_not_frozen)
restructure.linked_by(_calendar_feeds)
change_restructure.written_with(_write_a_contact)
