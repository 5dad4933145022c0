"""Bytes shown to a program that looks for viruses before they are kept."""

import subprocess
from collections.abc import Sequence

from throughcare.kernel.refusals import Reason

INFECTED = Reason("infected", "The file holds what looks like a virus. It is not kept.")
NOT_SCANNED = Reason("not-scanned", "The file could not be checked for viruses. Try again later.")
FOUND_ONE = 1
"""What programs such as `clamdscan` end with where they found something; 0 is that they found nothing."""


class Scanner:
    """Gives bytes to a program on its standard input; what it does not call clean is not kept."""

    def __init__(self, program: Sequence[str], *, seconds: int) -> None:
        self.program, self.seconds = tuple(program), seconds

    def __call__(self, content: bytes, media_type: str) -> Reason | None:  # noqa: ARG002  every kind is shown
        try:
            ended = subprocess.run(
                self.program, input=content, capture_output=True, timeout=self.seconds, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return NOT_SCANNED
        if ended.returncode == FOUND_ONE:
            return INFECTED
        return None if ended.returncode == 0 else NOT_SCANNED
