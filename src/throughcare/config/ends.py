"""Words for what can become of a PostgreSQL of our own: what is wrong, and what to do."""

from typing import TYPE_CHECKING

from throughcare.config.faults import disk_full

if TYPE_CHECKING:
    from throughcare.config.postgres import Server

RECENT = 4_000
SIGNS_OF_A_FULL_DISK = ("No space left on device", "Disk quota exceeded", "Check free disk space")
OR_RESET = (
    "A demonstration needs none: `./throughcare demo --reset` deletes its database and makes it "
    "again."
)


def of_silence(server: "Server", *, said: str, is_alive: bool) -> str:
    """Word why a server that was started does not answer as it should."""
    if "password authentication failed" in said:
        return (
            f"The password in {server.home / 'postgres-password'} is not that of the database in "
            f"{server.place}. Put the file back from your backup. {OR_RESET}"
        )
    if is_alive and not _is_about_space(said):
        return _damaged(server, reason=said.strip().splitlines()[0])
    return of_start(server, log=server.log.read_text(errors="replace") + said)


def of_use(server: "Server") -> str:
    """Word why a server ended, or broke off, while it was used."""
    log = server.log.read_text(errors="replace")[-RECENT:] if server.log.exists() else ""
    if _is_about_space(log):
        return disk_full(server.place)
    return (
        f"PostgreSQL ended, or broke off, while it was used; its log is {server.log}. Run this "
        "again: it goes on where it stopped."
    )


def of_start(server: "Server", *, log: str) -> str:
    if _is_about_space(log):
        return disk_full(server.place)
    if "is not compatible with this version" in log or "initialized by PostgreSQL" in log:
        return (
            f"The database in {server.place} was made by another version of PostgreSQL. Restore "
            f"your backup into a new one. {OR_RESET}"
        )
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if any(sign in line for sign in ("FATAL", "PANIC", "error"))]
    return _damaged(server, reason=(telling or lines[-1:] or ["it gives no reason"])[0])


def _is_about_space(log: str) -> bool:
    return any(sign in log for sign in SIGNS_OF_A_FULL_DISK)


def _damaged(server: "Server", *, reason: str) -> str:
    return (
        f"The database in {server.place} is damaged or does not start ({reason}). Its log is "
        f"{server.log}. Restore your backup. {OR_RESET}"
    )
