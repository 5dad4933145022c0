"""The first checks after a switch, on a copy: the step that the worker has follow a real one, and what of it is not green."""

from throughcare.rehearsal.commands.acting import People
from throughcare.rehearsal.rules.outcome import Defect
from throughcare.rehearsal.rules.parts import Severity
from throughcare.restructure.choices import Step


def first_checks(*, people: People, plan_id: int) -> tuple[str, list[Defect]]:
    """Make the checks; a fact about them, and a defect for each that is not green.

    A copy is signed in to as the owner, who may act for accounts: cases are opened through row-level security, and a contact
    is recorded for each provider and taken back, as the button of the director has it done.

    Raises:
        Refused: the plan is not live, or nobody whom it names may switch.
    """
    checks = people.perform(Step.SMOKE, plan_id)["checks"]
    defects = [
        Defect(
            severity=Severity.MEDIUM if check["is_waiting"] else Severity.HIGH,
            part="first_checks",
            what="A check could not be made" if check["is_waiting"] else "A check is red",
            where=check["says"],
            example=check["fact"],
        )
        for check in checks
        if not check["is_green"]
    ]
    return f"{len(checks)} checks, {len(checks) - len(defects)} green.", defects
