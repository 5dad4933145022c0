"""What changes before a plan is staged, or while it is, is right after the switch, with no manual step."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from throughcare.access import commands as change_access
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, RunState, Step
from throughcare.restructure.models import Changed, Run
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.stages import EVE, INSTANT
from throughcare.restructure.tests.test_between import (
    KIND_OF_OWNER,
    OF_A_COMPANY,
    make_unscored,
    open_case_like,
    raise_to_high,
)

DIFFERENCES = "select check_name, subject, found from restructure_difference order by 1, 2"
NOTED = "select count(distinct (kind, item_id)) from restructure_changed where plan_id = %s"
OPEN_OF_A_COMPANY = """
select f.item_id, f.reference from probation_case_facts f
join probation_riskprofile r on r.case_id = f.item_id and r.superseded_at is null and r.rosh = 'low'
order by f.item_id limit 12
"""


def judged_high(reform: Reform, raised: list[int], *, others: list[int]) -> None:
    """After the switch those who were raised are with the NPS, and nothing is amiss anywhere."""
    assert reform.rows(KIND_OF_OWNER, raised) == [("nps-division",)] * len(raised)
    assert {kind for (kind,) in reform.rows(KIND_OF_OWNER, others)} <= {"crc", "nps-division"}
    assert reform.broken() == {}


def found(reform: Reform) -> dict[str, int]:
    differences = reform.done(Step.RECONCILE)["differences"]
    return {name: count for name, count in differences.items() if count}


def test_what_is_opened_and_raised_to_high_between_dry_run_and_staging_is_right_after_the_switch(
    eve,
):
    eve.done(Step.PLAN)
    eve.sign(Gate.PLAN)
    items = [item for item, _ in eve.rows(OF_A_COMPANY, 30)]
    opened = [
        open_case_like(items[0], rosh="low", now=eve.now),
        open_case_like(items[1], rosh="high", now=eve.now),
    ]
    raised = items[15:18]
    raise_to_high(raised, now=eve.now)
    assert eve.rows(NOTED, eve.plan_id) == [(5,)]

    eve.done(Step.STAGE)

    assert eve.rows(NOTED, eve.plan_id) == [(0,)]
    eve.sign(Gate.GO)
    later = eve.at(INSTANT)
    later.done(Step.SWITCH)
    assert later.rows(KIND_OF_OWNER, opened) == [("crc",), ("nps-division",)]
    judged_high(later, raised, others=items)
    assert found(later) == {}, later.rows(DIFFERENCES)


def test_a_dry_run_made_again_has_read_what_was_noted_before(eve):
    eve.done(Step.PLAN)
    (raised,) = [item for item, _ in eve.rows(OF_A_COMPANY, 1)]
    raise_to_high([raised], now=eve.now)

    eve.done(Step.PLAN)

    assert eve.rows(NOTED, eve.plan_id) == [(0,)]
    assert eve.rows(
        "select u.code ~ '^N' from restructure_answer a join organisation_unitcode u on u.unit_id = a.to_owner_id"
        " where a.plan_id = %s and a.item_id = %s and a.kind = 'case'",
        eve.plan_id,
        raised,
    ) == [(True,)]


def test_what_is_settled_between_dry_run_and_staging_is_staged(eve):
    eve.done(Step.PLAN)
    eve.sign(Gate.PLAN)
    ((item, _),) = eve.rows(OF_A_COMPANY, 1)
    eve.hold(kind="case", item_id=item)

    eve.done(Step.STAGE)

    assert eve.rows(
        "select standing from restructure_answer where plan_id = %s and item_id = %s and kind = 'case'",
        eve.plan_id,
        item,
    ) == [("held",)]


def test_what_cannot_be_answered_since_the_dry_run_keeps_a_plan_from_being_staged(eve):
    eve.done(Step.PLAN)
    eve.sign(Gate.PLAN)
    ((item, _),) = eve.rows(OF_A_COMPANY, 1)
    make_unscored(item, now=eve.now)

    assert eve.refusals(Step.STAGE) == ["undetermined"]


def test_each_night_forgets_what_was_noted_for_a_plan_that_nobody_ran_dry(eve):
    items = [
        item for (item,) in eve.rows("select item_id from probation_case_facts order by 1 limit 2")
    ]
    raise_to_high(items, now=eve.now)
    first = Changed.objects.filter(plan=eve.plan_id).order_by("id").first()
    assert first is not None
    sql.write(
        "update restructure_changed set noted_at = now() - interval '25 hours' where id = %s",
        [first.pk],
    )

    with change_access.as_engine(now=eve.now):
        commands.have_plans_tried_again(now=eve.now)

    left = Changed.objects.filter(plan=eve.plan_id)
    assert left.exists()
    assert not left.filter(id=first.pk).exists()


@pytest.fixture
def committed(own_nation) -> Reform:
    """A nation of its own, which other connections see, and its plan checked."""
    assert own_nation is None
    return Reform(now=EVE).take_in()


def elsewhere(act: Callable[[], None]) -> None:
    """Have somebody do something on a connection of their own, and commit it."""

    def on_another_connection() -> None:
        try:
            with transaction.atomic():
                act()
        finally:
            connection.close()

    thread = threading.Thread(target=on_another_connection)
    thread.start()
    thread.join()


def perform(reform: Reform, step: Step, *, meanwhile: Callable[[], None], at: str) -> Run:
    """Perform a step, and have something done when it tells that it does what begins with `at`."""
    seen: list[str] = []

    def tell(_done: int, _total: int, doing: str) -> None:
        if doing.startswith(at) and not seen:
            seen.append(doing)
            elsewhere(meanwhile)

    with change_access.as_engine(now=reform.now):
        run = commands.ask_for_step(
            account_id=account("director"), plan_id=reform.plan_id, step=step, now=reform.now
        )
    done = commands.perform_step(
        run_id=run.pk, now=reform.now, machine_now=lambda: reform.now, tell=tell
    )
    assert seen
    return done


def test_what_is_written_while_a_dry_run_reads_and_while_a_plan_is_staged_is_right_after_the_switch(
    committed,
):
    items = [item for item, _ in committed.rows(OPEN_OF_A_COMPANY)]
    first, second, third = items[0:2], items[2:4], items[4:6]

    perform(
        committed,
        Step.PLAN,
        meanwhile=lambda: raise_to_high(first, now=EVE),
        at="Setting up places",
    )
    perform(
        committed,
        Step.PLAN,
        meanwhile=lambda: raise_to_high(second, now=EVE),
        at="Setting up places",
    )
    assert committed.rows(NOTED, committed.plan_id) == [(2,)]
    committed.sign(Gate.PLAN)
    staged = perform(
        committed,
        Step.STAGE,
        meanwhile=lambda: raise_to_high(third, now=EVE),
        at="Keeping digests",
    )

    assert staged.state == RunState.DONE, staged.result
    # What came while it was staged waits for the worker, which looks once a minute.
    assert committed.rows(NOTED, committed.plan_id) == [(2,)]
    assert commands.keep_up(now=EVE) == 2
    committed.sign(Gate.GO)
    later = committed.at(INSTANT)
    later.done(Step.SWITCH)
    judged_high(later, first + second + third, others=items)


@contextmanager
def somebody_still_writing(item: int) -> Iterator[threading.Event]:
    """Somebody who has changed a case and has not committed it, until the event is set or the block ends."""
    has_written, may_end = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                raise_to_high([item], now=EVE)
                has_written.set()
                may_end.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert has_written.wait(30)
    try:
        yield may_end
    finally:
        may_end.set()
        thread.join()


def test_a_dry_run_waits_for_those_who_began_to_write_before_it(committed):
    ((item, _), *_) = committed.rows(OPEN_OF_A_COMPANY)

    with somebody_still_writing(item):
        assert committed.refusals(Step.PLAN) == ["writers-busy"]

    committed.done(Step.PLAN)
    assert committed.rows(NOTED, committed.plan_id) == [(0,)]
    committed.sign(Gate.PLAN).done(Step.STAGE)
