"""A copy for a rehearsal: taken while people work, made again from itself, gone at the end, and none where there is no room."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from throughcare.config import copies, copying, postgres, roles, running, trails
from throughcare.config.environment import DATABASE_NAME, Role, read
from throughcare.config.faults import Fault
from throughcare.config.rehearsing import _chains_astray

TABLES = """
CREATE TABLE written (number bigint PRIMARY KEY, words text);
CREATE TABLE procrastinate_jobs (id bigint, status text, scheduled_at timestamptz);
CREATE TABLE django_session (session_key text);
INSERT INTO written SELECT n, repeat('x', 500) FROM generate_series(1, 2000) n;
INSERT INTO procrastinate_jobs VALUES (1, 'todo'), (2, 'doing'), (3, 'succeeded');
INSERT INTO django_session VALUES ('of somebody who works');
CREATE TABLE audit_chain (id smallint, number bigint, digest bytea);
CREATE TABLE audit_entry (chain smallint, number bigint, digest bytea);
INSERT INTO audit_entry SELECT c, n, sha256(convert_to(c || '/' || n, 'UTF8'))
    FROM generate_series(0, 2) c, generate_series(1, 5) n;
INSERT INTO audit_chain SELECT chain, number, digest FROM audit_entry WHERE number = 5;
INSERT INTO audit_chain VALUES (3, 0, 'beginning');
"""


def nothing(_done: int, _total: int, _doing: str) -> None:
    pass


@pytest.fixture(scope="module")
def environment(reachable):
    """An installation with some rows, which was started before and so can be copied."""
    with TemporaryDirectory(dir=reachable) as directory:
        Path(directory).chmod(0o755)
        made = read({"THROUGHCARE_HOME": str(Path(directory, "home")), "SECRET_KEY": "k" * 50})
        with running.database(made), owner_of(made) as owner:
            owner.execute(TABLES)
        yield made


@pytest.fixture
def live(environment):
    with running.database(environment):
        yield environment


def owner_of(environment):
    server = running.embedded_server(environment)
    return psycopg.connect(
        host=str(server.socket),
        dbname=DATABASE_NAME,
        user=Role.OWNER,
        password=environment.password(Role.OWNER),
        autocommit=True,
    )


def left_of_a_copy(environment) -> list[Path]:
    place = running.embedded_server(environment).place
    return [
        path
        for path in (environment.home / "rehearsal", place.with_name(f"{place.name}-rehearsal"))
        if path.exists()
    ]


def test_a_copy_is_taken_while_somebody_writes_and_has_all_that_was_written_before(live):
    is_over = threading.Event()
    written = [2000]

    def write() -> None:
        with owner_of(live) as owner:
            while not is_over.is_set():
                owner.execute("INSERT INTO written VALUES (%s, 'new')", [written[0] + 1])
                written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        before = written[0]
        with copies.alone(live), copies.copied(live, tell=nothing) as copy:
            copy.make_work()
            with psycopg.connect(copy.owner_url) as connection:
                rows = connection.execute("SELECT number FROM written ORDER BY number")
                numbers = [number for (number,) in rows]
            is_behind = written[0] > len(numbers)
    finally:
        is_over.set()
        writer.join()

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= before
    assert is_behind
    assert left_of_a_copy(live) == []


def test_what_is_done_to_a_copy_is_not_done_to_the_live_database_and_is_undone_by_a_restore(live):
    with copies.alone(live), copies.copied(live, tell=nothing) as copy:
        copy.make_work()
        before = copy.roots()
        with psycopg.connect(copy.owner_url, autocommit=True) as connection:
            connection.execute("UPDATE written SET words = 'altered' WHERE number = 7")
        altered = copy.roots()
        copy.make_work()
        restored = copy.roots()

    with owner_of(live) as owner:
        assert owner.execute("SELECT count(*) FROM written WHERE words = 'altered'").fetchone() == (
            0,
        )
    assert {name for name in before if before[name] != altered[name]} == {"written"}
    assert restored == before


def test_a_copy_holds_the_trail_of_the_live_database_as_it_was_before(live):
    with owner_of(live) as owner:
        heads = trails.heads(owner)
    assert sorted(heads) == [0, 1, 2]

    with copies.alone(live), copies.copied(live, tell=nothing) as copy:
        copy.make_work()
        with psycopg.connect(copy.owner_url, autocommit=True) as restored:
            assert _chains_astray(live, copy, heads=heads) == []
            assert _chains_astray(live, copy, heads=heads | {1: (5, "another")}) == [1]
            # An entry that was rewritten, one that is lost, and all that was lost before anything was compared.
            restored.execute(
                "UPDATE audit_entry SET digest = 'other' WHERE (chain, number) = (1, 5)"
            )
            restored.execute("DELETE FROM audit_entry WHERE (chain, number) = (2, 5)")
            assert trails.lacking(restored, heads) == [1, 2]
            restored.execute("DELETE FROM audit_entry")
            assert trails.lacking(restored, heads) == [0, 1, 2]


def test_a_backup_that_was_restored_is_one_of_the_live_database_or_is_found_out(live, restored):
    with owner_of(live) as owner, psycopg.connect(restored, autocommit=True) as older:
        older.execute("CREATE TABLE audit_chain (id smallint, number bigint, digest bytea)")
        assert trails.not_of(owner, restored=older) == [0, 1, 2]
        older.execute(
            "INSERT INTO audit_chain SELECT c, 3, sha256(convert_to(c || '/3', 'UTF8')) FROM generate_series(0, 2) c"
        )
        assert trails.not_of(owner, restored=older) == []

        older.execute("UPDATE audit_chain SET digest = 'of another house' WHERE id = 2")

        assert trails.not_of(owner, restored=older) == [2]


def test_nothing_waits_to_be_sent_from_a_copy_and_nobody_is_signed_in_there(live):
    with copies.alone(live), copies.copied(live, tell=nothing) as copy:
        copy.make_work()
        copy.quieten()
        with psycopg.connect(copy.owner_url) as connection:
            due = connection.execute(
                "SELECT status FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
                " AND (scheduled_at IS NULL OR scheduled_at <= now() + interval '100 years')"
            ).fetchall()
            jobs = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
            sessions = connection.execute("SELECT * FROM django_session").fetchall()

    assert (due, jobs, sessions) == ([], (3,), [])
    with owner_of(live) as owner:
        waiting = owner.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at IS NULL"
        )
        assert waiting.fetchone() == (3,)
        assert owner.execute("SELECT count(*) FROM django_session").fetchone() == (1,)


def test_a_disk_that_is_too_small_is_refused_before_anything_is_copied(live):
    found = copies.need(live, free=lambda _place: 10 * 1024**2)

    with pytest.raises(Fault) as fault:
        copies.require_room(found)

    assert str(fault.value).startswith("A rehearsal needs about 0.")
    assert "0.0 GB are free. Nothing was copied. Free some space" in str(fault.value)
    assert left_of_a_copy(live) == []


def test_what_a_copy_needs_is_twice_what_is_there_unless_files_are_cloned(live):
    data = copying.size_of(running.embedded_server(live).data)

    found = copies.need(live, free=lambda _place: 2**60)

    assert found.needed >= copies.LEAST_ROOM
    assert (found.needed > 2 * data) == (not found.is_cloned)
    copies.require_room(found)


def test_there_is_one_rehearsal_at_a_time(live):
    with copies.alone(live), pytest.raises(Fault) as fault, copies.alone(live):
        pass

    assert "A rehearsal is running." in str(fault.value)


def test_a_rehearsal_that_is_killed_leaves_the_live_database_alone_and_its_copy_goes_at_the_next_start(
    live,
):
    before = rows_of(live)
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        env={"THROUGHCARE_HOME": str(live.home), "SECRET_KEY": "k" * 50, "PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout.readline() == "copied\n"
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    abandoned = postgres.Server(home=live.home / "rehearsal")
    assert left_of_a_copy(live) != []
    assert postgres.is_alive(abandoned)

    with copies.alone(live):
        assert copies.remove_abandoned(live)

    assert left_of_a_copy(live) == []
    assert not postgres.is_alive(abandoned)
    assert rows_of(live) == before
    with copies.alone(live):
        assert not copies.remove_abandoned(live)


KILLED = """
import time
from throughcare.config import copies
from throughcare.config.environment import current
with copies.alone(current()), copies.copied(current(), tell=lambda *_: None) as copy:
    copy.make_work()
    print("copied", flush=True)
    time.sleep(600)
"""


def rows_of(environment):
    with owner_of(environment) as owner:
        return owner.execute("SELECT count(*), max(number) FROM written").fetchall()


def test_a_server_that_was_just_made_cannot_be_copied_until_it_starts_again(reachable):
    with TemporaryDirectory(dir=reachable) as directory:
        Path(directory).chmod(0o755)
        made = read({"THROUGHCARE_HOME": str(Path(directory, "home")), "SECRET_KEY": "k" * 50})
        with (
            running.database(made),
            pytest.raises(Fault) as fault,
            copies.alone(made),
            copies.copied(made, tell=nothing),
        ):
            pass

        assert "Stop every `throughcare`, start them again" in str(fault.value)
        assert left_of_a_copy(made) == []


@pytest.fixture
def restored(live):
    """A server of somebody's own, with a database that was restored from a backup, and the owner's rights in it."""
    server = running.embedded_server(live)
    superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
    with superuser.connect("postgres") as admin:
        admin.execute("CREATE ROLE keeper LOGIN CREATEDB CREATEROLE PASSWORD 'kept'")
        admin.execute("CREATE DATABASE restored OWNER keeper")
        yield f"postgresql://keeper:kept@/restored?host={server.socket}"
        admin.execute("DROP DATABASE restored WITH (FORCE)")
        admin.execute("DROP ROLE keeper")


def given(url: str, tmp_path):
    return read(
        {
            "THROUGHCARE_HOME": str(tmp_path),
            "SECRET_KEY": "k" * 50,
            "DATABASE_URL": "postgresql://somebody@live.example/throughcare",
            "REHEARSAL_DATABASE_URL": url,
        }
    )


def test_beside_a_server_of_your_own_a_restored_backup_is_copied_and_stays_as_it_was(
    restored, tmp_path
):
    with psycopg.connect(restored, autocommit=True) as connection:
        connection.execute("CREATE TABLE written AS SELECT 7 AS number")
    environment = given(restored, tmp_path)
    assert copies.need(environment).free is None

    with copies.copied(environment, tell=nothing) as copy:
        copy.make_work()
        with psycopg.connect(copy.owner_url, autocommit=True) as connection:
            connection.execute("DELETE FROM written")
        emptied = copy.roots()
        copy.make_work()
        again = copy.roots()

    assert (emptied["written"][0], again["written"][0]) == (0, 1)
    with psycopg.connect(restored) as connection:
        assert connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'restored%'"
        ).fetchall() == [("restored",)]


def test_a_restored_backup_that_somebody_uses_is_not_copied(restored, tmp_path):
    with (
        psycopg.connect(restored),
        pytest.raises(Fault) as fault,
        copies.copied(given(restored, tmp_path), tell=nothing) as copy,
    ):
        copy.make_work()

    assert "Somebody is connected to the database restored" in str(fault.value)


def test_a_server_of_your_own_is_not_copied_while_people_use_it(tmp_path):
    with pytest.raises(Fault) as fault:
        copies.need(given("", tmp_path))

    assert "name that with REHEARSAL_DATABASE_URL" in str(fault.value)
