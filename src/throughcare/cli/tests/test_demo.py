"""The demonstration from the command to the page, as somebody at a keyboard has it."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import ProxyHandler, build_opener

import pytest

from throughcare.config import ports
from throughcare.config.environment import ROOT

pytestmark = pytest.mark.nightly  # each starts a demonstration of its own: minutes
ADDRESS = "127.0.0.1"
SECONDS_TO_FIRST_PAGE = 5


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with TemporaryDirectory(prefix="a demonstration ") as directory:
        place = Path(directory)
        place.chmod(0o755)  # for the account of PostgreSQL
        yield place / "home"


@contextmanager
def started(home: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        ["./throughcare", "demo", *words],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if "DATABASE" not in name},
            "THROUGHCARE_HOME": str(home),
        },
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        return int(listener.getsockname()[1])


def first_page(process: subprocess.Popen[bytes], *, port: int) -> str:
    ports.wait_until_answered(address=ADDRESS, port=port, is_alive=lambda: process.poll() is None)
    opener = build_opener(ProxyHandler({}))
    return str(opener.open(f"http://{ADDRESS}:{port}/", timeout=30).read(), "utf-8")


def left_over(home: Path) -> list[str]:
    """What still runs that was started for a home."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environ = (place / "environ").read_bytes()
        except OSError:
            continue
        if str(home) in words or f"THROUGHCARE_HOME={home}\0".encode() in environ:
            found.append(words)
    return found


def wait_until_nothing_is_left_but(home: Path, word: str) -> None:
    deadline = time.monotonic() + 30
    while any(word not in words for words in left_over(home)):
        assert time.monotonic() < deadline, left_over(home)
        time.sleep(0.1)


def test_killed_at_any_moment_and_started_again_it_goes_on(home):
    moments = random.Random(2014)  # noqa: S311  no secret
    port = free_port()
    for _ in range(12):
        with started(home, f"--port={port}") as process, pytest.raises(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.2, 12))
        wait_until_nothing_is_left_but(home, "postgres")

    with started(home, f"--port={port}") as process:
        page = first_page(process, port=port)
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    assert "Sign in" in page
    assert left_over(home) == []


def test_a_second_start_answers_within_five_seconds(home):
    with started(home, "--no-serve") as process:
        assert process.wait(300) == 0
    took = []
    for _ in range(3):
        port = free_port()
        begun = time.monotonic()
        with started(home, f"--port={port}") as process:
            first_page(process, port=port)
            took.append(time.monotonic() - begun)
            process.send_signal(signal.SIGINT)
            process.wait(30)

    assert min(took) < SECONDS_TO_FIRST_PAGE
    assert left_over(home) == []
