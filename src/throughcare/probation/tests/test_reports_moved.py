"""Reports that courts asked for as parts of a transfer: whoever takes one on completes it, wherever the case is."""

from datetime import date

import pytest
from django.http import Http404

from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.models import (
    CaseAssignment,
    Contact,
    CourtReport,
    CourtReportAssignment,
    TransferPart,
)
from throughcare.probation.tests.test_transfers import accept, acting, ask, refuse, states

pytestmark = pytest.mark.django_db

REPORT = "report-CR1"


@pytest.fixture
def of_division(nation) -> CourtReport:
    """A report about the case of a division, which writes it."""
    case = nation.cases["N02"]
    report = CourtReport.objects.create(
        case=case,
        reference="CR1",
        court="Abergavenny",
        state="asked",
        asked_on=date(2014, 5, 1),
        due_on=date(2014, 6, 20),
        recorded_at=LONG_AGO,
    )
    CourtReportAssignment.objects.create(
        item=report,
        owner=nation.units["N02"],
        holder=nation.units["N02T"],
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
        basis="recorded",
    )
    return report


@pytest.fixture
def other_division(nation):
    return nation.accounts["N04"]


def due(account, unit) -> list[str]:
    with acting(account):
        return [each.reference for each in queries.court_reports(owner_ids=[unit.pk])]


def owner_of(case) -> str:
    latest = CaseAssignment.objects.filter(item=case).latest("starts_at", "id")
    return str(latest.owner_id)


def test_a_report_that_is_taken_on_with_the_case_is_completed_by_those_who_took_it(
    nation, of_division, officer_elsewhere, other_division
):
    case = of_division.case
    ask(officer_elsewhere, case, code="N04T", keys=("person", REPORT))

    accept(other_division, case, unit="N04T", keys=("person", REPORT))

    assert states() == ["accepted"]
    assert due(other_division, nation.units["N04"]) == ["CR1"]
    assert due(officer_elsewhere, nation.units["N02"]) == []
    with acting(other_division):
        commands.deliver_report(account_id=other_division.pk, reference="CR1", now=NOW)
    of_division.refresh_from_db()
    assert of_division.state == "done"


def test_a_report_that_is_not_taken_stays_with_those_who_write_it(
    nation, of_division, officer_elsewhere, other_division
):
    case = of_division.case
    ask(officer_elsewhere, case, code="N04T", keys=("person", REPORT))

    accept(other_division, case, unit="N04T", keys=("person",))
    refuse(other_division, case, keys=(REPORT,))

    assert states() == ["partly"]
    assert due(officer_elsewhere, nation.units["N02"]) == ["CR1"]
    assert owner_of(case) == str(nation.units["N04"].pk)
    with acting(other_division), pytest.raises(Http404):
        commands.deliver_report(account_id=other_division.pk, reference="CR1", now=NOW)


def test_a_report_moves_alone_and_the_log_is_told(
    nation, of_division, officer_elsewhere, other_division
):
    case = of_division.case
    ask(officer_elsewhere, case, code="N04T", keys=(REPORT,))

    with acting(other_division):
        (waiting,) = queries.transfers_to_answer(part=slice(0, 9))
        (part,) = queries.transfer_parts(waiting.id)
    accept(other_division, case, unit="N04T", keys=(REPORT,))

    assert (part.key, part.words) == (
        REPORT,
        "Court report CR1 for Abergavenny, due 20 June 2014",
    )
    assert owner_of(case) == str(nation.units["N02"].pk)
    told = Contact.objects.filter(case=case, type__code__startswith="ETCR").order_by("number")
    assert [each.type_id for each in told] == ["ETCRR", "ETCRA"]


def test_a_body_that_writes_no_reports_is_asked_for_none(of_division, officer_elsewhere):
    with pytest.raises(Refused) as refused:
        ask(officer_elsewhere, of_division.case, code="C11T", keys=("person", REPORT))

    assert refused.value.codes == ("writes-no-reports",)
    assert not TransferPart.objects.exists()


def test_a_report_of_another_body_is_not_asked_for(nation, of_division, officer_elsewhere):
    CourtReportAssignment.objects.update(owner=nation.units["N04"], holder=nation.units["N04T"])

    with pytest.raises(Refused) as refused:
        ask(officer_elsewhere, of_division.case, code="C11T", keys=(REPORT,))

    assert "no-such-part" in refused.value.codes


def test_a_report_that_is_delivered_while_it_waits_is_asked_for_no_more(
    nation, of_division, officer_elsewhere
):
    ask(officer_elsewhere, of_division.case, code="N04T", keys=(REPORT,))

    with acting(officer_elsewhere):
        commands.deliver_report(account_id=officer_elsewhere.pk, reference="CR1", now=NOW)

    assert states() == ["withdrawn"]


def test_a_report_is_withdrawn_with_what_else_was_asked(of_division, officer_elsewhere, nation):
    ask(officer_elsewhere, of_division.case, code="N04T", keys=("person", REPORT))

    with acting(officer_elsewhere):
        commands.withdraw_transfer(
            account_id=officer_elsewhere.pk, case_id=of_division.case_id, number=1, now=NOW
        )

    assert list(TransferPart.objects.values_list("state", flat=True)) == ["withdrawn"] * 2
