"""A switch under open pages: they are told, and what was typed is kept and judged by the rights that came with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from throughcare.access.models import PostAssignment
from throughcare.access.tests.small_nation import LONG_AGO, NOW, give
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.organisation.models import Change, Switch
from throughcare.probation.models import Contact, Draft

ADDRESS = "/organisation-state"
INSTANT = datetime(2014, 6, 2, 9, 30, tzinfo=UTC)
SAID = "The organisation changed: 2 June 2014, 10:30am."
TYPED = {
    "type": "CTOA",
    "day-day": "2",
    "day-month": "6",
    "day-year": "2014",
    "start": "9:00",
    "minutes": "30",
    "outcome": "",
    "notes": "He found work.",
}


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    cache.clear()


@pytest.fixture
def browse(browse):
    """A browser of somebody who signed in before anything was switched."""

    def signed_in(account) -> Client:
        client: Client = browse(account)
        session = client.session
        session["organisation"] = ""
        session.save()
        return client

    return signed_in


@pytest.fixture
def switch(nation):
    """Make a change live that takes the officer of C05 to C11, and their case to whoever is named."""

    def switched(*, case_to: str) -> None:
        change = Change.objects.create(
            reference="division", title="Division", effective_at=INSTANT, recorded_at=LONG_AGO
        )
        post = nation.accounts["C05"].posts.get()
        PostAssignment.objects.create(
            item=post,
            owner=nation.units["C11"],
            holder=nation.units["C11T"],
            recorded_at=LONG_AGO,
            basis="rule",
            starts_at=INSTANT,
            change=change,
        )
        give(
            nation.cases["C05"],
            owner=nation.units[case_to],
            holder=nation.units[f"{case_to}T"],
            starts_at=INSTANT,
            change=change,
        )
        Switch.objects.create(change=change, is_live=True, recorded_at=INSTANT)
        at(INSTANT + timedelta(minutes=5))
        cache.clear()

    return switched


def at(moment: datetime) -> None:
    change_clock.set_moment(moment=moment, now_real=clock.machine_now())


def contacts_of(crn: str) -> str:
    return f"/cases/{crn}/contacts"


def test_a_page_says_by_which_changes_it_was_made_and_the_address_tells_others(
    officer_here, browse, crn, switch
):
    page = words(browse(officer_here).get(contacts_of(crn)))
    before = Client().get(ADDRESS).json()

    switch(case_to="C11")

    after = Client().get(ADDRESS)
    assert f'data-organisation="{before["state"]}" data-organisation-url="{ADDRESS}"' in page
    assert before == {"state": "", "said": ""}
    assert after.json() == {"state": str(Change.objects.get().pk), "said": SAID}
    assert after.headers["Cache-Control"] == "public, max-age=10"
    assert not after.cookies


def test_open_screens_are_answered_from_memory(nation, officer_here, browse):
    Client().get(ADDRESS)

    with CaptureQueriesContext(connection) as asked:
        for _ in range(5):
            browse_again = Client().get(ADDRESS)
            assert browse_again.status_code == 200

    assert len(asked) == 0
    assert Client().post(ADDRESS).status_code == 405


def test_without_a_script_the_next_page_says_it_once(officer_here, browse, crn, switch):
    browser = browse(officer_here)
    first = words(browser.get("/"))
    switch(case_to="C11")

    found = browser.post("/people", {"text": "X", "fragment": "1"})
    told = words(browser.get("/"))
    again = words(browser.get("/"))

    assert SAID not in first
    assert '<p class="govuk-notification-banner__heading" data-organisation-said></p>' in first
    assert found.status_code == 200
    assert SAID not in words(found)
    assert f"data-organisation-said>{SAID}</p>" in told
    assert SAID not in again


def test_a_form_opened_before_the_switch_is_recorded_under_the_new_rights(
    officer_here, browse, crn, record, switch
):
    browser = browse(officer_here)
    browser.get(contacts_of(crn))
    switch(case_to="C11")

    answer = browser.post(contacts_of(crn), TYPED, follow=True)

    assert "Contact recorded." in words(answer)
    assert SAID in words(answer)
    made = Contact.objects.get(case=record, notes="He found work.")
    assert made.author_id == officer_here.pk


def test_what_was_typed_of_a_case_that_went_to_others_is_kept_and_offered_to_them(
    nation, browse, acts, record, switch
):
    officer_here, crn = nation.accounts["C05"], record.person.crn
    browser = browse(officer_here)
    browser.get(contacts_of(crn))
    switch(case_to="N04")

    answer = browser.post(contacts_of(crn), TYPED, follow=True)

    assert "What you typed is kept as a draft, which they are offered." in words(answer)
    assert not Contact.objects.filter(case=record, notes="He found work.").exists()
    kept = Draft.objects.get()
    assert (kept.author_id, kept.notes, kept.state) == (officer_here.pk, "He found work.", "open")
    assert ("draft.left", (crn,)) in acts(officer_here)
    offered = browse(nation.accounts["N04"])
    assert "He found work." in words(offered.get(f"/cases/{crn}"))
    offered.post(f"/cases/{crn}/drafts/{kept.reference}/taking")
    offered.post(contacts_of(crn), TYPED)
    assert Contact.objects.get(notes="He found work.").author_id == nation.accounts["N04"].pk


def test_what_a_page_sends_quietly_after_the_switch_takes_the_place_of_what_it_sent_before(
    officer_here, browse, crn, switch
):
    browser = browse(officer_here)
    browser.post(f"/cases/{crn}/drafts", {**TYPED, "notes": "He", "quiet": "1"})
    switch(case_to="N04")

    answer = browser.post(f"/cases/{crn}/drafts", {**TYPED, "quiet": "1"})

    assert answer.status_code == 204
    assert [draft.notes for draft in Draft.objects.all()] == ["He found work."]


def test_nothing_is_kept_for_whoever_could_not_write_before_or_comes_a_day_late(
    officer_here, officer_elsewhere, browse, crn, switch
):
    switch(case_to="N04")

    stranger = browse(officer_elsewhere).post(contacts_of(crn), TYPED)
    at(INSTANT + timedelta(hours=25))
    late = browse(officer_here).post(contacts_of(crn), TYPED)

    assert stranger.status_code == 403
    assert late.headers["Location"] == f"/cases/{crn}/minimum-view"
    assert not Draft.objects.exists()


def test_nothing_is_kept_where_nothing_was_switched(
    officer_here, officer_elsewhere, browse, crn, nation
):
    at(NOW)

    answer = browse(officer_elsewhere).post(contacts_of(crn), TYPED)

    assert answer.headers["Location"] == f"/cases/{crn}/minimum-view"
    assert not Draft.objects.exists()
