"""The calculation sheet: every date of a person on paper, with the way to each, so that anybody can go it again."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from throughcare.documents import queries as documents
from throughcare.sentences.queries.layout import Given
from throughcare.sentences.rules.calculating import calculate
from throughcare.sentences.rules.explaining import Explained, Explanation, explain
from throughcare.sentences.rules.messages import Message
from throughcare.sentences.rules.single import NoReturnDate
from throughcare.sentences.rules.trail import counted, shown
from throughcare.sentences.rules.validation import messages
from throughcare.sentences.rules.validation_before import unsupported

TITLE: Final = "Release dates, and how they were worked out"
NO_RETURN: Final = "A fixed-term recall needs the day of return to custody. Enter it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`steps` are of day, what was done and where that is laid down."""

    heading: str
    level: int
    paragraphs: tuple[str, ...] = ()
    steps: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`dates` are of code, meaning and day; there are none where `paragraphs` say what has to be corrected."""

    title: str
    subtitle: str
    reference: str
    dates: tuple[tuple[str, str, str], ...]
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]


def sheet(given: Given, *, reference: str) -> Sheet:
    """What stands on the sheet of a case: its dates with their ways, or why there are none."""
    if not given.booking.sentences:
        return _without(_sentences(unsupported(given.booking)), given=given, reference=reference)
    try:
        found = calculate(given.booking, law=given.law, switches=given.switches)
    except NoReturnDate:
        return _without((NO_RETURN,), given=given, reference=reference)
    if said := messages(given.booking, found):
        return _without(_sentences(said), given=given, reference=reference)
    explained = explain(given.booking, found)
    return Sheet(
        title=TITLE,
        subtitle=_subtitle(given),
        reference=reference,
        dates=tuple((each.kind.value, each.meaning, shown(each.on)) for each in explained.dates),
        paragraphs=explained.remarks,
        sections=tuple(_sections(explained)),
    )


def html(found: Sheet) -> str:
    """The sheet as a page that needs nothing beside it."""
    return _environment().get_template("sheet.html").render(sheet=found)


def pdf(found: Sheet, *, now: datetime) -> bytes:
    """The sheet as a tagged PDF."""
    return documents.render_pdf(template_key="sentences.sheet", data=asdict(found), now=now)


def _environment() -> Environment:
    loader = PackageLoader("throughcare.sentences", "jinja2/sentences")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _without(paragraphs: tuple[str, ...], *, given: Given, reference: str) -> Sheet:
    first = "No date can be given until this is put right:"
    return Sheet(
        title=TITLE,
        subtitle=_subtitle(given),
        reference=reference,
        dates=(),
        paragraphs=(first, *paragraphs),
        sections=(),
    )


def _sentences(said: Sequence[Message]) -> tuple[str, ...]:
    return tuple(message.sentence for message in said)


def _subtitle(given: Given) -> str:
    count = len(given.booking.sentences)
    return f"{count} sentence{'' if count == 1 else 's'}; {given.law.about}"


def _sections(explained: Explanation) -> Iterator[Section]:
    for each in explained.dates:
        yield _section(each, level=2)
    if explained.withheld:
        yield Section(
            heading="Worked out and not given",
            level=2,
            paragraphs=("Another date takes the place of these, or leaves no room for them.",),
        )
    for each in explained.withheld:
        yield _section(each, level=3)
    yield Section(
        heading="Sentence by sentence",
        level=2,
        paragraphs=("What each sentence would give by itself, or with those it stands with.",),
    )
    for one in explained.sentences:
        yield Section(heading=one.title, level=3)
        for each in one.dates:
            yield _section(each, level=4)


def _section(each: Explained, *, level: int) -> Section:
    return Section(
        heading=f"{each.kind.value}: {shown(each.on)}",
        level=level,
        paragraphs=(f"{each.meaning}.", *_moved(each), *each.remarks),
        steps=tuple((shown(step.to), step.says, step.law) for step in each.steps),
    )


def _moved(each: Explained) -> tuple[str, ...]:
    """The days by which adjustments alone moved a date; nothing where rules had a part in it, which the steps tell."""
    if not each.moved or each.unadjusted + timedelta(days=each.moved) != each.on:
        return ()
    later = "later" if each.moved > 0 else "earlier"
    return (
        f"{shown(each.unadjusted)} before adjustments, {counted(each.moved)} {later} with them.",
    )
