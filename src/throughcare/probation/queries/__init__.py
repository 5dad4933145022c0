"""What may be asked of probation. All reads are by the account and moment that the request pinned."""

from throughcare.probation.queries.cards import (
    Card,
    Caseload,
    card_of,
    cards,
    cards_of_people,
    caseload,
    team_board,
)
from throughcare.probation.queries.diary import Appointment, Slot, diary, key_of, moment_of, slot_of
from throughcare.probation.queries.owners import owner_of
from throughcare.probation.queries.records import (
    Entry,
    Filters,
    Order,
    Record,
    contact,
    documents,
    record,
    timeline,
)
from throughcare.probation.queries.reference import (
    Seat,
    contact_types,
    flag_types,
    offices,
    outcomes,
    seat,
    seats,
    seats_under,
    units_under,
)
from throughcare.probation.queries.work import Kind, Task, court_reports, tasks

__all__ = [
    "Appointment",
    "Card",
    "Caseload",
    "Entry",
    "Filters",
    "Kind",
    "Order",
    "Record",
    "Seat",
    "Slot",
    "Task",
    "card_of",
    "cards",
    "cards_of_people",
    "caseload",
    "contact",
    "contact_types",
    "court_reports",
    "diary",
    "documents",
    "flag_types",
    "key_of",
    "moment_of",
    "offices",
    "outcomes",
    "owner_of",
    "record",
    "seat",
    "seats",
    "seats_under",
    "slot_of",
    "tasks",
    "team_board",
    "timeline",
    "units_under",
]
