"""The data of the tests' PostgreSQL goes to where it is quick, and leaves nothing there for good."""

import fcntl
import shutil

import pytest

from tests import in_memory
from throughcare.config import postgres


@pytest.fixture
def memory(tmp_path, monkeypatch):
    """A directory that stands for memory, with room enough whatever this machine has."""
    monkeypatch.setattr(in_memory, "ROOM", 1)
    monkeypatch.setattr(in_memory, "LEAST_MEMORY", 1)
    place = tmp_path / "memory"
    place.mkdir()
    return place


@pytest.fixture
def server(tmp_path):
    """A server with data on a disk."""
    data = tmp_path / "home" / "postgres" / "data"
    data.mkdir(parents=True)
    return postgres.Server(home=tmp_path / "home", is_durable=False)


def test_what_a_server_has_goes_and_its_place_is_in_memory_and_stays(memory, server):
    in_memory.settle(server, memory=memory)
    first = server.place
    (first / "data").mkdir()
    in_memory.settle(server, memory=memory)

    assert first.parent == memory
    assert server.place == first
    assert sorted(path.name for path in first.iterdir()) == ["data", "home"]


def test_a_server_in_use_keeps_what_it_has(memory, server):
    with postgres._users(server) as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        in_memory.settle(server, memory=memory)

    assert server.data.exists()
    assert list(memory.iterdir()) == []


def test_a_server_keeps_what_it_has_where_memory_is_short(memory, server, monkeypatch):
    monkeypatch.setattr(in_memory, "LEAST_MEMORY", 2**60)

    in_memory.settle(server, memory=memory)

    assert server.data.exists()
    assert list(memory.iterdir()) == []


def test_what_is_left_of_a_server_that_was_deleted_goes(memory, tmp_path):
    deleted, kept = (
        postgres.Server(home=tmp_path / name, is_durable=False) for name in ("deleted", "kept")
    )
    for each in (deleted, kept):
        each.home.mkdir()
        in_memory.settle(each, memory=memory)
    shutil.rmtree(deleted.home)

    in_memory.settle(kept, memory=memory)

    assert list(memory.iterdir()) == [kept.place]


def test_a_place_that_is_just_being_made_is_left_alone(memory, server, monkeypatch):
    monkeypatch.setattr(in_memory, "ROOM", 2**60)
    (memory / f"{in_memory.PREFIX}drawn").mkdir()

    in_memory.settle(server, memory=memory)

    assert len(list(memory.iterdir())) == 1
