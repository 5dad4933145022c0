"""Service levels over the interface."""

from datetime import UTC, date, datetime, timedelta

import pytest

from throughcare.audit import queries as audit
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.measures.tests.conftest import june
from throughcare.partners.tests.conftest import made

JULY = datetime(2014, 7, 14, 9, tzinfo=UTC)
ASKED = {"unit": "C05", "month": "2014-06"}


@pytest.fixture
def orders(town, _at_the_moment) -> None:
    """In June one first appointment was in time, one was never arranged; one allocated at the end of June has still time."""
    change_clock.set_moment(moment=JULY, now_real=clock.machine_now())
    met, _ = (town.order(june(5), given_on=june(6)) for _ in range(2))
    town.book(met, june(13))


@pytest.fixture
def head(nation):
    return made(nation, "C05", role="executive")


def service_level(answer, code: str):
    (found,) = (each for each in answer.json()["service_levels"] if each["code"] == code)
    return found


def test_a_service_level_is_told_with_its_coverage_and_the_age_of_its_records(orders, head):
    answer = head.get("/measures", **ASKED)

    told = service_level(answer, "SL001R")
    recorded_at = datetime.fromisoformat(told.pop("recorded_at"))
    assert answer.json()["counted_at"][:10] == "2014-07-14"
    assert (answer.json()["since"], answer.json()["until"]) == ("2014-06-01", "2014-06-30")
    assert told == {
        "code": "SL001R",
        "title": "First appointment, order",
        "rule": "Arranged face to face for a day within 5 business days of allocation",
        "source": "CRC SL001R, performance measure definitions",
        "target": "97",
        "is_reached": False,
        "share": "50.0",
        "met": 1,
        "missed": 1,
        "excluded": 0,
        "waiting": 0,
        "coverage": "100.0",
        "reasons": [],
        "unrecorded": "",
    }
    assert date(2014, 6, 1) <= recorded_at.date() <= JULY.date() + timedelta(days=1)


def test_what_still_waits_lowers_the_coverage_and_says_why(town, orders, head):
    town.order(june(27), given_on=june(30))
    change_clock.set_moment(
        moment=datetime(2014, 7, 2, 9, tzinfo=UTC), now_real=clock.machine_now()
    )

    told = service_level(head.get("/measures", **ASKED), "SL001R")

    assert (told["waiting"], told["coverage"], told["share"]) == (1, "66.6", "50.0")
    assert told["reasons"] == [{"outcome": "waiting", "why": "There is still time", "number": 1}]


def test_what_no_record_shows_has_no_figure_and_says_what_is_wanting(orders, head):
    told = service_level(head.get("/measures", **ASKED), "RECONVICTED")

    assert (told["share"], told["coverage"], told["recorded_at"]) == (None, None, None)
    assert told["unrecorded"].startswith("Later convictions come from")


def test_that_figures_were_read_is_in_the_trail(orders, head):
    head.get("/measures", **ASKED)

    (act,) = audit.acts_by(account_id=head.account.pk, limit=5)
    assert (act.action, act.subject_references) == ("measures.read", ("C05/2014-06",))


def test_an_officer_and_the_head_of_another_body_are_told_none(orders, program, nation):
    elsewhere = made(nation, "N02", role="executive")

    answers = [each.get("/measures", **ASKED) for each in (program, elsewhere)]

    assert [each.status_code for each in answers] == [403, 403]
    assert "50.0" not in answers[1].content.decode()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"unit": "C05"}, 422),
        ({"unit": "C05", "month": "2014-13"}, 422),
        ({"unit": "C05", "month": "0000-01"}, 422),
        ({"unit": "Z99", "month": "2014-06"}, 409),
    ],
)
def test_what_cannot_be_counted_is_refused(orders, head, asked, status):
    answer = head.get("/measures", **asked)

    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
