"""A tiny nation on the eve of the reform, and the reform as far as a module of tests wants it.

Each module has a copy of its own of a database in which the reform went so far (`stages.py`), and what a test does there is taken
back. Where a module begins at several stages, its tests go from the earlier to the later.
"""

from pathlib import Path

import pytest
from django.test import Client

from throughcare.access.tests.undoing import undone
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.restructure.tests import stages
from throughcare.restructure.tests.sign_offs import ONE, OTHER, appoint
from throughcare.restructure.tests.stages import (
    EVE,
    EVE_OF_REUNION,
    FIRST_MORNING,
    INSTANT,
    REUNION,
)

IN_ORDER = (
    *("eve", "tried", "staged", "first_morning", "reconciled"),
    *("before_reunion", "reunited"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each module opens the databases of its stages one upon the other: what begins at a later one comes after."""
    place = Path(__file__).parent
    modules = {path: at for at, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(
        key=lambda item: (modules[item.path], _stage(item) if place in item.path.parents else 0)
    )


def _stage(item: pytest.Item) -> int:
    """The last stage that a test has among what it asks for."""
    asked = {name.removesuffix("_once") for name in getattr(item, "fixturenames", ())}
    return max((at for at, name in enumerate(IN_ORDER) if name in asked), default=-1)


@pytest.fixture(scope="package")
def nation(a_nation):
    with a_nation():
        yield


@pytest.fixture(scope="module")
def eve_once(a_nation):
    with a_nation(*stages.ON_THE_EVE):
        yield stages.latest(now=EVE)


@pytest.fixture
def eve(eve_once):
    """The morning before, with a plan that was taken in and checked."""
    with undone():
        yield eve_once


@pytest.fixture(scope="module")
def tried_once(a_nation):
    with a_nation(*stages.TRIED):
        yield stages.latest(now=EVE)


@pytest.fixture
def tried(tried_once):
    """The same morning; the plan was run dry, and nobody has signed it."""
    with undone():
        yield tried_once


@pytest.fixture(scope="module")
def staged_once(a_nation):
    with a_nation(*stages.STAGED):
        yield stages.latest(now=EVE)


@pytest.fixture
def staged(staged_once):
    """The same morning; the plan is signed and staged, and nobody has given the go decision."""
    with undone():
        yield staged_once


@pytest.fixture(scope="module")
def first_morning_once(a_nation):
    with a_nation(*stages.LIVE):
        yield stages.latest(now=INSTANT)


@pytest.fixture
def first_morning(first_morning_once):
    """Eight in the morning of the first day: the plan is live."""
    with undone():
        yield first_morning_once.at(FIRST_MORNING)


@pytest.fixture(scope="module")
def reconciled_once(first_morning_once, a_nation):
    """After `first_morning_once`: a test that asks for both is about this."""
    assert first_morning_once.plan_id
    with a_nation(*stages.RECONCILED):
        yield stages.latest(now=FIRST_MORNING)


@pytest.fixture
def reconciled(reconciled_once):
    """The books are closed, and two providers have somebody who speaks for them."""
    with undone():
        appoint(reconciled_once, ONE)
        appoint(reconciled_once, OTHER)
        yield reconciled_once


@pytest.fixture(scope="module")
def before_reunion(a_nation):
    """The eve of the reunification, with its plan taken in and checked; the split and the sale are long live."""
    with a_nation(*stages.BEFORE_REUNION):
        yield stages.latest(now=EVE_OF_REUNION)


@pytest.fixture(scope="module")
def reunited_once(before_reunion, a_nation):
    assert before_reunion.plan_id
    with a_nation(*stages.REUNITED):
        yield stages.latest(now=REUNION)


@pytest.fixture
def reunited(reunited_once):
    with undone():
        yield reunited_once


@pytest.fixture
def sign_in(settings):
    """A client of somebody of the demonstration, by user name."""
    settings.DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["testserver"]

    def signed_in(username: str, *, now) -> Client:
        change_clock.set_moment(moment=now, now_real=clock.machine_now())
        client = Client()
        client.post("/sign-in/demonstration", {"username": username})
        return client

    return signed_in
