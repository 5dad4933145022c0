"""The evidence of a breach: which recorded failures it is drawn from, and of what each was one."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.http import Http404

from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import EnforcementState
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.models import Contact, Enforcement, EnforcementFailure, Requirement
from throughcare.probation.queries import processes


@transaction.atomic
def choose_failures(
    *,
    account_id: int,
    crn: str,
    reference: str,
    contacts: Collection[int],
    requirement_ids: Collection[int],
    reason: str,
    now: datetime,
) -> int:
    """Choose recorded failures as the evidence, each of some requirements or, with none, of the whole sentence.

    What was chosen before goes. Gives how many there are.

    Raises:
        Http404: the case has none that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the process is past that, nothing is chosen, or something is not of the case; carries every reason.
    """
    found = Enforcement.objects.filter(reference=reference, case__person__crn=crn).first()
    if found is None:
        raise Http404
    case = hold_case(found.case_id)
    found.refresh_from_db()
    failures = list(
        Contact.objects.filter(case=case, number__in=contacts, outcome__is_complied=False)
    )
    requirements = list(Requirement.objects.filter(pk__in=requirement_ids, case=case))
    reasons = _reasons_against(
        found,
        is_each_a_failure=bool(failures) and len(failures) == len(set(contacts)),
        is_each_of_the_order=len(requirements) == len(set(requirement_ids))
        and all(each.sentence_id == found.sentence_id for each in requirements),
        reason=reason,
    )
    if reasons:
        raise Refused(reasons)
    EnforcementFailure.objects.filter(enforcement=found).delete()
    of: list[int | None] = [*(each.pk for each in requirements)] or [None]
    EnforcementFailure.objects.bulk_create(
        EnforcementFailure(
            enforcement=found,
            case=case,
            contact=failure,
            requirement_id=requirement_id,
            reason_id=reason or None,
            recorded_at=now,
        )
        for failure in failures
        for requirement_id in of
    )
    write_trail(
        case,
        account_id=account_id,
        action="enforcement.evidence",
        now=now,
        altered=found,
        reference=reference,
    )
    return len(failures)


def _reasons_against(
    found: Enforcement, *, is_each_a_failure: bool, is_each_of_the_order: bool, reason: str
) -> list[Reason]:
    reasons = []
    if found.state != EnforcementState.OPEN or found.presenter_id is not None:
        reasons.append(Reason("too-late", "The evidence has gone out and stays as it is."))
    if not is_each_a_failure:
        reasons.append(Reason("no-failures", "Select recorded failures of this case."))
    if not is_each_of_the_order:
        reasons.append(Reason("no-such-requirement", "Select requirements of the sentence."))
    if reason and reason not in {each.code for each in processes.breach_reasons()}:
        reasons.append(Reason("no-such-reason", "Select how the person failed."))
    return reasons
