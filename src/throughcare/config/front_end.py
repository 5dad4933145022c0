"""Have what browsers fetch besides pages: built by Node from npm packages."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from throughcare.config.environment import ROOT
from throughcare.config.faults import Fault, disk_full

LAST_LINES = 8


def start_build(home: Path) -> subprocess.Popen[str]:
    """Begin to build; nothing is done where nothing has changed.

    Raises:
        Fault: there is no Node.
    """
    ours = ROOT / ".venv" / "bin" / "node"
    node = str(ours) if ours.exists() else shutil.which("node")
    if node is None:
        raise Fault("Node is missing. Remove node_modules and run `./throughcare` again.")
    return subprocess.Popen(
        [node, ROOT / "src" / "throughcare" / "govuk" / "front" / "build.js"],
        cwd=ROOT,
        env=os.environ | {"THROUGHCARE_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finish_build(build: subprocess.Popen[str], *, home: Path) -> None:
    """Wait until a build is done.

    Raises:
        Fault: it failed; carries what it said.
    """
    said, _ = build.communicate()
    if build.returncode != 0:
        if "ENOSPC" in said or "EDQUOT" in said:
            raise Fault(disk_full(home))
        if unwritable := re.search(r"(?:EACCES|EEXIST|ENOTDIR|EPERM|EROFS): .*", said):
            raise Fault(
                f"{home / 'assets'} cannot be written ({unwritable.group()}). Remove it, or make it "
                "writable; it is made again at each start."
            )
        last_lines = "\n".join(said.splitlines()[-LAST_LINES:])
        raise Fault(
            f"{last_lines}\nThe style sheet and scripts could not be built. Remove node_modules, which "
            "is fetched again, and start again."
        )
