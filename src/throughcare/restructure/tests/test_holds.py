"""Items left for a decision: nobody adds to them alone once the go decision rests on them, and what was decided is not late."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Answer, Hold, Override
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.lights import Light
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.stages import INSTANT
from throughcare.restructure.tests.test_carrying import case_of


def held(reform: Reform) -> int:
    """A case that is to be decided today."""
    case, _ = case_of(reform)
    with change_access.as_engine(now=reform.now):
        commands.hold_item(
            account_id=account("planner"),
            plan_id=reform.plan_id,
            kind="case",
            item_id=case,
            decider_id=account("director"),
            reason="The score is being worked out.",
            until=reform.now.date(),
            now=reform.now,
        )
    reform.done(Step.PLAN)
    return case


def standing(reform: Reform, case: int) -> str:
    return Answer.objects.get(plan=reform.plan, kind="case", item_id=case).standing


def answered(reform: Reform) -> Light:
    with change_access.as_engine(now=reform.now):
        found = queries.readings(reform.plan, queries.read(reform.plan), today=reform.now.date())
    return next(each.light for each in found if each.name == "answered")


def test_one_that_nobody_decided_is_late_the_day_after(tried):
    held(tried)

    assert answered(tried.at(tried.now + timedelta(days=1))) == Light.RED


def test_one_that_was_decided_by_hand_is_not_late(tried):
    case = held(tried)
    tried.override(kind="case", item_id=case, unit="N05")
    tried.done(Step.PLAN)

    assert standing(tried, case) == "answered"
    assert answered(tried.at(tried.now + timedelta(days=1))) != Light.RED


def test_one_that_is_lifted_has_the_answer_of_the_rules(tried, sign_in):
    case = held(tried)
    page = f"/restructures/{tried.plan.reference}"
    planner = sign_in("planner", now=tried.now)
    hold = Hold.objects.get()
    assert "Lift the hold" in planner.get(f"{page}/items/case/{case}").content.decode()

    planner.post(f"{page}/holds/{hold.pk}/lifting")
    tried.done(Step.PLAN)

    hold.refresh_from_db()
    assert hold.settled_at is not None
    assert standing(tried, case) == "answered"


def test_what_waits_for_approval_can_be_withdrawn_and_never_counts(tried, sign_in):
    case, _ = case_of(tried)
    with change_access.acting_as(account_id=account("planner"), now=tried.now):
        override = commands.propose_override(
            account_id=account("planner"),
            plan_id=tried.plan_id,
            kind="case",
            item_id=case,
            unit_code="N05",
            reason="A slip.",
            now=tried.now,
        )
    page = f"/restructures/{tried.plan.reference}"

    sign_in("planner", now=tried.now).post(f"{page}/overrides/{override.pk}/withdrawal")

    override.refresh_from_db()
    assert override.lapsed_at is not None
    assert queries.count_by_hand(tried.plan, sees_all=True) == {"over": 1}


def test_what_was_approved_is_not_withdrawn(tried):
    case, _ = case_of(tried)
    tried.override(kind="case", item_id=case, unit="N05")
    override = Override.objects.get()

    with change_access.as_engine(now=tried.now), pytest.raises(Refused, match="approved"):
        commands.withdraw_override(
            account_id=account("planner"),
            plan_id=tried.plan_id,
            override_id=override.pk,
            now=tried.now,
        )


def test_after_the_go_decision_one_counts_once_another_has_approved_it(staged, sign_in):
    case, _ = case_of(staged)
    staged.sign(Gate.GO)
    staged.hold(kind="case", item_id=case)
    hold = Hold.objects.get()
    commands.keep_up(now=staged.now)
    assert standing(staged, case) == "answered"
    page = f"/restructures/{staged.plan.reference}"
    with change_access.as_engine(now=staged.now), pytest.raises(PermissionDenied):
        commands.approve_hold(
            account_id=account("planner"), plan_id=staged.plan_id, hold_id=hold.pk, now=staged.now
        )
    approver = sign_in("approver", now=staged.now)
    assert "Approve the hold" in approver.get(f"{page}/items/case/{case}").content.decode()

    approver.post(f"{page}/holds/{hold.pk}/approval")
    commands.keep_up(now=staged.now)

    hold.refresh_from_db()
    assert (hold.waits, hold.approved_by_id) == (False, account("approver"))
    assert standing(staged, case) == "held"
    assert staged.broken() == {}


def test_what_waits_does_not_keep_the_switch_from_its_answer(staged):
    case, _ = case_of(staged)
    staged.sign(Gate.GO)
    staged.hold(kind="case", item_id=case)

    live = staged.at(INSTANT)
    live.done(Step.SWITCH)

    assert live.broken() == {}
    hold = Hold.objects.get()
    with change_access.as_engine(now=live.now):
        commands.lift_hold(
            account_id=account("planner"), plan_id=live.plan_id, hold_id=hold.pk, now=live.now
        )
    hold.refresh_from_db()
    assert hold.settled_at == live.now


def test_a_switch_that_would_lock_somebody_out_is_refused(staged):
    staged.sign(Gate.GO)
    ((post,),) = staged.rows(
        "select a.item_id from restructure_answer a join access_post p on p.id = a.item_id and p.account_id is not null"
        " where a.plan_id = %s and a.kind = 'account' and a.standing = 'answered' order by 1 limit 1",
        staged.plan_id,
    )
    sql.write(
        "insert into restructure_hold (plan_id, kind, item_id, decider_id, reason, until, waits, recorded_at)"
        " values (%s, 'account', %s, %s, 'Behind everybody', '2014-06-14', false, %s)",
        [staged.plan_id, post, account("director"), staged.now],
    )
    sql.write(
        "update restructure_answer set standing = 'held', to_owner_id = null, to_holder_id = null, to_post_id = null"
        " where plan_id = %s and kind = 'account' and item_id = %s",
        [staged.plan_id, post],
    )

    assert "locked-out" in staged.at(INSTANT).refusals(Step.SWITCH)
