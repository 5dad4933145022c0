"""People who arrive at the pages by a timetable, in a process of its own.

`_arrivals.py PORT SECONDS COUNT` reads who arrives from standard input, one a line: user name, password and the key of their
one-time codes. It prints as JSON how long each request took, in seconds, by kind of page, and under `failed` what was not answered
as it should be. Without names, each arrival asks for the sign-in page alone. A request is timed from when it is sent; arrivals
never wait for one another.
"""

import asyncio
import json
import re
import sys
from collections import defaultdict
from http.cookies import SimpleCookie
from time import monotonic
from urllib.parse import urlencode

from throughcare.access.rules.codes import code_at
from throughcare.clock import queries as clock

HOST = "127.0.0.1"
GONE_AFTER = 60.0


class Visitor:
    """A browser with one connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and body."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(HOST, self.port, limit=1 << 20)
        reader, writer = self.streams
        body = urlencode(form or {}).encode() if form is not None else b""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Connection: keep-alive"]
        lines.append(
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        )
        if form is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
            lines += [
                f"Origin: http://{HOST}:{self.port}",
                f"Referer: http://{HOST}:{self.port}/sign-in",
            ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, headers = self._read(head)
        return status, headers, await _body(reader, headers)

    def _read(self, head: str) -> tuple[int, dict[str, str]]:
        first, *rest = head.strip().split("\r\n")
        headers: dict[str, str] = {}
        for line in rest:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        return int(first.split()[1]), headers

    def leave(self) -> None:
        if self.streams is not None:
            self.streams[1].close()


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> str:
    if "content-length" in headers:
        return (await reader.readexactly(int(headers["content-length"]))).decode()
    parts = []
    while size := int((await reader.readline()).strip() or b"0", 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts).decode()


async def _timed(
    seen: dict[str, list[float]], kind: str, asked: asyncio.Task | object
) -> tuple[int, dict[str, str], str]:
    began = monotonic()
    status, headers, body = await asked  # type: ignore[misc]
    seen[kind].append(monotonic() - began)
    if status not in {200, 302}:
        raise ValueError(f"{kind} answered {status}")
    return status, headers, body


async def _arrive(
    seen: dict[str, list[float]], failed: list[str], port: int, who: list[str]
) -> None:
    visitor = Visitor(port)
    try:
        async with asyncio.timeout(GONE_AFTER):
            if not who:
                await _timed(seen, "floor", visitor.ask("GET", "/sign-in"))
                return
            _, _, page = await _timed(seen, "sign-in page", visitor.ask("GET", "/sign-in"))
            name, password, key = who
            form = {"username": name, "password": password} | _token(page)
            await _timed(seen, "password", visitor.ask("POST", "/sign-in/password", form))
            _, _, page = await _timed(seen, "code page", visitor.ask("GET", "/sign-in/code"))
            form = {"code": code_at(clock.machine_now(), key=key)} | _token(page)
            await _timed(seen, "code", visitor.ask("POST", "/sign-in/code", form))
            await _timed(seen, "home", visitor.ask("GET", "/"))
            _, _, page = await _timed(seen, "caseload", visitor.ask("GET", "/caseloads"))
            if case := re.search(r'href="(/cases/[^"/?]+)"', page):
                await _timed(seen, "case", visitor.ask("GET", case[1]))
    except (OSError, ValueError, asyncio.IncompleteReadError, TimeoutError) as fault:
        failed.append(f"{type(fault).__name__} {fault}"[:120])
    finally:
        visitor.leave()


def _token(page: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return {"csrfmiddlewaretoken": found[1] if found else ""}


async def _run(
    port: int, seconds: float, count: int, arriving: list[list[str]]
) -> dict[str, list[object]]:
    seen: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    start = monotonic()
    tasks = []
    for number in range(count):
        await asyncio.sleep(max(0.0, start + number * seconds / count - monotonic()))
        who = arriving[number] if arriving else []
        tasks.append(asyncio.create_task(_arrive(seen, failed, port, who)))
    await asyncio.gather(*tasks)
    return {**seen, "failed": failed}  # type: ignore[dict-item]


if __name__ == "__main__":
    port, seconds, count = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    arriving = [line.split() for line in sys.stdin]
    print(json.dumps(asyncio.run(_run(port, seconds, count, arriving))))
