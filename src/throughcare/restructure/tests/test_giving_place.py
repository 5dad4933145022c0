"""A newer version takes the place of one whose switch was aborted, or that was reversed; and never of one that is under way."""

from datetime import UTC, datetime, timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands
from throughcare.restructure.choices import FreezeKind, Gate, Phase, Step
from throughcare.restructure.models import Freeze, Plan
from throughcare.restructure.queries import frozen
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.stages import INSTANT
from throughcare.restructure.tests.test_carrying import FIRST, anew
from throughcare.restructure.tests.test_lapsing import appealed, rule_of

LATER = datetime(2014, 6, 19, 23, tzinfo=UTC)
BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)
MADE = (
    "select c.code, c.unit_id from organisation_unitcode c join restructure_plan p on p.change_id = c.change_id"
    " where p.id = %s order by 1"
)


def put_off(reform: Reform, *, and_in_law: bool = False) -> Reform:
    """The next version of the plan, for three weeks later; the old bodies may end in law a month later as well."""
    text = F1.read_text(encoding="utf-8")
    for old, new in (
        (f"\nversion: {FIRST}\n", f"\nversion: {FIRST + 1}\n"),
        ("instant: 2014-06-01T00:00:00", "instant: 2014-06-20T00:00:00"),
        *([("legal until: 2014-10-31", "legal until: 2014-11-30")] if and_in_law else []),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return reform.take_in(text)


def freed(reform: Reform) -> Reform:
    """With the freeze of the go decision ended by an approver."""
    with change_access.as_engine(now=reform.now):
        for freeze in Freeze.objects.filter(ended_at=None):
            commands.end_freeze(account_id=account("approver"), freeze_id=freeze.pk, now=reform.now)
    return reform


def owners(reform: Reform) -> set[str]:
    return {
        code
        for (code,) in reform.rows(
            "select distinct c.code from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a"
            " join probation_case s on s.id = a.item_id and s.closed_at is null"
            " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = a.owner_id"
        )
    }


def test_after_an_abort_the_reform_is_put_off_by_a_newer_version(first_morning):
    first = first_morning
    first.done(Step.ABORT)
    post = appealed(first)

    newer = put_off(freed(first))
    newer.done(Step.PLAN)

    assert first.plan.phase == Phase.ABORTED
    assert rule_of(post).startswith("override ")
    made = dict(newer.rows(MADE, first.plan_id))
    again = {code: unit for code, unit in newer.rows(MADE, newer.plan_id) if code in made}
    assert len(again) > 100
    assert again.items() <= made.items()
    assert newer.broken() == {}
    newer.sign(Gate.PLAN)
    newer.done(Step.STAGE)
    newer.sign(Gate.GO)
    assert "ASP" in owners(newer.at(LATER - timedelta(days=1)))
    live = newer.at(LATER + timedelta(seconds=5))
    live.done(Step.SWITCH)
    assert "ASP" not in owners(live)
    assert live.broken() == {}
    assert not any(live.done(Step.RECONCILE)["differences"].values())


def test_it_can_be_run_dry_again_and_what_was_live_is_kept(first_morning):
    first_morning.done(Step.ABORT)
    newer = put_off(freed(first_morning))
    newer.done(Step.PLAN)

    newer.done(Step.PLAN)

    kept = "select count(*) from probation_caseassignment where change_id = %s and superseded_at is not null"
    assert newer.rows(kept, first_morning.plan.change_id)[0][0] > 0
    assert newer.broken() == {}


def test_not_before_the_freeze_of_the_go_decision_is_ended(first_morning):
    first_morning.done(Step.ABORT)

    with pytest.raises(Refused, match=r"frozen|locked"):
        put_off(first_morning)


def test_what_was_reversed_is_done_again_by_a_newer_version(first_morning):
    back = first_morning.gone_back(instant=BACK)
    back.done(Step.RECONCILE)

    newer = put_off(freed(back.at(BACK + timedelta(days=1))), and_in_law=True)
    newer.done(Step.PLAN)
    newer.sign(Gate.PLAN)
    newer.done(Step.STAGE)
    newer.sign(Gate.GO)
    live = newer.at(LATER + timedelta(seconds=5))
    live.done(Step.SWITCH)

    assert "ASP" not in owners(live)
    assert live.broken() == {}
    assert not any(live.done(Step.RECONCILE)["differences"].values())


def test_none_is_taken_in_while_a_step_waits_for_the_worker(tried):
    tried.sign(Gate.PLAN)
    with change_access.as_engine(now=tried.now):
        run = commands.ask_for_step(
            account_id=account("director"), plan_id=tried.plan_id, step=Step.STAGE, now=tried.now
        )

    with pytest.raises(Refused, match=r"Stage of .* is under way"):
        anew(tried)

    commands.perform_step(run_id=run.pk, now=tried.now, machine_now=lambda: tried.now, tell=silent)
    assert tried.plan.phase == Phase.STAGED


def test_an_older_version_is_not_staged(tried):
    tried.sign(Gate.PLAN)
    anew(tried)

    assert "newer-version" in tried.refusals(Step.STAGE)
    assert Plan.objects.get(id=tried.plan_id).phase == Phase.DRY_RUN


def test_what_was_frozen_is_frozen_under_the_newer_version(tried):
    with change_access.as_engine(now=tried.now):
        freeze = commands.ask_for_freeze(
            account_id=account("planner"),
            plan_id=tried.plan_id,
            kind=FreezeKind.PROCESS,
            starts_at=tried.now + timedelta(hours=2),
            until=INSTANT + timedelta(days=2),
            reason="No new allocations in the last hours",
            now=tried.now,
        )
        commands.approve_freeze(account_id=account("approver"), freeze_id=freeze.pk, now=tried.now)

    newer = anew(tried)
    newer.done(Step.PLAN)

    later = tried.now + timedelta(hours=3)
    freeze.refresh_from_db()
    assert freeze.plan_id == newer.plan_id
    assert frozen.state_of(freeze, now=later) == "In force"
    assert frozen.frozen_of(newer.plan, now=later) == [freeze]
