"""The first checks after the switch of a rehearsal: the real step, and a defect for what is not green."""

import pytest
from django.db import connection

from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.rehearsal.commands import acting, looking
from throughcare.rehearsal.rules.parts import Severity
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.models import Run
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.test_day_live import ASTRAY

HOLE = """
insert into access_protocol (reader_kind, owner_kind, view, starts_at)
select distinct r.value, o.value, 'full', timestamptz '2000-01-01'
from organisation_unitfact r, organisation_unitfact o
where r.fact = 'kind' and o.fact = 'kind' and r.value <> o.value
"""


@pytest.fixture
def morning(first_morning: Reform, as_a_copy: None) -> Reform:
    assert as_a_copy is None
    change_clock.set_moment(moment=first_morning.now, now_real=clock.machine_now())
    return first_morning


def checked(morning):
    return looking.first_checks(
        people=acting.People(plan_id=morning.plan_id), plan_id=morning.plan_id
    )


def test_they_are_made_as_a_step_of_the_plan_with_accounts_acted_for(morning):
    assert checked(morning) == ("7 checks, 7 green.", [])

    run = Run.objects.latest("id")
    assert (run.step, run.state) == (Step.SMOKE, RunState.DONE)
    assert (run.result["passed"], run.result["is_acted"]) == (True, True)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (HOLE, "Nobody tried opens a case of another kind of provider in full"),
        (ASTRAY, "Every provider has what was written ahead for it"),
    ],
)
def test_a_red_one_is_a_defect_of_the_worst_kind(morning, wrong, says):
    with connection.cursor() as cursor:
        cursor.execute(wrong)

    fact, defects = checked(morning)

    assert says in {each.where for each in defects}
    assert {each.severity for each in defects} == {Severity.HIGH}
    assert fact == f"7 checks, {7 - len(defects)} green."
