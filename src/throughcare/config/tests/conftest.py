import subprocess
from pathlib import Path

import pytest

from throughcare.config import postgres


def reachable(place: Path) -> Path:
    """Let the account that PostgreSQL runs as under root come here."""
    for directory in (place, place.parent, place.parent.parent):
        directory.chmod(0o755)
    return place


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The home of a server that was made, and is at rest."""
    server = postgres.Server(
        home=reachable(tmp_path_factory.mktemp("made")) / "home", is_durable=False
    )
    with postgres.running(server):
        pass
    return server.home


@pytest.fixture
def server(made, tmp_path):
    """A server of its own for one test, at rest: copied, since making one takes a second."""
    home = reachable(tmp_path) / "home"
    subprocess.run(["cp", "-a", made, home], check=True)
    return postgres.Server(home=home, is_durable=False)


@pytest.fixture
def bare_server(tmp_path):
    """A server that was not made yet."""
    return postgres.Server(home=reachable(tmp_path) / "home", is_durable=False)
