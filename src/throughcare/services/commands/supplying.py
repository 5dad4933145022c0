"""What a supplier plans and reports."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.services import queries
from throughcare.services.choices import Achievement
from throughcare.services.commands.holding import known_to_supplier, note
from throughcare.services.models import Activity, Finding, Plan, Report


@transaction.atomic
def write_plan(
    *,
    account_id: int,
    reference: str,
    sessions: int,
    activities: Mapping[str, str],
    now: datetime,
) -> Plan:
    """Say how many sessions there are to be, and by code of each wanted outcome what is to be done for it.

    Raises:
        Http404: there is no such referral that the account may know of.
        Refused: no plan is written where it stands, or something said is not of the referral; carries every reason.
    """
    file, person = known_to_supplier(reference)
    reasons = _reasons_against(
        file, "plan", codes=set(activities), sentence="The action plan cannot be changed now."
    )
    if sessions < 1:
        reasons.append(Reason("no-sessions", "Plan at least one session."))
    if reasons:
        raise Refused(reasons)
    referral = file.referral
    plan = file.plan
    if plan is None:
        plan = Plan.objects.create(
            case_id=referral.case_id,
            referral=referral,
            sessions=sessions,
            recorded_at=now,
            changed_at=now,
        )
    else:
        plan.sessions, plan.changed_at = sessions, now
        plan.save(update_fields=["sessions", "changed_at"])
    Activity.objects.filter(referral=referral).delete()
    Activity.objects.bulk_create(
        Activity(case_id=referral.case_id, referral=referral, outcome_id=code, words=words.strip())
        for code, words in sorted(activities.items())
        if words.strip()
    )
    note(
        referral,
        crn=person.crn,
        account_id=account_id,
        action="service-referral.planned",
        now=now,
    )
    return plan


@transaction.atomic
def write_report(
    *,
    account_id: int,
    reference: str,
    words: str,
    findings: Mapping[str, Achievement],
    now: datetime,
) -> Report:
    """Say what came of it all: by code of each wanted outcome how far it was reached.

    Raises:
        Http404: there is no such referral that the account may know of.
        Refused: no report is written where it stands, it says nothing, or something said is not of the referral.
    """
    file, person = known_to_supplier(reference)
    reasons = _reasons_against(
        file, "report", codes=set(findings), sentence="The report cannot be changed now."
    )
    if not words.strip():
        reasons.append(Reason("no-words", "Say what came of the work."))
    if reasons:
        raise Refused(reasons)
    referral = file.referral
    report = file.report
    if report is None:
        report = Report.objects.create(
            case_id=referral.case_id,
            referral=referral,
            words=words.strip(),
            author_id=account_id,
            recorded_at=now,
        )
    else:
        report.words, report.author_id, report.recorded_at = words.strip(), account_id, now
        report.save(update_fields=["words", "author_id", "recorded_at"])
    Finding.objects.filter(referral=referral).delete()
    Finding.objects.bulk_create(
        Finding(case_id=referral.case_id, referral=referral, outcome_id=code, achieved=achieved)
        for code, achieved in sorted(findings.items())
    )
    note(
        referral,
        crn=person.crn,
        account_id=account_id,
        action="service-referral.reported",
        now=now,
    )
    return report


def _reasons_against(
    file: queries.File, what: str, *, codes: set[str], sentence: str
) -> list[Reason]:
    reasons = []
    if what not in file.referral.state.allows.split():
        reasons.append(Reason("not-now", sentence))
    if codes - {each.outcome_id for each in file.outcomes}:
        reasons.append(
            Reason("no-such-outcome", "This outcome is not one that the referral asks for.")
        )
    return reasons
