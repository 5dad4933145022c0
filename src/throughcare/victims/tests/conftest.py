"""A contact of a division with the victim of somebody whose case a company has."""

import pytest

from throughcare.access.tests.small_nation import officer
from throughcare.desk.tests.conftest import browse
from throughcare.probation.tests.conftest import (
    case,
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
)
from throughcare.probation.tests.sentencing import NOW, acting
from throughcare.victims import commands
from throughcare.victims.models import Victim

__all__ = [
    "browse",
    "case",
    "keeper",
    "nation",
    "nation_once",
    "officer_elsewhere",
    "officer_here",
    "other_keeper",
    "victim",
]

NAME, NUMBER = "Winterbourne", "07700 900777"


@pytest.fixture
def keeper(nation):
    """A victim liaison officer of the company that has the case."""
    return officer(
        "keeper",
        owner=nation.units["C05"],
        holder=nation.units["C05T"],
        role="victim-liaison",
    )


@pytest.fixture
def other_keeper(nation):
    return officer(
        "other-keeper",
        owner=nation.units["C11"],
        holder=nation.units["C11T"],
        role="victim-liaison",
    )


@pytest.fixture
def victim(keeper, case) -> Victim:
    with acting(keeper):
        return commands.open_contact(
            account_id=keeper.pk,
            crn=case.person.crn,
            first="Imogen",
            last=NAME,
            telephone=NUMBER,
            now=NOW,
        )
