"""The first run, where something is missing: real Python, pip and shell, in a directory of their own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from throughcare.config import installation
from throughcare.config.environment import ROOT
from throughcare.config.installation import InstallationFault

LOCK = f"asgiref==3.9.1 --hash=sha256:{'0' * 64}\n"
NOWHERE = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_FIND_LINKS": "",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_RETRIES": "1",
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
}


@pytest.fixture
def root(tmp_path):
    """A clone with a space in its path, before the first run."""
    clone = tmp_path / "a clone"
    place = clone / "src" / "throughcare" / "config"
    place.mkdir(parents=True)
    shutil.copy(ROOT / "throughcare", clone)
    shutil.copy(ROOT / "src" / "throughcare" / "config" / "installation.py", place)
    (clone / "requirements.txt").write_text(LOCK)
    (clone / "package-lock.json").write_text("{}")
    return clone


def launch(root: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./throughcare", "demo"],
        check=False,
        cwd=root,
        env={**os.environ, "THROUGHCARE_PYTHON": sys.executable, **environ},
        capture_output=True,
        text=True,
    )


def program(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


def test_a_python_that_is_too_old_is_named_and_nothing_is_made(root, tmp_path):
    old = program(
        tmp_path / "old pythons" / "python3", 'test "$1" = --version && echo Python 3.10.1'
    )

    named = launch(root, THROUGHCARE_PYTHON=str(old))
    found = launch(root, THROUGHCARE_PYTHON="", PATH=f"{old.parent}:/nowhere")

    assert (named.returncode, named.stdout) == (1, "")
    assert named.stderr == (
        f"Throughcare needs Python 3.11 or later; THROUGHCARE_PYTHON names {old}, which is none.\n"
        "Let it name one, or leave it out, and run this again.\n"
    )
    assert found.returncode == 1
    assert "Throughcare needs Python 3.11 or later. This machine has Python 3.10.1." in found.stderr
    assert not (root / ".venv").exists()


def test_a_first_run_without_a_network_says_so_and_a_venv_without_its_python_is_made_again(root):
    kept = root / ".venv" / "installed" / "requirements.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text(LOCK)
    (root / ".venv" / "bin").mkdir()
    (root / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")

    outcome = launch(root, **NOWHERE)

    assert outcome.returncode == 1
    assert outcome.stderr == (
        "The packages that Throughcare needs could not be fetched: no network, or no way through "
        "it to the package index. Connect (or set your proxy or index) and run this again; only the "
        "first run needs it.\n"
    )
    assert (root / ".venv" / "bin" / "python").exists()
    assert not kept.exists()


@pytest.mark.parametrize("sign", installation.DISK_FULL)
def test_a_full_disk_is_a_sentence(root, sign):
    with pytest.raises(InstallationFault) as fault:
        installation._run(root, [sys.executable, "-c", f"raise SystemExit({sign!r})"], explain=str)

    assert str(fault.value) == (
        f"The disk that holds {root} is full. Free about 1 GB and run this again."
    )


def test_another_failure_shows_its_last_lines(root):
    words = "for n in range(50): print('line', n)\nraise SystemExit(3)"

    with pytest.raises(InstallationFault) as fault:
        installation._run(root, [sys.executable, "-c", words], explain=lambda _: "That is why.")

    assert str(fault.value).splitlines() == [f"line {n}" for n in range(38, 50)] + ["That is why."]


def test_told_to_stop_it_stops_what_it_started(root, tmp_path):
    started = tmp_path / "started"
    pip = program(
        tmp_path / "bin" / "python3",
        f'case "$*" in *install*) echo $$ > "{started}"; exec sleep 60 ;; esac',
        f'exec "{installation._base_python()}" "$@"',
    )
    held = f"import sys; sys._base_executable = {str(pip)!r}; sys.argv = ['installation.py'];"
    held += f"sys.path.insert(0, {str(root / 'src' / 'throughcare' / 'config')!r});"
    held += "import installation; sys.exit(installation.main([]))"
    installing = subprocess.Popen(
        [sys.executable, "-c", held], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not (started.exists() and started.read_text().strip()):
        assert installing.poll() is None
        time.sleep(0.02)

    installing.send_signal(signal.SIGTERM)
    _, said = installing.communicate(timeout=20)

    assert (installing.returncode, said) == (130, "Stopped; run this again to go on.\n")
    assert not Path(f"/proc/{started.read_text().strip()}").exists()
