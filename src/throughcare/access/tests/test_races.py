"""Two who try at once: the second waits for the first, and nothing is had twice."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from throughcare.access.commands import Outcome
from throughcare.access.models import Account
from throughcare.access.tests import proving
from throughcare.access.tests.proving import give_code, give_password
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.organisation.tests.races import Second

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def ready(own_database) -> proving.Ready:
    account = Account.objects.create(
        username="officer-c05", display_name="Officer", recorded_at=LONG_AGO
    )
    return proving.set_up(account, session=SessionStore())


@pytest.mark.usefixtures("ready")
def test_of_two_tries_for_a_name_the_second_waits_and_finds_it_locked():
    for _ in range(4):
        give_password(SessionStore(), username="officer-c05", password="wrong")
    outcomes: list[Outcome] = []
    second = Second(lambda: outcomes.append(give_password(SessionStore(), username="officer-c05")))

    with transaction.atomic():
        first = give_password(SessionStore(), username="officer-c05", password="wrong")
        second.begins_and_waits()

    assert second.outcome() is None
    assert (first, outcomes) == (Outcome.LOCKED, [Outcome.LOCKED])


def test_of_two_who_use_one_code_the_second_waits_and_is_refused(ready):
    sessions = [SessionStore(), SessionStore()]
    for session in sessions:
        give_password(session, username="officer-c05")
    outcomes: list[Outcome] = []
    code = ready.code()
    second = Second(lambda: outcomes.append(give_code(sessions[1], code=code)))

    with transaction.atomic():
        first = give_code(sessions[0], code=code)
        second.begins_and_waits()

    assert second.outcome() is None
    assert (first, outcomes) == (Outcome.PROVED, [Outcome.WRONG])
