"""Every fact about a case, and about a person who has one, is told outside; of the files of victims nothing is.

So are removals of records and changes of staff, which are about no case there is.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from throughcare.access import events as of_access
from throughcare.allocation import events as of_allocation
from throughcare.assessments import events as of_assessments
from throughcare.checkins import events as of_checkins
from throughcare.disclosure import events as of_disclosure
from throughcare.housing import events as of_housing
from throughcare.outbox import subscriptions
from throughcare.outbox.events import Event
from throughcare.partners import commands
from throughcare.people import events as of_people
from throughcare.probation import events as of_probation
from throughcare.services import events as of_services
from throughcare.unpaidwork import events as of_unpaid_work

TOLD: Final = (
    *(of_access, of_people, of_probation, of_allocation, of_assessments),
    *(of_checkins, of_housing, of_services, of_unpaid_work),
)
WHOM: Final = ("crn", "person_id")
"""What a fact about somebody names them by."""


def announce(event: Event, *, now: datetime) -> None:
    commands.announce(event, now=now)


def _events() -> Iterator[type[Event]]:
    for room in TOLD:
        for each in vars(room).values():
            if isinstance(each, type) and issubclass(each, Event) and each is not Event:
                yield each


def announce_to_all(event: Event, *, now: datetime) -> None:
    commands.announce_to_all(event, now=now)


for to_all in (of_disclosure.RecordRemoved, of_access.StaffChanged):
    subscriptions.subscribe(to_all, announce_to_all)
for event_type in _events():
    if event_type.subject_field in WHOM:
        subscriptions.subscribe(event_type, announce)
