"""The papers of a case: the list of them, and one that is opened."""

from uuid import UUID

import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.desk.tests.conftest import leaks, words
from throughcare.documents import commands as change_documents
from throughcare.probation.models import Document

pytestmark = pytest.mark.django_db

LETTER, BEFORE = b"%PDF-1.7 a letter", b"A letter, as a draft"
ELSEWHERE, NOWHERE = "1" * 64, "0" * 64


@pytest.fixture
def letter(record):
    """A letter whose bytes are here."""
    digest = change_documents.keep(content=LETTER, media_type="application/pdf", now=NOW)
    return _paper(record, number=1, title="Warning letter", digest=digest)


@pytest.fixture
def papers_without_bytes(record):
    change_documents.refer_to(
        digest=ELSEWHERE, size=9, media_type="application/pdf", place="archive/7", now=NOW
    )
    return [
        _paper(record, number=2, title="Induction pack", digest=ELSEWHERE),
        _paper(record, number=3, title="Pre-sentence report", digest=NOWHERE),
    ]


def _paper(case, *, number: int, title: str, digest: str) -> Document:
    return Document.objects.create(
        case=case,
        number=number,
        title=title,
        media_type="application/pdf",
        size=len(LETTER),
        digest=digest,
        recorded_at=NOW,
    )


def test_papers_are_listed_and_the_reading_is_on_the_trail(
    browse, officer_here, crn, papers_without_bytes, acts
):
    answer = browse(officer_here).get(f"/cases/{crn}/documents")

    assert "Pre-sentence report" in words(answer)
    assert "PDF" in words(answer)
    assert acts(officer_here) == [("case.read", (crn,))]


def test_those_that_are_here_are_led_to_and_no_others(
    browse, officer_here, crn, letter, papers_without_bytes
):
    answer = browse(officer_here).get(f"/cases/{crn}/documents")

    led = [number for number in (1, 2, 3) if f'"/cases/{crn}/documents/{number}"' in words(answer)]
    assert led == [1]


def test_a_paper_is_saved_as_it_was_kept_and_the_reading_is_on_the_trail(
    browse, officer_here, crn, letter, acts
):
    answer = browse(officer_here).get(f"/cases/{crn}/documents/1")

    assert answer.content == LETTER
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{crn}-1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert acts(officer_here) == [("case.read", (crn,))]


def test_what_a_paper_was_before_is_saved_by_its_version(browse, officer_here, crn, letter, acts):
    letter.reference = UUID(int=7)
    letter.save(update_fields=["reference"])
    before = change_documents.keep(content=BEFORE, media_type="text/plain", now=NOW)
    for digest in (before, letter.digest):
        change_documents.add_version(
            document_id=letter.reference, digest=digest, account_id=None, now=NOW
        )
    client = browse(officer_here)

    listed = words(client.get(f"/cases/{crn}/documents"))
    first, latest, none = (
        client.get(f"/cases/{crn}/documents/1/versions/{number}") for number in (1, 2, 3)
    )

    led = [n for n in (1, 2) if f'"/cases/{crn}/documents/1/versions/{n}"' in listed]
    assert led == [1]
    assert (first.content, latest.content, none.status_code) == (BEFORE, LETTER, 404)
    assert first["Content-Disposition"] == f'attachment; filename="{crn}-1-version-1.txt"'
    assert acts(officer_here) == [("case.read", (crn,))] * 3


def test_one_that_is_not_here_says_so(browse, officer_here, crn, papers_without_bytes):
    client = browse(officer_here)

    elsewhere, nowhere = (client.get(f"/cases/{crn}/documents/{number}") for number in (2, 3))

    assert [answer.status_code for answer in (elsewhere, nowhere)] == [404, 404]
    assert "You cannot open this document here" in words(nowhere)
    assert "It is kept elsewhere, under archive/7." in words(elsewhere)
    assert "It is kept elsewhere" not in words(nowhere)


def test_a_number_that_no_paper_has_is_not_found(browse, officer_here, crn, letter):
    assert browse(officer_here).get(f"/cases/{crn}/documents/9").status_code == 404


def test_whoever_may_not_read_the_case_gets_nothing_of_its_papers(
    browse, officer_elsewhere, planner, crn, letter
):
    for page in (f"/cases/{crn}/documents/1", f"/cases/{crn}/documents/1/versions/1"):
        elsewhere, refused = browse(officer_elsewhere).get(page), browse(planner).get(page)

        assert elsewhere.headers["Location"] == f"/cases/{crn}/minimum-view"
        assert refused.status_code == 403
        assert [leaks(answer) for answer in (elsewhere, refused)] == [[], []]
        assert [LETTER in answer.content for answer in (elsewhere, refused)] == [False, False]
