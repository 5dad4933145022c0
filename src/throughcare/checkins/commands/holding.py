"""What every change about check-ins does first and last."""

from datetime import datetime

from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.checkins.models import CheckIn, Registration
from throughcare.probation import commands as change_probation


def hold_registration(case_id: int) -> Registration:
    """What goes on for a case that the account may write to, both locked until commit.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the person is not registered.
    """
    change_probation.hold_case(case_id)
    found = (
        Registration.objects.select_for_update(no_key=True, of=("self",))
        .exclude(standing="stopped")
        .filter(case_id=case_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def hold_checkin(*, case_id: int, number: int) -> CheckIn:
    """A check-in of a case that the account may write to, both locked until commit.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such check-in.
    """
    change_probation.hold_case(case_id)
    found = (
        CheckIn.objects.select_for_update(no_key=True, of=("self",))
        .filter(case_id=case_id, number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def checkin_of(number: int) -> str:
    """What the trail calls a check-in, within its case."""
    return f"{CheckIn._meta.label}/{number}"


def registration_of(key: int) -> str:
    """What the trail calls a registration."""
    return f"{Registration._meta.label}/{key}"


def note(
    *,
    crn: str,
    account_id: int | None,
    action: str,
    now: datetime,
    altered: list[str],
    **detail: str | int | None,
) -> None:
    """Write who did what to the trail of the person, and which records are not as they were."""
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={**detail, "altered": altered},
    )
