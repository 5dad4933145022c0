"""Somebody under supervision, and officers here and elsewhere."""

from copy import deepcopy
from datetime import date

import pytest

from throughcare.access.tests.small_nation import make
from throughcare.access.tests.undoing import undone
from throughcare.people.models import Code, Person
from throughcare.people.tests.known import NOW


@pytest.fixture(scope="module")
def nation_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield make()


@pytest.fixture
def nation(nation_once, db):
    return deepcopy(nation_once)


@pytest.fixture
def officer_here(nation):
    return nation.accounts["C05"]


@pytest.fixture
def officer_elsewhere(nation):
    return nation.accounts["C11"]


@pytest.fixture
def somebody(nation):
    """With a case here, a name, a main address, and born on 1 February 1980."""
    person = nation.cases["C05"].person
    Person.objects.filter(pk=person.pk).update(born_on=date(1980, 2, 1))
    person.refresh_from_db()
    return person


@pytest.fixture
def told(officer_here, somebody):
    """What every command is told: who asks, of whom, and when."""
    return {"account_id": officer_here.pk, "crn": somebody.crn, "now": NOW}


@pytest.fixture
def codes(db) -> None:
    for key, description, parent, is_single in (
        ("circumstance:A", "Accommodation", "", True),
        ("circumstance:D", "General health", "", False),
        ("circumstance-detail:A02", "Approved premises", "circumstance:A", False),
        ("disability:RM", "Reduced mobility", "", False),
        ("adjustment:TIME", "Longer or other times", "", False),
        ("relationship:NK", "Next of kin", "", False),
        ("nationality:POL", "Polish", "", False),
        ("ethnicity:W9", "White: any other background", "", False),
        ("address-type:A02", "Approved premises", "", False),
    ):
        of, _, code = key.partition(":")
        Code.objects.create(
            key=key,
            list=of,
            code=code,
            description=description,
            parent=parent,
            is_single=is_single,
        )
