"""What row security keeps of a case that was opened: for whom it was, and until something that decides it is written."""

from datetime import timedelta

import pytest
from django.db import connection

from throughcare.access import commands as access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, give
from throughcare.probation import queries
from throughcare.probation.models import Contact


@pytest.fixture
def entry(case) -> Contact:
    return Contact.objects.get(case=case)


def acting(account):
    return access.acting_as(account_id=account.pk, now=NOW)


def log(case) -> list[str]:
    return [entry.notes for entry in queries.timeline(case.pk, at=NOW, limit=5)]


def kept() -> list[int] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_opened()")
        ids: list[int] | None = cursor.fetchone()[0]
    return ids


def as_owner(change) -> None:
    """Write as the owner of the tables, within the transaction of whoever reads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        change()
        cursor.execute("SELECT set_config('role', %s, true)", [role])


def test_a_case_that_was_opened_is_known_for_the_rest_of_the_request(case, entry, officer_here):
    with acting(officer_here):
        queries.card_of(case.person.crn, at=NOW)

        assert (kept(), log(case)) == ([case.pk], [entry.notes])


def test_a_case_that_may_not_be_opened_is_not_kept_and_shows_nothing(
    case, entry, officer_elsewhere
):
    with acting(officer_elsewhere):
        queries.card_of(case.person.crn, at=NOW)

        assert (kept(), log(case)) == (None, [])


def test_somebody_else_in_the_same_transaction_gets_nothing_of_it_and_the_first_keeps_it(
    case, entry, officer_here, officer_elsewhere
):
    with acting(officer_here):
        queries.card_of(case.person.crn, at=NOW)
        with acting(officer_elsewhere):
            assert (kept(), log(case)) == (None, [])

        assert (kept(), log(case)) == ([case.pk], [entry.notes])


def test_it_does_not_hold_at_another_moment(case, entry, officer_here):
    with acting(officer_here):
        queries.card_of(case.person.crn, at=NOW)
        with access.acting_as(account_id=officer_here.pk, now=NOW + timedelta(days=1)):
            assert kept() is None


def test_a_record_that_is_closed_to_the_viewer_meanwhile_is_closed_at_once(
    case, entry, officer_here
):
    with acting(officer_here):
        queries.card_of(case.person.crn, at=NOW)
        as_owner(
            lambda: Restriction.objects.create(
                person_id=case.person_id,
                account_id=officer_here.pk,
                kind="exclusion",
                reason="A relative",
                starts_at=LONG_AGO,
                made_by_id=officer_here.pk,
            )
        )

        assert (kept(), log(case)) == (None, [])


def test_a_case_that_is_given_away_meanwhile_is_closed_at_once(nation, case, entry, officer_here):
    with acting(officer_here):
        queries.card_of(case.person.crn, at=NOW)
        as_owner(
            lambda: give(
                case, owner=nation.units["N02"], holder=nation.units["N02T"], starts_at=NOW
            )
        )

        assert (kept(), log(case)) == (None, [])
