"""Officers at their desks, in a process of its own: each reads one page after the other, with a pause between.

`_desks.py PORT SECONDS PAUSE` reads one officer a line from standard input: a user name, a tab, and what to search for, parted by
`|`. A stretch that is not timed comes first, so that nobody's first page is counted. Prints as JSON how long each page took, from
the first byte sent to the last received, in seconds, by kind of page, and under `failed` what was not answered as it should be.
"""

import asyncio
import json
import random
import re
import sys
from collections import defaultdict
from http import HTTPStatus
from itertools import cycle
from time import monotonic

from _arrivals import Visitor

WARM_UP = 10.0
PAGES = ("home", "caseload", "case", "timeline", "filtered timeline", "diary", "search")


class Desk:
    """One officer, signed in, with a caseload to choose from."""

    def __init__(self, name: str, words: list[str], *, port: int, chance: random.Random) -> None:
        self.name = name
        self.words = cycle(words)
        self.chance = chance
        self.visitor = Visitor(port)
        self.cases: list[str] = []
        self.next_part = ""

    async def sign_in(self) -> None:
        await self._answered("GET", "/sign-in")
        await self._answered("POST", "/sign-in/demonstration", {"username": self.name})
        page = await self._answered("GET", "/caseloads")
        self.cases = sorted(set(re.findall(r'href="(/cases/[A-Z][0-9]{6})"', page)))
        if not self.cases:
            raise ValueError(f"{self.name} has no case")

    async def read(self, kind: str) -> None:
        if kind == "case":
            case = self.chance.choice(self.cases)
            page = await self._answered("GET", case)
            later = re.search(r'href="(\?[^"]*after=[^"#]+)', page)
            self.next_part = case + (later[1].replace("&amp;", "&") if later else "")
        elif kind == "timeline":
            await self._answered("GET", self.next_part)
        elif kind == "filtered timeline":
            case = self.next_part.partition("?")[0]
            await self._answered("GET", f"{case}?failures=on&since-year=2013")
        elif kind == "search":
            await self._answered("POST", "/people", {"q": next(self.words), "fragment": "1"})
        else:
            place = {"home": "/", "caseload": "/caseloads", "diary": "/diaries"}[kind]
            await self._answered("GET", place)

    async def _answered(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        if form is not None:
            form = form | {"csrfmiddlewaretoken": self.visitor.cookies["csrftoken"]}
        status, headers, body = await self.visitor.ask(method, path, form)
        if status == HTTPStatus.FOUND and method == "GET":
            return await self._answered("GET", headers["location"])
        if status not in {HTTPStatus.OK, HTTPStatus.FOUND}:
            raise ValueError(f"{path.partition('?')[0]} answered {status}")
        return body


async def _at_work(
    desk: Desk, seen: dict[str, list[float]], failed: list[str], *, until: float, pause: float
) -> None:
    kinds = cycle(PAGES)
    await asyncio.sleep(desk.chance.random() * pause)
    while (now := monotonic()) < until:
        kind = next(kinds)
        try:
            await desk.read(kind)
        except (OSError, ValueError, asyncio.IncompleteReadError) as fault:
            failed.append(f"{kind}: {type(fault).__name__} {fault}"[:120])
        else:
            seen[kind].append(monotonic() - now)
        await asyncio.sleep(pause * (0.5 + desk.chance.random()))


async def _run(port: int, seconds: float, pause: float, lines: list[str]) -> dict[str, object]:
    desks = []
    for number, line in enumerate(lines):
        name, _, words = line.partition("\t")
        chance = random.Random(number)  # noqa: S311  who reads what, not a secret
        desks.append(Desk(name, words.split("|"), port=port, chance=chance))
    failed: list[str] = []
    for desk in desks:
        await desk.sign_in()
    for length, counted in ((WARM_UP, False), (seconds, True)):
        seen: dict[str, list[float]] = defaultdict(list)
        until = monotonic() + length
        await asyncio.gather(
            *(_at_work(desk, seen, failed, until=until, pause=pause) for desk in desks)
        )
        if counted:
            return {**seen, "failed": failed}
    raise AssertionError


if __name__ == "__main__":
    port, seconds, pause = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    print(json.dumps(asyncio.run(_run(port, seconds, pause, sys.stdin.read().splitlines()))))
