"""A case of a company whose person may be asked to check in: with a photograph, a date of birth, a mobile number and consent."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.checkins import commands
from throughcare.checkins.choices import Channel, Frequency, Help, Wellbeing
from throughcare.checkins.models import CheckIn, Registration
from throughcare.checkins.rules.links import token_of
from throughcare.desk.tests.conftest import acts, browse
from throughcare.documents import commands as change_documents
from throughcare.kernel.refusals import Refused
from throughcare.people.models import ContactPoint, ContactPreference, Paper
from throughcare.people.tests.becoming_one import colleague, twin
from throughcare.probation.models import (
    Contact,
    ContactType,
    Offence,
    Outcome,
    Sentence,
    SentenceType,
)
from throughcare.probation.tests.conftest import (
    case,
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
)

__all__ = [
    "NOW",
    "acts",
    "browse",
    "case",
    "colleague",
    "nation",
    "nation_once",
    "officer_elsewhere",
    "officer_here",
    "twin",
]

TODAY = NOW.date()
BORN = date(1985, 3, 27)
PHOTOGRAPH = b"\xff\xd8\xff a photograph"
VIDEO = bytes(4) + b"ftypisom" + b" a video"
NUMBER = "07700 900123"


def acting(account, at=NOW) -> AbstractContextManager[None]:
    return change_access.acting_as(account_id=account.pk, now=at)


def anybody(at=NOW) -> AbstractContextManager[None]:
    """Somebody who is not signed in."""
    return change_access.acting_as(account_id=None, now=at)


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.fixture
def person(case) -> Any:  # Any: the case, whose person can be asked
    """The case, with everything on the record that a registration needs."""
    ContactType.objects.bulk_create(
        [
            ContactType(
                code="COVC",
                description="Planned video contact",
                kind="appointment",
                is_offered=True,
                is_national_standard=True,
            ),
            ContactType(code="CMOB", description="E-mail or text", kind="event", is_offered=True),
        ],
        ignore_conflicts=True,
    )
    Outcome.objects.bulk_create(
        [
            Outcome(
                code="AAAA",
                description="Acceptable absence: other",
                is_attended=False,
                is_complied=True,
                is_offered=True,
            )
        ],
        ignore_conflicts=True,
    )
    type(case).objects.filter(id=case.pk).update(contacts_made=1)
    type(case.person).objects.filter(id=case.person_id).update(born_on=BORN)
    ContactPoint.objects.create(
        person_id=case.person_id,
        kind="mobile",
        value=NUMBER,
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )
    ContactPreference.objects.create(
        person_id=case.person_id,
        may_be_texted=True,
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )
    photograph(case)
    return case


def photograph(case, content: bytes = PHOTOGRAPH) -> Paper:
    digest = change_documents.keep(content=content, media_type="image/jpeg", now=LONG_AGO)
    return Paper.objects.create(
        person_id=case.person_id,
        kind="photograph",
        media_type="image/jpeg",
        size=len(content),
        digest=digest,
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )


@pytest.fixture
def sentence(person) -> Sentence:
    """A community order; a second failure asks for a review."""
    return Sentence.objects.create(
        case=person,
        number=1,
        type=SentenceType.objects.create(
            code="201", description="Community order", failure_limit=1
        ),
        offence=Offence.objects.create(code="04600", description="Theft"),
        imposed_on=date(2014, 5, 1),
        notional_ends_on=date(2015, 4, 30),
        ends_on=date(2015, 4, 30),
        recorded_at=LONG_AGO,
    )


def chosen(case, **parts: Any) -> commands.Chosen:  # Any: as it has them
    paper = Paper.objects.filter(person_id=case.person_id).order_by("id").first()
    known: dict[str, Any] = {  # Any: as above
        "frequency": Frequency.WEEKLY,
        "channel": Channel.TEXT,
        "photograph": paper.key if paper else UUID(int=9),
        "sentence": None,
    }
    return commands.Chosen(**known | parts)


def registered(
    account, case, *, at=NOW, first=TODAY, is_agreed=True, **parts: Any
) -> Registration:  # Any: as `Chosen` has them
    with acting(account, at):
        return commands.register(
            account_id=account.pk,
            case_id=case.pk,
            chosen=chosen(case, **parts),
            first_due_on=first,
            is_agreed=is_agreed,
            now=at,
        )


def ran(at=NOW, *, limited=False) -> None:
    """All that the house sends and ends at a moment."""
    for step in (
        lambda: commands.expire(now=at, asks_limited=limited),
        lambda: commands.stop_those_that_are_over(now=at),
        lambda: commands.make_due(now=at),
        lambda: commands.send_due(now=at, asks_limited=limited),
    ):
        with change_access.as_engine(now=at):
            while step():
                pass


def forgot(at, *, days=30) -> None:
    with change_access.as_engine(now=at):
        while commands.forget_videos(now=at, days=days):
            pass


def latest(case) -> CheckIn:
    return CheckIn.objects.filter(case=case).order_by("-number").select_related("contact")[0]


def sent(account, case, *, at=NOW, **parts: Any) -> CheckIn:  # Any: as `registered` has them
    """A check-in whose link is out."""
    registered(account, case, at=at, **parts)
    ran(at)
    return latest(case)


def token(checkin: CheckIn) -> str:
    return token_of(checkin.reference, link=checkin.links, secret_key=settings.SECRET_KEY)


def proved(case, link: str, *, at=NOW, **parts: Any) -> tuple[str, str]:  # Any: as `prove` has them
    known: dict[str, Any] = {  # Any: as above
        "first": "ann",
        "last": "Other",
        "born_on": BORN,
        "crn_end": case.person.crn[-4:],
    }
    with anybody(at):
        return commands.prove(token=link, now=at, **known | parts)


def answers(**parts: Any) -> commands.Answers:  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "wellbeing": Wellbeing.WELL,
        "wellbeing_words": "Sleeping better",
        "helps": [],
        "help_words": "",
        "wants_contact": False,
        "contact_words": "",
    }
    return commands.Answers(**known | parts)


def submitted(
    account, case, *, at=NOW, video=VIDEO, of=None, **parts: Any
) -> CheckIn:  # Any: as `answers` has them
    """A check-in that waits to be reviewed."""
    found = of or sent(account, case, at=at)
    link = token(found)
    _, proof = proved(case, link, at=at)
    with anybody(at):
        commands.keep_video(token=link, proof=proof, content=video, now=at)
        commands.answer(token=link, proof=proof, answers=answers(**parts), now=at)
        assert commands.submit(token=link, proof=proof, now=at)
    return latest(case)


def missed(account, case, **parts: Any) -> CheckIn:  # Any: as `registered` has them
    """A check-in that nobody answered, and the next one not due yet."""
    sent(account, case, **parts)
    ran(NOW + timedelta(days=3))
    return latest(case)


def entry(checkin: CheckIn) -> Contact:
    found = latest(checkin.case).contact
    assert found is not None
    return Contact.objects.get(id=found.pk)


def reviewed(account, checkin, *, is_them=True, follows=None, notes="", at=None) -> str:
    moment: datetime = at or NOW
    with acting(account, moment):
        return commands.review(
            account_id=account.pk,
            case_id=checkin.case_id,
            number=checkin.number,
            is_them=is_them,
            follows=follows,
            notes=notes,
            now=moment,
        )


def events() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event where name like 'checkins.%' order by id")
        return [name for (name,) in cursor.fetchall()]


def refused(command: Callable[..., Any], *args: Any, **more: Any) -> tuple[str, ...]:
    """The codes for which a command is refused. Any: as each command has it."""
    with pytest.raises(Refused) as refusal:
        command(*args, **more)
    return refusal.value.codes


HELP = [Help.MONEY, Help.HOUSING]
