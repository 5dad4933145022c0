"""The browser that tests drive: Debian's chromium, or another that is there."""

import os
import shutil
import subprocess
from pathlib import Path

from throughcare.config.faults import Fault

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_IT = (
    "Chromium, which the browser tests drive, is missing and could not be installed here. Get it "
    "with: sudo apt-get install chromium"
)


def found() -> Path | None:
    for name in NAMES:
        if place := shutil.which(name):
            return Path(place)
    return None


def have() -> Path:
    """Find the browser, or install it where we may.

    Raises:
        Fault: there is none, and none could be installed; says how to get it.
    """
    if place := found():
        return place
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium …", flush=True)
        for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", "--quiet", "--quiet", *words],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            )
    if place := found():
        return place
    raise Fault(HOW_TO_GET_IT)
