"""Diaries in other calendars: an address that only its knower has, what is told there, and after a reform."""

import logging
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client

from throughcare.access import commands as change_access
from throughcare.access.choices import AttemptKind
from throughcare.access.models import Attempts, Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, give, state, unit_of
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import NAME, words
from throughcare.govuk.logs import ReferencesOnly
from throughcare.organisation.choices import Fact
from throughcare.probation.models import Appointment, CalendarFeed, CaseAssignment, Court, Hearing
from throughcare.probation.tests.divided import REFORM, divide

pytestmark = pytest.mark.django_db

OWN = {"whose": "own"}


def made(client, whose: str = "own") -> str:
    """Make a feed, and give the path of its address."""
    page: str = client.post("/calendar-feeds", {"whose": whose}).content.decode()
    return page.partition('value="http://testserver')[2].partition('"')[0]


def lines(answer) -> list[str]:
    text: str = answer.content.decode()
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")


def at(moment: datetime) -> None:
    change_clock.set_moment(moment=moment, now_real=clock.machine_now())


@pytest.fixture
def ahead(record, officer_here, nation) -> Appointment:
    """Tomorrow at an office whose name has a comma in it."""
    office = unit_of("OFF", kind="office", parent=nation.units["C05"])
    state(office, Fact.NAME, "Mold, High Street", starts_at=LONG_AGO + timedelta(days=1))
    return Appointment.objects.create(
        case=record,
        type_id="COAP",
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, minutes=30),
        post_id=officer_here.posts.get().pk,
        office=office,
        recorded_at=NOW,
    )


def test_an_address_is_shown_once_and_only_its_digest_is_kept(browse, officer_here):
    client = browse(officer_here)

    path = made(client)

    token = path.removeprefix("/calendars/").removesuffix(".ics")
    (kept,) = CalendarFeed.objects.all()
    assert len(token) >= 43
    assert kept.token_digest == sha256(token.encode()).hexdigest()
    assert token not in words(client.get("/calendar-feeds"))
    assert "Feeds that go on" in words(client.get("/calendar-feeds"))


def test_a_calendar_reads_the_diary_without_signing_in_and_is_told_no_name(
    browse, officer_here, ahead, crn
):
    Court.objects.create(code="ABGVMC", name="Abergavenny Magistrates' Court", kind="magistrates")
    Hearing.objects.create(
        case=ahead.case,
        reference="H1",
        court_id="ABGVMC",
        kind="breach",
        starts_at=NOW + timedelta(days=2),
        recorded_at=LONG_AGO,
    )
    path = made(browse(officer_here))

    answer = Client().get(path)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=900"
    told = lines(answer)
    assert told[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    first = told.index(f"UID:{crn}-2014-06-03T0900Z@throughcare")
    assert told[first + 1 : first + 6] == [
        "DTSTAMP:20140602T090000Z",
        "DTSTART:20140603T090000Z",
        "DTEND:20140603T093000Z",
        f"SUMMARY:{crn}",
        "LOCATION:Mold\\, High Street",
    ]
    assert "LOCATION:Abergavenny Magistrates' Court" in told
    assert NAME not in answer.content.decode()
    assert "Office visit" not in answer.content.decode()
    assert max(len(line.encode()) for line in answer.content.decode().split("\r\n")) <= 75


def test_reading_is_written_to_the_trail_of_the_maker_and_the_same_again_is_not_sent(
    browse, officer_here, ahead, acts, crn
):
    path = made(browse(officer_here))

    first = Client().get(path)
    again = Client().get(path, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert acts(officer_here)[0] == ("feed.read", (crn,))
    assert [act for act, _ in acts(officer_here)].count("feed.read") == 1


def test_a_record_closed_to_the_maker_is_told_as_time_that_is_taken(
    browse, officer_here, ahead, crn
):
    path = made(browse(officer_here))
    Restriction.objects.create(
        person_id=ahead.case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    told = lines(Client().get(path))

    assert f"SUMMARY:{crn}" in told
    assert not [line for line in told if line.startswith("LOCATION")]


def test_an_ended_feed_and_that_of_a_closed_account_answer_nobody(
    browse, officer_here, officer_elsewhere, ahead
):
    client = browse(officer_here)
    ended, closed = made(client), made(client)
    feed = CalendarFeed.objects.order_by("id")[0]

    stranger = browse(officer_elsewhere).post(f"/calendar-feeds/{feed.reference}/end")
    done = client.post(f"/calendar-feeds/{feed.reference}/end", follow=True)

    assert stranger.status_code == 404
    assert "The feed is ended." in words(done)
    assert Client().get(ended).status_code == 404
    assert Client().get(closed).status_code == 200
    type(officer_here).objects.filter(pk=officer_here.pk).update(is_active=False)
    assert Client().get(closed).status_code == 404


def test_a_feed_that_is_read_too_often_is_told_to_wait(browse, officer_here, settings):
    settings.FEED_READS = 2
    path = made(browse(officer_here))

    answers = [Client().get(path) for _ in range(3)]
    guesses = [Client().get(f"/calendars/guess-{n}.ics") for n in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert 890 < int(answers[2].headers["Retry-After"]) <= 900
    assert [each.status_code for each in guesses] == [404, 404, 429]
    # Kept where all processes of the server look, and a guess leaves nothing of its own behind.
    visits = Attempts.objects.filter(kind=AttemptKind.VISIT).order_by("id")
    assert list(visits.values_list("failures", flat=True)) == [3, 3]


def test_a_feed_that_was_read_too_often_is_read_again_after_a_quarter_of_an_hour(
    browse, officer_here, settings
):
    settings.FEED_READS = 1
    path = made(browse(officer_here))
    other = made(browse(officer_here))
    heard = [Client().get(path).status_code for _ in range(3)]

    passed = clock.machine_now() - timedelta(minutes=15)
    Attempts.objects.filter(kind=AttemptKind.VISIT).update(since=passed, locked_until=passed)

    assert heard == [200, 429, 429]
    assert Client().get(path).status_code == 200
    assert Client().get(path).status_code == 429
    assert Client().get(other).status_code == 200


def test_no_line_of_a_log_has_a_token(browse, officer_here, caplog, settings):
    settings.FEED_READS = 1
    path = made(browse(officer_here))
    token = path.removeprefix("/calendars/").removesuffix(".ics")

    with caplog.at_level(logging.INFO):
        Client().get(path)
        Client().get(path)

    written = [ReferencesOnly().format(record) for record in caplog.records]
    assert any("/calendars/[withheld]" in line for line in written)
    assert not any(token in line for line in written)


def test_only_diaries_of_units_in_reach_are_offered_or_made(
    browse, officer_here, manager_here, planner, nation
):
    client = browse(officer_here)

    page = words(client.get("/calendar-feeds"))
    beyond = client.post("/calendar-feeds", {"whose": "N02T"})
    nothing = client.post("/calendar-feeds", {})

    assert "C05T (C05T)" in page
    assert "N02T" not in page
    assert (beyond.status_code, nothing.status_code) == (422, 422)
    assert "C05T (C05T)" in words(browse(manager_here).get("/calendar-feeds"))
    assert browse(planner).get("/calendar-feeds").status_code == 403
    assert not CalendarFeed.objects.exists()


def test_nobody_has_more_feeds_than_anybody_may(browse, officer_here):
    client = browse(officer_here)
    for _ in range(10):
        made(client)

    answer = client.post("/calendar-feeds", OWN)

    assert answer.status_code == 422
    assert "You have 10 calendar feeds. End one that you do not use." in words(answer)
    assert CalendarFeed.objects.count() == 10


def test_a_feed_is_its_accounts_alone(browse, officer_here, officer_elsewhere):
    made(browse(officer_here))

    with change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        assert not CalendarFeed.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("update probation_calendarfeed set revoked_at = now()")
            assert cursor.rowcount == 0


@pytest.fixture
def of_a_team(nation, browse) -> str:
    """The feed of the team SWMT, made on the eve by its officer, who has an appointment on the Tuesday after."""
    officer = nation.accounts["SWM"]
    post_id = officer.posts.get().pk
    CaseAssignment.objects.filter(item=nation.cases["SWM"]).update(post_id=post_id)
    Appointment.objects.create(
        case=nation.cases["SWM"],
        type_id="COAP",
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, minutes=30),
        post_id=post_id,
        recorded_at=LONG_AGO,
    )
    at(REFORM - timedelta(hours=12))
    return made(browse(officer), "SWMT")


def go_over(nation) -> None:
    """The trust is divided; its officer and their team go on in N04, and their case with them."""
    divide(nation)
    officer = nation.accounts["SWM"]
    seat = officer.posts.get().assignments.model
    seat.objects.create(
        item=officer.posts.get(),
        owner=nation.units["N04"],
        holder=nation.units["SWMT"],
        starts_at=REFORM,
        recorded_at=LONG_AGO,
        basis="recorded",
    )
    give(
        nation.cases["SWM"],
        owner=nation.units["N04"],
        holder=nation.units["SWMT"],
        starts_at=REFORM + timedelta(minutes=1),
    )
    at(NOW)


def test_the_feed_of_a_team_goes_on_after_a_reform_as_that_of_the_new_one_and_says_so(
    nation, of_a_team
):
    before = lines(Client().get(of_a_team))
    go_over(nation)

    after = lines(Client().get(of_a_team))

    assert "X-WR-CALNAME:Diary of SWMT" in before
    assert not [line for line in before if "SUMMARY:This calendar" in line]
    assert "X-WR-CALNAME:Diary of N04T2\\, before SWMT" in after
    assert "SUMMARY:X000000" in after
    notice = after.index("UID:new-code-N04T2@throughcare")
    assert after[notice + 2 : notice + 6] == [
        "DTSTART;VALUE=DATE:20140601",
        "DTEND;VALUE=DATE:20140608",
        "SUMMARY:This calendar is now N04T2",
        "DESCRIPTION:SWMT is now N04T2. It goes on here until 1 June 2015.",
    ]
    assert "DTSTART;VALUE=DATE:20150525" in after


def test_once_the_old_code_leads_on_no_longer_its_feed_is_gone_and_the_new_code_is_named(
    nation, of_a_team
):
    go_over(nation)
    at(datetime(2015, 6, 1, tzinfo=UTC))

    answer = Client().get(of_a_team)

    assert answer.status_code == 410
    assert b"Use N04T2. Make a new feed." in answer.content
    assert b"X000000" not in answer.content


def test_a_maker_who_went_elsewhere_is_told_no_more_of_the_team(nation, of_a_team):
    divide(nation)
    at(NOW)

    answer = Client().get(of_a_team)

    assert answer.status_code == 410
    assert b"may not read the diary of N04T2" in answer.content
    assert b"X000000" not in answer.content
