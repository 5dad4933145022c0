"""What a gate may rest on where people answer for it: a link to a result, never words alone (restructure rules, section 6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from throughcare.kernel.refusals import Reason

LONGEST: Final = 500


@dataclass(frozen=True, kw_only=True)
class Link:
    """Where a result is: a page of this system, or one elsewhere with the day of the result or the SHA-256 of its file."""

    address: str
    digest: str = ""
    result_on: date | None = None

    @property
    def is_inside(self) -> bool:
        return self.address.startswith("/")


def link_to(
    address: str, *, here: str = "", digest: str = "", result_on: date | None = None
) -> Link:
    """A link as somebody typed or copied it; `here` is where browsers reach this system.

    >>> link_to("https://here.example/rehearsals/4?page=2", here="https://here.example").address
    '/rehearsals/4'
    >>> link_to("https://elsewhere.example/report?id=2", here="https://here.example").address
    'https://elsewhere.example/report?id=2'
    """
    typed = address.strip()
    if here and typed.startswith(f"{here}/"):
        typed = typed.removeprefix(here)
    if typed.startswith("/"):
        typed = typed.split("#")[0].split("?")[0]
    return Link(address=typed, digest=digest.strip().lower(), result_on=result_on)


def reasons_to_refuse(link: Link, *, today: date) -> list[Reason]:
    """What a link lacks; whether a page of this system is there is for others to say."""
    return list(_reasons(link, today=today))


def _reasons(link: Link, *, today: date) -> Iterator[Reason]:
    if not link.address:
        yield Reason("no-link", "Give the link to the result. Words alone are no evidence.")
        return
    if not link.is_inside and not _is_elsewhere(link.address):
        yield Reason(
            "no-address",
            "The link must be a page of this system, which begins with /, or begin with https://",
        )
    elif not link.is_inside and not link.digest and link.result_on is None:
        yield Reason(
            "undated",
            "For a result that is kept elsewhere, give its day, or the SHA-256 of its file.",
        )
    if link.digest and not re.fullmatch(r"[0-9a-f]{64}", link.digest):
        yield Reason("no-digest", "A SHA-256 has 64 signs, each a digit or a letter from a to f.")
    if link.result_on is not None and link.result_on > today:
        yield Reason("ahead", "The day of the result has not come yet.")


def _is_elsewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
        has_place = bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
    is_long = len(address) > LONGEST or re.search(r"\s", address)
    return parts.scheme == "https" and has_place and not is_long
