"""Programs beside this one stop with it, however deaf they are."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from throughcare.config.environment import ROOT

DEAF = """
import signal, sys, time
from throughcare.config import processes
processes.SECONDS_TO_STOP = processes.SECONDS_BETWEEN_ASKING = 1
processes.stop_when_closed()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
WHO_STARTS = """
import subprocess, sys
deaf = subprocess.Popen(
    [sys.executable, "-c", sys.argv[1]],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
)
deaf.stdout.readline()
print(deaf.pid, flush=True)
input()
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_program_that_does_not_hear_that_its_starter_was_killed_is_killed_too():
    starter = subprocess.Popen(
        [sys.executable, "-c", WHO_STARTS, DEAF],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with starter:
        assert starter.stdout is not None
        deaf = int(starter.stdout.readline())

        os.kill(starter.pid, signal.SIGKILL)

    deadline = time.monotonic() + 10
    while is_alive(deaf):
        assert time.monotonic() < deadline
        time.sleep(0.05)


ANSWERS = """
import time
from throughcare.config import processes

def answer():
    processes.end_with_parent()
    time.sleep(60)
"""
SERVES = """
import multiprocessing, sys
sys.path.insert(0, sys.argv[1])
import answers
if __name__ == "__main__":
    child = multiprocessing.get_context("spawn").Process(target=answers.answer)
    child.start()
    print(child.pid, flush=True)
    child.join()
"""


def test_what_answers_for_a_web_server_that_was_killed_ends_with_it_and_frees_the_port(tmp_path):
    (tmp_path / "answers.py").write_text(ANSWERS)
    (tmp_path / "serves.py").write_text(SERVES)
    server = subprocess.Popen(
        [sys.executable, tmp_path / "serves.py", tmp_path],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    )
    with server:
        assert server.stdout is not None
        answers = int(server.stdout.readline())
        time.sleep(0.5)
        was_alive = is_alive(answers)

        os.kill(server.pid, signal.SIGKILL)

    deadline = time.monotonic() + 10
    while is_alive(answers):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert was_alive
