"""What the diary and the log announce when a room above wrote them for somebody who may not write to the case.

The functions of the database that write so (`probation_hold_time`, `probation_close_time`) are asked by that room's own, which have
asked whether it may be done.
"""

from datetime import datetime

from throughcare.outbox import commands as outbox
from throughcare.probation.events import (
    AppointmentCancelled,
    AppointmentMade,
    AppointmentMoved,
    ContactRecorded,
    FailuresCounted,
)


def tell_of_time_made(*, crn: str, case_id: int, starts_at: datetime, now: datetime) -> None:
    outbox.publish(AppointmentMade(crn=crn, case_id=case_id, starts_at=starts_at), now=now)


def tell_of_time_let_go(*, crn: str, case_id: int, starts_at: datetime, now: datetime) -> None:
    outbox.publish(AppointmentCancelled(crn=crn, case_id=case_id, starts_at=starts_at), now=now)


def tell_of_time_moved(
    *, crn: str, case_id: int, was_at: datetime, starts_at: datetime, now: datetime
) -> None:
    outbox.publish(
        AppointmentMoved(crn=crn, case_id=case_id, from_=was_at, starts_at=starts_at), now=now
    )


def tell_of_time_closed(
    *,
    crn: str,
    case_id: int,
    number: int,
    type_code: str,
    outcome: str,
    counted: int | None,
    now: datetime,
) -> None:
    """An entry of the log; `counted` is the number of the sentence whose count of failures is another with it."""
    outbox.publish(
        ContactRecorded(crn=crn, case_id=case_id, number=number, type=type_code, outcome=outcome),
        now=now,
    )
    if counted is not None:
        outbox.publish(FailuresCounted(crn=crn, case_id=case_id, sentence=counted), now=now)
