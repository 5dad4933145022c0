"""Approvals below the gates: of whom the plan names, and of what belongs to the plan in the address."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands
from throughcare.restructure.choices import Phase
from throughcare.restructure.models import (
    Acceptance,
    Difference,
    Hold,
    Override,
    Plan,
    Statement,
)
from throughcare.restructure.tests.pages import PLAN
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.test_capacity import measured_for_two_minutes
from throughcare.restructure.tests.test_forward import of_people

REASON = "Known to the court."


def stated(reform: Reform) -> Statement:
    return Statement.objects.create(
        plan_id=reform.plan_id,
        gate="law",
        says="It is in force.",
        address="https://www.legislation.gov.uk/ukpga/2014/11",
        result_on=date(2014, 5, 30),
        made_by_id=account("planner"),
        recorded_at=reform.now,
    )


def set_by_hand(reform: Reform) -> Override:
    return Override.objects.create(
        plan_id=reform.plan_id,
        kind="case",
        item_id=1,
        unit_code="C05",
        reason=REASON,
        made_by_id=account("planner"),
        recorded_at=reform.now,
    )


def explained(reform: Reform) -> Difference:
    return Difference.objects.create(
        plan_id=reform.plan_id,
        check_name="content",
        subject="contact 1",
        found="altered",
        explanation=REASON,
        explained_by_id=account("planner"),
        recorded_at=reform.now,
    )


def approve(reform: Reform, made: Statement | Override | Difference, *, by: str) -> None:
    words: dict[str, Any] = {
        "account_id": account(by),
        "plan_id": reform.plan_id,
        "now": reform.now,
    }
    with change_access.as_engine(now=reform.now):
        match made:
            case Statement():
                commands.approve_statement(gate=made.gate, statement_id=made.pk, **words)
            case Override():
                commands.approve_override(override_id=made.pk, **words)
            case Difference():
                Plan.objects.filter(id=reform.plan_id).update(phase=Phase.LIVE)
                commands.approve_explanation(difference_id=made.pk, **words)


Make = Callable[[Reform], Statement | Override | Difference]


@pytest.mark.parametrize("make", [stated, set_by_hand, explained])
def test_nothing_is_approved_but_by_whom_the_plan_names(eve, make: Make):
    reform = eve.take_in(of_people("planner", "director"))
    made = make(reform)

    with pytest.raises(Refused) as refused:
        approve(reform, made, by="approver")
    made.refresh_from_db()
    assert (refused.value.codes, made.approved_by_id) == (("no-approver-of-it",), None)

    approve(reform, made, by="director")
    made.refresh_from_db()
    assert made.approved_by_id == account("director")


def test_an_amber_gate_is_accepted_by_whom_the_plan_names(eve):
    reform = eve.take_in(of_people("planner", "director"))
    measured_for_two_minutes(reform)

    with change_access.as_engine(now=reform.now), pytest.raises(Refused) as refused:
        commands.accept_amber(
            account_id=account("approver"),
            plan_id=reform.plan_id,
            gate="capacity",
            reason=REASON,
            now=reform.now,
        )

    assert refused.value.codes == ("no-approver-of-it",)
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (stated, "readiness/law/statements/{}/approval"),
        (set_by_hand, "overrides/{}/approval"),
        (explained, "differences/{}/approval"),
        (explained, "differences/{}/explanation"),
    ],
)
def test_what_belongs_to_another_plan_is_not_there(eve, sign_in, make: Make, address):
    made = make(eve)
    eve.take_in(of_people("planner", "approver, director"))
    client = sign_in("planner" if address.endswith("explanation") else "approver", now=eve.now)

    answer = client.post(f"{PLAN}/{address.format(made.pk)}", {"explanation": "Another."})

    assert answer.status_code == 404
    as_it_was = type(made).objects.values().get(pk=made.pk)
    assert as_it_was["approved_by_id"] is None
    assert as_it_was.get("explanation", REASON) == REASON


def test_a_statement_is_approved_at_its_own_gate_alone(eve, sign_in):
    made = stated(eve)

    answer = sign_in("approver", now=eve.now).post(
        f"{PLAN}/readiness/help-desk/statements/{made.pk}/approval"
    )

    made.refresh_from_db()
    assert (answer.status_code, made.approved_by_id) == (404, None)


def test_an_override_that_lapsed_is_approved_by_nobody(eve):
    made = set_by_hand(eve)
    Override.objects.update(lapsed_at=eve.now)

    with pytest.raises(Refused) as refused:
        approve(eve, made, by="approver")

    made.refresh_from_db()
    assert (refused.value.codes, made.approved_by_id) == (("lapsed",), None)


def test_an_override_that_is_approved_twice_stays_with_the_first(eve):
    made = set_by_hand(eve)

    approve(eve, made, by="approver")
    approve(eve, made, by="director")

    made.refresh_from_db()
    assert made.approved_by_id == account("approver")


def test_the_day_of_a_hold_is_one_in_england_and_wales(eve):
    after_midnight = eve.at(datetime(2014, 5, 31, 23, 30, tzinfo=UTC))

    def hold(until: date) -> None:
        with change_access.as_engine(now=after_midnight.now):
            commands.hold_item(
                account_id=account("planner"),
                plan_id=eve.plan_id,
                kind="case",
                item_id=1,
                decider_id=account("director"),
                reason=REASON,
                until=until,
                now=after_midnight.now,
            )

    with pytest.raises(Refused) as refused:
        hold(date(2014, 5, 31))
    assert (refused.value.codes, Hold.objects.count()) == (("day-passed",), 0)

    hold(date(2014, 6, 1))
    assert Hold.objects.count() == 1
