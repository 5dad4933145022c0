"""What previews say of access is what access says: each count is held against row-level security, case by case."""

from collections import Counter

import pytest

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.models import Account, Grant
from throughcare.access.tests.undoing import undone
from throughcare.organisation import commands as change_organisation
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.tests.reform import account
from throughcare.transition.models import Preview
from throughcare.transition.tests.conftest import INSTANT

COUNTS = ("opens_before", "opens_after", "opens_lost", "opens_found")


def seen(account_id: int, cases: list[int], *, now) -> set[int]:
    """The cases that an account can open in full at a moment, as access itself answers."""
    with change_access.acting_as(account_id=account_id, now=now):
        return {case for case, view in access.views_of(cases).items() if view == "full"}


def asked_of_access(tried, account_ids: list[int]) -> dict[int, tuple[int, ...]]:
    """What each account opens before and after, with the plan made live for a moment."""
    cases = [
        number
        for (number,) in tried.rows("select case_id from transition_cases(%s)", tried.plan.pk)
    ]
    before = {each: seen(each, cases, now=tried.now) for each in account_ids}
    with undone():
        tried.reform.sign(Gate.PLAN)
        tried.reform.done(Step.STAGE)
        with change_access.as_engine(now=INSTANT):
            change_organisation.make_live(
                change_id=tried.plan.change_id, account_id=account("director"), now=INSTANT
            )
        after = {each: seen(each, cases, now=INSTANT) for each in account_ids}
    return {
        each: (
            len(before[each]),
            len(after[each]),
            len(before[each] - after[each]),
            len(after[each] - before[each]),
        )
        for each in account_ids
    }


def one_of_each_seat() -> list[int]:
    """Accounts of every role that go every way, and those whom a restriction or an exception names."""
    chosen: dict[tuple[object, ...], int] = {}
    for preview in Preview.objects.select_related("account").order_by("account_id"):
        role = preview.account.posts.order_by("pk").values_list("role", flat=True).first()
        way = (role, preview.standing, preview.before_id, preview.after_id)
        chosen.setdefault(way, preview.account_id)
    return sorted(chosen.values())[:60]


@pytest.fixture
def named(tried) -> list[int]:
    """Accounts that a restriction names, and some with an exception, given for this."""
    restricted = [
        n for (n,) in tried.rows("select distinct account_id from access_restriction order by 1")
    ]
    officers = list(
        Account.objects.filter(posts__role="officer")
        .order_by("pk")
        .values_list("pk", flat=True)[:3]
    )
    cases = [
        n
        for (n,) in tried.rows(
            "select case_id from transition_cases(%s) order by case_id desc limit 4", tried.plan.pk
        )
    ]
    for officer, case, days in zip(officers, cases, (0, 20, 20), strict=False):
        Grant.objects.create(
            account_id=officer,
            case_id=case,
            kind="explicit" if days else "emergency",
            reason="Covers for a colleague",
            starts_at=tried.now,
            ends_at=tried.now.replace(hour=12) if not days else INSTANT.replace(month=6, day=20),
            made_by_id=officer,
        )
    tried.work_out_again([*restricted, *officers])
    return [*restricted, *officers]


def test_every_count_of_cases_is_what_row_security_shows(tried):
    chosen = one_of_each_seat()

    expected = asked_of_access(tried, chosen)

    found = {
        row[0]: row[1:]
        for row in Preview.objects.filter(account_id__in=chosen).values_list("account_id", *COUNTS)
    }
    assert found == expected
    assert Counter(opens > 0 for opens, *_ in expected.values())[True] > 10


def test_restrictions_and_exceptions_are_counted_for_whom_they_name(tried, named):
    found = {
        row[0]: row[1:]
        for row in Preview.objects.filter(account_id__in=named).values_list("account_id", *COUNTS)
    }

    assert found == asked_of_access(tried, named)
