"""Files that are taken into a case: known by what is in them, attached to what they belong to, and found by their words."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from throughcare.documents import commands as change_documents
from throughcare.documents import queries as documents
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import DocumentLevel
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.commands.papers import LONGEST_WORDS, add_document
from throughcare.probation.models import (
    Case,
    Contact,
    Document,
    DocumentOrigin,
    DocumentText,
    Enforcement,
    Nsi,
)

LONGEST_TITLE = 200


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What a file belongs to: one of these, or the person where it is none. Numbers are those in the case."""

    enforcement: str = ""
    nsi: int | None = None
    contact: int | None = None


@transaction.atomic
def upload_document(
    *,
    account_id: int,
    case_id: int,
    title: str,
    content: bytes,
    attached: Attached,
    is_sensitive: bool,
    now: datetime,
) -> Document:
    """Take a file in. It is final, and a change of it is another file.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it has no title, belongs to nothing of the case, or is not taken in; carries every reason.
    """
    case = hold_case(case_id)
    belongs, reasons = _belongs_to(case, attached)
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        reasons.append(Reason("no-title", "Enter a title of 200 characters or fewer."))
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    media_type = documents.media_type_of(content)
    try:
        digest = change_documents.keep(content=content, media_type=media_type, now=now)
    except Refused as refused:
        reasons += refused.reasons
    if reasons:
        raise Refused(reasons)
    made = add_document(
        case,
        title=title.strip(),
        is_sensitive=is_sensitive,
        account_id=account_id,
        now=now,
        media_type=media_type,
        size=len(content),
        digest=digest,
        is_final=True,
    )
    DocumentOrigin.objects.create(
        document=made, case=case, finished_at=now, recorded_at=now, **belongs
    )
    words = documents.words_of(content, media_type=media_type)[:LONGEST_WORDS]
    if words.strip():
        DocumentText.objects.create(document=made, case=case, position=1, words=words, saved_at=now)
    write_trail(case, account_id=account_id, action="document.uploaded", now=now, altered=made)
    return made


Belonging = dict[str, str | Enforcement | Nsi | Contact | None]


def _belongs_to(case: Case, attached: Attached) -> tuple[Belonging, list[Reason]]:
    """The columns of what it belongs to, or why that is nothing of the case."""
    if attached.enforcement:
        process = Enforcement.objects.filter(case=case, reference=attached.enforcement).first()
        return _found("enforcement", process, DocumentLevel.EVENT)
    if attached.nsi is not None:
        nsi = Nsi.objects.filter(case=case, number=attached.nsi).first()
        return _found("nsi", nsi, DocumentLevel.NSI)
    if attached.contact is not None:
        contact = Contact.objects.filter(case=case, number=attached.contact).first()
        return _found("contact", contact, DocumentLevel.CONTACT)
    return {"level": DocumentLevel.PERSON}, []


def _found(
    column: str, row: Enforcement | Nsi | Contact | None, level: DocumentLevel
) -> tuple[Belonging, list[Reason]]:
    if row is None:
        return {}, [Reason("belongs-to-nothing", "Select what of this case it belongs to.")]
    return {column: row, "level": level}, []
