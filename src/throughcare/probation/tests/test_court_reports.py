"""A court report is ended by the body that writes it, whoever has the case, once."""

from datetime import date

import pytest
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.models import CourtReport

pytestmark = pytest.mark.django_db


def acting(account):
    return change_access.acting_as(account_id=account.pk, now=NOW)


def end(command, account) -> None:
    with acting(account):
        command(account_id=account.pk, reference="R0000001", now=NOW)


@pytest.mark.parametrize(
    ("name", "state"), [("deliver_report", "done"), ("withdraw_report", "cancelled")]
)
def test_the_body_that_writes_it_ends_it_once(*, officer_elsewhere, report, case, name, state):
    with acting(officer_elsewhere):
        (due,) = queries.court_reports(owner_ids=[report.assignments.get().owner_id])
    assert (due.reference, due.crn) == ("R0000001", case.person.crn)

    end(getattr(commands, name), officer_elsewhere)
    with pytest.raises(Refused) as again:
        end(commands.deliver_report, officer_elsewhere)

    report.refresh_from_db()
    assert (report.state, report.ended_on, again.value.codes) == (
        state,
        date(2014, 6, 2),
        ("is-over",),
    )
    (act,) = [
        each
        for each in audit.acts_by(account_id=officer_elsewhere.pk, limit=9)
        if each.action == f"court-report.{state}"
    ]
    assert act.detail["altered"] == f"probation.CourtReport/{report.pk}"
    assert list(Event.objects.values_list("name", flat=True)) == ["probation.court-report-ended.v1"]
    with acting(officer_elsewhere):
        assert queries.court_reports(owner_ids=[report.assignments.get().owner_id]) == ()


def test_nobody_else_ends_it_and_none_by_the_table(nation, officer_here, report):
    for account in (officer_here, nation.accounts["N04"]):
        with pytest.raises(Http404):
            end(commands.deliver_report, account)
    with acting(officer_here), pytest.raises(ProgrammingError):
        CourtReport.objects.filter(pk=report.pk).update(state="done")

    assert not Event.objects.exists()


def test_of_a_record_closed_to_the_writer_nothing_is_told(officer_elsewhere, report, case):
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_elsewhere,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    with acting(officer_elsewhere):
        assert queries.court_reports(owner_ids=[report.assignments.get().owner_id]) == ()
        assert queries.court_report("R0000001") is None
    with pytest.raises(Http404):
        end(commands.withdraw_report, officer_elsewhere)
    report.refresh_from_db()
    assert report.state == "asked"
