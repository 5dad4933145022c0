"""The notes of what was written of a package, which another hand-over goes on by."""

import shutil
from collections.abc import Collection
from pathlib import Path

from throughcare.handover.rules.manifest import DICTIONARY, MANIFEST, SIGNATURE
from throughcare.handover.rules.written import BEGUN, WRITTEN, Written, last_of_each


def of_package(place: Path) -> dict[str, Written]:
    """By path, what was noted of each file."""
    try:
        return last_of_each((place / WRITTEN).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return {}


def note(written: Written, *, place: Path) -> None:
    """Note a file that is there whole."""
    with (place / WRITTEN).open("a", encoding="utf-8") as notes:
        # Behind one that was cut off when its program was killed.
        notes.write(f"\n{written.line}")


def remove_others(place: Path, *, paths: Collection[str]) -> None:
    """Remove what an earlier hand-over wrote, and this one has no rows for."""
    kept = {WRITTEN, BEGUN, DICTIONARY, MANIFEST, SIGNATURE, *paths}
    for path in sorted(place.rglob("*")):
        if path.is_file() and path.relative_to(place).as_posix() not in kept:
            path.unlink()


def remove_other_bodies(draft: Path, *, codes: Collection[str]) -> None:
    """Remove packages of bodies that have closed since."""
    for path in draft.iterdir():
        if path.is_dir() and path.name not in codes:
            shutil.rmtree(path)
