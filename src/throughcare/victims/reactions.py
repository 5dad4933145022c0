"""What victims do on hearing that something happened about a case: the victim liaison officer is asked to look."""

from datetime import datetime
from typing import Final

from throughcare.outbox import subscriptions
from throughcare.people.events import PersonDied
from throughcare.probation import queries as probation
from throughcare.probation.events import (
    ConditionAdded,
    CustodyChanged,
    KeyDatesChanged,
    LicenceChanged,
    SentenceAmended,
    SentenceEnded,
    SentenceRecorded,
)
from throughcare.victims import commands, terms
from throughcare.victims.choices import Because

_CUSTODY: Final = {"release": Because.RELEASE, "recall": Because.RECALL}


def on_sentence(
    event: SentenceRecorded | SentenceAmended | SentenceEnded, *, now: datetime
) -> None:
    commands.raise_tasks(case_id=event.case_id, because=Because.SENTENCE, now=now)


def on_key_dates(event: KeyDatesChanged, *, now: datetime) -> None:
    commands.raise_tasks(case_id=event.case_id, because=Because.KEY_DATES, now=now)


def on_custody(event: CustodyChanged, *, now: datetime) -> None:
    because = _CUSTODY.get(event.kind, Because.CUSTODY)
    commands.raise_tasks(case_id=event.case_id, because=because, now=now)


def on_licence(event: LicenceChanged, *, now: datetime) -> None:
    commands.raise_tasks(case_id=event.case_id, because=Because.LICENCE, now=now)


def on_condition(event: ConditionAdded, *, now: datetime) -> None:
    if event.type in terms.conditions():
        commands.raise_tasks(case_id=event.case_id, because=Because.CONDITION, now=now)


def on_death(event: PersonDied, *, now: datetime) -> None:
    case_id = probation.open_case_under(event.crn)
    if case_id is not None:
        commands.raise_tasks(case_id=case_id, because=Because.DEATH, now=now)


subscriptions.subscribe(SentenceRecorded, on_sentence)
subscriptions.subscribe(SentenceAmended, on_sentence)
subscriptions.subscribe(SentenceEnded, on_sentence)
subscriptions.subscribe(KeyDatesChanged, on_key_dates)
subscriptions.subscribe(CustodyChanged, on_custody)
subscriptions.subscribe(LicenceChanged, on_licence)
subscriptions.subscribe(ConditionAdded, on_condition)
subscriptions.subscribe(PersonDied, on_death)
