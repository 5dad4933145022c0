import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from throughcare.config import postgres


@pytest.fixture(scope="session")
def reachable() -> Iterator[Path]:
    """A directory that the account of PostgreSQL can enter, as it cannot those of pytest."""
    with TemporaryDirectory(prefix="throughcare-") as directory:
        place = Path(directory)
        place.chmod(0o755)
        yield place


@pytest.fixture(scope="session")
def made(reachable):
    """The home of a server that was made, and is at rest."""
    server = postgres.Server(home=reachable / "made", is_durable=False)
    with postgres.running(server):
        pass
    return server.home


@pytest.fixture
def server(made, reachable):
    """A server of its own for one test, at rest: copied, since making one takes a second."""
    with TemporaryDirectory(dir=reachable) as directory:
        place = Path(directory)
        place.chmod(0o755)
        subprocess.run(["cp", "-a", made, place / "home"], check=True)
        yield postgres.Server(home=place / "home", is_durable=False)


@pytest.fixture
def bare_server(reachable):
    """A server that was not made yet."""
    with TemporaryDirectory(dir=reachable) as directory:
        place = Path(directory)
        place.chmod(0o755)
        yield postgres.Server(home=place / "home", is_durable=False)
