"""A physical copy of a PostgreSQL of our own, taken while it serves (PostgreSQL 18, section 25.3.4)."""

import os
from collections.abc import Callable
from pathlib import Path

import psycopg

from throughcare.config import copying, machine
from throughcare.config.faults import Fault, unusable
from throughcare.config.roles import Superuser

LEFT_EMPTY = {
    Path(name)
    for name in (
        "pg_wal",
        "pg_replslot",
        "pg_dynshmem",
        "pg_notify",
        "pg_serial",
        "pg_snapshots",
        "pg_stat_tmp",
        "pg_subtrans",
    )
}
LEFT_OUT = {Path("postmaster.pid"), Path("postmaster.opts"), Path("postgresql.conf.new")}
CONTROL = Path("global", "pg_control")
SLOT = "throughcare_rehearsal"

Tell = Callable[[int, int, str], None]


def back_up(superuser: Superuser, *, source: Path, target: Path, tell: Tell) -> None:
    """Copy the data of a server that runs; started on it, another finds all that was committed before the end.

    The one that runs goes on, and keeps the log of what changes meanwhile for as long as that takes.

    Raises:
        Fault: it was started by an earlier release, or the disk is full.
    """
    doing = "Copying the database"
    total, done = copying.size_of(source), 0

    def copied(size: int) -> None:
        nonlocal done
        done += size
        tell(min(done, total), total, doing)

    tell(0, total, doing)
    try:
        # The slot, which keeps the log, and the backup end with this connection, however it ends.
        with superuser.connect("postgres") as connection:
            _begin(connection)
            copying.copy_tree(source, target, is_left_out=_is_left_out, copied=copied)
            copying.copy_file(source / CONTROL, target / CONTROL)
            _end(connection, target=target)
            copying.copy_tree(
                source / "pg_wal", target / "pg_wal", is_left_out=_is_no_segment, copied=copied
            )
        (target / "pg_wal" / "archive_status").mkdir(exist_ok=True)
        _give(source, target)
    except OSError as fault:
        raise Fault(unusable(target, fault)) from fault


def _begin(connection: psycopg.Connection) -> None:
    try:
        connection.execute("SELECT pg_create_physical_replication_slot(%s, true, true)", [SLOT])
        connection.execute("SELECT pg_backup_start('rehearsal', fast => true)")
    except psycopg.errors.ObjectNotInPrerequisiteState as fault:
        raise Fault(
            "PostgreSQL was started by an earlier release, and cannot be copied while it runs. Stop every "
            "`throughcare`, start them again, then run this again."
        ) from fault


def _end(connection: psycopg.Connection, *, target: Path) -> None:
    row = connection.execute(
        "SELECT labelfile, spcmapfile FROM pg_backup_stop(wait_for_archive => false)"
    ).fetchone()
    if row is None or row[1]:
        raise Fault("The database uses tablespaces, which Throughcare does not copy.")
    (target / "backup_label").write_text(row[0])


def _is_left_out(below: Path) -> bool:
    return (
        below in LEFT_EMPTY
        or below in LEFT_OUT
        or below == CONTROL
        or below.name.startswith("pgsql_tmp")
    )


def _is_no_segment(below: Path) -> bool:
    return below.name in {"archive_status", "summaries"}


def _give(source: Path, target: Path) -> None:
    """Make whoever runs the server that was copied the owner of the copy."""
    runner = machine.runner(owner_of=source)
    for here, _, files in os.walk(target):
        runner.give(Path(here))
        for name in files:
            path = Path(here, name)
            path.chmod(0o600)
            runner.give(path)
