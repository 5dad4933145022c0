"""Whoever has a case, or manages it, is told who opened the record; nobody else is, and the question is in the answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.audit import commands as audit
from throughcare.disclosure import commands, queries
from throughcare.disclosure.choices import HoldKind
from throughcare.disclosure.tests.asking import acting, asked
from throughcare.people.models import Merge, Person
from throughcare.probation.models import CaseAssignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(case, officer_here):
    CaseAssignment.objects.filter(item=case).update(post_id=officer_here.posts.get().pk)
    return officer_here


@pytest.fixture
def manager(nation):
    return officer(
        "manager-c05", owner=nation.units["C05"], holder=nation.units["C05"], role="manager"
    )


@pytest.fixture
def colleague(nation):
    return officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])


def opened(account, crn: str, *, at, view: str = "full") -> None:
    audit.record(
        account_id=account.pk,
        action="case.read",
        subject_kind="case",
        subject_reference=crn,
        now=at,
        detail={"part": "case", "view": view},
    )


def told(account, case, **more: Any) -> list[tuple[str, str, str]]:  # Any: days and places
    with acting(account):
        return [
            (each.name, each.action, each.view)
            for each in commands.ask_who_looked(
                account_id=account.pk,
                person_id=case.person_id,
                crn=case.person.crn,
                now=NOW,
                limit=10,
                **more,
            )
        ]


def test_who_has_the_case_and_who_manages_it_are_told_and_that_they_asked(
    case, nation, holder, manager, officer_elsewhere
):
    opened(officer_elsewhere, case.person.crn, at=NOW - timedelta(days=1), view="refused")
    opened(holder, case.person.crn, at=NOW - timedelta(hours=1))
    opened(holder, nation.cases["C11"].person.crn, at=NOW)

    first = told(holder, case)
    second = told(manager, case)

    looks = [
        (holder.display_name, "case.read", "full"),
        (officer_elsewhere.display_name, "case.read", "refused"),
    ]
    assert first == looks
    assert second == [(holder.display_name, "record.who-looked-asked", ""), *looks]


def test_nobody_else_is_told(case, holder, colleague, officer_elsewhere):
    opened(holder, case.person.crn, at=NOW)

    for stranger in (colleague, officer_elsewhere):
        with pytest.raises(PermissionDenied):
            told(stranger, case)
        with acting(stranger):
            assert queries.looks(case.person_id, limit=10) == []
    assert [each for each, *_ in told(holder, case)] == [holder.display_name]


def test_whoever_is_kept_from_the_person_is_not_told(case, holder):
    opened(holder, case.person.crn, at=NOW)
    Restriction.objects.create(
        person_id=case.person_id,
        account_id=holder.pk,
        kind="exclusion",
        starts_at=NOW - timedelta(days=1),
    )

    with acting(holder):
        assert queries.looks(case.person_id, limit=10) == []


def test_a_day_and_a_page_are_told_by_themselves(case, holder):
    for hours in range(4):
        opened(holder, case.person.crn, at=NOW - timedelta(hours=12 * hours))

    with acting(holder):
        first = queries.looks(case.person_id, limit=2)
        rest = queries.looks(case.person_id, limit=9, after=first[-1].place)
        day = queries.looks(
            case.person_id, limit=9, since=NOW - timedelta(hours=30), until=NOW - timedelta(hours=6)
        )

    assert [each.at for each in first + rest] == [NOW - timedelta(hours=12 * n) for n in range(4)]
    assert [each.at for each in day] == [NOW - timedelta(hours=12), NOW - timedelta(hours=24)]


def test_what_was_opened_under_a_number_that_was_merged_is_told_too(case, holder, colleague):
    other = Person.objects.create(crn="Y000001", recorded_at=NOW)
    Merge.objects.create(
        survivor_id=case.person_id,
        merged=other,
        reason="One passport",
        proposed_by_id=1,
        proposed_at=NOW,
        is_approved=True,
        answered_by_id=2,
        answered_at=NOW,
    )
    opened(colleague, "Y000001", at=NOW)

    assert [each for each, *_ in told(holder, case)] == [colleague.display_name]


@pytest.mark.parametrize("table", ["disclosure_request", "disclosure_hold"])
def test_a_hole_in_what_is_decided_of_records_is_found_and_without_one_there_is_none(
    table, case, keeper_of_records
):
    asked(keeper_of_records, case)
    with acting(keeper_of_records):
        commands.hold(
            account_id=keeper_of_records.pk,
            crn=case.person.crn,
            kind=HoldKind.COURT,
            reason="A claim",
            now=NOW,
        )

    def differing() -> set[str]:
        probes = change_access.probe(count=300, seed=7, now=NOW)
        return {one.action for each in probes for one in each.disagreements}

    before = differing()
    with connection.cursor() as cursor:
        cursor.execute(f"create policy hole on {table} for select to throughcare_app using (true)")

    assert (before, differing()) == (set(), {f"read {table}"})
