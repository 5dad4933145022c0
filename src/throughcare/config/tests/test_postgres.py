import os
import signal
from pathlib import Path

import psycopg
import pytest

from throughcare.config import postgres, roles
from throughcare.config.environment import Role, derived_password
from throughcare.config.faults import Fault

SECRET_KEY = "k" * 50


@pytest.fixture
def server(tmp_path):
    # The account that PostgreSQL runs as under root must reach it.
    for directory in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        directory.chmod(0o755)
    return postgres.Server(home=tmp_path / "home", is_durable=False)


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
    with postgres.running(server):
        pass
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


def test_a_damaged_directory_is_a_sentence_that_says_what_to_do(server):
    with postgres.running(server):
        pass
    (server.data / "global" / "pg_control").write_bytes(b"not a control file")

    with pytest.raises(Fault) as fault, postgres.running(server):
        pass

    assert str(fault.value).startswith(
        f"The database in {server.place} is damaged or does not start ("
    )
    assert "`./throughcare demo --reset`" in str(fault.value)
    postgres.remove(server)
    with postgres.running(server):
        prepare(server)


def test_a_server_in_use_is_not_removed(server):
    with postgres.running(server), pytest.raises(Fault, match="is in use"):
        postgres.remove(server)


def test_what_a_killed_creation_left_is_cleared_away(server):
    (server.place / "data.new-1").mkdir(parents=True)

    with postgres.running(server):
        assert sorted(path.name for path in server.place.iterdir()) == ["data", "log", "socket"]
