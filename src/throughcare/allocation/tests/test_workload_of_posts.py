"""The work of posts: counted from their cases, less what is taken off their hours, kept by day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.allocation import commands, queries
from throughcare.allocation.models import Reduction, Tier, WorkingHours, WorkloadOfDay
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.probation.models import CaseAssignment, Sentence

pytestmark = pytest.mark.django_db
TODAY = date(2014, 6, 2)


@pytest.fixture
def post_id(officer_here):
    return officer_here.posts.get().pk


@pytest.fixture
def case(coded_case, post_id):
    """On an order, at B2, with the officer here."""
    CaseAssignment.objects.filter(item=coded_case).update(post_id=post_id)
    Sentence.objects.create(
        case=coded_case,
        number=1,
        type_id="201",
        offence_id="04600",
        imposed_on=TODAY,
        recorded_at=NOW,
    )
    Tier.objects.create(
        case=coded_case,
        framework="two-axis",
        level="B2",
        because="all",
        inputs={},
        calculated_at=NOW,
    )
    return coded_case


@pytest.fixture
def manager_here(nation):
    units = nation.units
    return officer("manager", owner=units["C05"], holder=units["C05"], role="manager")


def loads(account, post_id, *, on=TODAY):
    with change_access.acting_as(account_id=account.pk, now=NOW):
        found = queries.loads(holder_ids=[], post_ids=[post_id], at=NOW, on=on)
    return found[post_id]


def do(account, command, **said: Any):  # Any: what each command takes
    with change_access.acting_as(account_id=account.pk, now=NOW):
        return command(account_id=account.pk, now=NOW, **said)


def reduce(account, post_id, **said: Any):  # Any: as above
    usual = {
        "reason": "court-duty",
        "hours": Decimal("1.8"),
        "starts_on": TODAY,
        "ends_on": None,
    }
    return do(account, commands.reduce_hours, post_id=post_id, **usual | said)


def test_the_points_of_the_cases_of_a_post_are_held_against_its_hours(case, manager_here, post_id):
    reduce(manager_here, post_id)
    reduce(manager_here, post_id, starts_on=date(2014, 7, 1))

    found = loads(manager_here, post_id)

    assert (found.cases, found.capacity.points, found.capacity.available) == (1, 115, 2070)
    assert (found.capacity.percent, found.with_points(Decimal(132)).percent) == (
        Decimal("5.6"),
        Decimal("11.9"),
    )
    with change_access.acting_as(account_id=manager_here.pk, now=NOW):
        assert queries.points_of(case.pk, is_custodial=False, on=TODAY) == 115
        assert queries.points_of(case.pk, is_custodial=True, on=TODAY) == 48


def test_hours_of_a_week_hold_from_their_day_on(case, manager_here, post_id):
    said = {"post_id": post_id, "hours": Decimal(30), "starts_on": TODAY}
    do(manager_here, commands.set_hours, **said)
    do(manager_here, commands.set_hours, **said | {"hours": Decimal(20)})

    before = loads(manager_here, post_id, on=TODAY - timedelta(days=1))

    assert (before.hours, loads(manager_here, post_id).hours) == (37, 20)
    assert WorkingHours.objects.count() == 1
    with pytest.raises(Refused) as refused:
        do(manager_here, commands.set_hours, **said | {"hours": Decimal(61)})
    assert refused.value.codes == ("no-hours",)


def test_a_reduction_ends_as_its_reason_does_and_can_be_taken_back(case, manager_here, post_id):
    made = reduce(manager_here, post_id, reason="nqo", hours=Decimal("7.4"))
    assert (made.number, made.ends_on) == (1, date(2015, 3, 2))

    do(manager_here, commands.delete_reduction, post_id=post_id, number=1)

    assert loads(manager_here, post_id).reduced_by == 0
    with pytest.raises(Refused) as refused:
        do(manager_here, commands.delete_reduction, post_id=post_id, number=1)
    assert refused.value.codes == ("no-reduction",)
    acts = audit.acts_by(account_id=manager_here.pk, limit=5)
    assert [act.action for act in acts] == ["reduction.deleted", "reduction.made"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (
            {"reason": "holiday", "hours": Decimal(0), "ends_on": TODAY},
            ("no-such-reason", "no-hours", "ends-before-start"),
        ),
        ({"reason": "spoc-lead", "hours": Decimal("1.9")}, ("too-many",)),
    ],
)
def test_what_cannot_be_taken_off_is_refused(case, manager_here, post_id, said, codes):
    with pytest.raises(Refused) as refused:
        reduce(manager_here, post_id, **said)

    assert refused.value.codes == codes
    assert not Reduction.objects.exists()


def test_the_work_of_every_post_is_kept_once_a_day(case, manager_here, officer_here, post_id):
    for _ in range(2):
        with change_access.as_engine(now=NOW):
            assert commands.keep_workload(now=NOW) == 1

    kept = WorkloadOfDay.objects.values_list("post_id", "day", "cases", "points", "available")
    assert list(kept) == [(post_id, TODAY, 1, Decimal(115), Decimal(2176))]
    for account in (manager_here, officer_here):
        with change_access.acting_as(account_id=account.pk, now=NOW):
            found = queries.days_before(post_id, on=TODAY, days=31)
        assert [each.capacity for each in found] == [Decimal("5.3")]


def test_cases_are_shown_with_their_points_and_reductions_with_their_state(
    case, manager_here, post_id
):
    reduce(manager_here, post_id, starts_on=date(2014, 1, 1), ends_on=date(2014, 2, 1))
    reduce(manager_here, post_id, starts_on=date(2014, 7, 1))
    with change_access.acting_as(account_id=manager_here.pk, now=NOW):
        cards = probation.caseload(at=NOW, post_ids=[post_id]).cards
        cases = queries.pointed(cards, on=TODAY)
        taken = queries.reductions(post_id, on=TODAY)

    assert [(each.card.case_id, each.tier, each.points) for each in cases] == [
        (case.pk, "B2", Decimal(115))
    ]
    assert [(each.words, each.state.value) for each in taken] == [
        ("Court Duty", "scheduled"),
        ("Court Duty", "archived"),
    ]
    assert ("court-duty", "Court Duty") in queries.reasons_of_reductions(on=TODAY)


def test_nobody_else_sees_or_changes_the_work_of_a_post(
    case, manager_here, officer_here, officer_elsewhere, post_id
):
    reduce(manager_here, post_id)

    for account in (officer_here, officer_elsewhere):
        with pytest.raises(PermissionDenied):
            reduce(account, post_id)
    assert loads(officer_elsewhere, post_id).cases == 0
    with change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        assert queries.reductions(post_id, on=TODAY) == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            Reduction.objects.create(
                post_id=post_id,
                number=9,
                reason="nqo",
                hours=1,
                starts_on=TODAY,
                recorded_at=NOW,
            )
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        assert len(queries.reductions(post_id, on=TODAY)) == 1
    assert Reduction.objects.count() == 1


def test_the_database_holds_the_shape_of_hours(post_id):
    usual = {"post_id": post_id, "recorded_at": NOW, "starts_on": TODAY}
    for row in (
        {"number": 1, "reason": "nqo", "hours": 0},
        {"number": 1, "reason": "nqo", "hours": 1, "ends_on": TODAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reduction.objects.create(**usual | row)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingHours.objects.create(**usual, hours=61)
