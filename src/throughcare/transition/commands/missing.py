"""Records that somebody cannot find: reported by one, answered by whoever looks."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.transition.models import Missing


@transaction.atomic
def report_missing(*, account_id: int, item_reference: str, words: str, now: datetime) -> Missing:
    """Say that a record is missing, by its reference.

    Raises:
        Refused: there is no reference, or the account reported it before and nobody has answered yet.
    """
    named = item_reference.strip().upper()
    reasons = []
    if not named:
        reasons.append(Reason("no-reference", "Enter the reference of the record."))
    if Missing.objects.filter(
        account_id=account_id, item_reference=named, answered_at=None
    ).exists():
        reasons.append(
            Reason("reported-already", "You reported this record, and it is looked for.")
        )
    if reasons:
        raise Refused(reasons)
    made = Missing.objects.create(
        account_id=account_id, item_reference=named, words=words.strip(), reported_at=now
    )
    _record(made, "reported", account_id=account_id, now=now)
    return made


@transaction.atomic
def answer_missing(*, account_id: int, reference: UUID, answer: str, now: datetime) -> Missing:
    """Say where a missing record is, or what becomes of it; whoever reported it may say that it is found.

    Raises:
        PermissionDenied: there is none that the account may see.
        Refused: it was answered, or nothing is said.
    """
    if not Missing.objects.filter(reference=reference).exists():
        raise PermissionDenied
    # One that is answered can be changed by nobody, so it is not there to be held.
    made = Missing.objects.select_for_update(no_key=True).filter(reference=reference).first()
    reasons = []
    if made is None:
        reasons.append(Reason("answered-already", "This was answered already."))
    if not answer.strip():
        reasons.append(Reason("no-answer", "Say where the record is, or what becomes of it."))
    if reasons or made is None:
        raise Refused(reasons)
    made.answer, made.answered_by_id, made.answered_at = answer.strip(), account_id, now
    made.save(update_fields=["answer", "answered_by_id", "answered_at"])
    _record(made, "answered", account_id=account_id, now=now)
    return made


def _record(made: Missing, what: str, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=f"transition.missing-{what}",
        subject_kind="missing-record",
        subject_reference=str(made.reference),
        now=now,
        detail={"about": made.item_reference},
    )
