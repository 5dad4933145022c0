"""What is done beside a step: a reversal beside the reconciliation of what it reverses, and the same step from two command lines."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.stages import EVE, FIRST_MORNING, INSTANT
from throughcare.restructure.tests.test_before_staging import perform

BACK = FIRST_MORNING + timedelta(hours=15)
LONGEST_WAIT = 1.0


@pytest.fixture
def committed(own_nation) -> Reform:
    """A nation of its own, which other connections see, and its plan checked."""
    assert own_nation is None
    return Reform(now=EVE).take_in()


def test_a_reversal_is_switched_beside_a_reconciliation_which_then_closes_no_books(committed):
    live = committed.go_live(now=INSTANT).at(FIRST_MORNING)
    reversal = live.reversal(instant=BACK)
    reversal.done(Step.CHECK)
    reversal.stage().sign(Gate.GO)
    took: list[float] = []

    def go_back() -> None:
        began = time.monotonic()
        reversal.at(BACK).done(Step.SWITCH)
        took.append(time.monotonic() - began)

    run = perform(live, Step.RECONCILE, meanwhile=go_back, at="Checking what every seat")

    assert took[0] < LONGEST_WAIT
    assert run.state == RunState.FAILED
    assert [each["code"] for each in run.result["refused"]] == ["not-live"]
    assert Plan.objects.get(id=live.plan_id).phase == Phase.REVERSED
    assert live.rows("select count(*) from restructure_book where plan_id = %s", live.plan_id) == [
        (0,)
    ]


def test_of_two_command_lines_that_switch_at_once_one_does_it_and_the_other_is_told(committed):
    committed.stage().sign(Gate.GO)
    both = threading.Barrier(2)
    told: list[list[str]] = []
    done: list[Run] = []

    def press() -> None:
        try:
            both.wait(30)
            done.append(
                commands.perform_at_once(
                    account_id=account("director"),
                    plan_id=committed.plan_id,
                    step=Step.SWITCH,
                    now=INSTANT,
                    machine_now=ticking(),
                    tell=silent,
                )
            )
        except Refused as refused:
            told.append(list(refused.codes))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [each.state for each in done] == [RunState.DONE]
    assert told in ([["done-already"]], [["under-way"]])


def ticking():
    """A machine's clock that goes on."""
    began = time.monotonic()
    return lambda: INSTANT + timedelta(seconds=time.monotonic() - began)
