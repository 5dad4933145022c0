"""Accounts that are held past the instant: the gate is red while there are any."""

from throughcare.access import commands as change_access
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Step
from throughcare.restructure.tests.reform import account

FIRST = "select min(a.item_id) from restructure_answer a where a.plan_id = %s and a.kind = 'case'"
# Of an officer: where the seat of a leader is held, so is the team.
SEAT = """
select min(a.item_id) from restructure_answer a join access_post p on p.id = a.item_id and p.role = 'officer'
where a.plan_id = %s and a.kind = 'account'
"""


def answered(reform):
    with change_access.as_engine(now=reform.now):
        found = queries.readings(reform.plan, queries.read(reform.plan), today=reform.now.date())
    return next(each for each in found if each.name == "answered")


def hold(reform, *, kind: str, item_id: int, until) -> None:
    with change_access.as_engine(now=reform.now):
        commands.hold_item(
            account_id=account("planner"),
            plan_id=reform.plan_id,
            kind=kind,
            item_id=item_id,
            decider_id=account("director"),
            reason="An appeal is heard.",
            until=until,
            now=reform.now,
        )
    reform.done(Step.PLAN)


def test_an_account_held_past_the_instant_makes_the_gate_red_and_a_case_does_not(tried):
    ((case,),) = tried.rows(FIRST, tried.plan_id)
    ((seat,),) = tried.rows(SEAT, tried.plan_id)
    hold(tried, kind="case", item_id=case, until=tried.plan.effective_at.date())
    assert (answered(tried).light, "past the instant" in answered(tried).fact) == ("amber", False)

    hold(tried, kind="account", item_id=seat, until=queries.day_of(tried.plan.effective_at))

    assert answered(tried).light == "red"
    assert "1 accounts are held past the instant" in answered(tried).fact


def test_one_that_is_to_be_decided_before_the_instant_is_amber(tried):
    ((seat,),) = tried.rows(SEAT, tried.plan_id)

    hold(tried, kind="account", item_id=seat, until=tried.now.date())

    assert (answered(tried).light, "past the instant" in answered(tried).fact) == ("amber", False)
