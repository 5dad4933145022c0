"""A tiny nation on the eve of the reform, and the reform run on it as far as a module of tests wants it.

The nation has a database of its own, since other tests may have emptied theirs of code lists. What comes after it is made in
a savepoint of what is before, and taken back at its end; so is what a test does. Modules that begin on the first morning run the
reform once, and have no test that begins on the eve.
"""

from datetime import UTC, datetime

import pytest
from django.test import Client

from throughcare.access.tests.undoing import undone
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.restructure.choices import Step
from throughcare.restructure.tests.plans import F3, F4
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.sign_offs import ONE, OTHER, appoint

EVE = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT = datetime(2014, 5, 31, 23, tzinfo=UTC)
FIRST_MORNING = datetime(2014, 6, 1, 8, tzinfo=UTC)
EVE_OF_SALE = datetime(2015, 1, 30, 9, tzinfo=UTC)
SALE = datetime(2015, 2, 1, tzinfo=UTC)
EVE_OF_REUNION = datetime(2021, 6, 25, 9, tzinfo=UTC)
REUNION = datetime(2021, 6, 25, 23, tzinfo=UTC)


@pytest.fixture(scope="package")
def nation(a_nation):
    with a_nation():
        yield


@pytest.fixture
def eve(nation):
    """The morning before, with a plan that was taken in and checked."""
    assert nation is None
    with undone():
        yield Reform(now=EVE).take_in()


@pytest.fixture(scope="module")
def first_morning_once(nation):
    assert nation is None
    with undone():
        yield Reform(now=EVE).take_in().go_live(now=INSTANT)


@pytest.fixture
def first_morning(first_morning_once):
    """Eight in the morning of the first day: the plan is live."""
    with undone():
        yield first_morning_once.at(FIRST_MORNING)


@pytest.fixture(scope="module")
def reconciled_once(first_morning_once):
    with undone():
        reconciled = first_morning_once.at(FIRST_MORNING)
        reconciled.done(Step.RECONCILE)
        yield reconciled


@pytest.fixture
def reconciled(reconciled_once):
    """The books are closed, and two providers have somebody who speaks for them."""
    with undone():
        appoint(reconciled_once, ONE)
        appoint(reconciled_once, OTHER)
        yield reconciled_once


@pytest.fixture(scope="module")
def before_reunion(nation):
    """The eve of the reunification, with its plan taken in and checked; the split and the sale are long live."""
    assert nation is None
    with undone():
        split = Reform(now=EVE).take_in().go_live(now=INSTANT)
        split.done(Step.RECONCILE)
        Reform(now=EVE_OF_SALE).take_in(F3.read_text()).go_live(now=SALE)
        yield Reform(now=EVE_OF_REUNION).take_in(F4.read_text())


@pytest.fixture(scope="module")
def reunited_once(before_reunion):
    with undone():
        yield before_reunion.go_live(now=REUNION)


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
