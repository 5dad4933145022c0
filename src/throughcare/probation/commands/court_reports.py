"""What becomes of a report that a court asked for: delivered, or needed no longer."""

from datetime import datetime

from django.db import connection, transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import ReportState
from throughcare.probation.commands.holding import local_day
from throughcare.probation.events import CourtReportEnded
from throughcare.probation.models import CourtReport
from throughcare.probation.queries import work


@transaction.atomic
def deliver_report(*, account_id: int, reference: str, now: datetime) -> None:
    """Say that the court has its report.

    Raises:
        Http404: the account writes for no body that has such a report.
        Refused: it was delivered or withdrawn before.
    """
    _end(reference, ReportState.DONE, account_id=account_id, now=now)


@transaction.atomic
def withdraw_report(*, account_id: int, reference: str, now: datetime) -> None:
    """Say that the court needs its report no longer.

    Raises:
        Http404: the account writes for no body that has such a report.
        Refused: it was delivered or withdrawn before.
    """
    _end(reference, ReportState.CANCELLED, account_id=account_id, now=now)


def _end(reference: str, state: ReportState, *, account_id: int, now: datetime) -> None:
    found = work.court_report(reference)
    if found is None:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_end_report(%s, %s, %s)", [reference, state.value, local_day(now)]
        )
        (is_ended,) = cursor.fetchone()
    if not is_ended:
        raise Refused.because("is-over", f"{reference} was delivered or withdrawn already.")
    outbox.publish(
        CourtReportEnded(
            crn=found.crn, case_id=found.case_id, reference=reference, state=state.value
        ),
        now=now,
    )
    audit.record(
        account_id=account_id,
        action=f"court-report.{state.value}",
        subject_kind="case",
        subject_reference=found.crn,
        now=now,
        detail={"reference": reference, "altered": f"{CourtReport._meta.label}/{found.id}"},
    )
