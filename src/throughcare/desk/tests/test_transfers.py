"""Transfers on the pages: asked for from a case, listed for those who are asked, answered, and withdrawn."""

from datetime import date, timedelta

import pytest

from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import SECRET, words
from throughcare.probation.models import CourtReport, CourtReportAssignment, Transfer

pytestmark = pytest.mark.django_db

TYPED = {
    "code": "n02t",
    "keys": ["person"],
    "reason": "Moved to live there",
    "gap_reason": "Lives there already",
    "gaps_mended_by-day": "1",
    "gaps_mended_by-month": "7",
    "gaps_mended_by-year": "2014",
}


@pytest.fixture
def asked(browse, officer_here, crn) -> Transfer:
    browse(officer_here).post(f"/cases/{crn}/transfers", TYPED)
    return Transfer.objects.get()


def test_it_is_asked_for_from_the_case_and_stands_on_the_case_and_on_the_list(
    browse, officer_here, crn
):
    client = browse(officer_here)
    assert f'href="/cases/{crn}/transfers"' in words(client.get(f"/cases/{crn}"))

    answer = client.post(f"/cases/{crn}/transfers", TYPED, follow=True)

    assert answer.redirect_chain == [(f"/transfers/{crn}/1", 302)]
    assert "Waiting for an answer" in words(answer)
    page = words(client.get(f"/cases/{crn}"))
    assert f'href="/transfers/{crn}/1"' in page
    assert f'href="/transfers/{crn}/1"' in words(client.get("/transfers"))
    assert f'href="/transfers/{crn}/1"' in words(client.get("/transfers-asked"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"code": ""}, "Enter the code of a unit"),
        ({"reason": ""}, "Enter why it is to move"),
        ({"code": "C05T"}, "Give it to an officer there."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(
    *, browse, officer_here, crn, changed, says
):
    answer = browse(officer_here).post(f"/cases/{crn}/transfers", TYPED | changed)

    assert answer.status_code == 422
    assert says in words(answer)
    assert not Transfer.objects.exists()


def test_once_all_was_asked_for_there_is_nothing_to_ask_for_and_no_form(
    *, browse, asked, officer_here, crn
):
    client = browse(officer_here)

    page = words(client.get(f"/cases/{crn}/transfers"))
    request = words(client.get(f"/transfers/{crn}/1"))

    assert "There is nothing to ask for" in page
    assert "Ask for the transfer</button>" not in page
    assert ", today" in request
    assert "(C05)" in request


def test_who_is_asked_finds_it_without_the_record_and_takes_it_on(
    browse, officer_elsewhere, asked, crn, acts
):
    client = browse(officer_elsewhere)
    assert f'href="/transfers/{crn}/1"' in words(client.get("/transfers"))
    assert f'href="/transfers/{crn}/1"' in words(client.get("/transfers?page=9"))
    page = words(client.get(f"/transfers/{crn}/1"))
    assert "Moved to live there" in page
    assert SECRET not in page
    assert f'href="/cases/{crn}"' not in page

    answer = client.post(
        f"/transfers/{crn}/1/acceptance", {"unit": "N02T", "keys": ["person"]}, follow=True
    )

    assert answer.redirect_chain == [(f"/cases/{crn}", 302)]
    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert ("transfer.read", (crn,)) in acts(officer_elsewhere)
    assert ("transfers.read", (crn,)) in acts(officer_elsewhere)


def test_who_is_asked_refuses_it_with_a_reason_and_the_asker_reads_it(
    browse, officer_here, officer_elsewhere, asked, crn
):
    client = browse(officer_elsewhere)
    empty = client.post(f"/transfers/{crn}/1/refusal", {"reason": "", "keys": ["person"]})
    nowhere = client.post(f"/transfers/{crn}/1/acceptance", {"unit": "C05T", "keys": ["person"]})
    assert (empty.status_code, nowhere.status_code) == (422, 422)
    assert "Select why you do not take it on" in words(empty)
    asked.refresh_from_db()
    assert asked.state == "pending"

    client.post(
        f"/transfers/{crn}/1/refusal",
        {"reason": "ADDRESS", "keys": ["person"], "words": "Moved on"},
    )

    listed = words(browse(officer_here).get("/transfers"))
    assert "Refused: The person is not at the address. Moved on" in listed
    assert "Refused, in full or in part: the latest" in listed
    assert "The person is not at the address" in words(
        browse(officer_here).get(f"/transfers/{crn}/1")
    )


def test_who_asked_withdraws_it_and_a_stranger_does_nothing(
    browse, nation, officer_here, asked, crn
):
    stranger = browse(nation.accounts["N04"])
    assert stranger.get(f"/transfers/{crn}/1").status_code == 404
    assert (
        stranger.post(
            f"/transfers/{crn}/1/acceptance", {"unit": "N02T", "keys": ["person"]}
        ).status_code
        == 404
    )
    assert stranger.post(f"/transfers/{crn}/1/refusal", {"reason": "AREA"}).status_code == 404
    stranger.post(f"/transfers/{crn}/1/withdrawal")
    asked.refresh_from_db()
    assert asked.state == "pending"

    answer = browse(officer_here).post(f"/transfers/{crn}/1/withdrawal", follow=True)

    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert "The transfer is withdrawn." in words(answer)
    assert "waits for an answer" not in words(answer)


def test_who_only_reads_the_case_sees_the_request_and_changes_nothing(browse, nation, asked, crn):
    units = nation.units
    client = browse(officer("head", owner=units["C05"], holder=units["C05"], role="executive"))

    page = client.get(f"/transfers/{crn}/1")

    assert page.status_code == 200
    assert "<form" not in words(page).split("<main")[1].split("</main>")[0]
    assert client.get("/transfers").status_code == 403
    assert client.post(f"/transfers/{crn}/1/withdrawal").status_code == 403
    asked.refresh_from_db()
    assert asked.state == "pending"


def test_what_is_overdue_is_said_on_the_pages_of_both_sides(
    *, browse, nation, asked, officer_here, officer_elsewhere, crn
):
    manager = officer(
        "manager-n02", owner=nation.units["N02"], holder=nation.units["N02T"], role="manager"
    )
    in_time = words(browse(manager).get("/transfers"))
    change_clock.set_moment(moment=NOW + timedelta(days=15), now_real=clock.machine_now())

    pages = [
        words(browse(account).get(path))
        for account in (officer_here, manager)
        for path in ("/", "/transfers", f"/transfers/{crn}/1")
    ]

    assert "16 Jun" in in_time
    assert "overdue" not in in_time
    assert ["overdue" in page for page in pages] == [True] * 6


def test_a_report_is_offered_beside_the_parts_of_the_case(
    browse, officer_here, crn, record, nation
):
    report = CourtReport.objects.create(
        case=record,
        reference="CR9",
        court="Abergavenny",
        state="asked",
        asked_on=date(2014, 5, 1),
        due_on=date(2014, 6, 20),
        recorded_at=LONG_AGO,
    )
    CourtReportAssignment.objects.create(
        item=report,
        owner=nation.units["C05"],
        holder=nation.units["C05T"],
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
        basis="recorded",
    )

    page = words(browse(officer_here).get(f"/cases/{crn}/transfers"))

    assert "Court report CR9 for Abergavenny, due 20 June 2014" in page


def test_where_nothing_waits_the_list_says_so(browse, officer_here, crn):
    assert "No transfer waits for you" in words(browse(officer_here).get("/transfers"))
    assert crn not in words(browse(officer_here).get("/transfers"))
    assert "No transfer was asked for" in words(browse(officer_here).get("/transfers-asked"))
