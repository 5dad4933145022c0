"""A nation small enough to know by heart, as browsers of its officers see it at ten o'clock on a Monday."""

from datetime import date

import pytest
from django.test import Client

from throughcare.access.tests.small_nation import NOW, officer
from throughcare.audit import queries as audit
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.measures.tests.conftest import codes, division, head_here, town
from throughcare.people.models import Name, Person
from throughcare.probation.models import CaseAssignment, Contact, Outcome
from throughcare.probation.tests.conftest import (
    case,
    flag,
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
    report,
    slot,
)

__all__ = [
    "acts",
    "browse",
    "case",
    "codes",
    "crn",
    "division",
    "flag",
    "head_here",
    "leaks",
    "manager_here",
    "nation",
    "nation_once",
    "officer_elsewhere",
    "officer_here",
    "planner",
    "record",
    "report",
    "slot",
    "town",
    "words",
]

NAME, SECRET = "Quillfeather", "Told me of the lodger"


@pytest.fixture(autouse=True)
def _at_the_moment(request, settings) -> None:
    if "django_db" in request.keywords or "nation" in request.fixturenames:
        request.getfixturevalue("db")
        settings.DEMONSTRATION = True
        change_clock.set_moment(moment=NOW, now_real=clock.machine_now())


@pytest.fixture
def record(case, officer_here):
    """A case of the officer here with things in it that could leak: a name, a date of birth, a note."""
    Person.objects.filter(id=case.person_id).update(born_on=date(1980, 2, 1))
    Name.objects.filter(person_id=case.person_id).update(
        first="Zebedee", last=NAME, search_text=f"ZEBEDEE {NAME.upper()}"
    )
    Contact.objects.filter(case=case).update(notes=SECRET)
    type(case).objects.filter(id=case.pk).update(contacts_made=1)
    Outcome.objects.create(code="RSOF", description="Asked for another time", is_complied=True)
    CaseAssignment.objects.filter(item=case).update(post_id=officer_here.posts.get().pk)
    return case


@pytest.fixture
def crn(record) -> str:
    return str(record.person.crn)


@pytest.fixture
def manager_here(nation):
    return officer(
        "manager-c05", owner=nation.units["C05"], holder=nation.units["C05"], role="manager"
    )


@pytest.fixture
def planner(nation):
    return officer("planner", owner=nation.units["SWM"], holder=nation.units["SWM"], role="planner")


@pytest.fixture
def browse():
    """A browser of somebody who is signed in."""

    def signed_in(account) -> Client:
        client = Client()
        now = clock.machine_now().isoformat()
        session = client.session
        session.update({"account": account.pk, "signed_in_at": now, "seen_at": now})
        session.save()
        return client

    return signed_in


@pytest.fixture
def acts():
    """What the trail says that an account did, latest first: action and what it was about."""

    def acts_of(account) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (act.action, tuple(act.subject_references))
            for act in audit.acts_by(account_id=account.pk, limit=20)
        ]

    return acts_of


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def leaks(answer) -> list[str]:
    """Which of the things that could leak are in an answer."""
    return [each for each in (NAME, "Zebedee", SECRET, "1 February 1980") if each in words(answer)]
