"""Failures taken further."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import EnforcementKind, EnforcementState
from throughcare.probation.commands.holding import hold_case, local_day, write_trail
from throughcare.probation.events import EnforcementOpened
from throughcare.probation.models import Enforcement

DAYS_TO_ANSWER = {
    EnforcementKind.WARNING: 2,
    EnforcementKind.BREACH: 14,
    EnforcementKind.RECALL: 1,
}
"""Days until each is due, unless the case says otherwise: practice, not law (probation rules, 14.2)."""


@transaction.atomic
def open_enforcement(
    *,
    account_id: int,
    case_id: int,
    kind: EnforcementKind,
    now: datetime,
    due_on: date | None = None,
) -> Enforcement:
    """Take a failure further; its clock begins.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: one of the same kind is open.
    """
    case = hold_case(case_id)
    open_states = (EnforcementState.OPEN, EnforcementState.PRESENTED)
    if Enforcement.objects.filter(case=case, kind=kind, state__in=open_states).exists():
        raise Refused.because("already-open", f"A {kind.label.lower()} is open already.")
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
        due_on=due_on or today + timedelta(days=DAYS_TO_ANSWER[kind]),
        recorded_at=now,
    )
    crn = case.person.crn
    outbox.publish(EnforcementOpened(crn=crn, case_id=case_id, reference=reference), now=now)
    write_trail(case, account_id=account_id, action="enforcement.opened", now=now, kind=kind.value)
    return made
