"""A diary as other calendars read it: iCalendar (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unicodedata import category

from throughcare.kernel.days import local_day
from throughcare.probation import queries as probation

LONGEST_LINE = 75
"""In bytes, without the line break (RFC 5545, 3.1)."""
HOST = "throughcare"
NOTICE_DAYS = 7
"""For how many days a notice stands in the calendar: once a code has grown old, and before it leads on no longer."""


def written(calendar: probation.Calendar, *, revised_at: datetime) -> bytes:
    """A whole calendar. `revised_at` is the moment from which it stands so."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Throughcare//Diary//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(calendar.name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
        *(line for each in calendar.taken for line in _taken(each, revised_at=revised_at)),
        *_notices(calendar, revised_at=revised_at),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) + b"\r\n" for line in lines)


def escaped(text: str) -> str:
    r"""Text as a value (RFC 5545, 3.3.11).

    >>> escaped("Court 1; Mold, Wales\r\nRing first")
    'Court 1\\; Mold\\, Wales\\nRing first'
    """
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in plain if letter == "\t" or category(letter) != "Cc")


def folded(line: str) -> bytes:
    r"""A line in pieces of at most 75 bytes, none of which parts a letter; each but the first begins with a space.

    >>> folded("SUMMARY:" + "é" * 40).split(b"\r\n ")[1].decode()
    'ééééééé'
    """
    pieces, piece, longest = [], b"", LONGEST_LINE
    for letter in line:
        coded = letter.encode()
        if len(piece) + len(coded) > longest:
            pieces.append(piece)
            # The space that begins a piece counts.
            piece, longest = b"", LONGEST_LINE - 1
        piece += coded
    return b"\r\n ".join([*pieces, piece])


def _taken(taken: probation.Taken, *, revised_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{taken.key}@{HOST}"
    yield f"DTSTAMP:{_moment(revised_at)}"
    yield f"DTSTART:{_moment(taken.starts_at)}"
    if taken.ends_at is not None:
        yield f"DTEND:{_moment(taken.ends_at)}"
    yield f"SUMMARY:{escaped(taken.crn)}"
    if taken.place:
        yield f"LOCATION:{escaped(taken.place)}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _notices(calendar: probation.Calendar, *, revised_at: datetime) -> Iterator[str]:
    """That the code of the feed has grown old, and that it leads on no longer from a day on."""
    if not calendar.new_code or calendar.since is None or calendar.until is None:
        return
    began, ends = local_day(calendar.since), local_day(calendar.until)
    yield from _days(
        f"new-code-{calendar.new_code}",
        f"This calendar is now {calendar.new_code}",
        f"{calendar.sentence} It goes on here until {ends.day} {ends:%B %Y}.",
        first=began,
        revised_at=revised_at,
    )
    yield from _days(
        f"last-days-{calendar.new_code}",
        f"Make a new feed for {calendar.new_code}",
        f"{calendar.sentence} This calendar ends on {ends.day} {ends:%B %Y}.",
        first=ends - timedelta(days=NOTICE_DAYS),
        revised_at=revised_at,
    )


def _days(
    key: str, summary: str, description: str, *, first: date, revised_at: datetime
) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{key}@{HOST}"
    yield f"DTSTAMP:{_moment(revised_at)}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{first + timedelta(days=NOTICE_DAYS):%Y%m%d}"
    yield f"SUMMARY:{escaped(summary)}"
    yield f"DESCRIPTION:{escaped(description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
