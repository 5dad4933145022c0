"""One round of the reform of 2014 and its reversal, asked for at pages as its people do, with a chance to kill something in each phase."""

import re
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from benchmarks._at_pages import LOST, Officer, Person
from benchmarks._installation import PATIENCE, TICK, Installation

EVE: Final = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT: Final = datetime(2014, 5, 31, 23, 0, 5, tzinfo=UTC)
THIRD_MORNING: Final = datetime(2014, 6, 3, 8, tzinfo=UTC)
BACK: Final = datetime(2014, 6, 3, 23, 0, 5, tzinfo=UTC)
PLAN: Final = "transforming-rehabilitation-2014"
OFFICER, MANAGER = "officer.future-crc", "manager.future-crc"
REALLOCATED: Final = 4
REASON: Final = "IN1"
"""Why a manager gives a case to another officer."""
SHOT_AT: Final = 2
"""How many times in a round a hand-over is shot at; the next is let through."""
ENDED: Final = ("done", "failed")

Answer = TypeVar("Answer")
Shoot = Callable[[str, Callable[[], str]], None]
"""Told a phase that was just asked for, and how to ask how far it is: waiting, running, done or failed."""


@dataclass(kw_only=True)
class Round:
    """`shoot` may kill something; an undisturbed round is one where it does not."""

    place: Installation
    shoot: Shoot
    officer: Officer = field(init=False)
    asked_again: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    def run(self, output: Path) -> None:
        """From the eve, with the dry run signed, to the reversal reconciled."""
        self.officer.start()
        try:
            self.step("stage", PLAN, phase="stage")
            self.keep_up()
            self.sign("go", PLAN)
            self.set_clock(INSTANT)
            self.step("switch", PLAN, phase="switch")
            self.step("reconcile", PLAN, phase="reconcile")
            self.hand_over(output)
            self.set_clock(THIRD_MORNING)
            self.reverse()
        finally:
            self.officer.stop()

    def prepare(self) -> None:
        """Take the plan in, try it, and sign: what each round begins with."""
        self.set_clock(EVE)
        text = self.place.run("restructure", "check", str(_file(PLAN)), "--json")
        if text.returncode:
            raise SystemExit(text.stdout + text.stderr)
        self.step("plan", PLAN)
        self.sign("plan", PLAN)

    def person(self, username: str) -> Person:
        if username not in self.people:
            self.people[username] = _again(partial(Person, username, port=self.place.port))
        return self.people[username]

    def step(self, step: str, plan: str, *, phase: str = "") -> None:
        """Have a step performed, shot at while it is, until it is done."""
        while True:
            number = self._ask(step, plan)

            def state(number: int = number) -> str:
                found = self.place.rows("select state from restructure_run where id = %s", number)
                return str(found[0][0])

            if phase:
                self.shoot(phase, state)
            if self._wait(state) == "done":
                return
            [[result]] = self.place.rows("select result from restructure_run where id = %s", number)
            codes = {each["code"] for each in result["refused"]}
            if not codes <= {"connection-lost", "stopped", "writers-busy", "done-already"}:
                raise SystemExit(f"{step} was refused: {result}")
            self.asked_again += 1

    def _ask(self, step: str, plan: str) -> int:
        """Press the button until a run is there that is not over: another press is told that it is under way."""
        before = self._newest(plan)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.person("director").insist(f"/restructures/{plan}/runs", {"step": step})
            newest = self._newest(plan)
            if newest > before:
                return newest
            time.sleep(TICK)
        raise SystemExit(f"{step} could not be asked for")

    def _newest(self, plan: str) -> int:
        found = self.place.rows(
            "select max(r.id) from restructure_run r join restructure_plan p on p.id = r.plan_id where p.reference = %s",
            plan,
        )
        return int(found[0][0] or 0)

    def _wait(self, state: Callable[[], str]) -> str:
        deadline = time.monotonic() + PATIENCE
        while (found := state()) not in ENDED:
            if time.monotonic() > deadline:
                raise SystemExit("A step that was asked for does not end")
            time.sleep(TICK)
        return found

    def sign(self, gate: str, plan: str) -> None:
        self.person("approver").insist(f"/restructures/{plan}/approvals", {"gate": gate})

    def keep_up(self) -> None:
        """A manager gives cases to other officers while the plan is staged; the worker follows each."""
        manager = self.person(MANAGER)
        given = {"state": "waiting"}
        for crn in self.reallocated:
            page = _again(partial(manager.get, f"/cases/{crn}/allocations"))
            _, _, posts = page.partition('name="post"')
            choices = re.findall(r'<option value="([^"]+)"', posts.partition("</select>")[0])
            decision = {"post": max(choices), "reason": REASON, "justification": "Of the drill."}
            given["state"] = "running"
            shot = threading.Thread(target=self.shoot, args=("keep-up", lambda: given["state"]))
            shot.start()
            manager.insist(f"/cases/{crn}/allocations", decision)
            given["state"] = "done"
            shot.join()

    def hand_over(self, output: Path) -> None:
        """Write the package of a body, killed like the rest; what is there at the end is whole."""
        [[code]] = self.place.rows(
            "select min(code) from organisation_unitcode c join organisation_unitfact f on f.unit_id = c.unit_id"
            " where f.fact = 'kind' and f.value = 'crc'"
        )
        words = ("restructure", "hand-over", str(code), "--output", str(output), "--as", "director")
        begun = 0
        while not output.exists():
            program = self.place.packer = self.place.begin(*words)
            begun += 1
            if begun <= SHOT_AT:
                self.shoot("hand-over", partial(_state_of, program))
            program.wait(PATIENCE)
        checked = self.place.run("restructure", "hand-over", "--verify", str(output), "--json")
        if checked.returncode:
            raise SystemExit(checked.stdout + checked.stderr)

    def reverse(self) -> None:
        day = {"on-day": "4", "on-month": "6", "on-year": "2014"}
        plan = (
            self.person("planner").insist(f"/restructures/{PLAN}/reversals", day).rpartition("/")[2]
        )
        for step in ("check", "plan"):
            self.step(step, plan)
        self.sign("plan", plan)
        self.step("stage", plan, phase="reverse")
        self.sign("go", plan)
        self.set_clock(BACK)
        self.step("switch", plan, phase="reverse")
        self.step("reconcile", plan, phase="reverse")

    def set_clock(self, moment: datetime) -> None:
        self.place.rows(
            "insert into clock_setting (id, ahead_by) values (1, %s::timestamptz - now())"
            " on conflict (id) do update set ahead_by = excluded.ahead_by returning 1",
            moment,
        )

    @property
    def reallocated(self) -> list[str]:
        return list(self.officer.crns)[-REALLOCATED:]

    def lost(self) -> list[str]:
        """Contacts that the server said it had, and has not."""
        kept: list[tuple[Any, ...]] = self.place.rows(
            "select p.crn, t.number, t.notes from probation_contact t join probation_case c on c.id = t.case_id"
            " join people_person p on p.id = c.person_id where p.crn = any (%s)",
            list(self.officer.crns),
        )
        there = {(crn, number): notes for crn, number, notes in kept}
        return [
            f"{crn}/{number}"
            for (crn, number), notes in self.officer.kept.items()
            if there.get((crn, number)) != notes
        ]


def _state_of(program: subprocess.Popen[bytes]) -> str:
    return "running" if program.poll() is None else "done"


def _file(reference: str) -> Path:
    return Path(__file__).resolve().parents[1] / "plans" / f"{reference}.yaml"


def _again(ask: Callable[[], Answer]) -> Answer:
    """Ask until there is an answer."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except LOST:
            if time.monotonic() > deadline:
                raise
            time.sleep(TICK)
