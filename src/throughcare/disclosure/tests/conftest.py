"""A record with things in it that must not go out, and who looks after requests for it."""

from datetime import date, timedelta
from typing import Any

import pytest

from throughcare.access.tests.small_nation import NOW, officer
from throughcare.checkins.tests.conftest import person
from throughcare.desk.tests.conftest import acts, browse
from throughcare.disclosure.tests.keeping import CLOSED
from throughcare.documents.models import Blob
from throughcare.housing.tests.conftest import assessor, codes, house, other_man, worker
from throughcare.people.models import Code, Name, PersonalContact
from throughcare.probation.models import (
    Case,
    Contact,
    ContactType,
    Document,
    FlagType,
    Offence,
    Registration,
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
    "acts",
    "approver",
    "assessor",
    "browse",
    "case",
    "codes",
    "elsewhere",
    "house",
    "keeper_of_records",
    "nation",
    "nation_once",
    "officer_elsewhere",
    "officer_here",
    "old",
    "other_man",
    "person",
    "record",
    "worker",
]

SAID = "Kept his appointment and spoke of work"
SECRET = "The informant was plain about it"
MOTHER = "Evangeline Thistlewood"
THROUGH_HER = "Rang thistlewood about the move"
TAKEN_OUT = "Written into the wrong record"


@pytest.fixture
def keeper_of_records(nation):
    return officer(
        "discloser", owner=nation.units["C05"], holder=nation.units["C05"], role="disclosure"
    )


@pytest.fixture
def approver(nation):
    return officer("head", owner=nation.units["C05"], holder=nation.units["C05"], role="executive")


@pytest.fixture
def elsewhere(nation):
    return officer(
        "discloser-c11", owner=nation.units["C11"], holder=nation.units["C11"], role="disclosure"
    )


@pytest.fixture
def record(case):
    """A log with an entry of each sort, a mother in the life of the person, and two flags."""
    Name.objects.filter(person=case.person_id).update(first="Zebedee", last="Quillfeather")
    key = Code.objects.create(key="relationship:x", list="relationship", code="x", description="X")
    PersonalContact.objects.create(
        person_id=case.person_id,
        relationship=key,
        name=MOTHER,
        telephone="07700 900123",
        starts_on=NOW.date(),
        recorded_at=NOW,
    )
    victims, _ = ContactType.objects.get_or_create(
        code="CVIC", defaults={"description": "Victim liaison contact", "kind": "event"}
    )
    usual = Contact.objects.get(case=case)
    Contact.objects.filter(pk=usual.pk).update(notes=SAID)
    for number, (words, more) in enumerate(
        (
            (SECRET, {"is_sensitive": True}),
            (THROUGH_HER, {}),
            (TAKEN_OUT, {"deleted_at": NOW}),
            ("Of no account", {"type": victims}),
            ("Fine weather", {"starts_at": NOW - timedelta(days=1)}),
        ),
        start=2,
    ):
        given: dict[str, Any] = {  # Any: facts of an entry
            "type": usual.type,
            "starts_at": usual.starts_at,
        }
        given.update(more)  # type: ignore[call-overload]  # facts of an entry, of several types
        Contact.objects.create(case=case, number=number, notes=words, recorded_at=NOW, **given)
    type(case).objects.filter(pk=case.pk).update(contacts_made=6)
    for code, register in (("RHRH", "rosh"), ("INVI", "alerts")):
        flag, _ = FlagType.objects.get_or_create(
            code=code, defaults={"description": f"Flag {code}", "register": register}
        )
        Registration.objects.create(case=case, type=flag, starts_on=NOW.date(), recorded_at=NOW)
    return case


@pytest.fixture
def old(case):
    """A community sentence that ended long ago, with a document."""
    Case.objects.filter(pk=case.pk).update(closed_at=CLOSED)
    family, _ = SentenceType.objects.get_or_create(
        code="201", defaults={"description": "Community order", "family": "community", "kind": "SP"}
    )
    theft, _ = Offence.objects.get_or_create(code="04600", defaults={"description": "Theft"})
    Sentence.objects.create(
        case=case,
        number=1,
        type=family,
        offence=theft,
        imposed_on=date(2012, 6, 2),
        terminated_on=CLOSED.date(),
        ended_for="expired",
        recorded_at=CLOSED,
    )
    digest = "a" * 64
    Blob.objects.create(
        digest=digest,
        size=1,
        media_type="text/plain",
        storage="reference",
        place="elsewhere",
        kept_at=CLOSED,
    )
    Document.objects.create(
        case=case,
        number=1,
        title="Letter",
        media_type="text/plain",
        size=1,
        digest=digest,
        recorded_at=CLOSED,
    )
    case.refresh_from_db()
    return case
