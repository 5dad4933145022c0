"""Figures of a month and of a quarter on their pages: beside their targets, open to their cases, closed to strangers."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, officer
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.measures.tests.conftest import june
from throughcare.people.models import Name

JULY = datetime(2014, 7, 14, 9, tzinfo=UTC)
FIGURES = "/measures?unit=C05&period=2014-06"
CASES = "/measures/sl001r/cases?unit=C05&period=2014-06"
QUARTER = "/measures/statistics?unit=C05&period=2014-04"


@pytest.fixture
def in_july(nation) -> None:
    change_clock.set_moment(moment=JULY, now_real=clock.machine_now())


@pytest.fixture
def orders(town, in_july):
    """One first appointment in time, and one that was never arranged."""
    met, missed = (town.order(june(5), given_on=june(6)) for _ in range(2))
    town.book(met, june(13))
    Name.objects.filter(person_id=missed.person_id).update(first="Zebedee", last="Quillfeather")
    return met, missed


def rows(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode())))


def test_figures_of_a_month_are_beside_their_targets(orders, manager_here, browse, acts):
    page = words(browse(manager_here).get(FIGURES))

    assert "First appointment, order" in page
    assert "50.0%" in page
    assert "97%" in page
    assert "Below target" in page
    assert "2 of 2" in page
    assert "Breach referred" in page
    assert "which is not connected." in page
    assert '<a class="govuk-link" href="/units/C05/flag-reviews">' in page
    assert ("measures.read", ("C05/2014-06",)) in acts(manager_here)


def test_without_a_query_they_are_of_ones_own_unit_and_the_last_whole_month(
    orders, manager_here, browse
):
    browser = browse(manager_here)

    assert "Clocks that started from 1 June 2014 to 30 June 2014" in words(browser.get("/measures"))
    assert "Clocks that started from 1 June 2014 to 30 June 2014" in words(
        browser.get("/measures?unit=C05")
    )


def test_figures_are_given_as_a_file(orders, manager_here, browse):
    lines = {line[0]: line for line in rows(browse(manager_here).get(f"{FIGURES}&format=csv"))}

    assert lines["SL001R"] == [
        "SL001R",
        "First appointment, order",
        "97",
        "1",
        "1",
        "0",
        "0",
        "50.0",
        "2014-06-05T12:00:00+00:00",
    ]
    assert lines["RECONVICTED"] == ["RECONVICTED", "Reconviction", "", "", "", "", "", "", ""]


def test_a_number_opens_its_cases(orders, manager_here, browse, acts):
    met, missed = orders
    browser = browse(manager_here)

    page = words(browser.get(f"{CASES}&outcome=missed"))
    everything = rows(browser.get(f"{CASES}&format=csv"))

    assert "Quillfeather, Zebedee" in page
    assert met.person.crn not in page
    assert "Not done by the last day" in page
    assert everything == [
        ["crn", "started", "due", "done", "outcome", "why"],
        [met.person.crn, "2014-06-06", "2014-06-13", "2014-06-13", "met", "In time"],
        [missed.person.crn, "2014-06-06", "2014-06-13", "", "missed", "Not done by the last day"],
    ]
    assert ("measure-cases.read", (missed.person.crn,)) in acts(manager_here)


def test_somebody_whose_record_is_closed_is_counted_and_not_named(orders, manager_here, browse):
    _, missed = orders
    Restriction.objects.create(
        person_id=missed.person_id,
        account=manager_here,
        kind="exclusion",
        reason="Knows them",
        starts_at=LONG_AGO,
    )
    browser = browse(manager_here)

    page = words(browser.get(f"{CASES}&outcome=missed"))
    file = browser.get(f"{CASES}&outcome=missed&format=csv")

    assert missed.person.crn in page
    assert "Quillfeather" not in page
    assert "Not done by the last day" not in page
    assert rows(file)[1:] == [[missed.person.crn, "", "", "", "limited", ""]]
    assert "50.0%" in words(browser.get(FIGURES))


def test_a_list_of_cases_has_pages(town, in_july, manager_here, browse):
    for _ in range(26):
        town.order(june(5), given_on=june(6))

    page = words(browse(manager_here).get(f"{CASES}&page=2"))

    assert page.count('href="/cases/') == 1


def test_what_is_not_there_is_not_found(orders, manager_here, browse):
    browser = browse(manager_here)

    for address in (
        CASES.replace("sl001r", "sl999"),
        CASES.replace("sl001r", "sl014"),
        f"{CASES}&outcome=other",
        CASES.replace("2014-06", "2014-6"),
        QUARTER.replace("statistics", "statistics/other/all"),
        QUARTER.replace("statistics", "statistics/caseload/youth"),
        QUARTER.replace("statistics", "statistics/caseload/all").replace("04", "05"),
    ):
        assert browser.get(address).status_code == 404, address


def test_what_is_asked_wrongly_is_told_so(in_july, manager_here, browse):
    browser = browse(manager_here)

    unit = browser.get("/measures?unit=Z99&period=2014-06")
    month = browser.get("/measures?unit=C05&period=1999-01")
    quarter = browser.get("/measures/statistics?unit=C05&period=2014-05")

    assert "Enter the code of a provider or team that there is now" in words(unit)
    assert "Select a month of the list" in words(month)
    assert "Select a quarter of the list" in words(quarter)
    assert [each.status_code for each in (unit, month, quarter)] == [422] * 3


def test_a_month_before_there_were_service_levels_is_empty(orders, manager_here, browse):
    page = words(browse(manager_here).get("/measures?unit=C05&period=2014-05"))

    assert "None was asked of C05 in that month." in page


def test_strangers_are_refused(orders, nation, officer_here, officer_elsewhere, browse):
    manager = officer(
        "manager-n02", owner=nation.units["N02"], holder=nation.units["N02"], role="manager"
    )
    addresses = (FIGURES, CASES, QUARTER, QUARTER.replace("?", "/caseload/all?"))

    for account in (officer_here, officer_elsewhere, manager):
        answers = [browse(account).get(address) for address in addresses]
        assert [each.status_code for each in answers] == [403] * 4
        assert not any("Quillfeather" in words(each) for each in answers)


def test_a_head_sees_the_figures_and_the_cases_of_a_provider(orders, head_here, browse):
    browser = browse(head_here)

    assert "50.0%" in words(browser.get(FIGURES))
    assert "Quillfeather, Zebedee" in words(browser.get(f"{CASES}&outcome=missed"))


def test_the_programme_sees_figures_and_no_case(orders, planner, browse):
    _, missed = orders
    browser = browse(planner)

    listed = [
        words(browser.get(address))
        for address in (f"{CASES}&outcome=missed", QUARTER.replace("?", "/caseload/all?"))
    ]

    assert "50.0%" in words(browser.get(FIGURES))
    for page in listed:
        assert "You may not open it." in page
        assert "Quillfeather" not in page
        assert missed.person.crn not in page


def test_statistics_of_a_quarter_open_to_their_cases(orders, manager_here, browse, acts):
    met, _ = orders
    browser = browse(manager_here)

    page = words(browser.get(QUARTER))
    file = rows(browser.get(f"{QUARTER}&format=csv"))
    listed = words(browser.get(QUARTER.replace("?", "/starts/community?")))

    assert "From 1 April 2014 to 30 June 2014" in page
    assert '<a class="govuk-link" href="/measures/statistics/caseload/all-orders?' in page
    assert "None in this quarter." in page
    assert ["caseload", "all", "Everybody", "2"] in file
    assert ["starts", "community", "Community order", "2"] in file
    assert met.person.crn in listed
    assert "Quillfeather, Zebedee" in listed
    assert ("statistics.read", ("C05/2014-04",)) in acts(manager_here)


def test_pages_ask_as_much_for_many_cases_as_for_few(orders, town, manager_here, browse):
    browser = browse(manager_here)
    addresses = (FIGURES, CASES, QUARTER, QUARTER.replace("?", "/caseload/all?"))

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                browser.get(address)
            found.append(len(asked))
        return found

    counted()
    few = counted()
    for _ in range(4):
        town.book(town.order(june(5), given_on=june(6)), date(2014, 6, 12))

    assert counted() == few
