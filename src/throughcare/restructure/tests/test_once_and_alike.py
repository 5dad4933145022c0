"""Acceptance example 16: the reform applied twice writes nothing the second time, and is the same on one worker and on sixteen."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.apps import apps
from django.db import connections

from throughcare.access import commands as change_access
from throughcare.kernel.holdings import REGISTER
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.commands import turns
from throughcare.restructure.models import Run
from throughcare.restructure.queries import evidence, sql
from throughcare.restructure.tests.nation_before import answers
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.stages import EVE, FIRST_MORNING, INSTANT

ASKED_AND_TOLD = {"restructure.Run", "audit.Entry", "audit.Chain"}
"""That a step was asked for again is noted, and no more."""
COUNTED_ANEW = {
    "restructure.Load",
    "restructure.ConstraintsAsked",
    "restructure.Book",
    "restructure.Tally",
    "restructure.ProviderList",
}
"""Figures that are counted again whenever they are asked for: the same, in rows of other numbers."""
SIXTEEN = 16


def everything() -> dict[str, str]:
    """A digest of each table that any room keeps."""
    return {
        label: _digest(label)
        for label in sorted({each.table for each in REGISTER.tables()} - ASKED_AND_TOLD)
    }


def _digest(label: str) -> str:
    row = "(to_jsonb(t) - 'id')::text" if label in COUNTED_ANEW else "t::text"
    return str(
        sql.value(
            f"select coalesce(md5(string_agg(md5({row}), '' order by md5({row}))), '')"
            f" from {apps.get_model(label)._meta.db_table} t"
        )
    )


def test_the_reform_applied_twice_writes_nothing_the_second_time(eve):
    staged = eve.stage()
    written = everything()
    assert staged.take_in(F1.read_text()).plan_id == staged.plan_id
    for step in (Step.CHECK, Step.PLAN, Step.STAGE):
        staged.done(step)
    assert everything() == written

    live = staged.sign(Gate.GO).at(INSTANT)
    live.done(Step.SWITCH)
    live.at(FIRST_MORNING).done(Step.RECONCILE)
    again = live.at(FIRST_MORNING)
    written = everything()
    assert again.take_in(F1.read_text()).plan_id == again.plan_id
    for step in (Step.CHECK, Step.PLAN, Step.SWITCH, Step.RECONCILE):
        again.done(step)
    assert again.refusals(Step.STAGE) == ["not-dry-run"]

    assert everything() == written
    assert again.broken() == {}


@pytest.fixture
def applied(a_nation) -> Callable[[int], tuple[object, ...]]:
    def apply(workers: int) -> tuple[object, ...]:
        own: AbstractContextManager[None] = a_nation()
        with own:
            return _applied(workers)

    return apply


def _applied(workers: int) -> tuple[object, ...]:
    """Apply the reform in a nation of its own, so many workers at each step: what it came to."""
    eve = Reform(now=EVE).take_in()
    performed(eve, Step.PLAN, workers)
    eve.sign(Gate.PLAN)
    performed(eve, Step.STAGE, workers)
    eve.sign(Gate.GO)
    live = eve.at(INSTANT)
    performed(live, Step.SWITCH, workers)
    performed(live, Step.RECONCILE, workers)
    assert live.plan.phase == Phase.RECONCILED
    roots = evidence.digests(live.plan)
    assert len(roots) > 5
    return answers(), roots, live.rows(ASSIGNED), live.broken()


_CODE = "(select min(k.code) from organisation_unitcode k where k.unit_id = a.{})"
ASSIGNED = " union all ".join(
    f"select '{table}', a.item_id, {_CODE.format('owner_id')}, {_CODE.format('holder_id')}, a.post_id, a.basis"
    f" from {table} a where a.superseded_at is null"
    for table in (
        "access_postassignment",
        "probation_caseassignment",
        "probation_courtreportassignment",
        "probation_victimcontactassignment",
    )
)
ASSIGNED = f"select * from ({ASSIGNED}) found order by 1, 2, 6"


def performed(reform: Reform, step: Step, workers: int) -> None:
    """Have a step performed by so many workers, who all take up the one run that was asked for, at once."""
    with change_access.as_engine(now=reform.now):
        run = commands.ask_for_step(
            account_id=account("director"), plan_id=reform.plan_id, step=step, now=reform.now
        )
    together = threading.Barrier(workers)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            together.wait()
            commands.perform_step(
                run_id=run.pk, now=reform.now, machine_now=lambda: reform.now, tell=silent
            )
        except turns.StillTaken:
            pass  # told to come back later; somebody else is at it
        except BaseException as error:  # noqa: BLE001 told by the test, as any failure in a thread
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    run.refresh_from_db()
    assert (run.state, run.result.get("refused")) == (RunState.DONE, None)
    assert Run.objects.filter(plan=run.plan, step=step).count() == 1


@pytest.mark.nightly
def test_one_worker_and_sixteen_at_once_give_the_same_answers_and_the_same_root(applied):
    alone, sixteen = applied(1), applied(SIXTEEN)

    assert alone[3] == {}
    assert sixteen == alone
