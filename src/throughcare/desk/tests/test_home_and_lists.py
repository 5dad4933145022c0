"""Home for each kind of user, caseloads, diaries, and the clock of a demonstration."""

from datetime import UTC, datetime, timedelta

import pytest

from throughcare.access.tests.small_nation import LONG_AGO, NOW, give, officer
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import NAME, leaks, words
from throughcare.nation.models import Load
from throughcare.probation.models import CaseAssignment, CourtReport, CourtReportAssignment

pytestmark = pytest.mark.django_db


def test_home_lists_what_an_officer_has_to_do_with_one_tap_for_an_outcome(
    browse, officer_here, record, slot, flag
):
    page = words(browse(officer_here).get("/"))

    assert "Monday 2 June 2014" in page
    assert "Review: Child concerns" in page
    assert 'action="/cases/X000003/appointments/2014-06-02T0800Z/outcome"' in page
    assert 'name="notes"' in page
    assert 'href="/cases/X000003/appointments/2014-06-02T0800Z/failure"' in page
    assert "<li>Review due: Child concerns</li>" in page


def test_home_shows_one_kind_of_thing_when_asked(browse, officer_here, record, slot, flag):
    page = words(browse(officer_here).get("/", {"show": "review"}))

    assert "Showing reviews due alone." in page
    assert "Review: Child concerns" in page
    assert "No appointment ahead</a>" not in page


def test_home_of_a_manager_shows_the_teams(browse, manager_here, officer_here, record):
    page = words(browse(manager_here).get("/"))

    assert "Your teams" in page
    assert f'href="/caseloads/{officer_here.posts.get().code}"' in page


def test_a_manager_opens_the_cases_that_nobody_has(browse, manager_here, crn, record, acts):
    CaseAssignment.objects.filter(item=record).update(post_id=None)
    client = browse(manager_here)

    home = words(client.get("/"))
    listed = words(client.get("/unallocated-cases"))

    assert 'href="/unallocated-cases"' in home
    assert f"{NAME}, Zebedee" in listed
    assert acts(manager_here) == [("caseload.read", (crn,))]


def test_a_case_that_somebody_has_is_not_among_them(browse, manager_here, record):
    answer = browse(manager_here).get("/unallocated-cases")

    assert "There is none today." in words(answer)
    assert leaks(answer) == []


def test_an_officer_may_not_see_what_nobody_has(browse, officer_here, record):
    CaseAssignment.objects.filter(item=record).update(post_id=None)

    answer = browse(officer_here).get("/unallocated-cases")

    assert answer.status_code == 403
    assert leaks(answer) == []


def test_home_of_a_court_officer_shows_the_reports_that_are_due(browse, nation, record):
    court = officer("court", owner=nation.units["C05"], holder=nation.units["C05T"], role="court")
    report = CourtReport.objects.create(
        case=record,
        reference="R0000001",
        court="Elmstead",
        asked_on=NOW.date(),
        due_on=NOW.date(),
        state="asked",
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

    page = words(browse(court).get("/"))

    assert "Find a defendant" in page
    assert "R0000001" in page
    assert f"{NAME}, Zebedee" in page


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        ("supplier", ["/supplied-referrals"]),
        ("disclosure", ["/record-requests", "/record-removals"]),
        ("officer", []),
    ],
)
def test_home_leads_whoever_has_no_cases_to_their_work(*, browse, nation, role, leads_to):
    somebody = officer(
        f"a-{role}", owner=nation.units["C05"], holder=nation.units["C05"], role=role
    )

    page = words(browse(somebody).get("/"))

    _, _, listed = page.partition("Your work</h2>")
    assert [
        link
        for link in ("/supplied-referrals", "/record-requests", "/record-removals")
        if f'href="{link}"' in listed
    ] == leads_to


def test_home_of_the_programme_shows_its_plans_and_no_work(browse, planner, record, slot):
    answer = browse(planner).get("/")

    assert "No restructure is planned" in words(answer)
    assert "What to do" not in words(answer)
    assert leaks(answer) == []


def test_who_is_not_signed_in_is_sent_to_sign_in(client, record):
    answers = [client.get(address) for address in ("/", "/caseloads", "/diaries", "/clock")]

    assert {answer.status_code for answer in answers} == {302}
    assert all("/sign-in" in answer.headers["Location"] for answer in answers)


@pytest.mark.parametrize(
    ("address", "action"), [("/caseloads", "caseload.read"), ("/diaries", "diary.read")]
)
def test_a_list_is_shown_and_each_reading_is_on_the_trail(
    *, browse, officer_here, crn, slot, acts, address, action
):
    page = words(browse(officer_here).get(address))

    assert f"{NAME}, Zebedee" in page
    assert acts(officer_here) == [(action, (crn,))]


@pytest.mark.parametrize("address", ["/caseloads", "/diaries"])
def test_of_somebody_elses_list_a_stranger_sees_that_there_is_one_and_no_more(
    *, browse, officer_here, officer_elsewhere, record, slot, address
):
    answer = browse(officer_elsewhere).get(f"{address}/{officer_here.posts.get().code}")

    assert "Limited access" in words(answer)
    assert leaks(answer) == []


@pytest.mark.parametrize("address", ["/caseloads", "/diaries"])
def test_a_list_of_no_post_is_not_found_and_a_planner_is_refused(
    *, browse, officer_here, planner, record, slot, address
):
    missing = browse(officer_here).get(f"{address}/NOBODY")
    refused = browse(planner).get(address)

    assert (missing.status_code, refused.status_code) == (404, 403)
    assert leaks(missing) + leaks(refused) == []


def test_a_caseload_as_at_the_day_before_says_where_each_is_now(
    browse, nation, officer_here, record
):
    give(record, owner=nation.units["N02"], holder=nation.units["N02T"], starts_at=NOW)
    client = browse(officer_here)

    today = words(client.get("/caseloads"))
    before = words(client.get("/caseloads?as-at=2014-06-01"))

    assert 'href="/caseloads?as-at=2014-06-01"' in today
    assert "There is none today" in today
    assert "As at 1 June 2014, 11:59pm" in before
    assert "Now with N02" in before


@pytest.fixture
def invented(nation):
    """The mark of an invented nation that is loaded whole."""
    return Load.objects.create(size="tiny", seed=1, is_complete=True)


def test_the_clock_is_moved_by_whoever_is_signed_in(browse, officer_here, invented):
    client = browse(officer_here)

    refused = client.post("/clock", {"moment": "next week"})
    before = clock.now()
    moved = client.post("/clock", {"moment": "2014-06-05 09:30"})

    assert refused.status_code == 422
    assert 'value="next week"' in words(refused)
    assert before - NOW < timedelta(hours=1)
    assert moved.status_code == 302
    assert clock.now() - datetime(2014, 6, 5, 8, 30, tzinfo=UTC) < timedelta(minutes=1)


def test_a_nation_that_was_not_invented_has_no_clock_to_move(browse, officer_here):
    answer = browse(officer_here).post("/clock", {"moment": "2014-06-05 09:30"})

    assert answer.status_code == 404
    assert clock.now() - NOW < timedelta(hours=1)


def test_outside_a_demonstration_there_is_no_clock_to_move(
    browse, officer_here, invented, settings
):
    client = browse(officer_here)
    settings.DEMONSTRATION = False

    assert client.post("/clock", {"moment": "2014-06-05 09:30"}).status_code == 404
