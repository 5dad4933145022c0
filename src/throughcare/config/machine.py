"""What the machine allows: an account that may run PostgreSQL, memory, places it can reach."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "throughcare"
MEGABYTE = 1024 * 1024
SMALL_SHARED_MEMORY = 256 * MEGABYTE


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Runs programs of PostgreSQL, which refuses to run as root."""

    user: int | None
    """None: as whoever we are."""
    group: int | None

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run to the end; standard error is part of the output, and no terminal is shared."""
        return subprocess.run(
            command,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )

    def reaches(self, directory: Path) -> bool:
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", directory]).returncode == 0

    def give(self, path: Path) -> None:
        """Make the account of PostgreSQL the owner of a file or directory."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)


def runner(*, owner_of: Path) -> Runner:
    """Choose as whom to run PostgreSQL: ourselves, or as root the owner of the data, if any."""
    if os.geteuid() != 0:
        return Runner(user=None, group=None)
    if owner_of.exists() and (kept := owner_of.stat()).st_uid != 0:
        return Runner(user=kept.st_uid, group=kept.st_gid)
    account = _unprivileged_account()
    return Runner(user=account.pw_uid, group=account.pw_gid)


def _unprivileged_account() -> pwd.struct_passwd:
    """Find our system account, make it where it is missing, or borrow another.

    Raises:
        LookupError: there is none, and none can be made.
    """
    for attempt in (_find, _make_and_find):
        if account := attempt(ACCOUNT):
            return account
    for name in ("postgres", "nobody"):
        if account := _find(name):
            return account
    raise LookupError


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        return None
    return account if account.pw_uid else None


def _make_and_find(name: str) -> pwd.struct_passwd | None:
    if program := shutil.which("useradd"):
        subprocess.run(
            [
                *(program, "--system", "--user-group", "--no-create-home"),
                *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name),
            ],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    return _find(name)


def memory() -> int:
    """Bytes that this machine, or the container that we are in, may use."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            whole = min(whole, int(Path(limit).read_text()))
        except (OSError, ValueError):
            continue
    return whole


def has_little_shared_memory() -> bool:
    """Tell whether /dev/shm is too small for parallel queries, as in a default container."""
    try:
        place = os.statvfs("/dev/shm")  # noqa: S108 asked about, not written
    except OSError:
        return True
    return place.f_frsize * place.f_blocks < SMALL_SHARED_MEMORY
