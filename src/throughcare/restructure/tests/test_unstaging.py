"""What is staged can be taken back, and the plan answered anew or changed; what was in force is never deleted."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.commands.unstaging import KEPT_AT_STAGING
from throughcare.restructure.models import Approval, Freeze, Override
from throughcare.restructure.queries import kinds, plans, sql
from throughcare.restructure.queries.lights import Light
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.stages import INSTANT
from throughcare.restructure.tests.test_carrying import FIRST, anew
from throughcare.restructure.tests.test_lapsing import appealed

KEPT = [f"restructure_{each}" for each in KEPT_AT_STAGING]


def written_ahead(reform: Reform) -> dict[str, int]:
    found = {
        kind.name: f"select count(*) from {kind.assignments} where change_id = {reform.plan.change_id}"
        for kind in kinds.assigned()
    } | {table: f"select count(*) from {table} where plan_id = {reform.plan_id}" for table in KEPT}
    return {name: int(reform.rows(asked)[0][0]) for name, asked in found.items()}


def in_real_time(reform: Reform, step: Step) -> dict[str, Any]:
    """A step whose run begins and ends by the machine's clock, by which the trail is written too; gives its report."""
    with change_access.as_engine(now=reform.now):
        run = commands.ask_for_step(
            account_id=account("director"), plan_id=reform.plan_id, step=step, now=reform.now
        )
    run = commands.perform_step(
        run_id=run.pk, now=reform.now, machine_now=clock.machine_now, tell=silent
    )
    return dict(run.result)


def test_nothing_is_left_of_it_and_staging_again_writes_the_same(staged):
    before = written_ahead(staged)
    assert before["case"]
    assert before["restructure_digest"]

    staged.done(Step.UNSTAGE)

    assert staged.plan.phase == Phase.DRY_RUN
    assert not any(written_ahead(staged).values())
    assert staged.broken() == {}
    staged.done(Step.STAGE)
    assert written_ahead(staged) == before
    assert staged.broken() == {}


def test_the_go_decision_and_its_freeze_go_with_it_and_the_signature_of_the_plan_stays(staged):
    staged.sign(Gate.GO)

    staged.done(Step.UNSTAGE)

    signed = Approval.objects.filter(plan=staged.plan).values_list("gate", flat=True)
    assert list(signed) == [Gate.PLAN]
    assert not Freeze.objects.filter(ended_at=None).exists()
    staged.done(Step.STAGE)
    assert "no-go" in staged.at(INSTANT).refusals(Step.SWITCH)


def test_unstaged_again_nothing_changes(staged):
    staged.done(Step.UNSTAGE)

    staged.done(Step.UNSTAGE)

    assert staged.plan.phase == Phase.DRY_RUN


def test_a_newer_version_takes_the_place_of_one_whose_staging_was_taken_back(staged):
    appealed(staged)
    with pytest.raises(Refused, match="Take back what is staged"):
        anew(staged)
    staged.done(Step.UNSTAGE)

    newer = anew(staged)
    newer.stage()

    assert Override.objects.get().carried_from == FIRST
    assert newer.broken() == {}


def test_a_newer_version_of_a_plan_that_is_live_is_not_taken_in(first_morning):
    with pytest.raises(Refused, match="is live"):
        anew(first_morning)


def test_what_was_live_for_a_time_is_not_deleted(first_morning):
    first_morning.done(Step.ABORT)
    before = written_ahead(first_morning)

    assert first_morning.refusals(Step.UNSTAGE) == ["not-unstaged"]

    assert written_ahead(first_morning) == before


@pytest.mark.parametrize("who", ["planner", "approver"])
def test_the_director_alone_takes_it_back(staged, who):
    with change_access.as_engine(now=staged.now), pytest.raises(PermissionDenied):
        commands.ask_for_step(
            account_id=account(who), plan_id=staged.plan_id, step=Step.UNSTAGE, now=staged.now
        )


def test_a_page_says_what_goes_and_asks_once_more(staged, sign_in):
    page = f"/restructures/{staged.plan.reference}"
    director = sign_in("director", now=staged.now)

    assert "Take back what is staged" in director.get(page).content.decode()
    asked = director.get(f"{page}/unstaging").content.decode()

    assert "The go decision is withdrawn" in asked
    assert sign_in("planner", now=staged.now).get(f"{page}/unstaging").status_code == 403


def test_a_plan_that_is_not_staged_says_so(tried, sign_in):
    page = f"/restructures/{tried.plan.reference}/unstaging"
    answer = sign_in("director", now=tried.now).get(page).content.decode()

    assert plans.why_not_unstaged(tried.plan) in answer
    assert "Take it back" not in answer


def test_the_go_decision_is_not_signed_on_what_was_taken_back(staged):
    staged.done(Step.UNSTAGE)

    with pytest.raises(Refused, match="no report to rest on"):
        staged.sign(Gate.GO)

    with change_access.as_engine(now=staged.now):
        found = queries.readings(staged.plan, queries.read(staged.plan), today=staged.now.date())
    assert {each.light for each in found if each.name == "staged"} == {Light.RED}


def test_what_was_altered_before_staging_began_again_excuses_nothing_after(tried):
    """An entry of the trail from between two stagings accounts for nothing that was altered after the second."""
    ((case, number),) = tried.rows(
        "select r.reference, k.id from probation_contact k join probation_case_facts r on r.item_id = k.case_id"
        " order by k.id limit 1"
    )
    tried.sign(Gate.PLAN)
    in_real_time(tried, Step.STAGE)
    with change_access.as_engine(now=tried.now):
        audit.record(
            account_id=account("planner"),
            action="probation.contact.correct",
            subject_kind="case",
            subject_reference=case,
            now=tried.now,
            detail={"altered": [f"probation.Contact/{number}"]},
        )
    in_real_time(tried, Step.UNSTAGE)
    in_real_time(tried, Step.STAGE)
    sql.write("alter table probation_contact disable trigger user")
    sql.write("update probation_contact set notes = notes || 'x' where id = %s", [number])
    sql.write("alter table probation_contact enable trigger user")
    tried.sign(Gate.GO)
    live = tried.at(INSTANT)
    in_real_time(live, Step.SWITCH)

    assert in_real_time(live, Step.RECONCILE)["differences"]["content"] == 1
