"""Kill the worker, the web server and PostgreSQL while a tiny nation is reformed, under load, and see that all is whole and goes on.

Makes an installation of its own in a directory that it deletes at the end; no other database is touched. One round is undisturbed; in
those that follow something is killed outright at random instants of each phase, started again as the product does, and verified. Each
round has to come to the answers, assignments, digest roots and books of the undisturbed one, with no contact lost that was acknowledged.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks import _installation, _outcomes, _rounds
from benchmarks._at_pages import Officer
from benchmarks._installation import TICK, Installation
from benchmarks._tally import PHASES, VICTIMS, Line, Tally

LANDED: Final = {"waiting": "before", "running": "during"}
SHOTS: Final = {"keep-up": 1}
"""At most so many in one go at a phase; four where nothing is said."""

AIMED: Final = {"switch": 0.75}
"""How much of what is shot at a phase waits for the act itself: a switch is over in a blink, and hardly an instant that is drawn
from the whole of its phase, most of which is spent waiting for the worker, falls into it."""
BLINK: Final = 0.002

LONGEST: Final = 20
"""Seconds that are waited at most before a kill, on a machine that is too busy for a phase to end sooner."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=200, help="how many in all (200)")
    parser.add_argument("--minutes", type=float, default=60, help="begin no round after so many")
    parser.add_argument("--seed", type=int, default=2014, help="of the instants and of who is hit")
    parser.add_argument(
        "--phase", action="append", choices=PHASES, help="shoot at this one alone, or at several"
    )
    parser.add_argument(
        "--go-on",
        type=Path,
        metavar="FILE",
        help="keep the counts there after each round, and go on with those that are there",
    )


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
    watch = Watch(place=place)
    expected, _, _ = _round(place, watch.look, crns=crns)
    yield {
        "work": "undisturbed round",
        **{k: round(v, 1) for k, v in watch.lasts.items()},
        **{f"{k}, from its begin to its commit": round(v, 3) for k, v in watch.acts.items()},
    }
    tally = Tally.read(options.go_on) if options.go_on else Tally()
    if tally.expected and (different := _differing(tally.expected, expected)):
        raise SystemExit(f"The round before came undisturbed to other {', '.join(different)}")
    tally.expected = expected
    while tally.kills < options.kills and time.monotonic() - began < 60 * options.minutes:
        number = tally.rounds + 1
        shooter = Shooter(
            place=place,
            lasts=watch.lasts,
            acts=watch.acts,
            left=options.kills - tally.kills,
            phases=options.phase or PHASES,
            chance=random.Random(f"{options.seed} {number}"),  # noqa: S311 instants, not secrets
        )
        yield _disturbed(place, shooter, tally, crns=crns, number=number)
        if options.go_on:
            tally.keep(options.go_on)
    yield from tally.table()


def _disturbed(
    place: Installation, shooter: "Shooter", tally: Tally, *, crns: list[str], number: int
) -> Line:
    """Play one round with kills and count it; the line that tells of it."""
    began = time.monotonic()
    place.fallen.clear()
    place.not_verified = 0
    found, played, broken = _round(place, shooter.shoot, crns=crns)
    different = _differing(tally.expected, found)
    lost = played.lost()
    counted = shooter.tally
    counted.rounds = 1
    counted.broken += [f"round {number}, at its end: {line}" for line in broken]
    counted.differing += [f"round {number}: {', '.join(different)}"] if different else []
    counted.sums.update(
        {
            "contacts acknowledged": len(played.officer.kept),
            "of them lost": len(lost),
            "requests": played.officer.asked,
            "without an answer": played.officer.failed,
            "steps asked for again": played.asked_again,
            "verify asked again": place.not_verified,
            **{f"{name} started again": times for name, times in place.fallen.items()},
        }
    )
    tally.add(counted)
    return {
        "round": number,
        "seconds": round(time.monotonic() - began),
        "kills": counted.kills,
        "kills so far": tally.kills,
        "went on to the same outcome": f"no: {', '.join(different)}" if different else "yes",
        **counted.sums,
        "longest from a kill to verified": round(counted.longest, 1),
        "whole": "; ".join(counted.broken) or "yes",
    }


def _differing(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    return sorted(name for name in expected | found if expected.get(name) != found.get(name))


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


@dataclass(kw_only=True)
class Watch:
    """How long each phase lasts when nothing happens, in seconds; and of those that are aimed at, the act alone."""

    place: Installation
    lasts: dict[str, float] = field(default_factory=dict)
    acts: dict[str, float] = field(default_factory=dict)

    def look(self, phase: str, state: Callable[[], str]) -> None:
        began = time.monotonic()
        if phase in AIMED:
            wait_for_the_act(self.place, state)
            begun = time.monotonic()
            while self.place.is_in_the_act():
                time.sleep(BLINK)
            self.acts[phase] = time.monotonic() - begun
        while state() not in _rounds.ENDED:
            time.sleep(TICK)
        self.lasts[phase] = max(self.lasts.get(phase, 0), time.monotonic() - began)


def wait_for_the_act(place: Installation, state: Callable[[], str]) -> None:
    """Wait until a step that was asked for has its plan in hand, or is over."""
    deadline = time.monotonic() + LONGEST
    while not place.is_in_the_act() and state() not in _rounds.ENDED:
        if time.monotonic() > deadline:
            return
        time.sleep(BLINK)


@dataclass(kw_only=True)
class Shooter:
    """Kills in one round, and counts what came of it."""

    place: Installation
    lasts: dict[str, float]
    acts: dict[str, float]
    left: int
    phases: Sequence[str]
    chance: random.Random
    tally: Tally = field(default_factory=Tally)

    def shoot(self, phase: str, state: Callable[[], str]) -> None:
        """Kill something at a random instant of a phase, or of the act that it is about, and again while it goes on."""
        for _ in range(SHOTS.get(phase, 4)):
            if self.left <= 0 or phase not in self.phases:
                return
            self._kill(phase, state)
            if state() in _rounds.ENDED:
                return

    def _wait(self, phase: str, state: Callable[[], str]) -> None:
        if self.chance.random() < AIMED.get(phase, 0):
            wait_for_the_act(self.place, state)
            time.sleep(self.chance.uniform(0, self.acts[phase]))
        else:
            time.sleep(self.chance.uniform(0, min(self.lasts[phase], LONGEST)))

    def _kill(self, phase: str, state: Callable[[], str]) -> None:
        victim = self.chance.choice(VICTIMS)
        # To find them takes as long as a switch: what is aimed at is found before.
        aimed = self._pids(phase, victim) if phase in AIMED else []
        self._wait(phase, state)
        pids = aimed or self._pids(phase, victim)
        landed = LANDED.get(state(), "after")
        if not pids:
            return  # it is down already, and nothing can be killed
        began = time.monotonic()
        _installation.kill(pids)
        self.left -= 1
        broken = self.place.broken()
        self.tally.longest = max(self.tally.longest, time.monotonic() - began)
        self.tally.broken += [f"{phase}, {victim}: {line}" for line in broken]
        for what in ("kills", landed, *(() if broken else ("whole",))):
            self.tally.counts[phase, victim, what] += 1

    def _pids(self, phase: str, victim: str) -> list[int]:
        """What to kill: of the web server the process that answers, or the one that looks after it."""
        if victim == "PostgreSQL":
            return _installation.postgres_pids(self.place.server)
        if victim == "web":
            pids = self.place.web.pids()
            return [self.chance.choice(pids)] if pids else []
        if phase == "hand-over" and self.place.packer is not None:
            return [self.place.packer.pid] if self.place.packer.poll() is None else []
        return self.place.worker.pids()[:1]
