"""The caseload of a quarter, and what started, ended and was recalled in it."""

from datetime import date

import pytest

from throughcare.access import commands as change_access
from throughcare.measures import queries as measures
from throughcare.measures.tests.conftest import AUGUST, june, scoped

pytestmark = pytest.mark.django_db


def test_each_person_counts_once_for_a_type_and_once_for_each_total(town, head_here):
    twice = town.case()
    for type_code in ("201", "201", "203"):
        town.sentence(twice, date(2014, 3, 3), type_code=type_code)
    town.release(june(20))
    town.release(date(2014, 7, 20))
    ended = town.case()
    town.sentence(
        ended, date(2014, 5, 6), terminated_on=june(10), ended_for="completed", ends_on=june(10)
    )

    with change_access.acting_as(account_id=head_here.pk, now=AUGUST):
        found = measures.statistics(of=scoped("C05"), since=date(2014, 4, 1), until=june(30))

    assert {(each.heading, each.code): each.number for each in found.counted} == {
        ("caseload", "community"): 1,
        ("caseload", "suspended"): 1,
        ("caseload", "after-release"): 1,
        ("caseload", "before-release"): 1,
        ("caseload", "all-orders"): 1,
        ("caseload", "all-custody"): 2,
        ("caseload", "all"): 3,
        ("starts", "community"): 1,
        ("ends", "completed"): 1,
    }


def test_statistics_are_closed_to_a_stranger(town, head_elsewhere):
    town.order(june(5), given_on=june(6))

    with change_access.acting_as(account_id=head_elsewhere.pk, now=AUGUST):
        found = measures.statistics(of=scoped("C05"), since=date(2014, 4, 1), until=june(30))

    assert found.counted == ()
