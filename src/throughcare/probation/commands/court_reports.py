"""A report that a court asked for: who writes it, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import ReportState
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.events import CourtReportAsked, CourtReportEnded
from throughcare.probation.models import Appearance, Case, CourtReport
from throughcare.probation.queries import processes, work


@dataclass(frozen=True, kw_only=True)
class Writer:
    """The unit that writes a report, and the provider over it."""

    unit: organisation.Named
    provider: organisation.Named


def writer_of_report(
    case: Case, *, unit_code: str, now: datetime
) -> tuple[Writer | None, list[Reason]]:
    """The unit of a code or, without one, that which has the case; or why it writes no report for a court."""
    moment = organisation.pinned()
    if unit_code:
        try:
            unit = organisation.open_unit(code=unit_code, moment=moment)
        except Refused as refused:
            return None, list(refused.reasons)
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT h.holder_id FROM probation_held_by(%s, %s, tc_live()) h", [case.pk, now]
            )
            held = cursor.fetchone()
        if held is None:
            said = "Nobody has this case. Enter the code of the unit that writes the report."
            return None, [Reason("nobody-has-it", said)]
        (unit,) = organisation.named(held, moment=moment)
    provider = processes.presenting(unit)
    if provider is None:
        said = f"{unit.name} writes no reports for courts. Enter the code of the unit that does."
        return None, [Reason("writes-no-reports", said)]
    return Writer(unit=unit, provider=provider), []


def keep_asked_report(
    case: Case, appearance: Appearance, *, writer: Writer, account_id: int, now: datetime
) -> None:
    """Have a report written by the next day in court; where the same is asked for already, that stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, is_new FROM probation_ask_for_report(%s, %s, %s, %s, %s, %s)",
            [
                *(case.pk, appearance.court.name, appearance.held_on, appearance.next_on),
                *(writer.provider.unit_id, writer.unit.unit_id),
            ],
        )
        reference, is_new = cursor.fetchone()
    if not is_new:
        return
    asked = CourtReportAsked(
        crn=case.person.crn, case_id=case.pk, reference=reference, unit=writer.unit.code
    )
    outbox.publish(asked, now=now)
    write_trail(
        case, account_id=account_id, action="court-report.asked", now=now, reference=reference
    )


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
