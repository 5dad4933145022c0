"""Each list of section 3, item by item: what was on it when the plan was staged goes on, or was ended by somebody."""

from dataclasses import replace

import pytest

from throughcare.restructure.choices import Step
from throughcare.restructure.queries import kinds, lists, sql
from throughcare.restructure.rules import checks
from throughcare.restructure.tests.plans import DECISIONS, KINDS, f1
from throughcare.restructure.tests.reform import Reform

DIFFERENCES = "select subject, found from restructure_difference where check_name = 'in-flight' order by subject"


def found_in_flight(reform: Reform) -> list[tuple[str, str]]:
    reform.done(Step.RECONCILE)
    return reform.rows(DIFFERENCES)


def test_every_list_that_a_room_keeps_is_decided_in_the_plan_of_2014():
    plan = f1()

    assert sorted(each.kind for each in plan.in_flight) == sorted(kinds.lists())
    assert checks.check(plan, decisions=DECISIONS, kinds=KINDS, in_flight=kinds.lists()) == ()


@pytest.mark.parametrize("name", sorted(kinds.lists()))
def test_a_plan_that_leaves_a_list_out_is_refused(name):
    plan = replace(f1(), in_flight=tuple(each for each in f1().in_flight if each.kind != name))

    found = checks.check(plan, decisions=DECISIONS, kinds=KINDS, in_flight=kinds.lists())

    assert [str(each) for each in found] == [
        f"in flight: Say whether each {name} is moved, finished before or cancelled."
    ]


def test_what_goes_on_after_the_switch_is_counted_and_nothing_is_gone(first_morning):
    differences = first_morning.done(Step.RECONCILE)["differences"]

    found = {each.name: each for each in lists.found(first_morning.plan)}
    assert differences["in-flight"] == 0
    assert set(found) == set(kinds.lists())
    assert {each.becomes for each in found.values()} == {"moved"}
    assert all(each.gone == 0 for each in found.values())
    for name in ("appointment", "enforcement", "court-report"):
        assert found[name].kept == found[name].going_on > 0


def test_an_appointment_that_is_gone_is_named(first_morning):
    ((number, crn),) = first_morning.rows(
        "select k.item_id, c.reference from restructure_clock k join probation_case_references c on c.item_id = k.case_id"
        " where k.kind = 'probation.Appointment' order by 1 limit 1"
    )
    sql.write("delete from probation_appointment where id = %s", [number])

    assert found_in_flight(first_morning) == [(f"probation.Appointment {crn}/{number}", "is gone")]


def test_a_breach_that_ended_with_nobody_on_the_trail_is_named(first_morning):
    ((number, crn),) = first_morning.rows(
        "select k.item_id, c.reference from restructure_clock k join probation_case_references c on c.item_id = k.case_id"
        " where k.kind = 'probation.Enforcement' order by 1 limit 1"
    )
    sql.write("update probation_enforcement set state = 'withdrawn' where id = %s", [number])

    assert found_in_flight(first_morning) == [
        (f"probation.Enforcement {crn}/{number}", "was ended, and nothing says by whom")
    ]
