"""Signing, countersigning and locking; and what a completed assessment sets in its case."""

from datetime import datetime

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.assessments import queries
from throughcare.assessments.choices import State
from throughcare.assessments.commands.holding import TOLD_AS, hold, write_trail
from throughcare.assessments.events import AssessmentCompleted
from throughcare.assessments.models import Assessment
from throughcare.assessments.rules import (
    Tool,
    needs_countersignature,
    overall,
    reasons_against_countersigning,
    reasons_against_signing,
)
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation

LONGEST_REASON = 300


@transaction.atomic
def sign_assessment(*, account_id: int, case_id: int, number: int, now: datetime) -> Assessment:
    """Sign an assessment: it is complete, or waits for a countersignature.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, or something is missing; carries every reason.
    """
    found = hold(case_id=case_id, number=number)
    whole = queries.whole(found)
    tool = found.tool
    reasons = reasons_against_signing(
        Tool(
            has_needs=tool.has_needs,
            has_rosh=tool.has_rosh,
            has_analysis=tool.has_analysis,
            has_plan=tool.has_plan,
        ),
        whole.written,
    )
    if reasons:
        raise Refused(reasons)
    found.rosh = overall(whole.in_community)
    found.signed_by_id, found.signed_at, found.saved_at = account_id, now, now
    found.state = State.SIGNED if needs_countersignature(found.rosh) else State.COMPLETED
    if found.state == State.COMPLETED:
        found.ended_at = now
    found.save(update_fields=["rosh", "signed_by_id", "signed_at", "saved_at", "state", "ended_at"])
    _trail(found, account_id=account_id, action="assessment.signed", now=now)
    if found.state == State.COMPLETED:
        _complete(found, whole=whole, account_id=account_id, now=now)
    return found


@transaction.atomic
def countersign_assessment(
    *, account_id: int, case_id: int, number: int, now: datetime
) -> Assessment:
    """Sign an assessment that somebody else signed, as a manager: it is complete.

    Raises:
        PermissionDenied: the account may not write to the case, or does not manage those who do.
        Refused: it does not wait for a countersignature, or the account wrote or signed it.
    """
    found = hold(case_id=case_id, number=number, state=State.SIGNED)
    access.require(action=Action.ALLOCATE, case_id=case_id)
    reasons = reasons_against_countersigning(
        signed_by=found.signed_by_id, by=account_id, begun_by=found.begun_by_id or 0
    )
    if reasons:
        raise Refused(reasons)
    found.countersigned_by_id, found.countersigned_at = account_id, now
    found.state, found.ended_at = State.COMPLETED, now
    found.save(update_fields=["countersigned_by_id", "countersigned_at", "state", "ended_at"])
    _trail(found, account_id=account_id, action="assessment.countersigned", now=now)
    _complete(found, whole=queries.whole(found), account_id=account_id, now=now)
    return found


@transaction.atomic
def lock_assessment(
    *, account_id: int, case_id: int, number: int, reason: str, now: datetime
) -> Assessment:
    """End an assessment that is not finished: it can be read, and sets nothing in its case.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, or no reason is given.
    """
    found = hold(case_id=case_id, number=number)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise Refused.because("no-reason", "Say why it is locked, in 300 characters at most.")
    found.state, found.ended_at, found.lock_reason = State.LOCKED, now, reason.strip()
    found.save(update_fields=["state", "ended_at", "lock_reason"])
    _trail(found, account_id=account_id, action="assessment.locked", now=now)
    return found


def _complete(found: Assessment, *, whole: queries.Whole, account_id: int, now: datetime) -> None:
    """What the case is told: the risk of serious harm and its flags of the day it was signed, the log, and whoever listens."""
    signed_at = found.signed_at or now
    if found.rosh is not None:
        change_probation.set_flags_by_assessment(
            account_id=account_id,
            case_id=found.case_id,
            rosh=found.rosh,
            risks=whole.in_community,
            on=local_day(signed_at),
            now=now,
        )
    change_probation.tell_in_log(
        account_id=account_id,
        case_id=found.case_id,
        type_code=TOLD_AS,
        notes=f"{found.tool.description}: completed.",
        now=now,
    )
    outbox.publish(
        AssessmentCompleted(
            crn=found.case.person.crn,
            case_id=found.case_id,
            number=found.number,
            tool=found.tool_id,
        ),
        now=now,
    )


def _trail(found: Assessment, *, account_id: int, action: str, now: datetime) -> None:
    write_trail(found, crn=found.case.person.crn, account_id=account_id, action=action, now=now)
