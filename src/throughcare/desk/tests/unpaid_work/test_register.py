"""The register of a session: seen as far as each person may be seen, and saved for all at once."""

from datetime import timedelta

import pytest

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import Contact
from throughcare.unpaidwork.models import Appointment, Session

pytestmark = pytest.mark.django_db

REGISTER = "/unpaid-work/projects/UPW1/sessions/2014-06-03"
WEEK = "/unpaid-work/projects/UPW1/week"


@pytest.fixture
def after_work(booked: Appointment) -> Appointment:
    """An hour after the session of Tuesday 3 June."""
    change_clock.set_moment(
        moment=booked.session.ends_at + timedelta(hours=1), now_real=clock.machine_now()
    )
    return booked


def typed(crn, **changed: str) -> dict[str, str]:
    whole = {"outcome": "ATTC", "penalty": "30", "hi_vis": "yes", "work": "GD"}
    whole |= {"behaviour": "EX", "notes": "Cleared the tow path"} | changed
    return {f"{crn}-{name}": value for name, value in whole.items()}


def test_a_supervisor_saves_what_happened_and_sees_it_again(browse, officer_here, crn, after_work):
    client = browse(officer_here)
    page = words(client.get(REGISTER))

    answer = client.post(REGISTER, typed(crn), follow=True)

    after_work.refresh_from_db()
    assert "Zebedee Quillfeather" in page
    assert answer.redirect_chain == [(REGISTER, 302)]
    assert "Recorded for 1 person." in words(answer)
    assert "7 hours offered, 6 hours 30 minutes credited" in words(answer)
    assert (after_work.credited_minutes, after_work.wore_hi_vis) == (390, True)
    assert Contact.objects.get(type_id="CUPA").notes == "Cleared the tow path"


def test_minutes_are_corrected_and_what_happened_is_not_offered_again(
    browse, officer_here, crn, after_work
):
    client = browse(officer_here)
    client.post(REGISTER, typed(crn))

    page = words(client.get(REGISTER))
    client.post(REGISTER, typed(crn, penalty=""))

    after_work.refresh_from_db()
    assert "Not recorded yet" not in page
    assert f'name="{crn}-notes"' not in page
    assert (after_work.credited_minutes, Contact.objects.filter(type_id="CUPA").count()) == (420, 1)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"penalty": "x"}, ": minutes not worked must be a whole number, like 30"),
        (
            {"penalty": "421"},
            ": Time not worked must be between 0 minutes and the 7 hours offered.",
        ),
        ({"outcome": "UAAB"}, ": Did not attend: leave time not worked, hi-vis, work and"),
        ({"outcome": "WHAT"}, ": what happened must be one of the list"),
        ({"notes": "x" * 4001}, ": notes must be 4,000 characters or fewer"),
    ],
)
def test_what_cannot_be_is_said_of_whom_it_is_and_nothing_typed_is_lost(
    *, browse, officer_here, crn, after_work, changed, says
):
    answer = browse(officer_here).post(REGISTER, typed(crn, **changed))

    assert answer.status_code == 422
    summary = words(answer).partition('class="govuk-error-summary"')[2].partition("<h1")[0]
    assert f"{crn}{says}" in summary
    assert changed.get("notes", "Cleared the tow path") in words(answer)
    after_work.refresh_from_db()
    assert (after_work.credited_minutes, after_work.slot.outcome) == (None, "")


def test_an_empty_register_is_not_saved(browse, officer_here, crn, after_work):
    answer = browse(officer_here).post(
        REGISTER, typed(crn, outcome="none", penalty="", hi_vis="", work="", behaviour="")
    )

    assert answer.status_code == 422
    assert "Record what happened for at least one person." in words(answer)


def test_before_a_session_only_why_somebody_will_not_come_is_offered(
    browse, officer_here, crn, booked
):
    page = words(browse(officer_here).get(REGISTER))

    assert 'value="AAME"' in page
    assert 'value="ATTC"' not in page


def test_somebody_whose_record_is_closed_is_shown_as_limited_in_week_and_register(
    browse, officer_here, crn, record, after_work
):
    client = browse(officer_here)
    Restriction.objects.create(
        person_id=record.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    week, register = client.get(WEEK), client.get(REGISTER)
    sent = client.post(REGISTER, typed(crn))

    for page in (week, register, sent):
        assert leaks(page) == []
        assert crn in words(page)
        assert "Limited access" in words(page)
    assert sent.status_code == 422
    assert not Contact.objects.filter(type_id="CUPA").exists()


def test_a_week_shows_who_is_there_and_the_trail_says_who_was_seen(
    browse, officer_here, crn, acts, booked
):
    page = words(browse(officer_here).get(WEEK))

    assert "Quillfeather, Zebedee" in page
    assert "1 of 6 places booked." in page
    assert ("unpaid-work-session.read", (crn,)) in acts(officer_here)
    assert "Nobody is booked in this week" in words(
        browse(officer_here).get(f"{WEEK}?week=2014-01-06")
    )


def test_nobody_elsewhere_sees_who_is_on_a_session_or_saves_it(
    browse, officer_elsewhere, crn, after_work
):
    client = browse(officer_elsewhere)

    for page in (client.get(WEEK), client.get(REGISTER)):
        assert leaks(page) == []
        assert crn not in words(page)
    sent = client.post(REGISTER, typed(crn))
    arranged = client.get(f"{REGISTER}/arrangement")

    assert (sent.status_code, arranged.status_code) == (403, 403)
    assert Appointment.objects.filter(credited_minutes__isnull=False).count() == 0


def test_a_session_has_a_supervisor_and_a_pick_up(browse, officer_here, booked):
    client = browse(officer_here)
    post = officer_here.posts.get().code

    bad = client.post(f"{REGISTER}/arrangement", {"place": "", "pick_up": "8:15"})
    answer = client.post(
        f"{REGISTER}/arrangement",
        {"supervisor": post, "place": "The station", "pick_up": "8:15am"},
        follow=True,
    )

    assert (bad.status_code, answer.redirect_chain) == (422, [(REGISTER, 302)])
    assert "Enter where people are picked up." in words(bad)
    assert "Supervised by Officer-C05." in words(answer)
    assert "Picked up at The station at 08:15." in words(answer)
    assert Session.objects.get(id=booked.session_id).pick_up_place == "The station"


@pytest.mark.parametrize("on", ["2014-06-04", "2014-13-40", "tuesday"])
def test_a_day_without_a_session_is_not_found(browse, officer_here, booked, on):
    address = f"/unpaid-work/projects/UPW1/sessions/{on}"

    assert browse(officer_here).get(address).status_code == 404
