"""Kill the worker, the web server and PostgreSQL while a tiny nation is reformed, under load, and see that all is whole and goes on.

Makes an installation of its own in a directory that it deletes at the end; no other database is touched. One round is undisturbed; in
those that follow something is killed outright at random instants of each phase, started again as the product does, and verified. Each
round has to come to the answers, assignments, digest roots and books of the undisturbed one, with no contact lost that was acknowledged.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks import _installation, _outcomes, _rounds
from benchmarks._at_pages import Officer
from benchmarks._installation import TICK, Installation

Line = dict[str, str | float]

VICTIMS: Final = ("worker", "web", "PostgreSQL")
PHASES: Final = ("stage", "keep-up", "switch", "reconcile", "hand-over", "reverse")
LANDED: Final = {"waiting": "before", "running": "during"}
SHOTS: Final = {"keep-up": 1}
"""At most so many in one go at a phase; three where nothing is said."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=200, help="how many (200)")
    parser.add_argument("--minutes", type=float, default=60, help="begin no round after so many")
    parser.add_argument("--seed", type=int, default=2014, help="of the instants and of who is hit")


def run(options: argparse.Namespace) -> Iterator[Line]:
    # In a place that the account of PostgreSQL can reach.
    with tempfile.TemporaryDirectory(prefix="throughcare-faults-") as directory:
        Path(directory).chmod(0o755)
        with _installation.made(Path(directory)) as place:
            yield from _drill(place, options)


def _drill(place: Installation, options: argparse.Namespace) -> Iterator[Line]:
    began = time.monotonic()
    place.start()
    _rounds.Round(place=place, shoot=_nobody).prepare()
    crns = _crns(place)
    place.stop()
    place.keep()
    watch = Watch()
    expected, _, _ = _round(place, watch.look, crns=crns)
    yield {"work": "undisturbed round", **{k: round(v, 1) for k, v in watch.lasts.items()}}
    shooter = Shooter(
        place=place,
        lasts=watch.lasts,
        left=options.kills,
        chance=random.Random(options.seed),  # noqa: S311 instants, not secrets
    )
    number = 0
    while shooter.left > 0 and time.monotonic() - began < 60 * options.minutes:
        number += 1
        found, played, broken = _round(place, shooter.shoot, crns=crns)
        yield {
            "round": number,
            "kills so far": shooter.kills,
            "went on to the same outcome": _same(expected, found),
            "contacts acknowledged": len(played.officer.kept),
            "of them lost": len(played.lost()),
            "requests": played.officer.asked,
            "without an answer": played.officer.failed,
            "steps asked for again": played.asked_again,
            "whole at the end": "yes" if not broken else "; ".join(broken),
        }
    yield from shooter.table()


def _same(expected: dict[str, str], found: dict[str, str]) -> str:
    differing = [name for name in expected if expected[name] != found[name]]
    return "yes" if not differing else f"no: {', '.join(differing)}"


def _round(
    place: Installation, shoot: _rounds.Shoot, *, crns: list[str]
) -> tuple[dict[str, str], _rounds.Round, list[str]]:
    """Play one round from the eve; its outcome, and what is broken at its end."""
    place.put_back()
    place.start()
    played = _rounds.Round(place=place, shoot=shoot)
    played.officer = Officer(username=_rounds.OFFICER, port=place.port, crns=crns)
    played.set_clock(_rounds.EVE)
    with tempfile.TemporaryDirectory() as output:
        played.run(Path(output) / "package")
    found = _outcomes.outcome(place, without=crns)
    broken = place.broken()
    place.stop()
    return found, played, broken


def _crns(place: Installation) -> list[str]:
    """Cases that an officer has on the eve and keeps: those the load writes to, and of which some are given to others."""
    found = place.rows(
        "select p.crn from restructure_answer a join access_post o on o.id = a.to_post_id and a.from_post_id = o.id"
        " join access_account u on u.id = o.account_id and u.username = %s"
        " join probation_case c on c.id = a.item_id join people_person p on p.id = c.person_id"
        " where a.kind = 'case' order by p.crn limit 8",
        _rounds.OFFICER,
    )
    return [crn for (crn,) in found]


def _nobody(_phase: str, _state: Callable[[], str]) -> None:
    """Nothing is killed."""


@dataclass
class Watch:
    """How long each phase lasts when nothing happens, in seconds."""

    lasts: dict[str, float] = field(default_factory=dict)

    def look(self, phase: str, state: Callable[[], str]) -> None:
        began = time.monotonic()
        while state() not in _rounds.ENDED:
            time.sleep(TICK)
        self.lasts[phase] = max(self.lasts.get(phase, 0), time.monotonic() - began)


@dataclass(kw_only=True)
class Shooter:
    place: Installation
    lasts: dict[str, float]
    left: int
    chance: random.Random
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(self.counts[phase, victim, "kills"] for phase in PHASES for victim in VICTIMS)

    def shoot(self, phase: str, state: Callable[[], str]) -> None:
        """Kill something at a random instant of a phase, and again while it goes on."""
        for _ in range(SHOTS.get(phase, 3)):
            if self.left <= 0:
                return
            time.sleep(self.chance.uniform(0, self.lasts[phase]))
            self._kill(phase, state)
            if state() in _rounds.ENDED:
                return

    def _kill(self, phase: str, state: Callable[[], str]) -> None:
        victim = self.chance.choice(VICTIMS)
        landed = LANDED.get(state(), "after")
        _installation.kill(self._pids(phase, victim))
        self.left -= 1
        broken = self.place.broken()
        self.broken += [f"{phase}, {victim}: {line}" for line in broken]
        for what in ("kills", landed, *(() if broken else ("whole",))):
            self.counts[phase, victim, what] += 1

    def _pids(self, phase: str, victim: str) -> list[int]:
        """What to kill: of the web server the process that answers, or the one that looks after it."""
        if victim == "PostgreSQL":
            return _installation.postgres_pids(self.place.server)
        if victim == "web":
            return [self.chance.choice(self.place.web.pids())]
        if phase == "hand-over" and self.place.packer is not None:
            return [self.place.packer.pid] if self.place.packer.poll() is None else []
        return self.place.worker.pids()[:1]

    def table(self) -> Iterator[Line]:
        for phase in PHASES:
            for victim in VICTIMS:
                names = ("kills", "before", "during", "after", "whole")
                figures = {name: self.counts[phase, victim, name] for name in names}
                yield {"phase": phase, "killed": victim, **figures}
        yield {
            "kills": self.kills,
            "broken": "; ".join(self.broken) or "nothing",
            "started again": ", ".join(f"{k} {v} times" for k, v in self.place.fallen.items()),
        }
