"""How long a record is kept, on pages: proposed, agreed by two people, kept, held, removed; and who has looked."""

from datetime import UTC, datetime

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.desk.tests.conftest import NAME, words
from throughcare.disclosure import commands as change_disclosure
from throughcare.disclosure.models import Hold, Proposal, Tombstone
from throughcare.probation.models import Case

pytestmark = pytest.mark.django_db

CLOSED = datetime(2010, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def discloser(nation):
    return officer(
        "discloser", owner=nation.units["C05"], holder=nation.units["C05"], role="disclosure"
    )


@pytest.fixture
def second(nation):
    return officer(
        "second", owner=nation.units["C05"], holder=nation.units["C05"], role="executive"
    )


@pytest.fixture
def proposed(record, crn) -> str:
    """Closed four years ago without a sentence."""
    Case.objects.filter(pk=record.pk).update(closed_at=CLOSED)
    with change_access.as_engine(now=NOW):
        change_disclosure.propose(now=NOW)
    return str(crn)


def test_a_record_goes_by_the_decision_of_two_and_its_page_says_so(
    *, browse, discloser, second, proposed
):
    client, other = browse(discloser), browse(second)
    page = f"/record-removals/{proposed}"
    listed = words(client.get("/record-removals"))
    shown = words(client.get(page))
    client.post(f"{page}/agreement")
    own = words(client.get(page))
    again = client.post(f"{page}/agreement")
    done = other.post(f"{page}/agreement", follow=True)
    with change_access.as_engine(now=NOW):
        for proposal_id in change_disclosure.approved():
            change_disclosure.remove(proposal_id=proposal_id, now=NOW)
    gone = client.get(f"/people/{proposed}")
    stones = words(client.get("/tombstones"))

    assert (proposed in listed, "Agree that it is removed" in shown) == (True, True)
    assert "Somebody other than you has to agree as well" in own
    assert again.status_code == 409
    assert "Being removed" in words(done)
    assert (gone.status_code, "This record was removed" in words(gone)) == (410, True)
    assert (proposed in stones, NAME in stones) == (True, False)
    assert "No record waits" in words(client.get("/record-removals"))


def test_a_record_is_held_let_go_and_kept_on_its_page(browse, discloser, proposed):
    client = browse(discloser)
    page = f"/record-removals/{proposed}"
    unsaid = client.post(f"{page}/holds/new", {})
    held = client.post(
        f"{page}/holds/new", {"kind": "inquiry", "reason": "The inquest"}, follow=True
    )
    twice = client.post(f"{page}/holds/new", {"kind": "inquiry", "reason": "Again"})
    lifted = client.post(f"{page}/holds/inquiry/lifting", follow=True)
    client.post(f"{page}/holds/other/lifting")
    nothing = client.post(f"{page}/keeping", {})
    until = {"until-day": "1", "until-month": "6", "until-year": "2020"}
    kept = client.post(f"{page}/keeping", {"answer": "A claim", **until}, follow=True)
    over = client.post(f"{page}/keeping", {"answer": "A claim", **until})

    assert "Select why it is held" in words(unsaid)
    assert "It may not be removed while something holds it back" in words(held)
    assert "held for this already" in words(twice)
    assert "lifted on" in words(lifted)
    assert "Enter why it is kept" in words(nothing)
    assert "Kept for now" in words(kept)
    assert [each.status_code for each in (unsaid, twice, nothing, over)] == [422] * 4
    assert (Proposal.objects.get().state, Hold.objects.count()) == ("kept", 1)


def test_nobody_else_comes_to_these_pages(browse, officer_here, nation, proposed):
    stranger = officer(
        "stranger", owner=nation.units["C11"], holder=nation.units["C11"], role="disclosure"
    )
    pages = ("/record-removals", f"/record-removals/{proposed}", "/tombstones")

    assert [browse(officer_here).get(page).status_code for page in pages] == [403] * 3
    assert proposed not in words(browse(stranger).get("/record-removals"))
    assert browse(stranger).get(pages[1]).headers["Location"] == f"/people/{proposed}"
    browse(stranger).post(f"{pages[1]}/agreement")
    assert (Proposal.objects.get().first_by_id, Tombstone.objects.count()) == (None, 0)


def test_who_has_looked_is_shown_to_who_has_the_case_with_the_day_asked_for(
    *, browse, officer_here, nation, manager_here, crn
):
    colleague = officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])
    browse(colleague).get(f"/cases/{crn}")
    client = browse(officer_here)
    here = f"/people/{crn}/lookers"

    page = words(client.get(here))
    day = words(client.get(here, {"day-day": "1", "day-month": "6", "day-year": "2014"}))
    wrong = client.get(here, {"day-day": "40", "day-month": "6", "day-year": "2014"})
    odd = client.get(here, {"after": "2014-06-02~1~1"})
    manager = words(browse(manager_here).get(here))
    refused = browse(colleague).get(here)

    assert (colleague.display_name in page, "Opened the record: case" in page) == (True, True)
    assert "Nobody opened this record in that time" in day
    assert (wrong.status_code, odd.status_code) == (422, 200)
    assert "Asked who has looked" in manager
    assert refused.status_code == 403
    assert "Who has looked" in words(client.get(f"/people/{crn}"))
    assert "Who has looked" not in words(browse(colleague).get(f"/people/{crn}"))
