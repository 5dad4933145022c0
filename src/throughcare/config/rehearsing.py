"""Make a rehearsal: copy the database, serve the copy, run the sequence on it, restore it, and keep what was found.

The sequence runs in a program of its own that knows the address of the copy alone; so does the web server. This one has the
live database, and writes there only how far the rehearsal is and what it found.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

import psycopg
from django.conf import settings

from throughcare.clock import queries as clock
from throughcare.config import copies, front_end, ports, processes, releases, trails
from throughcare.config.environment import Environment
from throughcare.config.faults import Fault
from throughcare.rehearsal import commands as change_rehearsal
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.rules import outcome
from throughcare.rehearsal.rules.outcome import Defect, Outcome, Timed
from throughcare.rehearsal.rules.parts import LABELS, PARTS, Severity

ADDRESS: Final = "127.0.0.1"
NOT_OF_A_COPY: Final = (
    *("DATABASE_APP_URL", "DATABASE_ENGINE_URL", "REHEARSAL_DATABASE_URL", "PUBLIC_URL"),
    *("OIDC_ISSUER", "OIDC_AUTHORIZATION_URL", "OIDC_TOKEN_URL", "OIDC_KEYS_URL"),
    *("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"),
)
"""Settings that lead elsewhere: a copy has none of them."""

PATIENCE: Final = 60
"""Seconds for which a rehearsal that nobody sits before waits for the lock: tidying holds it while it deletes a copy."""

Tell = Callable[[int, int, str], None]
Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A rehearsal that was asked for. `number` is where what is found is kept."""

    number: int
    reference: str
    most_accounts: int | None


@contextmanager
def workshop(
    environment: Environment, *, free: copies.Free = copies.free_bytes, patience: float = 0
) -> Iterator[copies.Need]:
    """Be the only rehearsal, with nothing left of one that was killed, and with room on the disk for one more.

    What it needs there is said, and given.

    Raises:
        Fault: another runs, there is nothing to copy, or the disk is too small; nothing was copied.
    """
    with copies.alone(environment, patience=patience):
        if copies.remove_abandoned(environment):
            print("Deleted the copy of a rehearsal that was killed.", file=sys.stderr)
        found = copies.need(environment, free=free)
        copies.require_room(found)
        print(found.sentence, file=sys.stderr)
        yield found


def tidy(environment: Environment) -> None:
    """Delete what a killed rehearsal left, and note it as stopped, and one that nobody is to start; nothing while one runs."""
    try:
        with copies.alone(environment):
            copies.remove_abandoned(environment)
            change_rehearsal.tidy(
                now=clock.now(),
                at=clock.machine_now(),
                is_none_starting=all(each.poll() is not None for each in _started),
            )
    except Fault:
        return


def rehearse(environment: Environment, wanted: Wanted, *, tell: Tell) -> Outcome:
    """Make a rehearsal that was begun, within a `workshop`, and keep what it found.

    Raises:
        Fault: it could not be made; what there is to say is kept.
    """
    try:
        found = _made(environment, wanted, tell=_kept(wanted, tell))
    except Fault as fault:
        _end(wanted, State.FAILED, {"refused": [{"code": "fault", "sentence": str(fault)}]})
        raise
    except BaseException:
        _end(wanted, State.STOPPED, {})
        raise
    _end(wanted, State.DONE, found.as_json())
    return found


def _kept(wanted: Wanted, tell: Tell) -> Tell:
    last = [""]

    def tell_both(done: int, total: int, doing: str) -> None:
        tell(done, total, doing)
        if doing != last[0]:
            last[0] = doing
            change_rehearsal.tell(
                number=wanted.number, now=clock.now(), done=done, total=total, doing=doing
            )

    return tell_both


def _end(wanted: Wanted, state: State, result: Json) -> None:
    change_rehearsal.end(
        number=wanted.number,
        state=state,
        result=result,
        now=clock.now(),
        at=clock.machine_now(),
    )


def _made(environment: Environment, wanted: Wanted, *, tell: Tell) -> Outcome:
    build = front_end.start_build(environment.home)
    timing = _Timing(limits=settings.REHEARSAL_LIMITS)
    tell(0, len(PARTS), LABELS["copy"])
    with releases.connect_as_owner(environment) as live:
        heads = trails.heads(live)
    began = time.perf_counter()
    with copies.copied(environment, tell=_to_nobody) as copy:
        copy.make_work()
        timing.add("copy", began, fact="Made while the live database was in use.")
        before = copy.roots()
        copy.quieten()
        front_end.finish_build(build, home=environment.home)
        found = _sequence(environ_of(environment, copy), wanted, tell=tell)
        tell(len(PARTS) - 1, len(PARTS), LABELS["restore"])
        began = time.perf_counter()
        copy.make_work()
        timing.restored(
            began,
            before=before,
            after=copy.roots(),
            astray=_chains_astray(environment, copy, heads=heads),
        )
    first, last = timing.parts
    return replace(
        found,
        parts=(first, *found.parts, last),
        defects=outcome.gathered([*found.defects, *timing.defects]),
    )


def _chains_astray(
    environment: Environment, copy: copies.Copy, *, heads: trails.Heads
) -> list[int]:
    """Chains of the trail that the copy does not hold as the live database does.

    What we copied ourselves holds all that was there before. A backup that somebody restored was taken at a time that nobody told
    us, so its own heads are looked for in the live trail.
    """
    with psycopg.connect(copy.owner_url, autocommit=True) as restored:
        if environment.is_embedded:
            return trails.lacking(restored, heads)
        with releases.connect_as_owner(environment) as live:
            return trails.not_of(live, restored=restored)


@dataclass(kw_only=True)
class _Timing:
    """The parts that are made from outside the copy."""

    limits: Mapping[str, float]
    parts: list[Timed] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)

    def add(self, name: str, began: float, *, fact: str, is_done: bool = True) -> None:
        seconds = round(time.perf_counter() - began, 3)
        limit = self.limits[name]
        self.parts.append(
            Timed(name=name, seconds=seconds, limit=limit, is_done=is_done, fact=fact)
        )

    def restored(
        self,
        began: float,
        *,
        before: copies.Roots,
        after: copies.Roots,
        astray: Sequence[int],
    ) -> None:
        """Hold what was restored against what was backed up, table by table, and its trail against the live one."""
        differing = [
            name for name in sorted({*before, *after}) if before.get(name) != after.get(name)
        ]
        self.defects += [
            Defect(
                severity=Severity.HIGH,
                part="restore",
                what="What was restored is not what was backed up",
                where=name,
            )
            for name in differing
        ]
        self.defects += [
            Defect(
                severity=Severity.HIGH,
                part="restore",
                what="The trail of the copy is not that of the live database",
                where=f"chain {chain}",
            )
            for chain in astray
        ]
        rows = sum(count for count, _ in after.values())
        self.add(
            "restore",
            began,
            fact=f"{rows:,} rows in {len(after)} tables, compared with the backup by their digests; "
            "the trail, with the live one.",
            is_done=not differing and not astray,
        )


def _sequence(environ: Mapping[str, str], wanted: Wanted, *, tell: Tell) -> Outcome:
    """Serve the copy, and run the sequence on it in a program of its own.

    Raises:
        Fault: one of the two ended by itself.
    """
    port = ports.any_free(address=ADDRESS)
    words = ["rehearsal", wanted.reference, "--address", f"http://{ADDRESS}:{port}"]
    if wanted.most_accounts is not None:
        words += ["--accounts", str(wanted.most_accounts)]
    with processes.child(["serve", "--port", str(port)], environ=environ) as web:
        ports.wait_until_answered(address=ADDRESS, port=port, is_alive=lambda: web.poll() is None)
        with processes.child(words, environ=environ, output=subprocess.PIPE) as running:
            found = _heard(running, tell=tell)
    if found is None:
        raise Fault("The rehearsal ended by itself; the lines above say why. Run it again.")
    return found


def _heard(running: subprocess.Popen[bytes], *, tell: Tell) -> Outcome | None:
    """Hear the sequence to its end; None where it broke off."""
    found = None
    for line in running.stdout or ():
        said = json.loads(line)
        if "outcome" in said:
            found = outcome.read(said["outcome"])
        else:
            tell(said["done"] + 1, said["total"], said["doing"])
    return found if running.wait() == 0 else None


def environ_of(environment: Environment, copy: copies.Copy) -> dict[str, str]:
    """The settings of what works on a copy: it knows no other database, sends nothing, and may move its clock."""
    return dict.fromkeys(NOT_OF_A_COPY, "") | {
        "THROUGHCARE_HOME": str(environment.home),
        "THROUGHCARE_REHEARSAL": "yes",
        "THROUGHCARE_DEMONSTRATION": "no",
        "DATABASE_URL": copy.owner_url,
        "ADDRESS": ADDRESS,
        "ALLOWED_HOSTS": ADDRESS,
        "PROXIES": "0",
    }


def start_program(number: int) -> None:
    """Start a program beside this one that makes a rehearsal, and stops when this one does."""
    words = ["restructure", "rehearse", "--number", str(number), "--until-closed"]
    started = subprocess.Popen(
        [sys.executable, "-m", "throughcare.cli", *words],
        env=os.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    _started[:] = [each for each in _started if each.poll() is None]
    _started.append(started)


_started: list[subprocess.Popen[bytes]] = []


def _to_nobody(_done: int, _total: int, _doing: str) -> None:
    """How many bytes are copied is no news to a page."""
