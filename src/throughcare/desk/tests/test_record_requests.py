"""Copies of records on the pages: asked, prepared, approved by another, opened, and by whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.tests.small_nation import NOW, officer, person_with_case
from throughcare.desk.tests.conftest import words
from throughcare.disclosure import commands as change_disclosure
from throughcare.disclosure.models import Proposal, Request

pytestmark = pytest.mark.django_db

ASKED = {
    "regime": "general",
    **{
        f"received_on-{part}": typed
        for part, typed in zip(("day", "month", "year"), ["1", "6", "2014"], strict=True)
    },
}


@pytest.fixture
def discloser(nation):
    return officer(
        "discloser", owner=nation.units["C05"], holder=nation.units["C05"], role="disclosure"
    )


@pytest.fixture
def second(nation):
    return officer(
        "second", owner=nation.units["C05"], holder=nation.units["C05"], role="disclosure"
    )


def test_a_copy_is_asked_prepared_approved_and_opened(*, browse, discloser, second, crn, acts):
    client, other = browse(discloser), browse(second)
    empty = words(client.get("/record-requests"))
    unsaid = client.post(f"/people/{crn}/record-requests/new", {})
    asked = client.post(f"/people/{crn}/record-requests/new", ASKED, follow=True)
    made = Request.objects.get()
    page = f"/record-requests/{made.reference}"
    early = client.get(f"{page}/copy")
    begun = client.post(f"{page}/preparation", follow=True)
    busy = client.post(f"{page}/preparation")
    change_disclosure.prepare(reference=made.reference, now=NOW)
    own = words(client.get(page))
    refused = client.post(f"{page}/approval")
    theirs = words(other.get(page))
    approved = other.post(f"{page}/approval", follow=True)
    copy = other.get(f"{page}/copy")

    assert "Nobody waits" in empty
    assert (unsaid.status_code, "Select under which law they ask" in words(unsaid)) == (422, True)
    assert "To be prepared" in words(asked)
    assert early.status_code == 404
    assert "Being prepared" in words(begun)
    assert busy.status_code == 409
    assert "Somebody other than you approves it" in own
    assert refused.status_code == 409
    assert ">Approve<" in theirs.replace("> Approve <", ">Approve<")
    assert "Approved to go out" in words(approved)
    assert copy.content.startswith(b"PK")
    assert copy.headers["Content-Disposition"] == f'attachment; filename="{made.reference}.zip"'
    assert ("copy.read", (crn,)) in acts(second)


def test_entries_are_left_out_and_requests_end_for_a_reason(browse, discloser, crn):
    client = browse(discloser)
    client.post(f"/people/{crn}/record-requests/new", ASKED)
    page = f"/record-requests/{Request.objects.get().reference}"

    unsaid = client.post(f"{page}/left-out-entries/new", {})
    none = client.post(f"{page}/left-out-entries/new", {"number": "99", "because": "harm"})
    left = client.post(
        f"{page}/left-out-entries/new", {"number": "1", "because": "harm"}, follow=True
    )
    nothing = client.post(f"{page}/withdrawals", {})
    early = client.post(f"{page}/refusals", {"answer": "Too soon"})
    ended = client.post(f"{page}/withdrawals", {"answer": "Asked no more"}, follow=True)

    assert "Enter the number of the entry" in words(unsaid)
    assert "There is no entry 99 in the log." in words(none)
    assert "Entry 1: could put somebody at risk" in words(left)
    assert [each.status_code for each in (unsaid, none, nothing, early)] == [422] * 4
    assert "Asked no more" in words(ended)
    assert client.get(f"{page}/others").status_code == 404


def test_nobody_else_comes_to_these_pages(browse, discloser, officer_here, nation, crn):
    stranger = officer(
        "stranger", owner=nation.units["C11"], holder=nation.units["C11"], role="disclosure"
    )
    browse(discloser).post(f"/people/{crn}/record-requests/new", ASKED)
    made = Request.objects.get()
    pages = (
        "/record-requests",
        f"/record-requests/{made.reference}",
        f"/people/{crn}/record-requests",
        f"/people/{crn}/record-requests/new",
    )

    officers = [browse(officer_here).get(page).status_code for page in pages]
    elsewhere = browse(stranger).get(pages[1])
    listed = words(browse(stranger).get(pages[0]))

    assert officers == [403] * 4
    assert elsewhere.status_code == 404
    assert made.reference not in listed
    assert made.reference in words(browse(discloser).get(pages[2]))
    assert "Copies of the record" in words(browse(discloser).get(f"/people/{crn}"))
    assert "Copies of the record" not in words(browse(officer_here).get(f"/people/{crn}"))


def test_a_long_list_goes_on_and_says_who_waits_too_long(browse, discloser, crn, monkeypatch):
    client = browse(discloser)
    client.post(f"/people/{crn}/record-requests/new", ASKED)
    Request.objects.update(
        received_on=NOW.date() - timedelta(days=50), due_on=NOW.date() - timedelta(days=5)
    )

    first = words(client.get("/record-requests"))
    after = words(client.get(f"/record-requests?after=2014-05-28.{Request.objects.get().pk}"))
    wrong = words(client.get("/record-requests?after=never"))

    assert ("Late" in first, "Late" in wrong) == (True, True)
    assert "Nobody waits" in after


def test_lists_ask_the_database_no_more_for_three_records_than_for_one(
    browse, discloser, nation, crn
):
    client = browse(discloser)
    pages = ("/record-requests", "/record-removals")

    def waits(number: str) -> None:
        client.post(f"/people/{number}/record-requests/new", ASKED)
        person_id = Request.objects.latest("pk").person_id
        Proposal.objects.create(
            person_id=person_id, rule="community", due_on=NOW.date(), proposed_at=NOW
        )

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    waits(crn)
    one = asked()
    for number in ("Y000001", "Y000002"):
        person_with_case(number, owner=nation.units["C05"], holder=nation.units["C05T"])
        waits(number)
    three = asked()

    assert Request.objects.count() == 3
    assert three == one
