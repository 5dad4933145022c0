"""The day itself: the clock, the one switch and who pressed it, the first checks, and the way back."""

from datetime import timedelta

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.errors import LockNotAvailable

from throughcare.access import commands as change_access
from throughcare.audit.models import Entry
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import account, silent
from throughcare.restructure.tests.stages import INSTANT

MOST_QUERIES = 20


def press(reform, step: Step, *, by: str = "director") -> Run:
    with change_access.acting_as(account_id=account(by), now=reform.now):
        return commands.have_step_performed(
            account_id=account(by), plan_id=reform.plan_id, step=step, now=reform.now
        )


def perform(reform, run: Run) -> Run:
    return commands.perform_step(
        run_id=run.pk, now=reform.now, machine_now=lambda: reform.now, tell=silent
    )


def test_before_the_instant_the_page_counts_down_and_has_no_button(staged, sign_in):
    staged.sign(Gate.GO)
    client = sign_in("director", now=staged.now)

    page = text_of(client.get(f"{PLAN}/day"))

    assert "31 May 2014, 09:0" in page
    assert "1 June 2014, 00:00:00 BST" in page
    assert "14 hours 59 minutes" in page or "15 hours" in page
    assert "Switch to the new structure" not in page
    assert "The button stands here from 1 June 2014, 00:00:00 BST on." in page
    assert "Written ahead for each provider" in page


def test_without_a_go_decision_there_is_no_button_even_when_the_instant_has_come(staged, sign_in):
    page = text_of(sign_in("director", now=INSTANT).get(f"{PLAN}/day"))

    assert "No go decision yet" in page
    assert "Switch to the new structure" not in page


def test_whoever_presses_second_is_told_who_pressed_and_when(staged, sign_in):
    staged.sign(Gate.GO)
    later = staged.at(INSTANT)
    client = sign_in("director", now=INSTANT)
    assert "Switch to the new structure" in text_of(client.get(f"{PLAN}/day"))

    client.post(f"{PLAN}/day/switch")
    page = text_of(client.post(f"{PLAN}/day/switch", follow=True))

    assert (
        "Switch of Transforming Rehabilitation is under way: Tina Bailey has asked for it" in page
    )
    assert "since 1 June 2014, 00:00:00 BST. Wait until it has ended." in page
    assert Run.objects.filter(step=Step.SWITCH).count() == 1
    assert later.plan.phase == Phase.STAGED


def test_the_second_press_waits_for_the_first_to_be_written_down(staged):
    staged.sign(Gate.GO)
    later = staged.at(INSTANT)
    place = connection.get_connection_params()
    keys = ("host", "port", "dbname", "user", "password")
    with psycopg.connect(**{key: place[key] for key in keys if place.get(key)}) as other:
        other.execute(
            "select pg_advisory_xact_lock(hashtext('restructure_asking'), %s)", [later.plan_id]
        )

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '100ms'")
            with pytest.raises(OperationalError) as waited:
                press(later, Step.SWITCH)

        assert isinstance(waited.value.__cause__, LockNotAvailable)
        assert not Run.objects.filter(step=Step.SWITCH).exists()
        other.rollback()
    assert press(later, Step.SWITCH).state == RunState.WAITING


def test_a_press_that_was_refused_leaves_the_button_to_the_next(staged):
    staged.sign(Gate.GO)
    run = press(staged, Step.SWITCH)
    assert perform(staged, run).state == RunState.FAILED

    assert press(staged.at(INSTANT), Step.SWITCH).state == RunState.WAITING


def test_whoever_presses_after_it_was_done_is_told_who_did_it_and_nothing_is_asked_for(staged):
    staged.sign(Gate.GO)
    later = staged.at(INSTANT)
    perform(later, press(later, Step.SWITCH))

    with pytest.raises(Refused) as refused:
        press(later, Step.SWITCH)

    assert "Tina Bailey has done it in the meantime, asked for at 1 June 2014" in str(refused.value)
    assert Run.objects.filter(step=Step.SWITCH).count() == 1


def test_the_first_checks_keep_nobody_from_going_back(staged):
    staged.sign(Gate.GO)
    later = staged.at(INSTANT)
    perform(later, press(later, Step.SWITCH))
    press(later, Step.SMOKE)

    assert press(later, Step.ABORT).state == RunState.WAITING
    with pytest.raises(Refused):
        press(later, Step.SMOKE)


def test_smoke_is_refused_before_the_switch(staged):
    assert staged.refusals(Step.SMOKE) == ["not-live"]


def test_what_is_left_is_said_in_its_two_largest_parts(eve):
    clock = queries.clock(eve.plan, now=INSTANT - timedelta(days=2, minutes=5))

    assert clock.left == "2 days"
    assert not clock.is_come


def test_the_page_asks_few_questions_on_the_eve(staged, sign_in):
    staged.sign(Gate.GO)
    client = sign_in("director", now=staged.now)

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{PLAN}/day")

    assert len(asked) <= MOST_QUERIES


def test_what_moves_on_a_page_is_asked_for_again_without_an_entry_of_the_trail(staged, sign_in):
    client = sign_in("director", now=staged.now)
    before = Entry.objects.count()
    client.get(f"{PLAN}/day")
    opened = Entry.objects.count()
    moving = ("/day?fragment=1", "/day?fragment=counts", "?fragment=1")

    heard = [client.get(f"{PLAN}{page}").status_code for page in moving]

    assert heard == [200, 200, 200]
    assert (opened, Entry.objects.count()) == (before + 1, before + 1)
    assert client.get("/restructures/no-such-plan/day?fragment=1").status_code == 404


def test_without_scripts_the_page_loads_itself_again_until_the_plan_is_over(staged, sign_in):
    client = sign_in("director", now=staged.now)
    under_way = text_of(client.get(f"{PLAN}/day"))
    Plan.objects.filter(id=staged.plan_id).update(phase=Phase.SETTLED)

    settled = text_of(client.get(f"{PLAN}/day"))

    assert '<meta http-equiv="refresh" content="5">' in under_way
    assert 'http-equiv="refresh"' not in settled


def test_pressing_needs_the_right_to_switch(staged):
    staged.sign(Gate.GO)

    with pytest.raises(PermissionDenied):
        press(staged.at(INSTANT), Step.SWITCH, by="planner")

    assert not Run.objects.filter(step=Step.SWITCH).exists()
