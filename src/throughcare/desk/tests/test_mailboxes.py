"""The mailbox of a unit: who reads it, what becomes of it, and where the mail of an old unit lies."""

from datetime import timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.notify.models import Message
from throughcare.probation.tests.divided import REFORM, divide

BEFORE = REFORM - timedelta(days=3)


@pytest.fixture
def divided(nation):
    divide(nation)
    return nation


def sent(code: str, *, about: str = "", accepted_at=NOW, delivered_at=NOW) -> Message:
    message_id = notify.accept(
        channel=Channel.IN_APP,
        recipient=notify.Recipient(kind=RecipientKind.UNIT, reference=code),
        template="referral",
        parameters={"reference": f"R-{code}"},
        owner=code,
        now=accepted_at,
        about=notify.About(kind="case", reference=about) if about else None,
    )
    if delivered_at:
        notify.deliver(message_id=message_id, now=delivered_at)
    return Message.objects.get(id=message_id)


def crn_of(nation, code: str) -> str:
    return str(nation.cases[code].person.crn)


def test_the_staff_of_a_unit_read_its_mail_and_mark_it_and_the_trail_says_so(
    nation, officer_here, browse, acts
):
    message = sent("C05", about=crn_of(nation, "C05"))
    browser, address = browse(officer_here), f"/units/C05/messages/{message.id}"
    assert "Referral R-C05 waits for an answer." in words(browser.get("/units/C05/messages"))

    opened = words(browser.get(address))
    done = words(browser.post(f"{address}/doing", follow=True))

    message.refresh_from_db()
    assert "Mark as done" in opened
    assert "The message is marked as done." in done
    assert "No messages" in done
    assert (message.read_by_id, message.done_by_id) == (officer_here.pk, officer_here.pk)
    assert "Referral R-C05" in words(browser.get("/units/C05/messages?show=done"))
    assert {
        ("message.read", (crn_of(nation, "C05"),)),
        ("message.done", (crn_of(nation, "C05"),)),
    } <= set(acts(officer_here))
    assert 'href="/units/C05/messages"' in words(browser.get("/messages"))
    assert browser.get("/units/C05/messages?show=nothing").status_code == 404


def test_others_and_those_not_signed_in_read_and_mark_nothing(
    nation, officer_elsewhere, planner, browse
):
    message = sent("C05", about=crn_of(nation, "C05"))
    address = f"/units/C05/messages/{message.id}"
    stranger = browse(officer_elsewhere)

    answers = [
        stranger.get("/units/C05/messages").status_code,
        stranger.get(address).status_code,
        stranger.post(f"{address}/doing").status_code,
        browse(planner).get("/units/C05/messages").status_code,
        stranger.__class__().get("/units/C05/messages").status_code,
    ]

    message.refresh_from_db()
    assert answers == [403, 403, 403, 403, 302]
    assert (message.read_at, message.done_at) == (None, None)
    with change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        assert not Message.objects.exists()
        assert Message.objects.update(read_at=NOW, read_by_id=1) == 0


def test_a_message_is_opened_under_its_own_unit_alone(nation, officer_here, browse):
    message = sent("N02")

    assert browse(officer_here).get(f"/units/C05/messages/{message.id}").status_code == 404


def test_who_is_kept_from_a_person_reads_no_message_about_them(nation, officer_here, browse):
    message = sent("C05", about=crn_of(nation, "C05"))
    Restriction.objects.create(
        person_id=nation.cases["C05"].person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    browser = browse(officer_here)

    assert "No messages" in words(browser.get("/units/C05/messages"))
    assert browser.get(f"/units/C05/messages/{message.id}").status_code == 404


def test_the_mailbox_of_a_divided_unit_names_those_that_have_its_mail_now(divided, browse):
    browser = browse(divided.accounts["C11"])

    answer = browser.get("/units/SWM/messages")

    page = words(answer)
    assert answer.status_code == 200
    assert "SWM ended on 1 June 2014 and was divided among N04 and C11." in page
    assert 'href="/units/C11/messages"' in page


def test_the_mailbox_of_an_old_code_leads_to_that_of_the_new_one_and_says_it(divided, browse):
    browser = browse(divided.accounts["N04"])

    led = browser.get("/units/SWMT/messages")
    page = words(browser.get(led.headers["Location"]))

    assert led.headers["Location"] == "/units/N04T2/messages?from=SWMT"
    assert "You came by an old code. SWMT is now N04T2." in page


def test_after_the_months_that_are_set_an_old_code_leads_on_no_longer(divided, browse, settings):
    settings.REDIRECT_MONTHS = 12
    later = REFORM + timedelta(days=370)
    change_clock.set_moment(moment=later, now_real=clock.machine_now())

    answer = browse(divided.accounts["C11"]).get("/units/SWM/messages")

    assert answer.status_code == 410
    assert "no longer leads on. Use" in words(answer)


def test_what_lay_in_the_mailbox_of_a_closed_unit_is_read_by_whoever_has_its_case(divided, browse):
    message = sent("SWM", about=crn_of(divided, "SWM"), accepted_at=BEFORE, delivered_at=BEFORE)
    assert message.routed_to == "SWM"
    follower, other = browse(divided.accounts["C11"]), browse(divided.accounts["N04"])

    page = words(follower.get("/units/C11/messages"))
    opened = words(follower.get(f"/units/C11/messages/{message.id}"))

    assert "Referral R-SWM waits" in page
    assert "It was sent to SWM, whose mail this unit has now." in opened
    assert "No messages" in words(other.get("/units/N04/messages"))
    assert other.get(f"/units/N04/messages/{message.id}").status_code == 404


def test_what_reached_nobody_is_listed_for_the_unit_that_finds_out(divided, browse):
    message = sent("SWM")
    assert (message.state, message.owner) == ("undelivered", "C11")

    page = words(browse(divided.accounts["C11"]).get("/units/C11/messages?show=undelivered"))

    assert "Which one it is depends on the person." in page
    assert "No messages" in words(
        browse(divided.accounts["N04"]).get("/units/N04/messages?show=undelivered")
    )


def test_a_mailbox_comes_in_pages_and_asks_no_more_for_more(
    nation, officer_here, browse, django_assert_max_num_queries
):
    browser = browse(officer_here)
    for number in range(27):
        sent("C05", accepted_at=NOW - timedelta(minutes=number))
    with django_assert_max_num_queries(24):
        first = words(browser.get("/units/C05/messages"))

    assert "Earlier messages" in first
    (after,) = [part.split('"')[0] for part in first.split("&amp;after=")[1:]]
    second = words(browser.get(f"/units/C05/messages?show=to-do&after={after}"))
    assert first.count("Referral R-C05") + second.count("Referral R-C05") == 27
    assert "Earlier messages" not in second
