"""Old codes in links, forms, searches that were saved, and referrals: where they lead, and that the new code is said."""

import re
from datetime import timedelta

import pytest

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.desk.tests.conftest import words
from throughcare.notify import commands as change_notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.notify.models import Message
from throughcare.people.models import SavedSearch
from throughcare.probation.models import Referral
from throughcare.probation.tests.divided import close_empty, divide

pytestmark = pytest.mark.django_db

CRN = "X000000"
"""Of SWM before it was divided, and of C11 since."""


@pytest.fixture
def divided(nation):
    divide(nation)
    return nation


@pytest.fixture
def client(divided, browse, officer_here):
    return browse(officer_here)


def test_an_old_code_in_a_link_leads_to_where_the_person_went_and_says_the_new_one(client):
    answer = client.get(f"/units/SWM?crn={CRN}")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/units/C11?from=SWM")
    page = words(client.get(answer.headers["Location"]))
    assert "You came by an old code. SWM ended on 1 June 2014" in page
    assert "This is C11." in page


def test_an_old_code_with_nobody_named_offers_what_follows(client):
    answer = client.get("/units/swm")

    assert answer.status_code == 200
    page = words(answer)
    assert "SWM ended on 1 June 2014 and was divided among N04 and C11." in page
    assert 'href="/units/N04"' in page
    assert 'href="/units/C11"' in page
    assert 'name="crn"' in page


def test_a_code_given_up_for_another_leads_to_the_same_unit(client):
    answer = client.get("/units/SWMT")

    assert answer.headers["Location"] == "/units/N04T2?from=SWMT"


def test_a_code_that_nothing_follows_says_so_and_one_that_nobody_has_is_not_found(divided, client):
    close_empty(divided, "OLD")

    gone = client.get("/units/OLD")

    assert gone.status_code == 410
    assert "OLD ended on 1 June 2014 and nothing follows." in words(gone)
    assert client.get("/units/NOBODY").status_code == 404


def test_a_code_that_somebody_says_they_came_by_is_believed_only_where_it_is_old(client):
    page = words(client.get("/units/C11?from=N02"))

    assert "You came by" not in page
    assert "Refer a person" in page


def test_a_person_closed_to_the_visitor_decides_nothing_that_is_told(divided, client, officer_here):
    Restriction.objects.create(
        person_id=divided.cases["SWM"].person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    answer = client.get(f"/units/SWM?crn={CRN}")

    assert answer.status_code == 200
    assert "nobody who may be named supervises them" in words(answer)


@pytest.mark.parametrize("page", ["/caseloads/SWMT", "/diaries/SWMT"])
def test_the_code_of_a_unit_where_a_post_belongs_leads_to_the_unit(client, page):
    answer = client.get(page, follow=True)

    assert answer.redirect_chain[-1] == ("/units/N04T2?from=SWMT", 302)
    assert client.get("/caseloads/NOBODY").status_code == 404


def test_a_manager_sees_the_board_of_a_unit_in_reach_and_of_no_other(divided, browse, manager_here):
    browser = browse(manager_here)

    assert "Its cases, by officer" in words(browser.get("/units/C05"))
    assert "Its cases, by officer" not in words(browser.get("/units/N02"))


def test_who_is_not_signed_in_learns_of_no_unit(divided, browse, officer_here):
    answer = browse(officer_here).__class__().get("/units/C11")

    assert answer.headers["Location"].startswith("/sign-in")


def refer(client, **fields: str):
    return client.post("/referrals/new", {"crn": CRN, "reason": "Hostel place"} | fields)


def test_a_referral_to_an_old_code_is_sent_on_and_its_sender_told(client, divided, browse):
    answer = refer(client, code="swm", crn="x000000")

    (made,) = Referral.objects.all()
    assert answer.headers["Location"] == f"/referrals/{made.reference}"
    page = words(client.get(answer.headers["Location"]))
    assert f"Referral {made.reference} is sent. SWM is an old code: use C11." in page
    assert "Take it on" not in page
    queue = words(browse(divided.accounts["C11"]).get("/referrals"))
    assert made.reference in queue
    assert "SWM, now C11" in queue
    elsewhere = browse(divided.accounts["N04"])
    assert made.reference not in words(elsewhere.get("/referrals"))
    assert elsewhere.get(f"/referrals/{made.reference}").status_code == 404


def test_the_receiver_takes_a_referral_on_from_its_page(client, divided, browse):
    refer(client, code="SWM")
    (made,) = Referral.objects.all()
    receiver = browse(divided.accounts["C11"])

    page = words(receiver.get(f"/referrals/{made.reference}"))
    done = receiver.post(f"/referrals/{made.reference}/acceptance", follow=True)

    assert "Take it on" in page
    assert f"You have taken on referral {made.reference}." in words(done)
    made.refresh_from_db()
    assert made.state == "accepted"


def test_the_receiver_sends_a_referral_back_and_has_to_say_why(client, divided, browse):
    refer(client, code="SWM")
    (made,) = Referral.objects.all()
    receiver = browse(divided.accounts["C11"])
    address = f"/referrals/{made.reference}/return"

    empty = receiver.post(address, {"answer": ""})
    done = receiver.post(address, {"answer": "No place here"}, follow=True)

    assert empty.status_code == 422
    assert "Enter why you send it back" in words(empty)
    assert f"Referral {made.reference} is sent back." in words(done)
    assert "No place here" in words(client.get(f"/referrals/{made.reference}"))


def test_a_referral_that_leads_nowhere_is_refused_with_the_reason_and_leaves_no_trace(client):
    answer = refer(client, code="N04")

    assert answer.status_code == 422
    assert "N04 does not have X000000. X000000 is with C11 (C11)." in words(answer)
    assert not Referral.objects.exists()


def test_people_are_found_by_an_old_unit_and_by_a_new_one(client):
    for code in ("swm", "C11"):
        page = words(client.post("/people", {"q": "", "unit": code}, follow=True))
        assert CRN in page
        assert "X000003" not in page
    old = words(client.post("/people", {"q": "Other", "unit": "SWM"}, follow=True))
    assert "1 person found" in old
    assert "SWM ended on 1 June 2014 and was divided among N04 and C11." in old


def test_a_code_that_nobody_has_finds_nobody_and_says_so(client):
    page = words(client.post("/people", {"q": "Other", "unit": "QQQ"}, follow=True))

    assert "No unit has the code QQQ." in page
    assert "Nobody found" in page


def test_a_search_is_saved_done_again_and_removed_by_its_account_alone(
    client, browse, officer_elsewhere
):
    client.post("/people", {"q": "", "unit": "SWM"})
    saved = client.post("/people/searches", {"name": "Old trust"}, follow=True)
    (kept,) = SavedSearch.objects.all()
    client.post("/people", {"q": "nobody at all"})

    again = client.post(f"/people/searches/{kept.reference}", follow=True)

    assert "Search “Old trust” is saved." in words(saved)
    assert (kept.text, kept.unit_code) == ("", "SWM")
    assert CRN in words(again)
    stranger = browse(officer_elsewhere)
    assert "Old trust" not in words(stranger.get("/people"))
    assert stranger.post(f"/people/searches/{kept.reference}").status_code == 404
    stranger.post(f"/people/searches/{kept.reference}/end")
    kept.refresh_from_db()
    assert kept.ended_at is None
    client.post(f"/people/searches/{kept.reference}/end")
    assert "Old trust" not in words(client.get("/people"))


def test_a_search_without_a_name_or_with_one_that_is_taken_is_not_saved(client):
    client.post("/people", {"q": "Other"})
    client.post("/people/searches", {"name": "Mine"})

    unnamed = client.post("/people/searches", {"name": ""})
    taken = client.post("/people/searches", {"name": "Mine"})

    assert (unnamed.status_code, taken.status_code) == (422, 422)
    assert "Enter a name for this search" in words(unnamed)
    assert "You have a saved search of this name." in words(taken)
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize("page", ["/referrals", "/people"])
def test_who_may_not_search_is_refused(divided, browse, planner, page):
    assert browse(planner).get(page).status_code == 403


def test_the_sender_finds_the_new_code_among_their_messages_and_nobody_else_does(
    client, divided, browse
):
    refer(client, code="SWM")
    letter = Message.objects.get(template="referral")
    change_notify.deliver(message_id=letter.id, now=NOW)
    change_notify.deliver(message_id=Message.objects.get(template="new-code").id, now=NOW)

    page = words(client.get("/messages"))

    assert "SWM is an old code. What you sent went to C11: use that from now on." in page
    assert 'href="/units/C11"' in page
    other = words(browse(divided.accounts["C11"]).get("/messages?after=nonsense"))
    assert "No messages" in other
    assert "SWM" not in other


def test_messages_come_in_pages(client, officer_here):
    for number in range(26):
        change_notify.deliver(
            message_id=change_notify.accept(
                channel=Channel.IN_APP,
                recipient=change_notify.Recipient(
                    kind=RecipientKind.ACCOUNT, reference=str(officer_here.pk)
                ),
                template="referral-accepted",
                parameters={"reference": f"R{number}"},
                owner="C05",
                now=NOW + timedelta(seconds=number),
            ),
            now=NOW + timedelta(minutes=1),
        )

    first = client.get("/messages")
    (earlier,) = re.findall(r'href="(\?after=[^"]+)"', first.content.decode())
    second = words(client.get(f"/messages{earlier}"))

    assert "Your referral R25 was taken on." in words(first)
    assert "Your referral R0 was taken on." not in words(first)
    assert "Your referral R0 was taken on." in second
    assert "Your referral R1 was" not in second
