"""A full disk in each phase of a reform and its reversal, which takes a small disk to be mounted: by root alone, each night."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import Error, connection
from psycopg import sql

from tests.faults import phases
from tests.faults.phases import Manager
from throughcare.config import machine, postgres, roles
from throughcare.handover import queries as handover
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, RunState, Step
from throughcare.restructure.models import Changed
from throughcare.restructure.tests.pages import text_of
from throughcare.restructure.tests.reform import silent
from throughcare.restructure.tests.test_losses import Tell, another_line, performed, refusals

pytestmark = pytest.mark.nightly
WRITTEN_BY = {
    Step.PLAN: "restructure_answer",
    Step.STAGE: "restructure_clock",
    Step.SWITCH: "organisation_switch",
    Step.RECONCILE: "restructure_book",
}
"""A table that the step writes to."""
FULL = (
    "The disk of the database is full. Nothing of this step was kept. "
    "Free some space, then run it again."
)
PAGE = (
    "The disk of the database is full. Nothing that you just sent has been saved. "
    "Whoever runs this service has to free some space; then send it again."
)


@pytest.mark.usefixtures("small_disk", "own_nation")
def test_a_full_disk_in_each_phase_is_a_sentence_and_it_comes_to_the_same_outcome(
    undisturbed, small_disk
):
    for phase in phases.each_phase():
        before = phase.reform.plan.phase

        with full(small_disk, whoever_writes_to=WRITTEN_BY[phase.step]):
            ended = performed(phase.reform, phase.step)

        assert (phase.name, ended.state, refusals(ended)) == (phase.name, RunState.FAILED, [FULL])
        assert phase.reform.plan.phase == before
        assert phase.reform.broken() == {}
        phase.reform.done(phase.step)
        assert phase.reform.broken() == {}
    assert phases.outcome(phase.reform) == undisturbed


@pytest.mark.usefixtures("small_disk", "own_nation")
def test_a_case_that_is_given_while_the_plan_is_staged_and_the_disk_is_full_is_told_on_a_page(
    small_disk, sign_in
):
    reform = phases.staged()
    manager = Manager.signed_in(sign_in, reform=reform)
    before = phases.given_and_noted()

    with full(small_disk, whoever_writes_to="restructure_changed"):
        page = manager.gives()

    assert page.status_code == 503
    assert PAGE in text_of(page)
    assert phases.given_and_noted() == before
    assert reform.broken() == {}
    assert manager.gives().status_code == 302
    given, noted = phases.given_and_noted()
    assert (given, noted > before[1]) == (before[0] + 1, True)
    switched = reform.sign(Gate.GO).at(phases.INSTANT + phases.A_MOMENT)
    switched.done(Step.SWITCH)
    assert switched.broken() == {}


@pytest.mark.usefixtures("small_disk", "own_nation")
def test_the_worker_that_answers_changes_again_keeps_nothing_of_them_on_a_full_disk_and_goes_on(
    small_disk, sign_in
):
    reform = phases.staged()
    assert Manager.signed_in(sign_in, reform=reform).gives().status_code == 302
    waiting = Changed.objects.count()

    with full(small_disk, whoever_writes_to="restructure_answer"), pytest.raises(Error) as ended:
        commands.keep_up(now=reform.now)

    assert phases.worded(ended.value) == (
        "The disk of the server that DATABASE_URL names is full. Free some space, and go on."
    )
    assert Changed.objects.count() == waiting > 0
    assert reform.broken() == {}
    assert commands.keep_up(now=reform.now) > 0
    assert not Changed.objects.exists()
    assert reform.broken() == {}


@pytest.mark.usefixtures("small_disk", "own_nation")
def test_a_hand_over_for_which_the_database_has_no_room_is_a_sentence_and_goes_on(
    small_disk, tmp_path
):
    reform = phases.live()
    undisturbed = phases.handed_over(tmp_path / "undisturbed", now=reform.now)
    with connection.cursor() as cursor:
        cursor.execute("set temp_tablespaces = small")

    with full(small_disk), pytest.raises(Error) as ended:
        phases.handed_over(tmp_path / "C17", now=reform.now)

    assert phases.worded(ended.value) == (
        "The disk of the server that DATABASE_URL names is full. Free some space, and go on."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["undisturbed"]
    assert reform.broken() == {}
    assert phases.handed_over(tmp_path / "C17", now=reform.now).digest == undisturbed.digest
    connection.close()


@pytest.mark.usefixtures("own_nation")
def test_a_hand_over_to_a_disk_that_fills_is_a_sentence_and_goes_on_to_the_same_package(
    disk_for_packages, tmp_path
):
    reform = phases.live()
    undisturbed = phases.handed_over(tmp_path / "undisturbed", now=reform.now)
    place, filler = disk_for_packages / "C17", disk_for_packages / "filler"

    with pytest.raises(Refused) as ended:
        phases.handed_over(place, now=reform.now, tell=fill_when("C17: probation_contact", filler))

    assert str(ended.value) == (
        f"The disk that holds {disk_for_packages} is full. Nothing was handed over. "
        "Free some space, then run this again: it goes on where it stopped."
    )
    assert sorted(path.name for path in disk_for_packages.iterdir()) == ["C17.begun", "filler"]
    assert reform.broken() == {}
    filler.unlink()
    assert phases.handed_over(place, now=reform.now).digest == undisturbed.digest
    assert handover.check(place, tell=silent).faults == ()
    assert [path.name for path in disk_for_packages.iterdir()] == ["C17"]


def fill_when(doing: str, filler: Path) -> Tell:
    """Fill a disk once a hand-over has come so far."""

    def tell(_done: int, _total: int, now_doing: str) -> None:
        if now_doing == doing:
            fill(filler)

    return tell


@pytest.fixture
def disk_for_packages() -> Iterator[Path]:
    """A disk with more than a hand-over wants to have free before it begins."""
    with mounted("throughcare-packages", megabytes=200) as place:
        yield place


@pytest.fixture
def small_disk(a_nation) -> Iterator[Path]:
    """A disk of 16 MB where PostgreSQL keeps a tablespace. To be had before the database that uses it, which is gone first."""
    assert a_nation
    with mounted("throughcare-small-disk", megabytes=16) as place:
        space = place / "space"
        space.mkdir(mode=0o700)
        machine.runner(owner_of=server_of_tests().data).give(space)
        as_superuser(f"create tablespace small location '{space}'")
        as_superuser("grant create on tablespace small to public")
        try:
            yield place
        finally:
            as_superuser("drop tablespace small")


@contextmanager
def mounted(name: str, *, megabytes: int) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("Only root may mount a small disk, and a full one is what this is about.")
    place = Path("/tmp") / f"{name}-{os.getpid()}"  # noqa: S108 reached by the account of PostgreSQL
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)
        place.rmdir()


@contextmanager
def full(disk: Path, *, whoever_writes_to: str = "") -> Iterator[None]:
    """Leave no byte free on a disk, and have it needed in the middle of the transaction of whoever writes to a table."""
    if whoever_writes_to:
        need_room_for(whoever_writes_to)
    fill(disk / "filler")
    try:
        yield
    finally:
        (disk / "filler").unlink()
        if whoever_writes_to:
            with another_line() as cursor:
                cursor.execute("drop table small_room cascade")
                cursor.execute("drop function take_small_room() cascade")


def need_room_for(table: str) -> None:
    """Let each statement that adds rows to a table add one to another as well, which is on the small disk and has no block yet.

    The table itself may have room in its last block for all that a step adds.
    """
    with another_line() as cursor:
        cursor.execute("create table small_room (words text) tablespace small")
        cursor.execute(
            "create function take_small_room() returns trigger language plpgsql security definer as"
            " $$ begin insert into public.small_room values ('taken'); return null; end $$"
        )
        cursor.execute(
            sql.SQL(
                "create trigger take_small_room after insert on {} for each statement execute function take_small_room()"
            ).format(sql.Identifier(table))
        )


def fill(filler: Path) -> None:
    """Leave no byte free."""
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def server_of_tests() -> postgres.Server:
    home = Path(settings.DATABASES["default"]["HOST"]).parent.parent
    return postgres.Server(home=home, is_durable=False)


def as_superuser(statement: str) -> None:
    server = server_of_tests()
    superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
    with superuser.connect("postgres") as line:
        line.execute(statement.encode())
