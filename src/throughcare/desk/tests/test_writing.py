"""Documents on the pages of a case: begun, written by one at a time, finished, taken in and found, and by whom."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.desk.tests.conftest import SECRET, leaks, words
from throughcare.probation.models import (
    Document,
    DocumentLock,
    DocumentOrigin,
    DocumentText,
    Enforcement,
)
from throughcare.probation.tests.taking import order_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a letter"


@pytest.fixture
def order(record):
    return order_of(record)


@pytest.fixture
def letter(browse, officer_here, crn, order) -> str:
    """The address of an appointment letter that the officer has open."""
    answer = browse(officer_here).post(f"/cases/{crn}/documents/new", {"template": "APPT"})
    assert answer.headers["Location"] == f"/cases/{crn}/documents/1/text"
    return f"/cases/{crn}/documents/1"


def parts(client, page: str, said: str = "At ten on Monday") -> dict[str, str]:
    return {f"part-{each.position}": said for each in DocumentText.objects.order_by("position")}


def find(client, page: str, said: str):
    """The answer to a search, whose words stand in no address."""
    asked = client.post(page, {"words": said})
    assert asked.headers["Location"] == f"{page}?words=kept"
    return client.get(asked.headers["Location"])


def sent(content: bytes = PDF, name: str = "letter.pdf", **changed: object) -> dict[str, object]:
    return {"title": "Doctor's letter", "file": SimpleUploadedFile(name, content), **changed}


def test_a_letter_is_begun_written_and_finished(browse, officer_here, crn, letter):
    client = browse(officer_here)
    shown = words(client.get(f"{letter}/text"))
    assert "[to be completed: next appointment]" in shown
    assert "In progress" in shown
    early = client.post(f"{letter}/finishing")
    assert early.status_code == 409
    assert "Complete what is marked in “Your appointment”." in words(early)

    saved = client.post(f"{letter}/text", parts(client, letter), follow=True)
    assert "What you wrote is kept." in words(saved)
    assert client.get(f"{letter}/preview").content.startswith(b"%PDF-")
    assert client.get(f"{letter}/word").status_code == 404
    done = client.post(f"{letter}/finishing", follow=True)

    assert "It is final, and in the log of the case." in words(done)
    assert f'action="{letter}/finishing"' not in words(done)
    assert client.get(letter).content.startswith(b"%PDF-")
    assert client.get(f"{letter}/word").content.startswith(b"PK")
    listed = words(client.get(f"/cases/{crn}/documents"))
    assert f'href="{letter}"' in listed
    assert "Appointment letter" in listed


def test_one_that_is_not_final_stands_in_the_queue_until_it_is(browse, officer_here, crn, letter):
    client = browse(officer_here)

    home = words(client.get("/"))
    client.post(f"{letter}/text", parts(client, letter))
    client.post(f"{letter}/finishing")
    after = words(client.get("/"))

    assert "In progress: Appointment letter" in home
    assert f'href="{letter}/text"' in home
    assert "In progress: Appointment letter" not in after


def test_a_new_version_keeps_the_one_before(browse, officer_here, crn, letter):
    client = browse(officer_here)
    client.post(f"{letter}/text", parts(client, letter))
    client.post(f"{letter}/finishing")
    client.post(f"{letter}/revising")
    client.post(f"{letter}/text", parts(client, letter, "On Thursday instead"))
    client.post(f"{letter}/finishing")

    assert f'href="{letter}/versions/1"' in words(client.get(f"/cases/{crn}/documents"))
    assert "On Thursday instead" in words(client.get(f"{letter}/text"))
    again = client.post(f"{letter}/text", parts(client, letter, "Quietly other"))
    assert again.status_code == 409
    assert "It is final. Write a new version of it." in words(again)


def test_one_at_a_time_writes_and_a_manager_takes_it(
    *, browse, officer_here, manager_here, crn, letter
):
    above = browse(manager_here)
    shown = words(above.get(f"{letter}/text"))
    assert "Officer-C05 has it open since" in shown
    assert "Take it from them" in shown
    refused = above.post(f"{letter}/opening")
    assert refused.status_code == 409

    above.post(f"{letter}/closing")
    above.post(f"{letter}/opening")

    assert DocumentLock.objects.get().account_id == manager_here.pk
    mine = browse(officer_here).post(f"{letter}/text", parts(None, letter, "Typed meanwhile"))
    assert mine.status_code == 409
    assert "Manager-C05 has it open" in words(mine)


def test_a_letter_about_a_breach_is_begun_from_its_page(browse, officer_here, crn, order):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/enforcements", {"action": "breach"})
    reference = Enforcement.objects.get().reference
    page = f"/cases/{crn}/enforcements/{reference}"
    begin = f"/cases/{crn}/documents/new?about={reference}"
    assert f'href="{begin}"' in words(client.get(page))
    nothing = client.post(begin, {"template": "EA02", "about": reference})
    assert nothing.status_code == 422
    assert "“First warning letter” is about a warning: select one of this case." in words(nothing)
    assert "Select what you want to write" in words(client.post(begin, {}))

    client.post(begin, {"template": "BNL-BW", "about": reference})

    assert f"/cases/{crn}/documents/1/text" in words(client.get(page))


def test_a_file_is_taken_in_and_found_by_its_words(browse, officer_here, crn, order):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/enforcements", {"action": "warning"})
    reference = Enforcement.objects.get().reference
    said = sent(b"Was in hospital with pneumonia", "note.txt", belongs=f"enforcement/{reference}")

    answer = client.post(f"/cases/{crn}/documents/uploads", said, follow=True)

    assert answer.redirect_chain == [(f"/cases/{crn}/documents", 302)]
    made, origin = Document.objects.get(), DocumentOrigin.objects.get()
    assert (made.media_type, made.size, made.is_final) == ("text/plain", 30, True)
    assert (origin.level, origin.enforcement.reference) == ("EVENT", reference)
    assert "Doctor" in words(find(client, f"/cases/{crn}/documents", "pneumonia"))
    assert "No documents like this" in words(find(client, f"/cases/{crn}/documents", "measles"))
    assert client.get(f"/cases/{crn}/documents/1").content == b"Was in hospital with pneumonia"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"MZ" + bytes(20), "letter.pdf", "Files of this type are not taken."),
        (b"", "empty.pdf", "The file is empty"),
    ],
)
def test_a_file_is_known_by_what_is_in_it(*, browse, officer_here, crn, order, content, name, says):
    answer = browse(officer_here).post(f"/cases/{crn}/documents/uploads", sent(content, name))

    assert answer.status_code == 422
    assert says in words(answer)
    assert not Document.objects.exists()


def test_a_file_without_a_title_is_refused(browse, officer_here, crn, order):
    answer = browse(officer_here).post(f"/cases/{crn}/documents/uploads", sent(title=""))

    assert answer.status_code == 422
    assert "Enter a title" in words(answer)


def test_elsewhere_nobody_reads_or_writes(
    *, browse, officer_here, officer_elsewhere, planner, crn, letter
):
    client = browse(officer_here)
    client.post(f"{letter}/text", parts(client, letter, SECRET))

    for account in (officer_elsewhere, planner):
        stranger = browse(account)
        answers = [
            stranger.get(f"{letter}/text"),
            stranger.get(f"{letter}/preview"),
            stranger.get(f"/cases/{crn}/documents?words=kept"),
            stranger.post(f"{letter}/text", parts(stranger, letter, "Mine")),
            stranger.post(f"{letter}/finishing"),
            stranger.post(f"{letter}/closing"),
            stranger.post(f"/cases/{crn}/documents/uploads", sent()),
            stranger.post(f"/cases/{crn}/documents/new", {"template": "APPT"}),
        ]
        assert {answer.status_code for answer in answers} <= {302, 403}
        assert [leaks(answer) for answer in answers] == [[]] * 8
    assert (Document.objects.count(), Document.objects.get().is_final) == (1, False)
    assert set(DocumentText.objects.values_list("words", flat=True)) == {SECRET}
