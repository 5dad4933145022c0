"""Runs `restructure verify` as often as a line comes in, each in a process of its own that does not have to load the program first.

What the command prints is given as it is, and after it the word of `ENDED` with its exit status.
"""

import os
import sys
import traceback
from importlib import import_module
from typing import Final

from throughcare.cli import program

ENDED: Final = "ended with"
WORDS: Final = ("restructure", "verify", "--json")


def main() -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
        "THROUGHCARE_ROLE": "engine",
    }
    import_module("django").setup()
    import_module("throughcare.cli.restructure")
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            _verify()
        _, status = os.waitpid(child, 0)
        print(ENDED, os.waitstatus_to_exitcode(status), flush=True)


def _verify() -> None:
    """Be the command, to the end of this process."""
    os.dup2(sys.stdout.fileno(), sys.stderr.fileno())
    status = 1
    try:
        status = program.main(WORDS)
    except BaseException:  # noqa: BLE001 said to whoever asked, as Python does at the end of any program
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
