import os
import pwd
import shutil
import signal
import stat
import time
from pathlib import Path

import psycopg
import pytest

from throughcare.config import postgres, roles, running
from throughcare.config.environment import Role, derived_password, read
from throughcare.config.faults import Fault

SECRET_KEY = "k" * 50


def postmaster(server):
    return int((server.data / "postmaster.pid").read_text().split()[0])


def prepare(server):
    superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
    roles.prepare_embedded(superuser, secret_key=SECRET_KEY)


def signed_in(server, role):
    return psycopg.connect(
        host=str(server.socket),
        dbname="throughcare",
        user=role,
        password=derived_password(secret_key=SECRET_KEY, role=role),
        autocommit=True,
    )


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # ended, though nobody asked yet how


def test_it_starts_stops_and_starts_again_with_what_it_held(server):
    with postgres.running(server):
        prepare(server)
        with signed_in(server, Role.OWNER) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
            owner.execute("GRANT SELECT ON kept TO throughcare_app")
        first = postmaster(server)

    assert not is_alive(first)
    with postgres.running(server):
        prepare(server)
        with signed_in(server, Role.APP) as app:
            assert app.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_it_is_reached_by_its_socket_with_a_password_and_not_otherwise(server):
    with postgres.running(server):
        prepare(server)
        with signed_in(server, Role.OWNER) as owner:
            listening = owner.execute("SHOW listen_addresses").fetchone()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(
                host=str(server.socket), dbname="throughcare", user=Role.APP, password="guess"
            )

    assert listening == ("",)


def test_the_lesser_roles_own_nothing_and_bypass_nothing(server):
    with postgres.running(server):
        prepare(server)
        with signed_in(server, Role.APP) as app:
            rights = app.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
                " WHERE rolname LIKE 'throughcare_%' ORDER BY rolname"
            ).fetchall()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("CREATE TABLE mine ()")
        with signed_in(server, Role.OWNER) as owner:
            owner.execute("SET ROLE throughcare_engine")

    assert rights == [
        ("throughcare_app", False, False, False, False),
        ("throughcare_engine", False, False, False, False),
        ("throughcare_owner", False, False, False, False),
    ]


def test_it_goes_on_after_being_killed_outright(server):
    with postgres.running(server):
        killed = postmaster(server)
        os.kill(killed, signal.SIGKILL)
        with postgres.running(server):
            prepare(server)
            assert postmaster(server) != killed


def test_a_pid_that_now_belongs_to_another_program_is_no_server(server):
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")

    with postgres.running(server):
        assert postmaster(server) != os.getpid()


def test_whoever_lets_go_last_stops_it(server):
    with postgres.running(server):
        running = postmaster(server)
        with postgres.running(server):
            pass

        assert is_alive(running)
    assert not is_alive(running)


def zero_control(server):
    (server.data / "global" / "pg_control").write_bytes(b"not a control file")


def lose_version(server):
    (server.data / "PG_VERSION").unlink()


def lose_everything(server):
    owner = server.data.stat()
    shutil.rmtree(server.data)
    server.data.touch()
    os.chown(server.data, owner.st_uid, owner.st_gid)


def lose_databases(server):
    shutil.rmtree(server.data / "base")


def change_password(server):
    (server.home / "postgres-password").write_text("x" * 60)


def damage_password(server):
    (server.home / "postgres-password").write_text("short")


def lock_is_a_directory(server):
    (server.home / "postgres.lock").unlink()
    (server.home / "postgres.lock").mkdir()


DAMAGED = "The database in {place} is damaged or does not start ("


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (zero_control, DAMAGED),
        (lose_version, DAMAGED),
        (lose_databases, DAMAGED),
        (lose_everything, "{place}/data/postmaster.pid cannot be written ("),
        (lock_is_a_directory, "{home}/postgres.lock cannot be written (Is a directory)."),
        (damage_password, "{home}/postgres-password is damaged. Put it back from your backup."),
        (change_password, "The password in {home}/postgres-password is not that of the database"),
    ],
)
def test_what_is_damaged_is_a_sentence_that_says_what_to_do(server, damage, said):
    environment = read({"THROUGHCARE_HOME": str(server.home)})
    damage(server)

    with pytest.raises(Fault) as fault, running.database(environment):
        pass

    assert str(fault.value).startswith(said.format(place=server.place, home=server.home))
    assert "THROUGHCARE_HOME" in str(fault.value) or "demo --reset`" in str(fault.value)


def test_a_damaged_database_can_be_deleted_and_made_again(server):
    zero_control(server)
    damage_password(server)

    postgres.remove(server)

    with postgres.running(server):
        prepare(server)
        with signed_in(server, Role.OWNER) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_data_that_belongs_to_root_says_to_whom_to_give_it(server):
    account = server.data.stat().st_uid
    os.chown(server.data, 0, 0)

    with pytest.raises(Fault) as fault, postgres.running(server):
        pass

    assert str(fault.value).endswith(f"chown -R {pwd.getpwuid(account).pw_name} '{server.place}'")


@pytest.mark.skipif(os.geteuid() != 0, reason="others reach their own directories")
def test_data_that_can_no_more_be_reached_says_what_to_open(server):
    server.home.parent.chmod(0o700)

    with pytest.raises(Fault) as fault, postgres.running(server):
        pass

    assert f", who may not enter {server.place}. Let everybody enter" in str(fault.value)


def test_data_that_others_may_look_into_is_closed_again(server):
    server.data.chmod(0o777)

    with postgres.running(server):
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_a_server_that_is_killed_while_it_is_used_is_started_again(server, capsys):
    environment = read({"THROUGHCARE_HOME": str(server.home)})
    with postgres.running(server), running.kept_alive(environment):
        killed = postmaster(server)
        os.kill(killed, signal.SIGKILL)
        said, deadline = "", time.monotonic() + 20
        while "it was started again" not in said:
            assert time.monotonic() < deadline
            time.sleep(0.05)
            said = capsys.readouterr().err
        prepare(server)


@pytest.mark.skipif(os.geteuid() != 0, reason="others reach their own directories")
def test_a_home_that_only_root_may_enter_is_served_from_elsewhere_and_removed_from_there(
    bare_server,
):
    bare_server.home.parent.chmod(0o700)

    with postgres.running(bare_server):
        prepare(bare_server)
        place = bare_server.place
    with postgres.running(bare_server):
        prepare(bare_server)

    assert (place.parent, place.is_dir()) == (Path("/var/lib/throughcare"), True)
    shutil.rmtree(bare_server.home)
    with postgres.running(bare_server):
        prepare(bare_server)
    shutil.rmtree(place)
    place = bare_server.place
    postgres.remove(bare_server)
    assert (place.exists(), os.path.lexists(bare_server.link)) == (False, False)


def test_a_server_in_use_is_not_removed(server):
    with postgres.running(server), pytest.raises(Fault, match="is in use"):
        postgres.remove(server)


def test_what_a_killed_creation_left_is_cleared_away(bare_server):
    (bare_server.place / "data.new-1").mkdir(parents=True)

    with postgres.running(bare_server):
        assert sorted(path.name for path in bare_server.place.iterdir()) == [
            "data",
            "log",
            "socket",
        ]
