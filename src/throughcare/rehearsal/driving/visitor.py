"""Somebody at a browser: asks for pages of one server, and keeps the cookies that it sets."""

import re
import time
from urllib.parse import urljoin, urlsplit

import requests

from throughcare.rehearsal.driving import pages
from throughcare.rehearsal.driving.pages import Form, Page

PATIENCE = 60
"""Seconds after which a page that does not come is given up."""


class Visitor:
    """`pages` are all that were asked for, with how long each took."""

    def __init__(self, *, address: str) -> None:
        self._address = address
        self._browser = requests.Session()
        self._browser.trust_env = False  # a copy is on this machine: no proxy, no netrc
        self.page = Page()
        self.pages: list[Page] = []

    def open(self, path: str) -> Page:
        return self._ask("GET", path, {})

    def link(self, pattern: str) -> str | None:
        """The path of the first link of the page that matches; None where there is none."""
        return next(iter(self.links(pattern)), None)

    def links(self, pattern: str) -> list[str]:
        wanted = re.compile(pattern)
        found = (link for link, _ in self.page.links if wanted.search(pages.path_of(link)))
        return list(dict.fromkeys(found))

    def form_with(self, names: set[str]) -> Form | None:
        """The first form of the page that has some fields."""
        return next((form for form in self.page.forms if names <= set(form.fields)), None)

    def send(self, form: Form, values: dict[str, str]) -> Page:
        path = urljoin(self.page.path, form.action) if form.action else self.page.path
        return self._ask("POST" if form.is_post else "GET", path, form.filled(values))

    def leave(self) -> None:
        self._browser.close()

    def _ask(self, method: str, path: str, values: dict[str, str]) -> Page:
        began = time.perf_counter()
        where = urljoin(self._address, path)
        headers = {"Referer": urljoin(self._address, self.page.path)}
        try:
            answer = self._browser.request(
                method,
                where,
                params=None if method == "POST" else values,
                data=values if method == "POST" else None,
                timeout=PATIENCE,
                headers=headers,
            )
        except requests.RequestException:
            page = Page(status=0, path=pages.path_of(path))
        else:
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            page = pages.read(answer.text) if is_page else Page()
            page.status, page.path = answer.status_code, urlsplit(answer.url).path
        page.seconds = time.perf_counter() - began
        self.page = page
        self.pages.append(page)
        return page
