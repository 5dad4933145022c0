"""What every change to an assessment does first and last."""

from datetime import datetime

from throughcare.assessments.choices import State
from throughcare.assessments.models import Assessment
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation

TOLD_AS = "EOAS"
"""The entry of the log that tells of a completed assessment."""


def hold(*, case_id: int, number: int, state: State = State.OPEN) -> Assessment:
    """Lock the case and an assessment of it that stands in a state, until commit.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: it may not know that there is such a case.
        Refused: there is no such assessment, or it stands elsewhere.
    """
    change_probation.hold_case(case_id)
    found = (
        Assessment.objects.select_for_update(no_key=True, of=("self",))
        .filter(case_id=case_id, number=number)
        .first()
    )
    if found is None:
        raise Refused.because("no-assessment", "There is no such assessment.")
    if found.state != state:
        raise Refused.because(
            "elsewhere",
            f"This assessment is in another state: {found.get_state_display().lower()}.",
        )
    return found


def saved(found: Assessment, *, now: datetime) -> None:
    found.saved_at = now
    found.save(update_fields=["saved_at"])


def write_trail(
    found: Assessment, *, crn: str, account_id: int, action: str, now: datetime, part: str = ""
) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={"altered": f"assessments.Assessment/{found.number}", "part": part},
    )
