"""A connection that is lost, or refused, in each phase of a reform and its reversal: each night.

Each is one sentence that says what to do; nothing is half done; asked for again it goes on, to the outcome of a reform in which
nothing went wrong.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import Error, OperationalError, connection

from tests.faults import phases
from tests.faults.phases import Manager
from throughcare.handover import queries as handover
from throughcare.restructure.choices import Gate, RunState, Step
from throughcare.restructure.models import Changed
from throughcare.restructure.tests.pages import text_of
from throughcare.restructure.tests.reform import silent
from throughcare.restructure.tests.test_losses import (
    SWITCH_LOCK,
    Tell,
    another_line,
    refusals,
    with_lost_connection,
)

pytestmark = pytest.mark.nightly
LOST = "The connection to the database was lost. Nothing of this step was kept. Run it again."
GONE = "The connection to the server that DATABASE_URL names was lost ("
GOES_ON = "See that it runs, then run this again; it goes on."
"""How the command line begins its sentence, and ends it."""
PAGE = "What you just sent may or may not have been saved. Wait a minute, then look before you send it again."


@pytest.mark.usefixtures("own_nation")
def test_a_connection_that_is_lost_in_each_phase_leaves_nothing_and_it_comes_to_the_same_outcome(
    undisturbed,
):
    for phase in phases.each_phase():
        before = phase.reform.plan.phase

        lost = with_lost_connection(phase.reform, phase.step)

        assert (phase.name, lost.state, refusals(lost)) == (phase.name, RunState.FAILED, [LOST])
        assert phase.reform.plan.phase == before
        assert phase.reform.broken() == {}
        phase.reform.done(phase.step)
        assert phase.reform.broken() == {}
    assert phases.outcome(phase.reform) == undisturbed


@pytest.mark.usefixtures("own_nation")
def test_a_database_that_is_lost_and_refuses_connections_in_each_phase_is_waited_for(
    undisturbed, tmp_path
):
    for phase in phases.each_phase():
        before = phase.reform.plan.phase
        run = phases.asked(phase)

        with (
            pytest.raises(OperationalError) as refused,
            gone_from_the_middle(phase.step, tmp_path) as tell,
        ):
            phases.performed(phase, run, tell=tell)

        assert is_told_to_go_on(refused.value)
        run.refresh_from_db()
        assert (phase.name, run.state) == (phase.name, RunState.RUNNING)
        assert phase.reform.plan.phase == before
        assert phase.reform.broken() == {}
        # As the worker does, once there is a database again.
        assert phases.performed(phase, run).state == RunState.DONE
        assert phase.reform.broken() == {}
    assert phases.outcome(phase.reform) == undisturbed


@pytest.mark.usefixtures("own_nation")
@pytest.mark.parametrize("is_refused", [False, True])
def test_a_case_that_is_given_while_the_plan_is_staged_and_the_database_goes_is_given_whole_or_not(
    sign_in, tmp_path, is_refused
):
    reform = phases.staged()
    manager = Manager.signed_in(sign_in, reform=reform)
    before = phases.given_and_noted()

    with cut_at_the_lock_of_the_switch(tmp_path if is_refused else None):
        lost = manager.gives()
    again = (phases.given_and_noted(), reform.broken(), manager.gives(), phases.given_and_noted())

    assert lost.status_code == 503
    assert "The database cannot be reached" in text_of(lost)
    assert PAGE in text_of(lost)
    nothing, broken, given, noted = again
    assert (nothing, broken, given.status_code) == (before, {}, 302)
    assert (noted[0], noted[1] > before[1]) == (before[0] + 1, True)
    switched = reform.sign(Gate.GO).at(phases.INSTANT + phases.A_MOMENT)
    switched.done(Step.SWITCH)
    assert Changed.objects.count() == 0
    assert switched.broken() == {}


@pytest.mark.usefixtures("own_nation")
@pytest.mark.parametrize("is_refused", [False, True])
def test_a_hand_over_that_loses_its_connection_goes_on_to_the_same_package(tmp_path, is_refused):
    reform = phases.live()
    undisturbed = phases.handed_over(tmp_path / "undisturbed", now=reform.now)
    cut = cut_when("C17: probation_contact", nowhere=tmp_path if is_refused else None)

    with pytest.raises((Error, psycopg.Error)) as lost, cut as tell:
        phases.handed_over(tmp_path / "C17", now=reform.now, tell=tell)

    assert is_told_to_go_on(lost.value)
    connection.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["C17.begun", "undisturbed"]
    assert reform.broken() == {}
    packed = phases.handed_over(tmp_path / "C17", now=reform.now)
    assert packed.digest == undisturbed.digest
    assert handover.check(tmp_path / "C17", tell=silent).faults == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["C17", "undisturbed"]
    assert reform.broken() == {}


def is_told_to_go_on(error: Exception) -> bool:
    """Whether the command line has a sentence for it that says what to do."""
    said = phases.worded(error)
    return said.startswith(GONE) and said.endswith(GOES_ON) and "\n" not in said


@contextmanager
def cut_when(doing: str, *, nowhere: Path | None) -> Iterator[Tell]:
    """Cut the connection once a piece of work has come so far; and let no other be had, where there is no server."""
    with kept_address():
        connection.ensure_connection()
        pid = connection.connection.info.backend_pid

        def tell(_done: int, _total: int, now_doing: str) -> None:
            if doing in {"", now_doing}:
                cut(pid, nowhere=nowhere)

        yield tell


@contextmanager
def gone_from_the_middle(step: Step, nowhere: Path) -> Iterator[Tell]:
    """Cut the connection of a step while it works, and refuse all others from then on."""
    if step == Step.SWITCH:
        with cut_at_the_lock_of_the_switch(nowhere):
            yield silent
        return
    with cut_when("", nowhere=nowhere) as tell:
        yield tell


@contextmanager
def cut_at_the_lock_of_the_switch(nowhere: Path | None) -> Iterator[None]:
    """Hold what the switch and whoever changes a case wait for, and cut the connection that waits."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid

    def cut_once_it_waits() -> None:
        with another_line() as cursor:
            waits = (0,)
            while waits == (0,):
                cursor.execute(
                    "select count(*) from pg_locks where pid = %s and not granted", [pid]
                )
                waits = cursor.fetchone()
        cut(pid, nowhere=nowhere)

    with kept_address(), another_line() as holder:
        holder.execute(f"select pg_advisory_lock({SWITCH_LOCK})")
        cutter = threading.Thread(target=cut_once_it_waits)
        cutter.start()
        try:
            yield
        finally:
            cutter.join()


def cut(pid: int, *, nowhere: Path | None) -> None:
    with another_line() as cursor:
        if nowhere is not None:
            connection.settings_dict["HOST"] = str(nowhere)
        cursor.execute("select pg_terminate_backend(%s)", [pid])


@contextmanager
def kept_address() -> Iterator[None]:
    """Have the server where it was, after a block that says it is elsewhere."""
    host = connection.settings_dict["HOST"]
    try:
        yield
    finally:
        connection.settings_dict["HOST"] = host
        connection.close_if_unusable_or_obsolete()
