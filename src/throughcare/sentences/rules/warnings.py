"""What is told beside dates that stand, for somebody to look at: nothing is withheld for it (domain notes, section 14.1)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from throughcare.sentences.rules.dates import Duration, days_of
from throughcare.sentences.rules.facts import Booking, Sentence
from throughcare.sentences.rules.messages import Message

FORKED: Final = "CONCURRENT_CONSECUTIVE_SENTENCES_DURATION"
UNITS: Final = ("year", "month", "week", "day")


def warnings(booking: Booking) -> list[Message]:
    """Whether several sentences are consecutive to one and the same, and how long the longest chain then is."""
    followed = Counter(each.follows for each in booking.sentences if each.follows)
    if not any(count > 1 for count in followed.values()):
        return []
    first = min(each.sentenced_on for each in booking.sentences)
    longest = max(_chains(booking), key=lambda whole: days_of(first, whole))
    said = (
        "More than one sentence is consecutive to the same one. The longest of them together come to "
        f"{_words(longest)}. Check the warrants."
    )
    return [Message(code=FORKED, sentence=said)]


def _chains(booking: Booking) -> Iterator[Duration]:
    """The length of each sentence with all that come before it, unit by unit."""
    known = {each.identifier: each for each in booking.sentences}
    for each in booking.sentences:
        yield _with_those_before(each, known=known)


def _with_those_before(last: Sentence, *, known: Mapping[str, Sentence]) -> Duration:
    seen: set[str] = set()
    whole, now = Duration(), known.get(last.identifier)
    while now is not None and now.identifier not in seen:
        seen.add(now.identifier)
        for term in (now.custody, now.extension):
            whole = Duration(*(one + other for one, other in zip(whole, term, strict=True)))
        now = known.get(now.follows or "")
    return whole


def _words(whole: Duration) -> str:
    told = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for unit, count in zip(UNITS, whole, strict=True)
        if count
    ]
    return " ".join(told) or "no time"
