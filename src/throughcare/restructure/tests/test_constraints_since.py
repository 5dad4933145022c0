"""Constraints are asked again after the dry run: when a plan is staged, and of what keeping up changed."""

from datetime import timedelta

from throughcare.access import commands as change_access
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.models import ConstraintsAsked
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.test_constraints import tried

QUOTA = """
  - {name: few, kind: capacity, applies to: case, by: new_unit, at most: MOST, says: No body has more cases than this.}
"""
LARGEST = """
select max(n) from (select count(*) as n from restructure_answer where plan_id = %s and kind = 'case' group by to_owner_id) each
"""


def light(reform) -> str:
    with change_access.as_engine(now=reform.now):
        found = queries.readings(reform.plan, queries.read(reform.plan), today=reform.now.date())
    return {each.name: each.light for each in found}["constraints"]


def one_more(reform) -> None:
    """The body with most cases comes to one more, as by an override of an item that was answered otherwise."""
    sql.write(
        """
        update restructure_answer set to_owner_id = (
            select to_owner_id from restructure_answer where plan_id = %s and kind = 'case'
            group by 1 order by count(*) desc limit 1)
        where id = (select min(a.id) from restructure_answer a where a.plan_id = %s and a.kind = 'case'
                    and a.to_owner_id <> (select to_owner_id from restructure_answer where plan_id = %s and kind = 'case'
                                          group by 1 order by count(*) desc limit 1))
        """,
        [reform.plan_id] * 3,
    )


def with_a_quota(eve):
    """The plan with a capacity that its answers just keep to."""
    eve.done(Step.PLAN)
    ((largest,),) = eve.rows(LARGEST, eve.plan_id)
    reform, found = tried(eve, QUOTA.replace("MOST", str(largest)))
    assert found["broken"] == 0
    return reform.sign(Gate.PLAN)


def test_a_stopping_constraint_that_was_broken_since_the_dry_run_stops_staging(eve):
    reform = with_a_quota(eve)
    one_more(reform)

    # No succession goes there either: nobody has checked what keeping up or a person did.
    assert reform.refusals(Step.STAGE) == ["no-succession", "constraint"]
    assert reform.plan.phase == Phase.DRY_RUN


def test_one_that_keeping_up_breaks_is_red_before_the_go_decision(eve):
    reform = with_a_quota(eve)
    reform.done(Step.STAGE)
    assert light(reform) != "red"
    asked_at = ConstraintsAsked.objects.get(plan_id=reform.plan_id).asked_at
    one_more(reform)

    with change_access.as_engine(now=reform.now):
        assert commands.ask_constraints_again(answered=0, now=reform.now) == 0
        soon = asked_at + timedelta(seconds=30)
        assert commands.ask_constraints_again(answered=1, now=soon) == 0
    later = reform.at(asked_at + timedelta(minutes=3))
    with change_access.as_engine(now=later.now):
        assert commands.ask_constraints_again(answered=0, now=later.now) == 1

    assert light(later) == "red"
    assert not ConstraintsAsked.objects.get(plan_id=reform.plan_id).is_stale
