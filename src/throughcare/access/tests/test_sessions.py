from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from throughcare.access import commands
from throughcare.access.rules import sessions
from throughcare.access.rules.as_at import moment_of

NINE = datetime(2026, 5, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("signed_in_at", "seen_at", "is_over"),
    [
        (NINE, NINE, False),
        (NINE - timedelta(hours=1), NINE - 29 * MINUTE, False),
        (NINE - timedelta(hours=1), NINE - 30 * MINUTE, True),
        (NINE - timedelta(hours=12) + MINUTE, NINE, False),
        (NINE - timedelta(hours=12), NINE, True),
        (NINE, NINE + MINUTE, True),
    ],
)
def test_a_session_ends_when_idle_or_old_or_from_the_future(signed_in_at, seen_at, is_over):
    assert sessions.is_over(signed_in_at=signed_in_at, seen_at=seen_at, now=NINE) == is_over


def test_the_day_asked_about_is_shown_as_at_its_end_in_london():
    now = datetime(2014, 6, 2, 9, tzinfo=UTC)

    assert moment_of(day=date(2014, 6, 2), now=now) == now
    assert moment_of(day=date(2014, 6, 1), now=now) == datetime(
        2014, 6, 1, 22, 59, 59, 999999, tzinfo=UTC
    )
    assert moment_of(day=date(2014, 3, 29), now=now) == datetime(
        2014, 3, 29, 23, 59, 59, 999999, tzinfo=UTC
    )
    assert moment_of(day=date(2014, 10, 26), now=now) == datetime(
        2014, 10, 26, 23, 59, 59, 999999, tzinfo=UTC
    )


@pytest.mark.django_db
def test_a_session_knows_by_which_live_changes_its_last_page_was_made():
    session, before = SessionStore(), SessionStore()
    with commands.acting_as(account_id=None, now=NINE):
        commands.begin(session, account_id=1, machine_now=NINE)

    found = [
        commands.note_standing(session, standing=standing) for standing in ("", "3", "3", "3.5")
    ]

    assert found == [False, True, False, True]
    # One that began before sessions knew is told nothing, and is not written for it.
    assert not commands.note_standing(before, standing="3")
    assert not before.modified
