import pytest

from throughcare.config import postgres, resetting, roles
from throughcare.config.environment import DATABASE_NAME, read
from throughcare.config.faults import Fault


@pytest.fixture
def environment(server):
    return read({"THROUGHCARE_HOME": str(server.home)})


def hold(server, *statements: str) -> None:
    superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
    with postgres.running(server):
        with superuser.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {DATABASE_NAME}")
        with superuser.connect(DATABASE_NAME) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def damage(server):
    (server.data / "PG_VERSION").unlink()


def test_a_synthetic_nation_is_deleted_and_named(environment, server):
    hold(
        server,
        "CREATE TABLE people_person AS SELECT 1 AS id",
        "CREATE TABLE nation_load AS SELECT 'small' AS size, 2014 AS seed",
    )

    said = resetting.reset(environment)

    assert said == f"Deleted the database in {server.place}: the small nation of seed 2014."
    assert not server.place.exists()


def test_real_records_are_never_deleted(environment, server):
    hold(
        server,
        "CREATE TABLE people_person AS SELECT 1 AS id",
        "CREATE TABLE nation_load (size text, seed bigint)",
    )
    resetting.mark(environment)

    with pytest.raises(Fault) as fault:
        resetting.reset(environment)

    assert str(fault.value) == (
        f"The database in {server.place} holds records that are of no demonstration. --reset does "
        "not delete that. If it may go, stop whatever uses it and delete that directory yourself."
    )
    assert server.data.exists()


def test_a_damaged_database_is_deleted_if_it_was_a_demonstration(environment, server):
    damage(server)
    resetting.mark(environment)

    said = resetting.reset(environment)

    assert said == (f"Deleted the database in {server.place}: a demonstration that was damaged.")
    assert not server.place.exists()


def test_a_damaged_database_of_which_nothing_is_known_stays(environment, server):
    damage(server)

    with pytest.raises(Fault, match="what cannot be looked at, since it is damaged"):
        resetting.reset(environment)

    assert server.data.exists()


def test_a_database_in_use_stays(environment, server):
    hold(server)

    with postgres.running(server), pytest.raises(Fault, match="is in use"):
        resetting.reset(environment)

    assert server.data.exists()


def test_a_server_of_your_own_stays(tmp_path):
    environment = read(
        {"THROUGHCARE_HOME": str(tmp_path), "DATABASE_URL": "postgresql://keeper@db/records"}
    )

    with pytest.raises(Fault, match="empty it there"):
        resetting.reset(environment)
