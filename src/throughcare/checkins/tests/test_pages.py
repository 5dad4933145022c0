"""The pages of officers: who is asked and how, what waits, and what was answered beside the photograph."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.checkins.models import CheckIn, Registration
from throughcare.checkins.tests.conftest import (
    HELP,
    NOW,
    TODAY,
    VIDEO,
    entry,
    latest,
    missed,
    ran,
    registered,
    sent,
    submitted,
)
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.people.models import ContactPreference, Paper
from throughcare.probation.models import CaseAssignment, Contact

pytestmark = pytest.mark.django_db

SECRET = "Told me of the lodger"


@pytest.fixture(autouse=True)
def _at_the_moment(db) -> None:
    at(NOW)


def at(moment) -> None:
    change_clock.set_moment(moment=moment, now_real=clock.machine_now())


@pytest.fixture
def here(person, officer_here) -> str:
    """The address of the check-ins of a case with a note that could leak."""
    Contact.objects.filter(case=person).update(notes=SECRET)
    CaseAssignment.objects.filter(item=person).update(post_id=officer_here.posts.get().pk)
    return f"/cases/{person.person.crn}/check-ins"


def typed(**parts: str) -> dict[str, str]:
    return {
        "photograph": str(Paper.objects.order_by("id")[0].key),
        "frequency": "fortnightly",
        "channel": "text",
        "first_due_on-day": str(TODAY.day),
        "first_due_on-month": str(TODAY.month),
        "first_due_on-year": str(TODAY.year),
        "is_agreed": "on",
    } | parts


def test_an_officer_registers_somebody_from_the_case(*, browse, officer_here, person, here):
    client = browse(officer_here)
    case = client.get(f"/cases/{person.person.crn}")
    empty = client.get(here)
    form = client.get(f"{here}/registration")

    done = client.post(f"{here}/registration", typed())

    found = Registration.objects.get()
    page = words(client.get(done["Location"]))
    assert f'href="{here}"' in words(case)
    assert "No check-ins" in words(empty)
    assert f"/papers/photographs/{found.photograph}" in words(form)
    assert "no email address on the record" in words(form)
    assert (done["Location"], found.frequency, found.channel) == (here, "fortnightly", "text")
    assert [each for each in ("Every 2 weeks", "Text message", "Pause") if each not in page] == []


def test_what_is_missing_is_asked_for(*, browse, officer_here, person, here):
    client = browse(officer_here)
    nothing = client.post(f"{here}/registration", {})
    early = client.post(f"{here}/registration", typed(**{"first_due_on-day": "1"}))
    Paper.objects.all().delete()
    ContactPreference.objects.all().delete()
    cannot = client.get(f"{here}/registration")

    page = words(nothing)
    assert (nothing.status_code, early.status_code, cannot.status_code) == (422, 422, 200)
    for sentence in (
        "Select a photograph",
        "Select how often",
        "Select how the link is sent",
        "Confirm that the person agrees",
    ):
        assert sentence in page
    assert "The first day must be today or later." in words(early)
    assert "There is no photograph on the record" in words(cannot)
    assert "does not agree to text messages" in words(cannot)
    assert not Registration.objects.exists()


def test_check_ins_are_changed_paused_resumed_asked_for_and_stopped(
    *, browse, officer_here, person, here
):
    registered(officer_here, person)
    client = browse(officer_here)

    client.post(f"{here}/registration", typed(frequency="weekly"))
    unreasoned = client.post(f"{here}/pause", {"reason": ""})
    client.post(f"{here}/pause", {"reason": "Ill"})
    paused = words(client.get(here))
    client.post(f"{here}/resumption")
    client.post(f"{here}/requests")
    client.post(f"{here}/stop", {"reason": "Order ended"})
    stopped = words(client.get(here))

    assert unreasoned.status_code == 422
    assert "Ill" in paused
    assert "Go on with check-ins" in paused
    assert "Order ended" in stopped
    assert Registration.objects.get().standing == "stopped"
    assert client.get(f"{here}/pause").status_code == 404


def test_the_list_of_what_waits_is_in_order_with_a_fixed_number_of_queries(
    *, browse, officer_here, person, here
):
    client = browse(officer_here)
    none = words(client.get("/check-ins"))
    submitted(officer_here, person, helps=HELP, wants_contact=True)
    with CaptureQueriesContext(connection) as one:
        page = words(client.get("/check-ins"))
    ran(NOW + timedelta(days=7))
    ran(NOW + timedelta(days=10))
    ran(NOW + timedelta(days=14))
    CheckIn.objects.filter(number=1).update(comparison="no-face")
    with CaptureQueriesContext(connection) as more:
        later = words(client.get("/check-ins"))

    assert "No check-ins wait for you" in none
    assert "Asks for help. Wants to be contacted" in page
    assert later.index("No face found") < later.index("Missed")
    assert len(one) == len(more)


def test_a_review_shows_video_photograph_and_answers_and_writes_the_log(
    *, browse, officer_here, person, here, acts
):
    found = submitted(officer_here, person, wellbeing_words="Sleeps badly", helps=HELP)
    client = browse(officer_here)

    page = words(client.get(f"{here}/1"))
    unsaid = client.post(f"{here}/1", {"is_them": "no"})
    done = client.post(f"{here}/1", {"is_them": "yes", "notes": "Fine"})
    after = words(client.get(f"{here}/1"))

    for each in ("Sleeps badly", "Housing, Money", "Compare them yourself", f"{here}/1/video"):
        assert each in page
    assert SECRET not in page
    assert unsaid.status_code == 422
    assert "Select what follows" in words(unsaid)
    assert (done["Location"], entry(found).outcome_id) == (f"{here}/1", "ATTC")
    assert "It was them" in after
    assert 'name="is_them"' not in after
    assert ("case.read", (person.person.crn,)) in acts(officer_here)
    assert client.post(f"{here}/1", {"is_them": "yes"}).status_code == 422


@pytest.mark.parametrize(
    ("asked", "status", "told", "content"),
    [
        ("", 200, None, VIDEO),
        ("bytes=0-3", 206, f"bytes 0-3/{len(VIDEO)}", VIDEO[:4]),
        ("bytes=4-", 206, f"bytes 4-{len(VIDEO) - 1}/{len(VIDEO)}", VIDEO[4:]),
        ("bytes=-5", 206, f"bytes {len(VIDEO) - 5}-{len(VIDEO) - 1}/{len(VIDEO)}", VIDEO[-5:]),
        ("bytes=0-9999", 206, f"bytes 0-{len(VIDEO) - 1}/{len(VIDEO)}", VIDEO),
        ("bytes=999-", 416, f"bytes */{len(VIDEO)}", b""),
        ("bytes=-", 200, None, VIDEO),
        ("lines=1-2", 200, None, VIDEO),
    ],
)
def test_a_video_is_given_whole_or_in_the_part_that_a_browser_asks_for(
    *, browse, officer_here, person, here, asked, status, told, content
):
    submitted(officer_here, person)

    answer = browse(officer_here).get(f"{here}/1/video", headers={"Range": asked} if asked else {})

    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, told)
    assert (answer.content, answer["Content-Type"]) == (content, "video/mp4")
    assert answer["Cache-Control"] == "no-store"


def test_a_video_that_is_gone_or_not_handed_in_is_not_shown(*, browse, officer_here, person, here):
    sent(officer_here, person)
    client = browse(officer_here)
    unsent = client.get(f"{here}/1/video").status_code
    submitted(officer_here, person, of=latest(person))
    latest(person).videos.update(gone_at=NOW)
    Paper.objects.all().delete()

    page = words(client.get(f"{here}/1"))
    assert (unsent, client.get(f"{here}/1/video").status_code) == (404, 404)
    assert "The video was deleted on 2 June 2014" in page
    assert "The photograph was taken back since." in page


def test_what_was_missed_is_settled_and_what_was_locked_or_unsent_is_sent_again(
    *, browse, officer_here, person, here
):
    missed(officer_here, person)
    at(NOW + timedelta(days=3))
    client = browse(officer_here)
    page = words(client.get(f"{here}/1"))
    client.post(f"{here}/1", {"follows": "acceptable", "notes": ""})
    ContactPreference.objects.update(may_be_texted=False)
    ran(NOW + timedelta(days=7))
    unsent = words(client.get(f"{here}/2"))
    client.post(f"{here}/2/links")
    again = latest(person).state
    ran(NOW + timedelta(days=7))
    client.post(f"{here}/2/dismissal")

    assert "It counts as a failure only if you say so." in page
    assert Contact.objects.get(type_id="COVC").outcome_id == "AAAA"
    assert "does not agree to text messages" in unsent
    assert (again, latest(person).state) == ("due", "settled")


def test_the_link_is_shown_in_a_demonstration_and_nowhere_else(
    *, browse, settings, officer_here, person, here
):
    sent(officer_here, person)
    client = browse(officer_here)
    shown = words(client.get(f"{here}/1"))
    settings.DEMONSTRATION = False
    hidden = words(client.get(f"{here}/1"))

    assert ("/check-in/" in shown, "/check-in/" in hidden) == (True, False)


def test_officers_elsewhere_are_shown_nothing(
    *, browse, officer_here, officer_elsewhere, person, here
):
    submitted(officer_here, person, wellbeing_words="Sleeps badly")
    client = browse(officer_elsewhere)

    answers = [
        client.get(address)
        for address in (here, f"{here}/1", f"{here}/1/video", f"{here}/registration")
    ]
    changes = [
        client.post(address, {"is_them": "yes", "reason": "x"})
        for address in (f"{here}/1", f"{here}/stop", f"{here}/1/links", f"{here}/requests")
    ]

    assert [each for each in answers if each.status_code == 200] == []
    assert [each for each in answers if "Sleeps badly" in words(each)] == []
    assert latest(person).state == "submitted"
    assert {each.status_code for each in changes} <= {302, 403, 404}
    assert "No check-ins wait for you" in words(client.get("/check-ins"))
