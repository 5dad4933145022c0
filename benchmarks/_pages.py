"""Officers at the real pages by a timetable, in a process of its own: of four requests two read, one reads a case, one writes a contact.

`_pages.py PORT RATE SECONDS` reads JSON from standard input: `officers`, user names; `old` and `new`, names of bodies of the
structure before and after. Each signs in and opens its caseload before the timetable begins; then one line says that it is ready.
Requests are sent whether those before have been answered or not, and timed from when they were due. Prints as JSON what it saw.
"""

import asyncio
import html
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import Any

from _arrivals import Visitor

KINDS = ("home", "caseload", "case", "contact")
DAY = {"day-day": "31", "day-month": "5", "day-year": "2014"}
GONE_AFTER = 60.0


@dataclass
class Seen:
    """Latencies in seconds by kind of page; contacts that were acknowledged; pages by the bodies that they name."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kept: list[tuple[str, int]] = field(default_factory=list)
    elsewhere: int = 0
    """Contacts for a case that is with another body by now: whoever writes is told so, and led home."""
    failed: list[str] = field(default_factory=list)
    named: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


class Desk:
    """One officer, signed in, in a browser that asks for one thing after the other."""

    def __init__(self, name: str, *, port: int) -> None:
        self.name = name
        self.visitor = Visitor(port)
        self.turn = asyncio.Lock()
        self.cases: list[str] = []

    async def sign_in(self) -> bool:
        """Whether it has a case that it can open."""
        await self.ask("GET", "/sign-in")
        await self.ask("POST", "/sign-in/demonstration", {"username": self.name})
        page, _ = await self.ask("GET", "/caseloads")
        self.cases = sorted(set(re.findall(r'href="(/cases/[A-Z][0-9]{6})"', page)))
        return bool(self.cases)

    async def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[str, str]:
        """The page, and where the answer leads."""
        if form is not None:
            form = form | {"csrfmiddlewaretoken": self.visitor.cookies["csrftoken"]}
        status, headers, body = await self.visitor.ask(method, path, form)
        if status == HTTPStatus.FOUND and method == "GET":
            return await self.ask("GET", headers["location"])
        if status not in {HTTPStatus.OK, HTTPStatus.FOUND}:
            raise ValueError(f"{path.partition('?')[0]} answered {status}")
        return body, headers.get("location", "")

    def pause(self) -> None:
        """Until the next page, long enough for the server to give up the connection."""
        self.visitor.leave()
        self.visitor.streams = None

    async def do(self, kind: str, number: int, seen: Seen) -> str:
        case = self.cases[number % len(self.cases)]
        if kind == "contact":
            words = {"type": "CTOA", "minutes": "15", "start": "10:00", "notes": f"Seen, {number}."}
            page, leads_to = await self.ask("POST", f"{case}/contacts", words | DAY)
            if made := re.fullmatch(r"/cases/([A-Z][0-9]{6})/contacts/([0-9]+)", leads_to):
                seen.kept.append((made[1], int(made[2])))
            elif leads_to == "/":
                seen.elsewhere += 1
            else:
                raise ValueError("a contact was not taken")
            return page
        place = {"home": "/", "caseload": "/caseloads", "case": case}[kind]
        page, _ = await self.ask("GET", place)
        return page


class Bodies:
    """Which structure a page shows, by the bodies that it names."""

    def __init__(self, *, old: list[str], new: list[str]) -> None:
        self._old, self._new = (
            re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
            for names in (old, new)
        )

    def named(self, page: str) -> str:
        text = html.unescape(re.sub(r"<[^>]+>", " ", page))
        found = [name for name, of in (("old", self._old), ("new", self._new)) if of.search(text)]
        return " and ".join(found) or "none"


async def _timed(desk: Desk, number: int, *, due: float, seen: Seen, bodies: Bodies) -> None:
    kind = KINDS[number % len(KINDS)]
    try:
        async with asyncio.timeout(GONE_AFTER), desk.turn:
            page = await desk.do(kind, number, seen)
            if kind == KINDS[-1]:
                desk.pause()
    except (OSError, ValueError, asyncio.IncompleteReadError, TimeoutError) as fault:
        seen.failed.append(f"{kind}: {type(fault).__name__} {fault}"[:120])
        return
    seen.times[kind].append(monotonic() - due)
    if kind != "contact":
        seen.named[kind][bodies.named(page)] += 1


async def _run(port: int, rate: float, seconds: float, asked: dict[str, Any]) -> dict[str, Any]:
    desks = [Desk(name, port=port) for name in asked["officers"]]
    desks = [desk for desk in desks if await desk.sign_in()]
    for desk in desks:
        desk.pause()
    seen, bodies = Seen(), Bodies(old=asked["old"], new=asked["new"])
    print(json.dumps({"is": "ready", "officers": len(desks)}), flush=True)
    start, tasks = monotonic(), []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - monotonic()))
        desk = desks[(number // len(KINDS)) % len(desks)]
        tasks.append(asyncio.create_task(_timed(desk, number, due=due, seen=seen, bodies=bodies)))
    await asyncio.gather(*tasks)
    return {
        "times": seen.times,
        "kept": seen.kept,
        "elsewhere": seen.elsewhere,
        "failed": seen.failed,
        "named": seen.named,
    }


if __name__ == "__main__":
    port, rate, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    asked = json.loads(sys.stdin.readline())
    print(json.dumps(asyncio.run(_run(port, rate, seconds, asked))))
