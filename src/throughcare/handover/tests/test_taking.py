"""A package goes into an empty database as it was, and into one that has the same once, or not at all."""

import pytest

from throughcare.handover import commands
from throughcare.handover.choices import OnCollision
from throughcare.handover.queries import sql
from throughcare.handover.tests.conftest import silent
from throughcare.nation import commands as nation_commands
from throughcare.restructure.tests.conftest import FIRST_MORNING
from throughcare.restructure.tests.reform import Reform


@pytest.fixture
def elsewhere(packages, own_database):
    """A database with code lists alone."""
    nation_commands.load_code_lists()


def take(place, **kw):
    return commands.take_over(
        place=place,
        account_id=None,
        on_collision=OnCollision.REFUSE,
        public_key="",
        now=FIRST_MORNING,
        tell=silent,
    )


def test_a_package_goes_into_an_empty_database_and_every_invariant_holds(packages, elsewhere):
    taken = take(packages / "C17")
    for b in taken.books:
        print(b.table, b.part, b.rows, b.made, b.matched, b.completed, b.held)
    assert Reform(now=FIRST_MORNING).broken() == {}
    taken = take(packages / "N07")
    for b in taken.books:
        print(b.table, b.part, b.rows, b.made, b.matched, b.completed, b.held)
    assert Reform(now=FIRST_MORNING).broken() == {}
