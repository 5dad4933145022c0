"""A program looks at every file before it is kept, and what it does not call clean is not kept."""

import sys

import pytest

from throughcare.documents.scanning import INFECTED, NOT_SCANNED, Scanner

LOOKS = "import sys; sys.exit(1 if b'EICAR' in sys.stdin.buffer.read() else 0)"


def scan(content: bytes, program: str = LOOKS, *, seconds: int = 20):
    return Scanner([sys.executable, "-c", program], seconds=seconds)(content, "text/plain")


@pytest.mark.parametrize(("content", "reason"), [(b"A note", None), (b"... EICAR ...", INFECTED)])
def test_what_the_program_finds_is_refused_and_what_is_clean_is_not(content, reason):
    assert scan(content) == reason


def test_a_program_that_fails_is_missing_or_takes_too_long_keeps_nothing():
    assert scan(b"A note", "import sys; sys.exit(2)") == NOT_SCANNED
    assert scan(b"A note", "import time; time.sleep(5)", seconds=1) == NOT_SCANNED
    assert Scanner(["/nowhere/scanner"], seconds=1)(b"A note", "text/plain") == NOT_SCANNED
