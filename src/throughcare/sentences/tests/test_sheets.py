"""The calculation sheet, as a page and as a PDF."""

from datetime import UTC, datetime

import pytest

from throughcare.sentences import statute_book
from throughcare.sentences.queries import sheets
from throughcare.sentences.queries.layout import Given
from throughcare.sentences.rules.law import Switches
from throughcare.sentences.tests.bookings import (
    FIXED_28,
    STANDARD,
    booking,
    remand,
    sentence,
)

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def sheet(given, *, under="calculation-params"):
    case = Given(
        booking=given,
        law=statute_book.law(under),
        switches=Switches(),
        today=None,
        is_from_earlier_custody=False,
    )
    return sheets.sheet(case, reference="A1234BC")


def ordinary():
    return booking(sentence("2025-02-14", "15m"), adjusted=[remand("2025-02-14", 20)])


def test_a_sheet_has_every_date_with_its_way():
    found = sheet(ordinary())

    assert (
        found.subtitle
        == "1 sentence; the law as it stood in summer 2026, before the progression model"
    )
    assert ("CRD", "Conditional release date: automatic release on licence", "25 July 2025") in (
        found.dates
    )
    first = found.sections[0]
    assert first.heading == "CRD: 25 July 2025"
    assert first.paragraphs == (
        "Conditional release date: automatic release on licence.",
        "14 August 2025 before adjustments, 20 days earlier with them.",
    )
    assert first.steps[-1] == (
        "25 July 2025",
        "less 20 days on remand",
        "Criminal Justice Act 2003, s. 240ZA",
    )
    assert "Sentence by sentence" in [section.heading for section in found.sections]


def test_a_sheet_says_what_was_worked_out_and_not_given():
    recall = sentence("2021-03-01", "36m", recall=STANDARD)

    found = sheet(booking(recall, sentence("2023-07-03", "7m")), under="sds-50")

    headings = [section.heading for section in found.sections]
    after = headings[headings.index("Worked out and not given") + 1]
    assert after.startswith("HDCED: ")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (booking(), "There is no active sentence. Add one."),
        (
            booking(sentence("2023-07-03", "12m", recall=FIXED_28)),
            "A fixed-term recall needs the day of return to custody. Enter it.",
        ),
        (
            booking(sentence("2020-10-01", "10d"), adjusted=[remand("2020-10-01", 20)]),
            (
                "Remand and bail are longer than the time to serve, so that release would be before the sentence. "
                "Reduce the remand or bail that is credited."
            ),
        ),
    ],
)
def test_a_sheet_without_dates_says_what_to_put_right(given, said):
    found = sheet(given)

    assert found.dates == ()
    assert found.sections == ()
    assert found.paragraphs == ("No date can be given until this is put right:", said)


def test_a_page_is_whole_and_escapes_what_it_is_given():
    found = sheets.html(
        sheets.sheet(
            Given(
                booking=ordinary(),
                law=statute_book.law(),
                switches=Switches(),
                today=None,
                is_from_earlier_custody=False,
            ),
            reference="<b>",
        )
    )

    assert found.startswith("<!doctype html>")
    assert found.count("<h1>") == 1
    assert "<td>less 20 days on remand</td>" in found
    assert "&lt;b&gt;" in found
    assert "http" not in found


def test_a_pdf_is_the_same_for_the_same_sheet_and_moment():
    found = sheet(ordinary())

    made = sheets.pdf(found, now=NOW)

    assert made.startswith(b"%PDF")
    assert made == sheets.pdf(found, now=NOW)
