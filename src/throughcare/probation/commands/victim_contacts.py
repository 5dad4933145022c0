"""That there is contact with a victim, as the record of the person shows it."""

from datetime import datetime

from django.db import connection

from throughcare.audit import commands as audit
from throughcare.outbox import commands as outbox
from throughcare.probation.events import FlagChanged

VICTIM_CONTACT = "INVI"


def follow_victim_contacts(*, account_id: int, contact_id: int, now: datetime) -> None:
    """Have the flag of victim contact stand while there is a file about the case of one; within the caller's transaction.

    For those who keep such files: they may not write to the case, and the database lets them do no more than this.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM probation_follow_victim_contacts(%s)", [contact_id])
        found = cursor.fetchone()
    if found is None:
        return
    flag, step, crn, case_id = found
    changed = FlagChanged(crn=crn, case_id=case_id, type=VICTIM_CONTACT, change=step)
    outbox.publish(changed, now=now)
    audit.record(
        account_id=account_id,
        action="flag.registered" if step == "started" else "flag.ended",
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={"altered": f"probation.Registration/{flag}", "type": VICTIM_CONTACT},
    )
