"""Documents found among all the cases of an officer, and none of a case that is closed to them or with others."""

import pytest

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.desk.tests.conftest import NAME, SECRET, leaks, words
from throughcare.probation.models import CaseAssignment, Document, DocumentOrigin, DocumentText

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(record):
    """A letter that was written here, about the case of the officer."""
    return written(record, title="Letter to the landlord", said=SECRET)


def written(case, *, title: str, said: str) -> Document:
    made = Document.objects.create(
        case=case,
        number=1,
        title=title,
        media_type="application/pdf",
        size=9,
        digest="0" * 64,
        is_final=False,
        recorded_at=NOW,
    )
    DocumentOrigin.objects.create(document=made, case=case, level="PERSON", recorded_at=NOW)
    DocumentText.objects.create(
        document=made, case=case, position=1, heading="What was said", words=said, saved_at=NOW
    )
    return made


def find(account, browse, said: str) -> str:
    return words(browse(account).post("/documents", {"words": said}, follow=True))


def test_a_document_is_found_by_what_it_says_among_all_cases_of_the_officer(
    browse, officer_here, crn, letter, acts
):
    by_text = find(officer_here, browse, "lodger")
    by_title = find(officer_here, browse, "landlord")

    for found in (by_text, by_title):
        assert f'href="/cases/{crn}/documents/1/text"' in found
        assert NAME in found
        assert "1 document with" in found
    assert acts(officer_here)[0] == ("documents.found", (crn,))
    assert "No documents like this" in find(officer_here, browse, "measles")


def test_the_words_stand_in_no_address_and_the_page_is_led_to_from_the_caseload(
    browse, officer_here, letter
):
    client = browse(officer_here)

    answer = client.post("/documents", {"words": NAME})

    assert answer.headers["Location"] == "/documents?words=kept"
    assert client.post("/documents", {"words": " "}).headers["Location"] == "/documents"
    assert 'href="/documents"' in words(client.get("/caseloads"))
    assert "No documents like this" not in words(client.get("/documents"))


def test_of_a_case_that_is_closed_to_its_officer_nothing_is_found_or_counted(
    browse, officer_here, letter, record
):
    Restriction.objects.create(
        person_id=record.person_id,
        account=officer_here,
        kind="exclusion",
        reason="A relative",
        starts_at=LONG_AGO,
    )

    answer = browse(officer_here).post("/documents", {"words": "lodger"}, follow=True)

    assert leaks(answer) == []
    assert "landlord" not in words(answer)
    assert "No documents like this" in words(answer)


def test_a_case_of_others_is_not_looked_through(
    browse, officer_here, officer_elsewhere, letter, record
):
    of_stranger = find(officer_elsewhere, browse, "lodger")
    CaseAssignment.objects.filter(item=record).update(post_id=None)
    of_colleague = find(officer_here, browse, "lodger")

    for found in (of_stranger, of_colleague):
        assert "landlord" not in found
        assert "No documents like this" in found
