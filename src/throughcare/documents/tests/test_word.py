"""Documents of a word processor: made from the data of a PDF, known by what is in them, and read for their words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from throughcare.documents import queries, rules

NOON = datetime(2014, 6, 1, 12, 0, tzinfo=UTC)
LETTER = {
    "sender": ["Avon and Somerset", "Elmstead team"],
    "recipient": ["Ann Other", "1 High Street"],
    "on": "1 June 2014",
    "subject": "Your appointment",
    "reference": "X000001 / 3",
    "paragraphs": ["Come at ten.", "Bring this letter."],
    "closing": ["Yours sincerely", "Zebedee"],
}
REPORT = {
    "title": "Report",
    "subtitle": "X000001",
    "sections": [{"heading": "What led to it", "paragraphs": ["Did not come back."]}],
}


def made(key: str, data: Mapping[str, object]) -> bytes:
    return queries.render_docx(template_key=key, data=data, now=NOON)


def test_a_letter_has_who_writes_to_whom_and_what_in_order():
    read = Document(BytesIO(made(queries.LETTER, LETTER)))

    assert [each.text for each in read.paragraphs] == [
        "Avon and Somerset\nElmstead team",
        "Ann Other\n1 High Street",
        "1 June 2014",
        "Your appointment",
        "Come at ten.",
        "Bring this letter.",
        "Yours sincerely\nZebedee",
    ]
    assert read.sections[0].footer.paragraphs[0].text == "X000001 / 3"
    assert (read.core_properties.title, read.core_properties.author) == ("Your appointment", "")


def test_a_report_has_its_sections_under_their_headings():
    read = Document(BytesIO(made(queries.REPORT, REPORT)))

    assert [(each.text, each.style.name) for each in read.paragraphs] == [
        ("Report", "Heading 1"),
        ("X000001", "Normal"),
        ("What led to it", "Heading 2"),
        ("Did not come back.", "Normal"),
    ]


def test_a_template_that_is_none_is_not_found():
    with pytest.raises(LookupError):
        made("documents.poster", LETTER)


def archive(**files: str) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w") as written:
        for name, content in files.items():
            written.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


ODT = "application/vnd.oasis.opendocument.text"
OOXML = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 a letter", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff...", "image/jpeg"),
        ("A note, naïvely".encode(), "text/plain"),
        (b"", ""),
        (b"MZ\x00", ""),
        (b"\xff\xfe", ""),
        (b"PK\x03\x04 no archive", ""),
        (archive(mimetype=ODT), ODT),
        (archive(mimetype="application/epub+zip"), ""),
        (archive(mimetype="x" * 200), ""),
        (archive(other="x"), ""),
        (archive(**{"[Content_Types].xml": "", "word__document.xml": ""}), f"{OOXML}wordprocessingml.document"),
        (archive(**{"[Content_Types].xml": "", "xl__workbook.xml": ""}), f"{OOXML}spreadsheetml.sheet"),
        (archive(**{"[Content_Types].xml": "", "ppt__x.xml": ""}), ""),
    ],
)  # fmt: skip
def test_a_file_is_known_by_what_is_in_it_and_not_by_what_it_is_called(content, media_type):
    assert rules.media_type_of(content) == media_type


def test_words_are_read_of_text_and_of_a_word_processor_and_of_nothing_else():
    word = made(queries.LETTER, LETTER)

    assert "Bring this letter." in queries.words_of(word, media_type=queries.DOCX)
    assert queries.words_of(b"A note", media_type="text/plain") == "A note"
    assert queries.words_of(b"%PDF-1.7", media_type="application/pdf") == ""
    assert queries.words_of(b"PK\x03\x04 broken", media_type=queries.DOCX) == ""
    assert queries.words_of(archive(other="x"), media_type=queries.DOCX) == ""
