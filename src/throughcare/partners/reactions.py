"""Every fact about a case, and about a person who has one, is told outside."""

from datetime import datetime

from throughcare.housing import events as of_housing
from throughcare.outbox import subscriptions
from throughcare.outbox.events import Event
from throughcare.partners import commands
from throughcare.people import events as of_people
from throughcare.probation import events as of_probation


def announce(event: Event, *, now: datetime) -> None:
    commands.announce(event, now=now)


for room in (of_people, of_probation, of_housing):
    for each in vars(room).values():
        if isinstance(each, type) and issubclass(each, Event) and each is not Event:
            subscriptions.subscribe(each, announce)
