"""Reports that courts ask for when they adjourn: who writes them, and by when."""

from datetime import date
from typing import Any

import pytest

from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.choices import HearingKind
from throughcare.probation.models import (
    Appearance,
    CourtOutcome,
    CourtReport,
    FlagType,
    Registration,
)
from throughcare.probation.tests.sentencing import NOW, acting, load_codes, opened

pytestmark = pytest.mark.django_db

HELD, NEXT = date(2026, 5, 29), date(2026, 6, 19)


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()
    CourtOutcome.objects.create(
        code="101",
        description="Adjourned for a pre-sentence report",
        kind="adjourned",
        asks_for_report=True,
        is_offered=True,
    )


def adjourned(account, case, **facts: Any) -> Appearance:  # Any: as the command has it
    known: dict[str, Any] = {"outcome_code": "101", "next_on": NEXT}  # Any: as above
    with acting(account):
        return commands.record_appearance(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            court_code="ABGVMC",
            held_on=HELD,
            kind=HearingKind.TRIAL,
            now=NOW,
            **known | facts,
        )


@pytest.fixture
def at_court(officer_here, case):
    opened(officer_here, case)
    return case


def due_with(account, unit) -> list[tuple[str, date]]:
    with acting(account):
        return [(each.crn, each.due_on) for each in queries.court_reports(owner_ids=[unit.pk])]


def test_a_court_that_adjourns_for_a_report_asks_the_body_that_writes_it(
    officer_here, officer_elsewhere, at_court, nation
):
    """The case is with a company, which writes none: the public service does, and sees it due."""
    adjourned(officer_here, at_court, report_unit="N02T")

    report = CourtReport.objects.get()
    assert (report.court, report.asked_on, report.due_on) == ("Abergavenny", HELD, NEXT)
    assert due_with(officer_elsewhere, nation.units["N02"]) == [(at_court.person.crn, NEXT)]
    assert due_with(officer_here, nation.units["N02"]) == []
    asked = Event.objects.get(name="probation.court-report-asked.v1")
    assert (asked.payload["reference"], asked.payload["unit"]) == (report.reference, "N02T")
    assert "court-report.asked" in [
        act.action for act in audit.acts_by(account_id=officer_here.pk, limit=5)
    ]


def test_the_public_service_writes_what_is_asked_about_its_own_cases(officer_elsewhere, nation):
    case = nation.cases["N02"]
    opened(officer_elsewhere, case)

    adjourned(officer_elsewhere, case)

    assert due_with(officer_elsewhere, nation.units["N02"]) == [(case.person.crn, NEXT)]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "writes-no-reports"),
        ({"report_unit": "C05T"}, "writes-no-reports"),
        ({"report_unit": "N02T", "next_on": None}, "no-day-of-report"),
    ],
)
def test_without_a_body_that_writes_or_a_day_nothing_is_recorded(
    *, officer_here, at_court, facts, code
):
    with pytest.raises(Refused) as refused:
        adjourned(officer_here, at_court, **facts)

    assert refused.value.codes == (code,)
    assert not Appearance.objects.exists()
    assert not CourtReport.objects.exists()


def test_a_unit_that_there_is_not_is_refused(officer_here, at_court):
    with pytest.raises(Refused):
        adjourned(officer_here, at_court, report_unit="Z99")

    assert not CourtReport.objects.exists()


def test_the_same_report_is_asked_for_once(officer_here, at_court):
    for _ in range(2):
        adjourned(officer_here, at_court, report_unit="N02T")

    assert CourtReport.objects.count() == 1
    assert Event.objects.filter(name="probation.court-report-asked.v1").count() == 1


def test_another_outcome_asks_for_none(officer_here, at_court):
    adjourned(officer_here, at_court, outcome_code="112", report_unit="N02T")

    assert not CourtReport.objects.exists()


def test_a_warrant_is_flagged_once_and_waits_for_its_review(officer_here, at_court):
    CourtOutcome.objects.create(
        code="109",
        description="Warrant without bail",
        kind="adjourned",
        issues_warrant=True,
        is_offered=True,
    )
    FlagType.objects.create(code="WRSM", description="Warrant or summons", review_months=3)

    for _ in range(2):
        adjourned(officer_here, at_court, outcome_code="109")

    (flag,) = Registration.objects.filter(case=at_court)
    assert (flag.type_id, flag.starts_on, flag.review_on) == ("WRSM", HELD, date(2026, 8, 29))
    assert Event.objects.filter(name="probation.flag-changed.v1").count() == 1
