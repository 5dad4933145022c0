"""Programs that run beside this one, and stop with it however it ends."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

SECONDS_TO_STOP = 15
SECONDS_BETWEEN_ASKING = 5
SECONDS_BETWEEN_LOOKS = 0.5


@contextmanager
def child(
    words: Sequence[str], *, environ: Mapping[str, str], output: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of our own sub-commands for as long as the block runs.

    The child holds the reading end of a pipe: should this process be killed outright, the pipe
    closes, and the child, which was started with `--until-closed`, stops by itself.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "throughcare.cli", *words, "--until-closed"],
        env=os.environ | dict(environ),
        stdin=subprocess.PIPE,
        stdout=output,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_one_of(*programs: subprocess.Popen[bytes]) -> None:
    """Wait until one of some programs has ended."""
    while all(program.poll() is None for program in programs):
        time.sleep(SECONDS_BETWEEN_LOOKS)


def stop_when_closed() -> None:
    """Ask this process to stop as soon as its standard input ends, and see that it does.

    It is asked again and again: one that is just starting may miss it. To be called in a process
    that was started by `child`, which leads a session of its own.
    """

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            continue
        for _ in range(SECONDS_TO_STOP // SECONDS_BETWEEN_ASKING):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(SECONDS_BETWEEN_ASKING)
        os.killpg(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="until-closed", daemon=True).start()


def stop_on_terminate() -> None:
    """Treat being asked to stop like Ctrl-C, so that all that was started is stopped."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def end_with_parent() -> None:
    """End this process as soon as the one that started it has ended, however that ended.

    For a process of `multiprocessing`, such as the one of the web server that answers: left behind, it would keep the
    port, and nothing could be started in its place. Any other process has no such parent, and goes on.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()
