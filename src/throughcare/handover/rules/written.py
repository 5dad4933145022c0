"""What a hand-over notes of each file that it has written, so that another can go on where it was stopped.

A file is kept where the rows that belong in it now are those that it was written from: the same keys, each in the same version. A
version of a row has the number of the transaction that wrote it, so that any row that was added, altered, removed, or given to
another owner since makes another mark. To work out marks takes less than a tenth of the time that it takes to write or to hash the rows.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final, Self

WRITTEN: Final = ".written"
"""The notes of one package, a line for each file; gone when the package is handed over."""
BEGUN: Final = ".begun"
"""Who began a hand-over and when, beside what is written."""


@dataclass(frozen=True, kw_only=True)
class State:
    """How many rows, and the sum of the marks of their keys and versions."""

    rows: int
    mark: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file that was written, and what it was written from."""

    path: str
    columns: tuple[tuple[str, str], ...]
    state: State
    digest: str
    sha256: str

    @property
    def line(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, line: str) -> Self:
        """Give what `line` gave.

        Raises:
            ValueError: it is none, or was cut off.
        """
        try:
            found = json.loads(line)
            columns = tuple((str(name), str(of)) for name, of in found.pop("columns"))
            return cls(**found | {"columns": columns, "state": State(**found["state"])})
        except (KeyError, TypeError, json.JSONDecodeError) as fault:
            raise ValueError("no line of what was written") from fault


def last_of_each(lines: Iterable[str]) -> dict[str, Written]:
    """By path, what was noted last. A line that was cut off when its program was killed notes nothing.

    >>> last_of_each(['{"path": "owned/a.parq'])
    {}
    """
    found = {}
    for line in lines:
        try:
            written = Written.read(line)
        except ValueError:
            continue
        found[written.path] = written
    return found


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Who began a hand-over, when, and under which name the trail of the database has that."""

    username: str
    at: str
    token: str
    software: str

    @property
    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Give what `text` gave, or None where it is not that."""
        try:
            return cls(**json.loads(text))
        except (TypeError, json.JSONDecodeError):
            return None
