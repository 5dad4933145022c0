"""Figures of a period that a reform straddles: in both shapes, with a bridge that adds up to each."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import give, officer, person_with_case
from throughcare.audit import queries as audit
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.organisation.models import Change, SuccessionEdge, SuccessionEvent, Switch
from throughcare.probation import queries as probation
from throughcare.probation.models import Case, CaseAssignment, Contact

MAY, INSTANT = datetime(2014, 4, 30, 23, tzinfo=UTC), datetime(2014, 5, 31, 23, tzinfo=UTC)
JULY = datetime(2014, 6, 30, 23, tzinfo=UTC)
PAGE = "/reports/period"
PERIOD = "since-day=1&since-month=5&since-year=2014&until-day=30&until-month=6&until-year=2014&contacts=on"


def day(month: int, number: int) -> datetime:
    return datetime(2014, month, number, 12, tzinfo=UTC)


def case(nation, number: int, code: str, *, opened_at: datetime | None = None) -> Case:
    made: Case = person_with_case(
        f"X1{number:05}", owner=nation.units[code], holder=nation.units[f"{code}T"]
    )
    if opened_at is not None:
        Case.objects.filter(pk=made.pk).update(opened_at=opened_at)
        CaseAssignment.objects.filter(item=made).update(starts_at=opened_at)
    return made


def goes(nation, made: Case, code: str, *, at: datetime, change: Change | None = None) -> None:
    give(
        made,
        owner=nation.units[code],
        holder=nation.units[f"{code}T"],
        starts_at=at,
        change=change,
    )


def close(made: Case, *, at: datetime) -> None:
    Case.objects.filter(pk=made.pk).update(closed_at=at)


def write(made: Case, *, number: int, at: datetime) -> None:
    Contact.objects.create(case=made, number=number, type_id="SEEN", starts_at=at, recorded_at=at)


@pytest.fixture
def months(nation) -> None:
    """May and June 2014, with SWM divided among C11 and N04 in between."""
    change = Change.objects.create(
        reference="division", title="The division", effective_at=INSTANT, recorded_at=MAY
    )
    event = SuccessionEvent.objects.create(
        reference="division",
        effective_at=INSTANT,
        legal_basis="None",
        change=change,
        recorded_at=MAY,
    )
    for code in ("C11", "N04"):
        SuccessionEdge.objects.create(
            event=event,
            predecessor=nation.units["SWM"],
            successor=nation.units[code],
            kind="split",
            rule="case: 1",
        )
    Switch.objects.create(change=change, is_live=True, recorded_at=INSTANT)
    stays = nation.cases["SWM"]
    to_division = case(nation, 1, "SWM")
    came_and_went = case(nation, 2, "SWM", opened_at=day(5, 10))
    ended = case(nation, 3, "SWM")
    arrived = case(nation, 4, "C05")
    moved = case(nation, 5, "SWM")
    born = case(nation, 6, "C11", opened_at=day(6, 5))
    goes(nation, arrived, "SWM", at=day(5, 20))
    for made, code in (
        (stays, "C11"),
        (to_division, "N04"),
        (came_and_went, "C11"),
        (arrived, "N04"),
        (moved, "C11"),
    ):
        goes(nation, made, code, at=INSTANT, change=change)
    goes(nation, moved, "N04", at=day(6, 15))
    close(ended, at=day(5, 15))
    close(came_and_went, at=day(6, 20))
    # One was recorded in the hour before its case was given to anybody.
    write(came_and_went, number=2, at=day(5, 10) - timedelta(hours=1))
    write(moved, number=2, at=day(5, 5))
    write(moved, number=3, at=day(6, 20))
    write(born, number=2, at=day(6, 6))
    change_clock.set_moment(moment=JULY, now_real=clock.machine_now())


def counted(by, *, starts_at: datetime = MAY, ends_at: datetime = JULY) -> probation.Report:
    with change_access.acting_as(account_id=by.pk, now=JULY):
        return probation.period_report_with_contacts(starts_at=starts_at, ends_at=ends_at)


def rows(figures) -> dict[str, tuple[int, ...]]:
    assert all(each.adds_up for each in figures)
    return {
        each.code: (
            each.start,
            each.opened,
            each.came,
            each.went,
            each.closed,
            each.end,
            each.contacts,
        )
        for each in figures
    }


def test_a_period_is_counted_in_both_shapes(months, planner):
    report = counted(planner)

    assert [each.reference for each in report.reforms] == ["division"]
    assert rows(report.old) == {
        "SWM": (4, 1, 1, 0, 2, 4, 3),
        "C05": (2, 0, 0, 1, 0, 1, 0),
        "N02": (1, 0, 0, 0, 0, 1, 0),
        "N04": (1, 0, 0, 0, 0, 1, 0),
        "C11": (1, 0, 0, 0, 0, 1, 0),
        "": (0, 1, 0, 0, 0, 1, 1),
    }
    assert rows(report.new) == {
        "C11": (3, 2, 0, 1, 1, 3, 3),
        "N04": (3, 0, 1, 0, 0, 4, 1),
        "SWM": (1, 0, 0, 0, 1, 0, 0),
        "C05": (1, 0, 0, 0, 0, 1, 0),
        "N02": (1, 0, 0, 0, 0, 1, 0),
    }


def test_the_bridge_adds_up_to_each_shape_for_each_count(months, planner):
    report = counted(planner)

    for measure in probation.BRIDGED:
        for shape, side in ((report.old, "old_code"), (report.new, "new_code")):
            bridged: dict[str, int] = {}
            for span in report.bridge:
                code = getattr(span, side)
                bridged[code] = bridged.get(code, 0) + getattr(span, measure)
            assert bridged == {each.code: getattr(each, measure) for each in shape}
    (span,) = [each for each in report.bridge if (each.old_code, each.new_code) == ("C05", "N04")]
    assert (span.start, span.end) == (1, 0)


def test_a_period_that_no_reform_straddles_has_one_shape(months, planner):
    before = counted(planner, ends_at=INSTANT)
    after = counted(planner, starts_at=INSTANT)

    assert before.reforms == after.reforms == ()
    assert rows(before.old) == rows(before.new)
    assert rows(before.old)["SWM"] == (4, 1, 1, 0, 1, 5, 2)
    assert rows(after.old) == rows(after.new)
    assert rows(after.new)["C11"] == (4, 1, 0, 1, 1, 3, 1)


def test_a_head_is_given_what_is_its_own_in_the_new_shape(months, nation, browse):
    head = officer(
        "head-c11", owner=nation.units["C11"], holder=nation.units["C11"], role="executive"
    )
    report = counted(head)
    browser = browse(head)

    page = words(browser.get(f"{PAGE}?{PERIOD}"))

    assert rows(report.new) == {"C11": (3, 2, 0, 1, 1, 3, 3)}
    assert {each.new_code for each in report.bridge} == {"C11"}
    assert "You see the figures of your own provider." in page
    assert "In the old shape, as CSV" not in page
    assert browser.get(f"{PAGE}?{PERIOD}&table=old").status_code == 404


def test_an_officer_is_given_nothing(months, officer_here, browse):
    report = counted(officer_here)

    assert (report.old, report.new, report.bridge) == ((), (), ())
    assert browse(officer_here).get(PAGE).status_code == 403


def test_the_page_shows_three_tables_and_gives_them_as_files(months, planner, browse):
    browser = browse(planner)

    page = words(browser.get(f"{PAGE}?{PERIOD}"))
    first = words(browser.get(PAGE))
    old = browser.get(f"{PAGE}?{PERIOD}&table=old")
    bridge = browser.get(f"{PAGE}?{PERIOD}&table=bridge")

    assert "The division came true at midnight at the start of 1 June 2014" in page
    assert "In the old shape" in page
    assert "In the new shape" in page
    assert "The bridge: how much of each old provider is of each new one" in page
    assert "The division came true" not in first
    assert 'value="2014"' in first
    assert "Contacts written" in page
    assert "Contacts written" not in words(browser.get(f"{PAGE}?{PERIOD.replace('=on', '=')}"))
    lines = {line[0]: line for line in csv.reader(StringIO(old.content.decode()))}
    assert lines["SWM"] == ["SWM", "SWM", "4", "1", "1", "0", "2", "4", "3"]
    assert ["SWM", "SWM", "N04", "N04", "1", "0", "0", "3", "1"] in list(
        csv.reader(StringIO(bridge.content.decode()))
    )
    assert ("report.read", ("2014-05-01/2014-06-30",)) in [
        (act.action, act.subject_references)
        for act in audit.acts_by(account_id=planner.pk, limit=9)
    ]


def test_a_period_that_is_wrong_is_told_so(months, planner, browse):
    browser = browse(planner)

    backwards = browser.get(f"{PAGE}?{PERIOD.replace('since-month=5', 'since-month=7')}")
    future = browser.get(f"{PAGE}?{PERIOD.replace('until-year=2014', 'until-year=2015')}")
    unreal = browser.get(f"{PAGE}?{PERIOD.replace('since-day=1', 'since-day=32')}")

    assert "The last day must be the first day or later" in words(backwards)
    assert "The last day must be today or in the past" in words(future)
    assert [each.status_code for each in (backwards, future, unreal)] == [422, 422, 422]


def test_it_takes_as_many_queries_for_many_cases_as_for_few(months, nation, planner):
    with CaptureQueriesContext(connection) as few:
        counted(planner)
    for number in range(10, 20):
        case(nation, number, "C05")

    with CaptureQueriesContext(connection) as many:
        counted(planner)

    assert len(many) == len(few)
