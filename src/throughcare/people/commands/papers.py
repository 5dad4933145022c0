"""Photographs and lists of previous convictions: bytes that `documents` keeps, of a day."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from throughcare.documents import commands as change_documents
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people.choices import FormerKind, PaperKind
from throughcare.people.commands.holding import (
    held_row,
    hold,
    keep_former,
    reasons_without,
    tell,
)
from throughcare.people.models import Paper

LARGEST_BYTES: Final = 5 * 1024 * 1024
TYPES: Final = {
    PaperKind.PHOTOGRAPH: ("image/jpeg", "image/png"),
    PaperKind.CONVICTIONS: ("application/pdf",),
}
_WORDS: Final = {
    PaperKind.PHOTOGRAPH: "The photograph must be a JPEG or PNG file.",
    PaperKind.CONVICTIONS: "The list of previous convictions must be a PDF file.",
}


@transaction.atomic
def add_paper(
    *,
    account_id: int,
    crn: str,
    kind: PaperKind,
    content: bytes,
    media_type: str,
    of_day: date,
    now: datetime,
) -> Paper:
    """Keep a photograph or a list of previous convictions. The newest by day is the one that is shown first.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: the file is of another type, not of the type that it says, empty, too large or kept already, or of a day to come.
    """
    person = hold(crn)
    reasons = []
    if media_type not in TYPES[kind]:
        reasons.append(Reason("wrong-type", _WORDS[kind]))
    if len(content) > LARGEST_BYTES:
        reasons.append(Reason("too-large", "The file must be smaller than 5 MB."))
    if of_day > local_day(now):
        reasons.append(Reason("not-yet", "The date must be today or in the past."))
    if reasons:
        raise Refused(reasons)
    digest = change_documents.keep(content=content, media_type=media_type, now=now)
    if Paper.objects.filter(person=person, kind=kind, digest=digest).exists():
        raise Refused.because("already-held", "This file is kept already.")
    row = Paper.objects.create(
        person=person,
        kind=kind,
        media_type=media_type,
        size=len(content),
        digest=digest,
        starts_on=of_day,
        recorded_at=now,
        recorded_by_id=account_id,
    )
    tell(person, account_id=account_id, about=FormerKind.PAPER, change="added", row=row, now=now)
    return row


@transaction.atomic
def remove_paper(*, account_id: int, crn: str, key: UUID, reason: str, now: datetime) -> None:
    """Take back a photograph or list that is not theirs; that it was there is kept.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such paper.
        Refused: it does not say why.
    """
    person = hold(crn)
    row = held_row(Paper.objects, person, key)
    if reasons := reasons_without(reason):
        raise Refused(reasons)
    keep_former(
        person,
        row,
        about=FormerKind.PAPER,
        reason=reason,
        account_id=account_id,
        now=now,
        is_removed=True,
    )
    tell(person, account_id=account_id, about=FormerKind.PAPER, change="removed", row=row, now=now)
    row.delete()
