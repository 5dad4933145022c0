"""A PostgreSQL that is not ours to run: here, one of our own that only DATABASE_URL names."""

import psycopg
import pytest
from psycopg import sql

from throughcare.config import postgres, roles, running
from throughcare.config.environment import Role, read
from throughcare.config.faults import Fault

PASSWORD = "of-somebody-else"


@pytest.fixture(scope="module")
def given(reachable):
    server = postgres.Server(home=reachable / "given", is_durable=False)
    with postgres.running(server):
        yield server


@pytest.fixture
def admin(given):
    superuser = roles.Superuser(socket=given.socket, password=given.superuser_password)
    with superuser.connect("postgres") as connection:
        yield connection
        connection.execute("DROP DATABASE IF EXISTS records WITH (FORCE)")
        for role in (*(str(role) for role in Role), "keeper", "guest"):
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def have(admin, *, rights: str) -> None:
    """Have a database and the user that owns it."""
    admin.execute(f"CREATE ROLE keeper LOGIN {rights} PASSWORD '{PASSWORD}'")
    admin.execute("CREATE DATABASE records OWNER keeper")


def named(given, tmp_path, **other: str):
    url = f"postgresql://{{}}@/records?host={given.socket}"
    settings = {"THROUGHCARE_HOME": str(tmp_path), "DATABASE_URL": f"keeper:{PASSWORD}"} | other
    return read(
        {
            name: url.format(value) if name.endswith("_URL") else value
            for name, value in settings.items()
        }
    )


def fault_of(environment) -> str:
    with pytest.raises(Fault) as fault, running.database(environment):
        pass
    return str(fault.value)


def test_an_owner_who_may_create_roles_prepares_the_database_again_and_again(
    given, admin, tmp_path
):
    have(admin, rights="CREATEROLE")
    environment = named(given, tmp_path)

    for _ in range(2):
        with running.database(environment):
            for role in Role:
                with psycopg.connect(environment.database_urls[role]) as connection:
                    asked = connection.execute("SELECT current_user").fetchone()
                    assert asked == ("keeper" if role is Role.OWNER else role,)


def test_roles_that_somebody_made_are_taken_as_they_are(given, admin, tmp_path):
    have(admin, rights="NOCREATEROLE")
    for role in (Role.APP, Role.ENGINE):
        admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
        admin.execute(f"GRANT {role} TO keeper WITH SET TRUE, INHERIT FALSE")
    environment = named(
        given,
        tmp_path,
        DATABASE_APP_URL=f"throughcare_app:{PASSWORD}",
        DATABASE_ENGINE_URL=f"throughcare_engine:{PASSWORD}",
    )

    with (
        running.database(environment),
        psycopg.connect(environment.database_urls[Role.APP]) as connection,
    ):
        assert connection.execute("SELECT current_user").fetchone() == ("throughcare_app",)


def test_a_user_who_may_not_prepare_it_is_told_what_it_lacks(given, admin, tmp_path):
    have(admin, rights="NOCREATEROLE")

    assert fault_of(named(given, tmp_path)) == (
        "The user of DATABASE_URL may not prepare the database: permission denied to create role. "
        "Make it the owner of the database, and give it CREATEROLE or make the two other roles "
        "yourself; docs/operations/deploy.md shows how."
    )


def test_a_role_that_bypasses_row_security_is_refused(given, admin, tmp_path):
    have(admin, rights="CREATEROLE")
    admin.execute("CREATE ROLE throughcare_app LOGIN BYPASSRLS")

    assert fault_of(named(given, tmp_path)) == (
        "The role throughcare_app bypasses row-level security. Take that away: "
        "ALTER ROLE throughcare_app NOSUPERUSER NOBYPASSRLS."
    )


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("keeper:guess", 'password authentication failed for user "keeper"'),
        (f"nobody:{PASSWORD}", 'password authentication failed for user "nobody"'),
    ],
)
def test_a_wrong_password_is_a_sentence(given, admin, tmp_path, user, said):
    have(admin, rights="CREATEROLE")

    told = fault_of(named(given, tmp_path, DATABASE_URL=user))

    assert told.startswith("The server named by DATABASE_URL does not let us in: ")
    assert said in told
    assert "guess" not in told
    assert PASSWORD not in told


def test_an_address_where_nothing_answers_is_a_sentence(tmp_path):
    environment = read(
        {
            "THROUGHCARE_HOME": str(tmp_path),
            "DATABASE_URL": "postgresql://keeper@127.0.0.1:9/records",
        }
    )

    told = fault_of(environment)

    assert told.startswith("The server named by DATABASE_URL does not let us in: connection failed")
    assert told.endswith("Check that it runs, and the address, database, user and password.")


def test_a_server_that_is_too_old_is_named(given, admin, tmp_path, monkeypatch):
    have(admin, rights="CREATEROLE")
    monkeypatch.setattr(roles, "OLDEST_SERVER", 19)

    assert fault_of(named(given, tmp_path)) == (
        "The server named by DATABASE_URL is PostgreSQL 18. Throughcare needs 19 or later; without "
        "DATABASE_URL it runs one by itself."
    )


def test_a_setting_that_the_server_does_not_know_is_named(given, admin, tmp_path):
    environment = read(
        {
            "THROUGHCARE_HOME": str(tmp_path),
            "DATABASE_URL": "postgresql://keeper@127.0.0.1:9/records?nonsense=1",
        }
    )

    assert fault_of(environment) == (
        "DATABASE_URL, or the server that it names, is not as it should be: invalid URI query "
        'parameter: "nonsense".'
    )
