"""Drafts of contacts on the pages: kept while somebody types, offered when they come back, gone when they are recorded."""

import pytest
from django.test import Client

from throughcare.desk.tests.conftest import words
from throughcare.desk.tests.test_contacts import TYPED
from throughcare.probation.models import Contact, Draft
from throughcare.probation.tests.divided import divide

pytestmark = pytest.mark.django_db

HALF = {
    "type": "CTOA",
    "day-day": "31",
    "day-month": "2",
    "day-year": "2014",
    "start": "half nine",
    "minutes": "15",
    "notes": "Rang in & was",
}


def test_a_half_filled_form_is_kept_by_its_button_and_offered_on_both_pages(
    browse, officer_here, crn
):
    client = browse(officer_here)

    saved = client.post(f"/cases/{crn}/drafts", HALF, follow=True)

    assert saved.redirect_chain == [(f"/cases/{crn}", 302)]
    assert "Draft saved. It is not in the log until you record it." in words(saved)
    assert "You have a draft" in words(client.get(f"/cases/{crn}"))
    assert "You have a draft" in words(client.get("/"))
    form = words(client.get(f"/cases/{crn}/contacts"))
    assert "Rang in &amp; was" in form
    assert 'value="half nine"' in form
    assert '<option value="CTOA" selected>' in form


def test_a_page_saves_quietly_while_somebody_types(browse, officer_here, crn, acts):
    answer = browse(officer_here).post(f"/cases/{crn}/drafts", HALF | {"quiet": "1"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert Draft.objects.get().notes == "Rang in & was"
    assert acts(officer_here) == [("draft.begun", (crn,))]


def test_the_form_says_where_it_is_saved_to(browse, officer_here, crn):
    page = words(browse(officer_here).get(f"/cases/{crn}/contacts"))

    assert f'data-autosave-url="/cases/{crn}/drafts"' in page
    assert f'formaction="/cases/{crn}/drafts"' in page
    assert "You have a draft" not in page


def test_nothing_typed_is_nothing_saved_and_says_so(browse, officer_here, crn):
    answer = browse(officer_here).post(f"/cases/{crn}/drafts", {"minutes": "30"}, follow=True)

    assert "There was nothing to save yet." in words(answer)
    assert not Draft.objects.exists()


def test_notes_that_are_too_long_are_refused_and_stay_on_the_page(browse, officer_here, crn):
    client = browse(officer_here)
    too_long = HALF | {"notes": "x" * 12_001}

    shown = client.post(f"/cases/{crn}/drafts", too_long)
    quiet = client.post(f"/cases/{crn}/drafts", too_long | {"quiet": "1"})

    assert (shown.status_code, quiet.status_code) == (422, 422)
    assert "Notes can be 12,000 characters at most." in words(shown)
    assert "x" * 12_001 in words(shown)
    assert not Draft.objects.exists()


def test_what_was_kept_survives_a_lost_session_and_is_recorded_from_the_next(
    browse, officer_here, crn, record
):
    browse(officer_here).post(f"/cases/{crn}/drafts", HALF)
    lost = Client().post(f"/cases/{crn}/drafts", HALF | {"notes": "Lost"})
    client = browse(officer_here)

    shown = words(client.get(f"/cases/{crn}/contacts"))
    client.post(f"/cases/{crn}/contacts", TYPED)

    assert lost.headers["Location"].startswith("/sign-in")
    assert "Rang in &amp; was" in shown
    assert Contact.objects.filter(case=record).count() == 2
    assert "You have a draft" not in words(client.get(f"/cases/{crn}"))
    assert "You have a draft" not in words(client.get("/"))


def test_a_draft_is_discarded_from_the_case(browse, officer_here, crn):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/drafts", HALF)
    (kept,) = Draft.objects.all()

    done = client.post(f"/cases/{crn}/drafts/{kept.reference}/discarding", follow=True)

    assert "Draft discarded." in words(done)
    assert "You have a draft" not in words(done)
    again = client.post(f"/cases/{crn}/drafts/{kept.reference}/discarding")
    assert again.status_code == 404


def test_a_draft_is_known_under_its_own_case_alone(browse, officer_here, crn, nation):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/drafts", HALF)
    (kept,) = Draft.objects.all()

    answer = client.post(f"/cases/X000000/drafts/{kept.reference}/discarding")

    assert answer.headers["Location"] == "/cases/X000000/minimum-view"
    kept.refresh_from_db()
    assert kept.state == "open"


def test_elsewhere_nothing_is_saved_or_shown(browse, officer_here, officer_elsewhere, crn):
    browse(officer_here).post(f"/cases/{crn}/drafts", HALF)
    stranger = browse(officer_elsewhere)

    answer = stranger.post(f"/cases/{crn}/drafts", HALF | {"notes": "Mine"})

    assert answer.headers["Location"] == f"/cases/{crn}/minimum-view"
    assert [each.notes for each in Draft.objects.all()] == ["Rang in & was"]
    assert "draft" not in words(stranger.get("/"))


def test_who_writes_to_no_case_saves_no_draft(browse, planner, crn):
    assert browse(planner).post(f"/cases/{crn}/drafts", HALF).status_code == 403


def test_after_a_reform_whoever_has_the_case_takes_on_what_its_author_left(nation, browse):
    author, receiver = nation.accounts["SWM"], nation.accounts["C11"]
    person = nation.cases["SWM"].person
    Draft.objects.create(
        case=nation.cases["SWM"],
        author_id=author.pk,
        begun_by_id=author.pk,
        notes="Half a sentence",
        begun_at=person.recorded_at,
        saved_at=person.recorded_at,
    )
    divide(nation)
    client = browse(receiver)
    address = f"/cases/{person.crn}"

    before = words(client.get(address))
    (kept,) = Draft.objects.all()
    taken = client.post(f"{address}/drafts/{kept.reference}/taking", follow=True)

    assert "Officer-Swm left a draft" in before
    assert taken.redirect_chain == [(f"{address}/contacts", 302)]
    assert "Half a sentence" in words(taken)


def test_another_day_shows_no_draft_of_today(browse, officer_here, crn):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/drafts", HALF)

    assert "You have a draft" not in words(client.get(f"/cases/{crn}?as-at=2014-06-01"))
