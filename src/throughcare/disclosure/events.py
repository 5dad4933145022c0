"""What disclosure announces."""

from dataclasses import dataclass
from datetime import date

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class RecordRemoved(Event, name="disclosure.record-removed.v1", subject="crn"):
    """A record was removed for good: whoever keeps something of it removes that too. `due_on` is until when it was kept."""

    crn: str
    rule: str
    due_on: date
