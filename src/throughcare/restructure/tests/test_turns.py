"""Two people start a step of one plan at once: one does it, and the other is told who does, and since when."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.commands import turns
from throughcare.restructure.models import Run
from throughcare.restructure.tests.pages import text_of
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.stages import EVE

STEPS = [step for step in Step if step != Step.SETTLE]


@pytest.fixture(autouse=True)
def short_wait(monkeypatch):
    """What waits for somebody who does not end waits no longer than a test has."""
    monkeypatch.setattr(turns, "SOON", "20ms")
    monkeypatch.setattr(turns, "LONG", "20ms")


@contextmanager
def somebody_at_work(reform: Reform, step: Step) -> Iterator[Run]:
    """Another session that performs a step of the plan for as long as the block runs."""
    with change_access.as_engine(now=reform.now):
        run = commands.ask_for_step(
            account_id=account("director"), plan_id=reform.plan_id, step=step, now=reform.now
        )
        Run.objects.filter(id=run.pk).update(state=RunState.RUNNING)
    line = connections[DEFAULT_DB_ALIAS].copy()
    try:
        with line.cursor() as cursor:
            cursor.execute(
                "select pg_advisory_lock(hashtext('restructure_step'), %s)", [reform.plan_id]
            )
        yield run
    finally:
        # A server process takes a moment to end after its session; what it held is let go at once.
        with line.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock_all()")
        line.close()


def ask(reform: Reform, step: Step, *, by: str = "director") -> Run:
    """As a page does."""
    with change_access.as_engine(now=reform.now):
        return commands.have_step_performed(
            account_id=account(by), plan_id=reform.plan_id, step=step, now=reform.now
        )


def perform_at_once(reform: Reform, step: Step) -> Run:
    """As the command line does."""
    return commands.perform_at_once(
        account_id=account("director"),
        plan_id=reform.plan_id,
        step=step,
        now=reform.now,
        machine_now=lambda: reform.now,
        tell=silent,
    )


def perform(reform: Reform, run: Run) -> Run:
    """As the worker does."""
    return commands.perform_step(
        run_id=run.pk, now=reform.now, machine_now=lambda: reform.now, tell=silent
    )


def runs() -> list[tuple[str, str]]:
    return list(Run.objects.order_by("id").values_list("step", "state"))


@pytest.mark.parametrize("step", STEPS)
def test_two_pages_ask_at_once_and_the_second_is_told_who_asked_first(eve, step):
    first = ask(eve, step)
    before = runs()

    with pytest.raises(Refused) as refused:
        ask(eve, step)

    assert str(refused.value) == (
        f"{step.label} of {eve.plan.title} is under way: Tina Bailey has asked for it, and it waits for the worker, "
        "since 31 May 2014, 09:00:00 BST. Wait until it has ended."
    )
    assert runs() == before
    assert first.state == RunState.WAITING


def test_of_two_who_press_in_the_same_instant_one_does_it_and_the_other_is_told(a_nation):
    with a_nation():
        eve = Reform(now=EVE).take_in()
        together = threading.Barrier(2)
        came_of_it: list[Run | str] = []

        def press() -> None:
            try:
                together.wait()
                came_of_it.append(ask(eve, Step.PLAN))
            except Refused as refused:
                came_of_it.append(str(refused))
            finally:
                connections.close_all()

        people = [threading.Thread(target=press) for _ in range(2)]
        for each in people:
            each.start()
        for each in people:
            each.join()

        (told,) = [each for each in came_of_it if isinstance(each, str)]
        assert "is under way: Tina Bailey has asked for it" in told
        assert len(came_of_it) == 2
        assert runs() == [("check", RunState.DONE), ("plan", RunState.WAITING)]


@pytest.mark.parametrize("step", STEPS)
def test_the_command_line_is_told_who_performs_a_step_and_writes_nothing(eve, step):
    with somebody_at_work(eve, step):
        before = runs()

        with pytest.raises(Refused) as refused:
            perform_at_once(eve, step)

        assert str(refused.value) == (
            f"{step.label} of {eve.plan.title} is under way: Tina Bailey is doing it since 31 May 2014, 09:00:00 BST. "
            "Wait until it has ended."
        )
        assert runs() == before


def test_a_page_is_told_who_performs_a_step(eve, sign_in):
    with somebody_at_work(eve, Step.PLAN):
        director = sign_in("director", now=eve.now)
        before = runs()

        page = director.post(
            f"/restructures/{eve.plan.reference}/runs", {"step": "plan"}, follow=True
        )

        assert "is under way: Tina Bailey is doing it since 31 May 2014" in text_of(page)
        assert runs() == before


def test_what_a_page_asked_for_while_the_command_line_began_is_told_and_not_done_twice(eve):
    asked = ask(eve, Step.PLAN)

    with somebody_at_work(eve, Step.PLAN):
        ended = perform(eve, asked)

    assert ended.state == RunState.FAILED
    assert [each["code"] for each in ended.result["refused"]] == ["under-way"]
    assert eve.plan.phase == Phase.CHECKED


def test_what_a_page_asked_for_and_the_command_line_did_first_is_told_and_not_done_again(eve):
    asked = ask(eve, Step.PLAN)
    done = perform_at_once(eve, Step.PLAN)

    ended = perform(eve, asked)

    assert done.state == RunState.DONE
    assert ended.state == RunState.FAILED
    (told,) = ended.result["refused"]
    assert told["sentence"] == (
        "Tina Bailey has done it in the meantime, asked for at 31 May 2014, 09:00:00 BST. "
        "Look at the plan, and run it again if it is still wanted."
    )


def test_a_run_that_was_begun_before_waits_for_the_session_that_performed_it(eve):
    with somebody_at_work(eve, Step.PLAN) as run:
        with pytest.raises(commands.StillTaken):
            perform(eve, run)
        assert runs()[-1] == (Step.PLAN, RunState.RUNNING)

    assert perform(eve, run).state == RunState.DONE


def test_what_is_approved_by_hand_is_settled_after_what_is_under_way(eve):
    ask(eve, Step.PLAN)

    settle = ask(eve, Step.SETTLE, by="approver")

    with somebody_at_work(eve, Step.PLAN), pytest.raises(commands.StillTaken):
        perform(eve, settle)
    settle.refresh_from_db()
    assert settle.state == RunState.WAITING


def test_a_run_whose_session_is_gone_is_not_under_way_and_ends_as_stopped_when_another_begins(eve):
    with somebody_at_work(eve, Step.PLAN) as run:
        run.refresh_from_db()
        assert queries.is_under_way(run)
    assert not queries.is_under_way(run)

    assert perform_at_once(eve, Step.PLAN).state == RunState.DONE

    run.refresh_from_db()
    assert (run.state, run.broke_off) == (RunState.FAILED, True)
    assert run.result["refused"][0]["sentence"] == (
        "The step was stopped. Nothing of this step was kept. Run it again."
    )


def test_a_page_says_that_a_step_was_stopped_and_offers_it_again(eve, sign_in):
    with somebody_at_work(eve, Step.PLAN):
        pass

    page = text_of(sign_in("director", now=eve.now).get(f"/restructures/{eve.plan.reference}"))

    assert "Dry-run was stopped. It goes on as soon as the worker runs again" in page
    assert "Running now" not in page
