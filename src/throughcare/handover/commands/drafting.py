"""The directory in which packages are written, which takes its place when all is whole; by one program at a time."""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from throughcare.handover.rules.written import BEGUN, WRITTEN, Begun
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries as restructure

Say = Callable[[str], None]
"""Told sentences for people, before a long piece of work begins."""

_DRAFT: Final = ".begun"
_OWN_DIRECTORY: Final = 0o700
_OWN_FILE: Final = 0o600
_NOBODY_ELSE: Final = 0o077
_FULL: Final = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def drafted(place: Path, *, say: Say) -> Iterator[Path]:
    """A directory beside the place, which becomes it when all is written.

    When something fails what was written stays there, for another hand-over to go on with.

    Raises:
        Refused: something is at the place, the directory cannot be made or written, or another program writes there.
    """
    _require_free(place)
    draft = place.with_name(f"{place.name}{_DRAFT}")
    try:
        # It holds records: nobody but whoever writes it looks into it, from the first moment on.
        draft.mkdir(mode=_OWN_DIRECTORY, parents=True, exist_ok=True)
        draft.chmod(_OWN_DIRECTORY)
        line = os.open(draft, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as fault:
        raise Refused.because(
            "no-place", f"{draft} cannot be made: {fault.strerror}. Name another place."
        ) from fault
    try:
        _lock(line, draft=draft, place=place)
        try:
            with _readable_by_owner_alone(draft):
                yield draft
            _finish(draft, place=place)
        except OSError as fault:
            raise Refused.because("not-written", _not_written(draft, fault)) from fault
        finally:
            _leave(draft, say=say)
    finally:
        os.close(line)


@contextmanager
def _readable_by_owner_alone(draft: Path) -> Iterator[None]:
    """Whatever is written meanwhile, and what is there already, only its owner may read."""
    for path in draft.rglob("*"):
        path.chmod(_OWN_DIRECTORY if path.is_dir() else _OWN_FILE)
    before = os.umask(_NOBODY_ELSE)
    try:
        yield
    finally:
        os.umask(before)


def begun(draft: Path) -> Begun | None:
    """Who began what is in a directory; None where nothing is, or nobody can tell."""
    try:
        return Begun.read((draft / BEGUN).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def begin(draft: Path, new: Begun) -> None:
    """Say who begins, or goes on."""
    (draft / BEGUN).write_text(new.text, encoding="utf-8")


def empty(draft: Path) -> None:
    """Remove what somebody left."""
    for path in draft.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _require_free(place: Path) -> None:
    if place.exists():
        raise Refused.because(
            "is-there", f"There is something at {place}. Name another place, or move it away."
        )


def _lock(line: int, *, draft: Path, place: Path) -> None:
    """Be the one who writes there, for as long as the directory is held open: the system lets go however we end."""
    try:
        fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused.because("under-way", _is_under_way(draft, place)) from None
    _require_free(place)  # whoever held it may just have ended
    if not draft.is_dir():
        raise Refused.because(
            "under-way", f"Somebody has just ended a hand-over to {place}. Run this again."
        )


def _is_under_way(draft: Path, place: Path) -> str:
    other = begun(draft)
    who = f"{other.username} is writing it since {_since(other)}" if other else "it has just begun"
    return f"A hand-over to {place} is under way: {who}. Wait until it has ended."


def _since(other: Begun) -> str:
    return restructure.civil(datetime.fromisoformat(other.at))


def _finish(draft: Path, *, place: Path) -> None:
    """Let what is written take its place, without the notes that were made on the way."""
    for notes in (draft / BEGUN, *draft.rglob(WRITTEN)):
        notes.unlink(missing_ok=True)
    draft.rename(place)


def _leave(draft: Path, *, say: Say) -> None:
    """Say what stays of a hand-over that was not ended; where nothing was written, nothing stays."""
    if not draft.is_dir():
        return
    if not any(draft.rglob(WRITTEN)):
        shutil.rmtree(draft, ignore_errors=True)
        return
    say(f"What is written so far is at {draft}. Run this again to go on with it, or delete it.")


def _not_written(draft: Path, fault: OSError) -> str:
    if fault.errno in _FULL:
        return (
            f"The disk that holds {draft.parent} is full. Nothing was handed over. "
            "Free some space, then run this again: it goes on where it stopped."
        )
    return (
        f"{draft} could not be written: {fault}. Nothing was handed over. "
        "Put that right, then run this again: it goes on where it stopped."
    )
