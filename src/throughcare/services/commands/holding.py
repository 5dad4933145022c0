"""What every change to a referral does first and last."""

from datetime import UTC, date, datetime

from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.days import HERE
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.services import queries
from throughcare.services.events import ReferralChanged
from throughcare.services.models import Referral


def moment_of(day: date) -> datetime:
    """Noon of a day, in UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=HERE).astimezone(UTC)


def hold_for_officer(*, case_id: int, reference: str) -> queries.File:
    """A referral of a case that the account may write to, its case locked until commit.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such referral.
    """
    change_probation.hold_case(case_id)
    file = queries.file_of(reference)
    if file is None or file.referral.case_id != case_id:
        raise Http404
    return file


def known_to_supplier(reference: str) -> tuple[queries.File, queries.Person]:
    """A referral to a supplier of the account's, and whom it is about.

    Raises:
        Http404: there is none that the account may know of.
    """
    file = queries.file_of(reference)
    found = queries.people([file.referral.pk]) if file is not None else {}
    if file is None or file.referral.pk not in found:
        raise Http404
    return file, found[file.referral.pk]


def tell(
    referral: Referral, *, crn: str, state: str, account_id: int, action: str, now: datetime
) -> None:
    """Announce that a referral is not as it was, and write who changed it."""
    outbox.publish(
        ReferralChanged(
            crn=crn, case_id=referral.case_id, reference=referral.reference, state=state
        ),
        now=now,
    )
    note(referral, crn=crn, account_id=account_id, action=action, now=now)


def note(
    referral: Referral,
    *,
    crn: str,
    account_id: int,
    action: str,
    now: datetime,
    **more: int | str | None,
) -> None:
    """Write who did what with a referral to the trail of the person."""
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={
            "reference": referral.reference,
            "altered": f"{Referral._meta.label}/{referral.pk}",
            **more,
        },
    )
