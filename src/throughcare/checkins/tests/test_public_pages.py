"""The pages that whoever was sent a link answers on: in two languages, without signing in, and for one check-in alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from throughcare.checkins.models import CheckIn, HelpAsked, Video
from throughcare.checkins.tests.conftest import (
    BORN,
    NOW,
    VIDEO,
    latest,
    ran,
    sent,
    token,
)
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words

pytestmark = pytest.mark.django_db

ANSWERS = {
    "wellbeing": "not-great",
    "wellbeing_words": "Tired",
    "helps": ["money"],
    "help_words": "Rent",
    "wants_contact": "yes",
    "contact_words": "My job",
}


@pytest.fixture(autouse=True)
def _at_the_moment(db) -> None:
    at(NOW)


def at(moment) -> None:
    change_clock.set_moment(moment=moment, now_real=clock.machine_now())


@pytest.fixture
def link(officer_here, person) -> str:
    return f"/check-in/{token(sent(officer_here, person))}"


def who(case, **parts: str) -> dict[str, str]:
    return {
        "first": "Ann",
        "last": "Other",
        "born_on-day": str(BORN.day),
        "born_on-month": str(BORN.month),
        "born_on-year": str(BORN.year),
        "crn_end": case.person.crn[-4:],
    } | parts


def film(content: bytes = VIDEO, name: str = "me.mp4") -> dict[str, SimpleUploadedFile]:
    return {"video": SimpleUploadedFile(name, content, content_type="video/mp4")}


def test_somebody_checks_in_on_four_pages_and_the_link_is_used(person, link):
    client = Client()

    first = client.get(link)
    proven = client.post(link, who(person))
    video = client.get(proven["Location"])
    questions = client.post(f"{link}/video", film())
    asked = client.get(questions["Location"])
    checked = client.post(f"{link}/questions", ANSWERS)
    page = client.get(checked["Location"])
    done = client.post(f"{link}/answers")
    said = client.get(done["Location"])
    again = client.get(link)

    found = latest(person)
    assert [each["Location"] for each in (proven, questions, checked, done)] == [
        *(f"{link}/{step}" for step in ("video", "questions", "answers")),
        "/check-in/done",
    ]
    assert "Who are you?" in words(first)
    assert 'accept="video/*"' in words(video)
    assert 'capture="user"' in words(video)
    assert "ring 999" in words(asked)
    assert [each for each in ("Not great", "Money", "My job") if each not in words(page)] == []
    assert "You have checked in" in words(said)
    assert (again.status_code, found.state, found.wellbeing) == (404, "submitted", "not-great")
    assert HelpAsked.objects.get().topic == "money"


def test_no_page_says_who_was_asked(person, link):
    client = Client()
    pages = [client.get(link), client.post(link, who(person, last="Else"))]
    client.post(link, who(person))
    pages += [client.get(f"{link}/video"), client.get(f"{link}/questions")]

    told = " ".join(words(page).replace('value="Ann"', "").replace("'Ann'", "") for page in pages)
    assert [each for each in ("Other", person.person.crn, "07700", "secret") if each in told] == []
    assert {page["Cache-Control"] for page in pages if page.status_code == 200} == {"no-store"}


def test_whoever_is_wrong_is_told_the_same_whatever_was_wrong_until_the_link_is_locked(
    person, link
):
    client = Client()
    wrong = [
        client.post(link, who(person, **part))
        for part in ({"first": "Bob"}, {"crn_end": "1234"}, {"born_on-day": "1"}, {"last": "X"})
    ]
    locked = client.post(link, who(person, last="Y"))
    late = client.post(link, who(person))

    sentence = "What you entered does not match what we hold."
    assert {answer.status_code for answer in wrong} == {422}
    assert [sentence in words(answer) for answer in wrong] == [True] * 4
    assert (locked.status_code, late.status_code) == (403, 403)
    assert "Contact your officer, who can send you a new link." in words(late)
    assert client.get(f"{link}/video")["Location"] == link


def test_what_is_missing_is_asked_for_and_counts_as_no_try(person, link):
    answer = Client().post(link, {"first": "Ann"})

    assert answer.status_code == 422
    for sentence in (
        "Enter your last name",
        "Enter your date of birth",
        "Enter the last 4 digits of your CRN",
    ):
        assert sentence in words(answer)
    assert CheckIn.objects.get().tries == 0


@pytest.mark.parametrize(
    ("sends", "sentence"),
    [
        ({}, "Record or choose a video"),
        (film(b""), "The file is empty. Record the video again."),
        (film(b"%PDF-1.7"), "The file must be a video: MP4, MOV, 3GP or WebM."),
        (film(VIDEO + bytes(200)), "Record a shorter one."),
    ],
)
def test_a_file_that_is_no_video_or_too_large_is_refused(settings, person, link, sends, sentence):
    settings.CHECKIN_VIDEO_BYTES = 100
    client = Client()
    client.post(link, who(person))

    answer = client.post(f"{link}/video", sends)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Video.objects.exists()


def test_nobody_comes_to_a_later_page_without_the_ones_before(person, link):
    client = Client()
    stranger = [client.get(f"{link}/{step}")["Location"] for step in ("video", "questions")]
    client.post(link, who(person))
    early = [client.get(f"{link}/{step}")["Location"] for step in ("questions", "answers")]
    client.post(f"{link}/video", film())
    unanswered = client.post(f"{link}/answers")["Location"]

    assert stranger == [link, link]
    assert early == [f"{link}/video"] * 2
    assert (unanswered, latest(person).state) == (f"{link}/questions", "sent")
    assert Client().get(f"{link}/questions")["Location"] == link


def test_questions_that_were_not_answered_are_asked_again_and_nothing_typed_is_lost(person, link):
    client = Client()
    client.post(link, who(person))
    client.post(f"{link}/video", film())

    answer = client.post(f"{link}/questions", {"wellbeing_words": "Tired", "helps": ["gold"]})
    long = client.post(f"{link}/questions", ANSWERS | {"help_words": "x" * 1001})

    page = words(answer)
    assert (answer.status_code, long.status_code) == (422, 422)
    for sentence in (
        "Select how you have been feeling",
        "Select yes if you want your officer to contact you",
        "Select what you would like help with",
        "Tired",
    ):
        assert sentence in page
    assert "Enter 1,000 characters or fewer" in words(long)


def test_a_link_that_ended_or_never_was_is_told_the_same(person, link):
    at(NOW + timedelta(days=2, hours=14))
    ended, never = Client().get(link), Client().get(f"/check-in/{'0' * 40}")

    assert (ended.status_code, never.status_code) == (404, 404)
    for page in (ended, never):
        assert "This link cannot be used" in words(page)


def test_all_of_it_is_in_welsh_as_well(person, link):
    welsh = link.replace("/check-in/", "/adrodd/")
    client = Client()
    start = client.get(welsh)
    wrong = client.post(welsh, who(person, last="Else") | {"born_on-day": "40"})
    client.post(welsh, who(person))
    video = client.get(f"{welsh}/video")
    client.post(f"{welsh}/video", film())
    questions = client.post(f"{welsh}/questions", {})
    client.post(f"{welsh}/questions", ANSWERS)
    answers = client.get(f"{welsh}/answers")
    done = client.get(client.post(f"{welsh}/answers")["Location"])

    for page, said in (
        (start, "Pwy ydych chi?"),
        (wrong, "Rhowch ddyddiad go iawn"),
        (video, "Recordiwch fideo byr"),
        (questions, "Dewiswch sut rydych chi wedi bod yn teimlo"),
        (answers, "Gwiriwch eich atebion"),
        (done, "Rydych wedi adrodd"),
    ):
        assert said in words(page)
        assert 'lang="cy"' in words(page)
    for left in ("There is a problem", "(optional)", "Change<", "Continue", "What happens next"):
        assert left not in " ".join(
            words(page) for page in (start, wrong, video, questions, answers, done)
        )
    assert latest(person).state == "submitted"
    assert f'href="{link}"' in words(start)


def test_whoever_is_signed_in_acts_for_nobody_on_these_pages(browse, officer_here, person, link):
    client = browse(officer_here)

    page = client.get(link)
    client.post(link, who(person))
    client.post(f"{link}/video", film())
    client.post(f"{link}/questions", ANSWERS)
    client.post(f"{link}/answers")

    assert officer_here.display_name not in words(page)
    assert latest(person).state == "submitted"
    assert client.get(f"/cases/{person.person.crn}/check-ins").status_code == 200


def test_one_proof_opens_one_link(officer_here, person, nation, link):
    client = Client()
    client.post(link, who(person))
    found = latest(person)
    CheckIn.objects.filter(id=found.pk).update(state="withdrawn", token_digest=None)
    ran(NOW + timedelta(days=7))
    at(NOW + timedelta(days=7))
    other = f"/check-in/{token(latest(person))}"

    assert client.get(f"{other}/video")["Location"] == other
    assert client.get(link).status_code == 404


def test_who_asks_too_often_waits(settings, link):
    settings.PUBLIC_PAGES_LIMIT = 2

    codes = [Client().get(link).status_code for _ in range(4)]

    assert codes == [200, 200, 429, 429]
