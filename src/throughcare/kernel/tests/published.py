"""Where the reference data outside this repository is found, if it is there at all."""

import csv
import os
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("THROUGHCARE_SHARED", HERE.parent / "shared"))


def published(path: str) -> Path:
    """A file of the reference data; the test is skipped where that data is absent."""
    found = SHARED / "reference" / path
    if not found.exists():
        pytest.skip(f"The reference data ({path}) is not beside this repository.")
    return found


def rows(path: str) -> list[dict[str, str]]:
    with published(path).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
