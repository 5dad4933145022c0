"""People at the pages of an installation: the programme's, who ask for steps and sign, and an officer who writes contacts."""

import http.client
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 300
SECONDS_FOR_AN_ANSWER = 60
TICK = 0.05
BETWEEN_REQUESTS = 0.3


class Unanswered(Exception):  # noqa: N818 no fault of the program
    """The server has no database: nobody knows what became of the request."""


class NotAccepted(Exception):  # noqa: N818 no fault of the program
    """The server answered, and did not do what was asked."""


LOST = (OSError, http.client.HTTPException, Unanswered)
"""What a request meets whose server is gone, or has no database."""


class Person:
    """Somebody signed in, in a browser of their own."""

    def __init__(self, username: str, *, port: int) -> None:
        self._port = port
        self._cookies: SimpleCookie = SimpleCookie()
        self.get("/sign-in")
        self.post("/sign-in/demonstration", {"username": username})

    def get(self, path: str) -> str:
        """Read a page.

        Raises:
            NotAccepted: it is not to be had.
        """
        status, _, text = self._ask("GET", path)
        if status != HTTPStatus.OK:
            raise NotAccepted(f"{path}: {status}")
        return text

    def post(self, path: str, values: Mapping[str, str]) -> str:
        """Post a form; gives where the answer leads.

        Raises:
            NotAccepted: something is wrong with it.
        """
        token = self._cookies["csrftoken"].value
        status, leads_to, _ = self._ask("POST", path, {**values, "csrfmiddlewaretoken": token})
        if status != HTTPStatus.FOUND:
            raise NotAccepted(f"{path}: {status}")
        return leads_to

    def insist(self, path: str, values: Mapping[str, str]) -> str:
        """Post until there is an answer, as somebody at a keyboard does."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.post(path, values)
            except LOST:
                if time.monotonic() > deadline:
                    raise
            time.sleep(TICK)

    def _ask(
        self, method: str, path: str, values: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS_FOR_AN_ANSWER)
        cookies = "; ".join(f"{each.key}={each.value}" for each in self._cookies.values())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body=urlencode(values or {}), headers=headers)
            answer = line.getresponse()
            text = str(answer.read(), "utf-8")
        finally:
            line.close()
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unanswered(f"{path}: {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.load(cookie)
        return answer.status, answer.headers["Location"] or "", text


@dataclass(kw_only=True)
class Officer:
    """Reads a caseload and writes contacts, a few a second, until told to stop; keeps what was acknowledged."""

    username: str
    port: int
    crns: Sequence[str]
    kept: dict[tuple[str, int], str] = field(default_factory=dict)
    """The words of each contact that the server said it has, by case and number."""
    failed: int = 0
    asked: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name="officer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _work(self) -> None:
        person: Person | None = None
        while not self._stopped.wait(BETWEEN_REQUESTS):
            self.asked += 1
            try:
                person = person or Person(self.username, port=self.port)
                self._ask(person)
            except LOST:
                self.failed += 1

    def _ask(self, person: Person) -> None:
        if self.asked % 2:
            person.get("/caseloads")
            return
        crn = self.crns[self.asked // 2 % len(self.crns)]
        words = f"Seen while machines failed, {self.asked}."
        values = {"type": "CTOA", "minutes": "15", "start": "10:00", "notes": words}
        day = {"day-day": "30", "day-month": "5", "day-year": "2014"}
        made = person.post(f"/cases/{crn}/contacts", values | day)
        self.kept[crn, int(made.rpartition("/")[2])] = words
