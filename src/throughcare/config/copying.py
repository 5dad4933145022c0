"""Copy files: by sharing their blocks where the file system can, which takes no time and no space."""

import fcntl
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

FICLONE = 0x40049409
"""The request of Linux to make one file of the blocks of another (`ioctl_ficlone(2)`)."""


def can_clone(directory: Path) -> bool:
    """Whether files of a directory can be cloned: tried with a small one."""
    with TemporaryDirectory(dir=directory, prefix="clone-") as trial:
        original = Path(trial, "original")
        original.write_bytes(b"x" * 4096)
        return _clone(original, Path(trial, "clone"))


def copy_file(source: Path, target: Path) -> None:
    """Copy a file that may grow, shrink or go while it is copied; one that is gone is left out."""
    with suppress(FileNotFoundError):
        if not _clone(source, target):
            shutil.copyfile(source, target)


def copy_tree(
    source: Path,
    target: Path,
    *,
    is_left_out: Callable[[Path], bool],
    copied: Callable[[int], None],
) -> None:
    """Copy a directory that changes meanwhile, telling the bytes of each file that is there.

    A directory that `is_left_out` names, by its path below `source`, is made but stays empty; a file is not made.
    """
    for here, directories, files in os.walk(source):
        below = Path(here).relative_to(source)
        (target / below).mkdir(mode=0o700, exist_ok=True)
        if is_left_out(below):
            directories.clear()
            continue
        for name in files:
            if not is_left_out(below / name):
                copy_file(Path(here, name), target / below / name)
                with suppress(FileNotFoundError):
                    copied((target / below / name).stat().st_size)


def size_of(directory: Path) -> int:
    """Bytes in all files below a directory, some of which may go while they are counted."""
    total = 0
    for here, _, files in os.walk(directory):
        for name in files:
            with suppress(FileNotFoundError):
                total += Path(here, name).stat().st_size
    return total


def _clone(source: Path, target: Path) -> bool:
    with source.open("rb") as original, target.open("wb") as clone:
        try:
            fcntl.ioctl(clone.fileno(), FICLONE, original.fileno())
        except OSError:
            return False
    return True
