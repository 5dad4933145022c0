"""The calculation sheet of a calculation that is kept: from what was kept with it, so that it reads in years as it did on the day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from throughcare.sentences import statute_book
from throughcare.sentences.models import Calculation
from throughcare.sentences.queries.sheets import TITLE, Section, Sheet
from throughcare.sentences.rules.by_hand import BY_HAND_ONLY
from throughcare.sentences.rules.explaining import MEANINGS
from throughcare.sentences.rules.trail import counted, shown

Json = Mapping[str, Any]  # Any: JSON
WITHHELD: Final = "Another date takes the place of these, or leaves no room for them."
SENTENCES: Final = "What each sentence would give by itself, or with those it stands with."


def meaning(kind: str) -> str:
    """What a date is, in words."""
    known = {each.value: words for each, words in MEANINGS.items()}
    return known.get(kind) or BY_HAND_ONLY.get(kind, kind)


def sheet_of(made: Calculation) -> Sheet:
    """What stands on the sheet of a calculation: its dates with their ways, what was entered by hand and why, or why there are no dates."""
    return Sheet(
        title=TITLE,
        subtitle=_subtitle(made),
        reference=f"{made.person.crn}, calculation {made.key}",
        dates=tuple(
            (kind, _said(kind, made), shown(day))
            for kind, day in sorted(made.in_force.items(), key=lambda each: (each[1], each[0]))
        ),
        paragraphs=tuple(_paragraphs(made)),
        sections=tuple(_sections(made.explanation)) if made.explanation else (),
    )


def _said(kind: str, made: Calculation) -> str:
    return f"{meaning(kind)}{' (entered by hand)' if kind in made.overrides else ''}"


def _subtitle(made: Calculation) -> str:
    count = len(made.inputs["input"]["booking"]["sentences"])
    about = statute_book.law(made.law).about
    return f"{count} sentence{'' if count == 1 else 's'}; {about}, version {made.law_version}"


def _paragraphs(made: Calculation) -> Iterator[str]:
    yield f"Worked out on {shown(made.made_at.date())}. {_standing(made)}"
    for kind, each in made.overrides.items():
        instead = each["instead_of"]
        before = f" in place of {shown(date.fromisoformat(instead))}" if instead else ""
        yield f"{kind} was entered by hand{before}: {each['because']}"
    if made.messages:
        yield "No date can be given until this is put right:"
        yield from (each["sentence"] for each in made.messages)
    yield from made.explanation.get("remarks", ())


def _standing(made: Calculation) -> str:
    if made.approved_at is None:
        return "Nobody has approved these dates yet."
    return f"Approved by a second person on {shown(made.approved_at.date())}."


def _sections(explanation: Json) -> Iterator[Section]:
    for kind, each in explanation["dates"].items():
        yield _section(kind, each, level=2)
    if explanation["withheld"]:
        yield Section(heading="Worked out and not given", level=2, paragraphs=(WITHHELD,))
    for kind, each in explanation["withheld"].items():
        yield _section(kind, each, level=3)
    yield Section(heading="Sentence by sentence", level=2, paragraphs=(SENTENCES,))
    for one in explanation["sentences"]:
        yield Section(heading=one["title"], level=3)
        for kind, each in one["dates"].items():
            yield _section(kind, each, level=4)


def _section(kind: str, each: Json, *, level: int) -> Section:
    return Section(
        heading=f"{kind}: {shown(date.fromisoformat(each['date']))}",
        level=level,
        paragraphs=(f"{each['meaning']}.", *_moved(each), *each["remarks"]),
        steps=tuple(
            (shown(date.fromisoformat(step["leadsTo"])), step["says"], step["law"])
            for step in each["steps"]
        ),
    )


def _moved(each: Json) -> tuple[str, ...]:
    moved, unadjusted = each["daysMoved"], date.fromisoformat(each["unadjusted"])
    if not moved or unadjusted + timedelta(days=moved) != date.fromisoformat(each["date"]):
        return ()
    later = "later" if moved > 0 else "earlier"
    return (f"{shown(unadjusted)} before adjustments, {counted(moved)} {later} with them.",)
