"""What drifts in a plan that waits: answered again each night, and told on its page."""

from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.restructure import commands, queries, tasks
from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.models import Run
from throughcare.restructure.queries import sql
from throughcare.restructure.rules import drift as rules
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import silent
from throughcare.restructure.tests.sign_offs import appoint

MOST_QUERIES = 45
OF_A_COMPANY = """
select a.item_id from restructure_answer a
where a.plan_id = %s and a.kind = 'case' and a.rule = 'nps-or-crc/otherwise' order by a.item_id limit 3
"""


def by_night(reform, *, days: int = 1):
    """The worker's own dry run, so many nights on."""
    later = reform.at(reform.now - timedelta(hours=6) + timedelta(days=days))
    with change_access.as_engine(now=later.now):
        asked = commands.have_plans_tried_again(now=later.now)
    for run in asked:
        commands.perform_step(
            run_id=run.pk, now=later.now, machine_now=lambda: later.now, tell=silent
        )
    return later, asked


def found(reform) -> dict[tuple[str, str], rules.Line]:
    with change_access.as_engine(now=reform.now):
        drift = queries.drift(reform.plan)
    assert drift is not None
    return {(line.what, line.name): line for line in drift.lines}


def risk_rises(reform) -> list[int]:
    """Some cases become ones that only the public service has."""
    items = [item for (item,) in reform.rows(OF_A_COMPANY, reform.plan_id)]
    sql.write(
        "update probation_riskprofile set other_sentence = 'NPS' where case_id = any (%s)", [items]
    )
    return items


def test_a_plan_that_was_run_dry_is_answered_again_each_night_and_says_what_drifted(eve):
    eve = eve.at(eve.now - timedelta(days=9))
    eve.done(Step.PLAN)
    eve.sign(Gate.PLAN)
    by_night(eve)
    risk_rises(eve)

    second, (run,) = by_night(eve, days=2)

    run.refresh_from_db()
    assert (run.state, run.step, run.asked_by_id) == (RunState.DONE, Step.PLAN, None)
    lines = found(second)
    rule = lines["Rule", "Case: nps-or-crc/otherwise"]
    assert (rule.since_night, rule.since_signed) == (Decimal(-3), Decimal(-3))
    bodies: list[Decimal] = [
        line.since_night or Decimal(0)
        for (what, name), line in lines.items()
        if what == "Body" and name.endswith(": case")
    ]
    assert (sum(bodies), sum(abs(each) for each in bodies)) == (0, 6)
    share = next(line for (what, _), line in lines.items() if what == "Share")
    assert share.expected == Decimal("68.9")
    assert share.since_signed != 0
    assert second.plan.phase == Phase.DRY_RUN
    assert second.plan.approvals.filter(gate=Gate.PLAN).exists()

    third, _ = by_night(eve, days=3)
    rule = found(third)["Rule", "Case: nps-or-crc/otherwise"]
    assert (rule.since_night, rule.since_signed) == (Decimal(0), Decimal(-3))


def test_what_keeping_up_changed_is_the_drift_of_a_staged_plan_whose_answers_stay(eve):
    eve = eve.at(eve.now - timedelta(days=9)).stage()
    items = risk_rises(eve)
    moved = len(items)
    sql.write(
        "insert into restructure_changed (plan_id, kind, item_id, noted_at)"
        " select %s, 'case', unnest(%s::bigint[]), %s",
        [eve.plan_id, items, eve.now],
    )
    with change_access.as_engine(now=eve.now):
        assert commands.keep_up(now=eve.now) == moved
    before = eve.rows("select count(*), max(id) from restructure_answer")

    later, _ = by_night(eve)

    rule = found(later)["Rule", "Case: nps-or-crc/otherwise"]
    assert (rule.since_night, rule.since_signed) == (Decimal(-moved), Decimal(-moved))
    assert later.plan.phase == Phase.STAGED
    assert eve.rows("select count(*), max(id) from restructure_answer") == before


def test_the_page_of_the_plan_tells_it_with_its_date_to_the_programme_alone(eve, sign_in):
    eve = eve.at(eve.now - timedelta(days=9))
    eve.done(Step.PLAN)
    assert "What has drifted" not in text_of(sign_in("planner", now=eve.now).get(PLAN))
    risk_rises(eve)
    later, _ = by_night(eve)

    client = sign_in("planner", now=later.now)
    with CaptureQueriesContext(connection) as asked:
        page = text_of(client.get(PLAN))

    assert "Answered again 23 May 2014" in page
    assert "Case: nps-or-crc/otherwise" in page
    assert "(expected 68.9)" in page
    assert ">-3<" in page
    assert len(asked) <= MOST_QUERIES
    head = sign_in(appoint(later, "ASP"), now=later.now).get(PLAN)
    assert (head.status_code, "What has drifted" in text_of(head)) == (200, False)


def test_the_night_asks_for_it_and_leaves_a_plan_at_which_a_step_is_under_way(tried):
    Run.objects.create(plan_id=tried.plan_id, step=Step.STAGE, asked_at=tried.now)

    tasks.nightly(0)
    assert not Run.objects.filter(plan_id=tried.plan_id, asked_by_id=None, step=Step.PLAN).exists()

    Run.objects.filter(plan_id=tried.plan_id, step=Step.STAGE).delete()
    tasks.nightly(0)
    assert Run.objects.filter(plan_id=tried.plan_id, asked_by_id=None, step=Step.PLAN).count() == 1
