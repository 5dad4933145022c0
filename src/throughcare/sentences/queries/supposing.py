"""What would be, if something were otherwise: worked out, compared with what is, and kept nowhere."""

from dataclasses import dataclass
from datetime import date

from throughcare.sentences import statute_book
from throughcare.sentences.models import Booking
from throughcare.sentences.queries.records import record_of
from throughcare.sentences.queries.working import WorkedOut, work_out
from throughcare.sentences.rules.comparing import DateChanged, dates_changed
from throughcare.sentences.rules.what_if import WhatIf, supposed


@dataclass(frozen=True, kw_only=True)
class Supposed:
    now: WorkedOut
    then: WorkedOut
    changed: list[DateChanged]


def what_if(
    booking: Booking, what: WhatIf, *, today: date, law: str = statute_book.AS_ENACTED
) -> Supposed:
    """Dates as they are from what is in force, and as they would be; the law of a scenario may be supposed too."""
    record = record_of(booking)
    now = work_out(record, today=today, explain=False)
    then = work_out(supposed(record, what), today=today, law=law)
    return Supposed(now=now, then=then, changed=dates_changed(now.days, then.days))
