"""The list of a body outside, read line by line: a CSV file of references, with the provider of each where it says so."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.refusals import Reason

REFERENCE: Final = "reference"
PROVIDER: Final = "provider"
LONGEST_REFERENCE: Final = 40
LONGEST_CODE: Final = 12
MOST_TOLD: Final = 20
"""As many mistakes as are told at once."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The lines of a list, or what is wrong with the file: one of both is empty."""

    lines: tuple[tuple[str, str], ...]
    """Reference and provider; the provider may be empty."""
    reasons: tuple[Reason, ...]


def read(content: bytes) -> Listed:
    r"""Read a file.

    >>> read(b"reference\nX1\n X2 \n").lines
    (('X1', ''), ('X2', ''))
    >>> [each.sentence for each in read(b"reference\nX\x001\n").reasons]
    ['Line 2: it has a sign that cannot be printed.']
    >>> [each.sentence for each in read(b"reference,provider\nX1,c05\n,C05\nX1,\n").reasons]
    ['Line 3: there is no reference.', 'Line 4: X1 stands in line 2 already.']
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        return _refused([Reason("not-text", f"Line {line}: this is not text in UTF-8.")])
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[str, str]] = []
    reasons: list[Reason] = []
    try:
        columns = [each.strip().lower() for each in next(rows, [])]
        if reason := _fault_of_head(columns):
            return _refused([reason])
        first: dict[str, int] = {}
        for row in rows:
            reasons += _faults(row, columns, number=rows.line_num, first=first)
            if row and not reasons:
                lines.append(_line(row, columns))
    except csv.Error as fault:
        reasons.append(Reason("not-csv", f"Line {rows.line_num}: this is no CSV ({fault})."))
    if not lines and not reasons:
        reasons.append(Reason("nothing-listed", "Line 2: there is no reference in the file."))
    return _refused(reasons) if reasons else Listed(lines=tuple(lines), reasons=())


def _fault_of_head(columns: list[str]) -> Reason | None:
    if columns in ([REFERENCE], [REFERENCE, PROVIDER]):
        return None
    return Reason(
        "no-head",
        "Line 1: the first line must name the columns: reference, or reference,provider.",
    )


def _faults(
    row: list[str], columns: list[str], *, number: int, first: dict[str, int]
) -> Iterator[Reason]:
    if not row:
        return
    if len(row) != len(columns):
        yield Reason(
            "wrong-columns",
            f"Line {number}: it has {len(row)} columns, and the first line names {len(columns)}.",
        )
        return
    reference, provider = _line(row, columns)
    if not reference:
        yield Reason("no-reference", f"Line {number}: there is no reference.")
    elif not f"{reference}{provider}".isprintable():
        yield Reason("not-printable", f"Line {number}: it has a sign that cannot be printed.")
    elif len(reference) > LONGEST_REFERENCE:
        yield Reason(
            "too-long", f"Line {number}: a reference has {LONGEST_REFERENCE} signs at most."
        )
    elif (at := first.setdefault(reference, number)) != number:
        yield Reason("twice", f"Line {number}: {reference} stands in line {at} already.")
    if len(provider) > LONGEST_CODE:
        yield Reason("no-code", f"Line {number}: {provider} is no code of a provider.")


def _line(row: list[str], columns: list[str]) -> tuple[str, str]:
    named = dict(zip(columns, (each.strip() for each in row), strict=True))
    return named[REFERENCE], named.get(PROVIDER, "").upper()


def _refused(reasons: list[Reason]) -> Listed:
    told = reasons[:MOST_TOLD]
    if len(reasons) > MOST_TOLD:
        more = len(reasons) - MOST_TOLD
        told.append(Reason("more", f"{more:,} more lines have a mistake."))
    return Listed(lines=(), reasons=tuple(told))
