"""What is done with a file, as tests do it."""

from datetime import datetime
from typing import Any

from throughcare.access import commands as change_access
from throughcare.people.events import PersonDied
from throughcare.probation.events import (
    ConditionAdded,
    CustodyChanged,
    KeyDatesChanged,
    LicenceChanged,
    SentenceRecorded,
)
from throughcare.probation.tests.sentencing import NOW, acting
from throughcare.victims import commands, reactions
from throughcare.victims.choices import (
    NoticeKind,
    RequestKind,
    Way,
    WishKind,
)
from throughcare.victims.models import (
    Task,
    Victim,
)

TODAY = NOW.date()
ACTS = {
    commands.record_wish: {"wish": WishKind.IN, "said_on": TODAY},
    commands.add_entry: {"way": Way.CALL, "happened_on": TODAY, "notes": "Told her of the scheme"},
    commands.ask_for_condition: {
        "kind": RequestKind.EXCLUSION,
        "wording": "Not in Elmstead",
        "asked_on": TODAY,
    },
    commands.add_representation: {"made_on": TODAY, "text": "I am afraid"},
    commands.record_notice: {"kind": NoticeKind.RELEASE, "way": Way.LETTER, "told_on": TODAY},
}
DAYS = ("said_on", "happened_on", "asked_on", "made_on", "told_on")


def did(command: Any, account: Any, victim: Victim, **parts: Any) -> Any:  # Any: of each command
    with acting(account):
        return command(
            account_id=account.pk,
            reference=victim.reference,
            now=NOW,
            **(ACTS.get(command, {}) | parts),
        )


def told(event: Any, *, at: datetime = NOW) -> list[str]:  # Any: of each fact
    """What waits for the victim liaison officer once a fact is told, and told again."""
    with change_access.as_engine(now=at):
        reaction: Any = {
            SentenceRecorded: reactions.on_sentence,
            KeyDatesChanged: reactions.on_key_dates,
            CustodyChanged: reactions.on_custody,
            LicenceChanged: reactions.on_licence,
            ConditionAdded: reactions.on_condition,
            PersonDied: reactions.on_death,
        }[type(event)]
        reaction(event, now=at)
        reaction(event, now=at)
    return sorted(Task.objects.filter(done_at=None).values_list("because", flat=True))
