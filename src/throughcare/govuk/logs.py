"""Log lines for people who run the system, who may not know whom it is about.

A line has its time, level, request and logger, and the words that the programmer wrote. Of the
values put into the words only those that are plainly no personal data are printed; of an exception
its kind and where it was raised, since its text may quote a row.
"""

import logging
import re
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from http import HTTPStatus
from types import TracebackType
from uuid import UUID

WITHHELD = "[withheld]"
PHRASES = frozenset(status.phrase for status in HTTPStatus)
_reference: ContextVar[str] = ContextVar("request_reference", default="-")

# A reference has a digit or a mark in it that no name has, and no space.
_REFERENCE = re.compile(r"(?=.*[0-9/._:=-])[A-Za-z0-9/._:=@+-]+")
# What stands there in an address opens it by itself.
_SECRET = re.compile(
    r"(?<=/calendars/)[^/\s]+|(?<=/sign-in/invitations/)[^/\s]+|(?<=/check-in/)[^/\s]+|(?<=/adrodd/)[^/\s]+"
)
_DAY = re.compile(r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\b")


def number_request(reference: str) -> None:
    """Number every line from here to the next request, and the error page, with `reference`.

    It is not taken back when the answer is made: Django writes its own line after that.
    """
    _reference.set(reference)


def current_reference() -> str:
    """The number of the request being answered; `-` outside any."""
    return _reference.get()


def printable(value: object) -> object:
    """A value as it may stand in a log line.

    >>> printable("X320741"), printable("Ann Example"), printable("1980-02-29"), printable(3)
    ('X320741', '[withheld]', '[withheld]', 3)
    >>> printable("/calendars/9Vd-kq0.ics")
    '/calendars/[withheld]'
    """
    match value:
        case None | bool() | int() | float() | UUID():
            shown: object = value
        case str() if value in PHRASES:
            shown = value
        case Enum():
            shown = value.name
        case datetime():
            shown = value.isoformat()
        case type():
            shown = value.__qualname__
        case BaseException():
            shown = described(value)
        case str() if _REFERENCE.fullmatch(value) and not _DAY.search(value):
            shown = _SECRET.sub(WITHHELD, value)
        case _:
            shown = WITHHELD
    return shown


def described(exception: BaseException) -> str:
    """The kind of an exception, and for one of the database what was broken, without its words."""
    words = [type(exception).__qualname__]
    diagnosis = getattr(exception, "diag", None) or getattr(exception.__cause__, "diag", None)
    for name in ("sqlstate", "table_name", "constraint_name"):
        value = getattr(diagnosis, name, None)
        if value:
            words.append(f"{name}={value}")
    return " ".join(words)


class ReferencesOnly(logging.Formatter):
    """Prints references, figures and moments; withholds names, dates of birth and all free text."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        line = f"{at} {record.levelname} {current_reference()} {record.name}: {self._words(record)}"
        if record.exc_info and record.exc_info[1]:
            line += f"\n{self._raised(record.exc_info[1])}"
        return line

    def _words(self, record: logging.LogRecord) -> str:
        template = str(record.msg)
        if isinstance(record.args, Mapping):
            return template % {name: printable(value) for name, value in record.args.items()}
        if record.args:
            values = tuple(printable(value) for value in record.args)
            return re.sub(r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]", "%s", template) % values
        return _DAY.sub(WITHHELD, template)

    def _raised(self, exception: BaseException) -> str:
        chain: list[str] = []
        one: BaseException | None = exception
        while one is not None and len(chain) < 5:  # noqa: PLR2004
            chain.append(f"{_places(one.__traceback__)}  {described(one)}")
            one = one.__cause__ or one.__context__
        return "\ncaused by\n".join(chain)


def _places(raised: TracebackType | None) -> str:
    return "".join(
        f"  {frame.filename}:{frame.lineno} {frame.name}\n"
        for frame in traceback.extract_tb(raised)
    )
