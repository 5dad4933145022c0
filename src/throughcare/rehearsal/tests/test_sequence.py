"""The whole sequence on a committed tiny nation, and what is found when something is wrong with it."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.models import Account
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.rehearsal import commands
from throughcare.rehearsal.commands import days
from throughcare.rehearsal.driving import day
from throughcare.rehearsal.rules.parts import LIMITS, PARTS, Severity
from throughcare.rehearsal.tests.conftest import EVE, pages_served, rows
from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Plan
from throughcare.restructure.tests.plans import f1_with
from throughcare.restructure.tests.reform import Reform

REFERENCE = "transforming-rehabilitation-2014"
TOO_OFTEN = 5
OUTSIDE = {"copy", "restore"}
"""Parts that are made from outside the copy."""


@pytest.fixture
def tiny(own_nation, as_a_copy) -> Reform:
    assert own_nation is None
    assert as_a_copy is None
    change_clock.set_moment(moment=EVE, now_real=clock.machine_now())
    return Reform(now=EVE)


def rehearsed(*, most: int = 1):
    with pages_served() as address:
        return commands.rehearse(
            reference=REFERENCE,
            address=address,
            most=most,
            limits=LIMITS | {"page": 30},
            tell=lambda _done, _total, _doing: None,
        )


def test_the_whole_sequence_goes_through_and_back_with_a_days_work_on_both_sides(tiny):
    plan = tiny.take_in().plan

    found = rehearsed()

    assert [part.name for part in found.parts if part.is_done] == [
        part.name for part in PARTS if part.name not in OUTSIDE
    ]
    assert [each for each in found.defects if each.severity != Severity.LOW] == []
    facts = {part.name: part.fact for part in found.parts}
    for part in ("work_before", "work_after"):
        assert "appointment 1, case 1, caseload 1, contact 1, home 1" in facts[part]
    assert facts["first_checks"] == "7 checks, 7 green."
    assert facts["reconcile"] == "13 checks, 0 differences."
    assert (found.accounts, found.is_whole_sample) == (1, False)
    assert rows(
        "select detail ->> 'how', count(*) from audit_entry where action = 'account.signed-in' group by 1"
    ) == [("password and one-time code", 3)]
    cases = sum(count for kind, _, _, count in found.rules if kind == "case")
    assert rows("select count(*) from probation_case where closed_at is null") == [(cases,)]
    plan.refresh_from_db()
    assert plan.phase == Phase.REVERSED
    assert rows("select count(*) from probation_contact where notes like 'Rehearsal, work_%%'") == [
        (2,)
    ]


def test_a_part_that_is_refused_is_a_defect_and_ends_the_sequence(tiny):
    text = f1_with("approvers: [approver, director]", "approvers: [nobody.here]")
    tiny.take_in(re.sub("by: (director|approver)", "by: nobody.here", text))

    found = rehearsed()

    assert [part.name for part in found.parts] == ["check", "plan", "sign_plan"]
    assert [(each.severity, each.part, each.what) for each in found.defects] == [
        (
            Severity.HIGH,
            "sign_plan",
            "Nobody whom the plan names may do this: approve what another made.",
        )
    ]
    assert found.missing[-1] == "Restore from the backup"
    assert not replace(found, defects=()).would_have_worked(Severity.MEDIUM)


@pytest.mark.nightly  # 74 accounts sign in and look round: a minute
def test_one_of_every_role_of_every_provider_signs_in_and_one_who_is_refused_is_a_defect(tiny):
    staged = tiny.take_in().stage()
    with change_access.as_engine(now=EVE):
        seats = access.one_of_each(seed=REFERENCE)
    locked = next(seat for seat in seats if seat.role == "manager")
    lock(locked.account_id)

    with pages_served() as address:
        worked = days.work(
            days.Day(
                plan_id=staged.plan_id,
                address=address,
                part="work_before",
                is_after=False,
                most=None,
                limits=LIMITS | {"page": 30},
            ),
            now=EVE,
            steps=day.GLANCE,
        )

    accounts = {seat.account_id for seat in seats}
    assert len({(seat.provider, seat.role) for seat in seats}) == len(seats) == 124
    assert worked.is_whole
    assert worked.accounts == len(accounts) - 1
    assert [(each.what, each.where, each.severity) for each in worked.defects] == [
        ("A sign-in is refused", "/sign-in/password, manager", Severity.HIGH)
    ]
    assert {
        account_id
        for (account_id,) in rows(
            "select account_id from audit_entry where action = 'account.signed-in'"
        )
    } == accounts - {locked.account_id}


def lock(account_id: int) -> None:
    """Have too many wrong passwords typed for an account."""
    (username,) = Account.objects.filter(pk=account_id).values_list("username", flat=True)
    for _ in range(TOO_OFTEN):
        with change_access.signing_in(now=EVE):
            change_access.try_password(
                session=SessionStore(),
                username=username,
                password="guessed",
                address="10.0.0.1",
                now=EVE,
                machine_now=clock.machine_now(),
            )


@pytest.mark.nightly
def test_the_clock_of_a_copy_is_never_moved_back(tiny):
    tiny.take_in()
    late = datetime(2014, 8, 1, 9, tzinfo=UTC)
    change_clock.set_moment(moment=late, now_real=clock.machine_now())

    found = rehearsed()

    assert clock.now() >= late
    assert [each.part for each in found.defects if each.severity == Severity.HIGH] == [
        "reverse_plan"
    ]
    assert "could be reversed until 1 July 2014" in next(
        each.what for each in found.defects if each.part == "reverse_plan"
    )


@pytest.mark.usefixtures("eve")
def test_a_database_that_is_no_copy_is_refused():
    with pytest.raises(PermissionDenied):
        commands.rehearse(
            reference=REFERENCE,
            address="http://127.0.0.1:9",
            most=1,
            limits=LIMITS,
            tell=lambda _done, _total, _doing: None,
        )

    assert set(Plan.objects.values_list("phase", flat=True)) == {Phase.CHECKED}
