"""Taking a failure further: a warning, a breach or a recall is opened, and its clock begins."""

from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import (
    WITHDRAWN_FOR,
    EnforcementKind,
    EnforcementResult,
    EnforcementState,
)
from throughcare.probation.commands import processes
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.commands.nsi_referrals import begin_nsi_of
from throughcare.probation.events import EnforcementOpened
from throughcare.probation.models import Case, Enforcement, Sentence

NSI_OF: Final = {EnforcementKind.BREACH: ("BRE", "BRE01"), EnforcementKind.RECALL: ("REC", "")}
"""The type of intervention that each is to the rest of the record, and the outcome that it has while it goes on."""


@transaction.atomic
def open_enforcement(
    *,
    account_id: int,
    case_id: int,
    kind: EnforcementKind,
    now: datetime,
    due_on: date | None = None,
    sentence: int | None = None,
) -> Enforcement:
    """Take a failure further under a sentence, which is that of the case where it has only one that goes on.

    Its first step and its clock are those of its kind for the provider that has the case, unless `due_on` says otherwise.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: one of the same kind is open, or there is no such sentence; carries every reason.
    """
    case = hold_case(case_id)
    reasons = []
    if _goes_on(case, kind) is not None:
        reasons.append(Reason("already-open", f"A {kind.label.lower()} is open already."))
    under = _sentence(case, number=sentence)
    if sentence is not None and under is None:
        reasons.append(Reason("no-such-sentence", "Select a sentence that goes on."))
    if reasons:
        raise Refused(reasons)
    return begin_enforcement(
        case,
        kind,
        account_id=account_id,
        due_on=due_on,
        sentence_id=under.pk if under else None,
        now=now,
    )


def begin_enforcement(
    case: Case,
    kind: EnforcementKind,
    *,
    account_id: int,
    now: datetime,
    due_on: date | None = None,
    sentence_id: int | None = None,
) -> Enforcement:
    """Open one of a case that is held, or give that of its kind that goes on already."""
    if (goes_on := _goes_on(case, kind)) is not None:
        return goes_on
    move = processes.first_move(case, kind, now=now)
    today = local_day(now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_next_reference()")
        (reference,) = cursor.fetchone()
    made = Enforcement.objects.create(
        case=case,
        reference=reference,
        kind=kind,
        state=EnforcementState.OPEN,
        opened_on=today,
        due_on=due_on or move.clock(today) or today,
        sentence_id=sentence_id,
        recorded_at=now,
    )
    if kind in NSI_OF:
        type_code, outcome = NSI_OF[kind]
        begin_nsi_of(made, account_id=account_id, type_code=type_code, outcome=outcome)
    outbox.publish(
        EnforcementOpened(crn=case.person.crn, case_id=case.pk, reference=reference), now=now
    )
    processes.begin(made, move, now=now)
    # Its entry of the log was counted by the database.
    case.refresh_from_db(fields=["contacts_made"])
    write_trail(case, account_id=account_id, action="enforcement.opened", now=now, kind=kind.value)
    return made


def end_with(
    case: Case, found: Enforcement, result: EnforcementResult, *, account_id: int, now: datetime
) -> None:
    """End a warning of a case that is held and that goes on, or withdraw what goes on for a reason that is one."""
    is_withdrawn = result in WITHDRAWN_FOR
    processes.take_step(
        account_id=account_id,
        crn=case.person.crn,
        reference=found.reference,
        step=f"{found.kind}-withdrawn" if is_withdrawn else "warning-answered",
        words=processes.Words(reason=result if is_withdrawn else ""),
        now=now,
    )
    case.refresh_from_db(fields=["contacts_made"])


def _goes_on(case: Case, kind: EnforcementKind) -> Enforcement | None:
    return Enforcement.objects.filter(case=case, kind=kind, state__in=processes.GOES_ON).first()


def _sentence(case: Case, *, number: int | None) -> Sentence | None:
    live = Sentence.objects.filter(case=case, terminated_on=None)
    if number is not None:
        return live.filter(number=number).first()
    found = list(live.order_by("number")[:2])
    return found[0] if len(found) == 1 else None
