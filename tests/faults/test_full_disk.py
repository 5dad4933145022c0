"""A full disk in each step of a reform, which takes a small disk to be mounted: by root alone, each night."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from psycopg import sql

from throughcare.config import machine, postgres, roles
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.tests.test_losses import another_line, each_step, performed, refusals

FIRST_WRITTEN_BY = {
    Step.PLAN: "restructure_answer",
    Step.STAGE: "restructure_clock",
    Step.SWITCH: "organisation_switch",
    Step.RECONCILE: "restructure_book",
}
"""A table that is empty before the step, so that its first row needs room on the disk."""


@pytest.mark.nightly
@pytest.mark.usefixtures("small_disk", "own_database")
def test_a_full_disk_in_each_step_is_a_sentence_and_it_goes_through_once_there_is_room(
    small_disk,
):
    filler = small_disk / "filler"
    for reform, step in each_step():
        phase = reform.plan.phase
        move_to_small_disk(FIRST_WRITTEN_BY[step])
        fill(filler)

        full = performed(reform, step)

        assert full.state == RunState.FAILED
        (sentence,) = refusals(full)
        assert sentence == (
            "The disk of the database is full. Nothing of this step was kept. "
            "Free some space, then run it again."
        )
        assert reform.plan.phase == phase
        assert reform.broken() == {}
        filler.unlink()
        reform.done(step)
        assert reform.broken() == {}


@pytest.fixture
def small_disk(a_database) -> Iterator[Path]:
    """A disk of 16 MB where PostgreSQL keeps a tablespace. To be had before the database that uses it, which is gone first."""
    assert a_database
    if os.geteuid() != 0:
        pytest.skip("Only root may mount a small disk, and a full one is what this is about.")
    place = Path("/tmp") / f"throughcare-small-disk-{os.getpid()}"  # noqa: S108 reached by the account of PostgreSQL
    place.mkdir()
    runner = machine.runner(owner_of=server_of_tests().data)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", place], check=True)
    try:
        space = place / "space"
        space.mkdir(mode=0o700)
        runner.give(space)
        as_superuser(f"create tablespace small location '{space}'")
        as_superuser("grant create on tablespace small to public")
        yield place
    finally:
        as_superuser("drop tablespace small")
        subprocess.run(["umount", place], check=True)
        place.rmdir()


def move_to_small_disk(table: str) -> None:
    with another_line() as cursor:
        cursor.execute(sql.SQL("alter table {} set tablespace small").format(sql.Identifier(table)))


def fill(filler: Path) -> None:
    """Leave no byte free."""
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def server_of_tests() -> postgres.Server:
    home = Path(settings.DATABASES["default"]["HOST"]).parent.parent
    return postgres.Server(home=home, is_durable=False)


def as_superuser(statement: str) -> None:
    server = server_of_tests()
    superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
    with superuser.connect("postgres") as line:
        line.execute(statement.encode())
