"""Letters and reports: drafted from the record, written by one at a time, finished, and written anew as another version."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.http import Http404

from throughcare.documents import commands as change_documents
from throughcare.documents import queries as documents
from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import DocumentSubject
from throughcare.probation.commands.holding import add_contact, hold_case, write_trail
from throughcare.probation.models import (
    Case,
    Document,
    DocumentLock,
    DocumentOrigin,
    DocumentTemplate,
    DocumentText,
    Enforcement,
)
from throughcare.probation.queries import letters, papers
from throughcare.probation.queries.composing import drafted_texts, letter_data, template_key
from throughcare.probation.rules import papers as rules

PDF = "application/pdf"
NO_CONTENT = "0" * 64
"""The digest of a document that has no bytes yet."""
LONGEST_WORDS = 100_000


@transaction.atomic
def draft_document(
    *,
    account_id: int,
    case_id: int,
    template_code: str,
    now: datetime,
    enforcement: str = "",
    is_sensitive: bool = False,
) -> Document:
    """Draft a document from a template, with what the record knows in it; it is open to whoever drafted it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is no such template, or nothing of the kind that it is about; carries every reason.
    """
    case = hold_case(case_id)
    template = DocumentTemplate.objects.filter(code=template_code, is_offered=True).first()
    about = Enforcement.objects.filter(case=case, reference=enforcement).first()
    reasons = _reasons_against_draft(template, about, enforcement=enforcement)
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if reasons or template is None:
        raise Refused(reasons)
    known = letters.letter_facts(
        case.pk, about=about, respond_in_days=template.respond_in_days, at=now
    )
    made = add_document(
        case, title=template.title, is_sensitive=is_sensitive, account_id=account_id, now=now
    )
    DocumentOrigin.objects.create(
        document=made,
        case=case,
        level=template.level,
        template=template,
        enforcement=about,
        respond_by=known.respond_by,
        recorded_at=now,
    )
    DocumentText.objects.bulk_create(
        DocumentText(
            document=made,
            case=case,
            position=position,
            heading=text.heading,
            words=text.words,
            is_needed=text.is_needed,
            saved_at=now,
        )
        for position, text in enumerate(drafted_texts(template, known, about=about, at=now), 1)
    )
    DocumentLock.objects.create(document=made, case=case, account_id=account_id, since=now)
    _trail(case, made, "drafted", account_id=account_id, now=now)
    return made


@transaction.atomic
def open_document(*, account_id: int, case_id: int, number: int, now: datetime) -> None:
    """Open one to write in it, as the only one who does.

    Raises:
        Http404: the case has no such document, or it is not written here.
        PermissionDenied: the account may not write to the case.
        Refused: it is final, or somebody else has it open; says who and since when.
    """
    case, found = _held(case_id, number)
    reasons = []
    if found.document.is_final:
        reasons.append(Reason("is-final", "It is final. Write a new version of it."))
    if found.opened_by is not None and found.opened_by.account_id != account_id:
        reasons.append(_open_to(found.opened_by))
    if reasons:
        raise Refused(reasons)
    if found.opened_by is None:
        DocumentLock.objects.create(
            document=found.document, case=case, account_id=account_id, since=now
        )
        _trail(case, found.document, "opened", account_id=account_id, now=now)


@transaction.atomic
def close_document(*, account_id: int, case_id: int, number: int, now: datetime) -> None:
    """Let go of one, so that others can write in it. Whoever gives cases to officers there takes it from another.

    Raises:
        Http404: the case has no such document, or it is not written here.
        PermissionDenied: the account may not write to the case.
        Refused: nobody has it open, or another has, and the account does not manage the case.
    """
    case, found = _held(case_id, number)
    if found.opened_by is None:
        raise Refused.because("not-open", "Nobody has it open.")
    gone, _ = DocumentLock.objects.filter(document=found.document).delete()
    if not gone:
        raise Refused([_open_to(found.opened_by)])
    action = "closed" if found.opened_by.account_id == account_id else "taken-from-another"
    _trail(case, found.document, action, account_id=account_id, now=now)


@transaction.atomic
def save_document(
    *,
    account_id: int,
    case_id: int,
    number: int,
    words: Mapping[int, str],
    now: datetime,
) -> None:
    """Write parts of its text, by their position.

    Raises:
        Http404: the case has no such document, or it is not written here.
        PermissionDenied: the account may not write to the case.
        Refused: it is not open to the account, or a part is too long; carries every reason.
    """
    case, found = _held(case_id, number)
    reasons = _reasons_against_writing(found, account_id=account_id)
    if any(len(each) > LONGEST_WORDS for each in words.values()):
        reasons.append(Reason("too-long", "Each part must be 100,000 characters or fewer."))
    if reasons:
        raise Refused(reasons)
    for text in found.texts:
        said = words.get(text.position, text.words).replace("\r\n", "\n")
        if said != text.words:
            DocumentText.objects.filter(pk=text.pk).update(words=said, saved_at=now)
    _trail(case, found.document, "saved", account_id=account_id, now=now)


@transaction.atomic
def finish_document(*, account_id: int, case_id: int, number: int, now: datetime) -> Document:
    """Make it final: a PDF and a document of a word processor of this text, kept with the data that they were made of.

    The log gets the entry that belongs to it, and it is the entry's document.

    Raises:
        Http404: the case has no such document, or it is not written here.
        PermissionDenied: the account may not write to the case.
        Refused: it is not open to the account, or is still to be completed; carries every reason.
    """
    case, found = _held(case_id, number)
    reasons = _reasons_against_writing(found, account_id=account_id)
    reasons += rules.reasons_against_finishing(
        [
            rules.Text(heading=each.heading, words=each.words, is_needed=each.is_needed)
            for each in found.texts
        ]
    )
    if reasons:
        raise Refused(reasons)
    paper, origin = found.document, found.origin
    data = letter_data(found, at=now)
    key = template_key(origin)
    pdf = documents.render_pdf(template_key=key, data=data, now=now)
    paper.digest = change_documents.keep(content=pdf, media_type=PDF, now=now)
    paper.size, paper.media_type, paper.is_final = len(pdf), PDF, True
    paper.reference = paper.reference or uuid4()
    paper.save(update_fields=["digest", "size", "media_type", "is_final", "reference"])
    change_documents.add_version(
        document_id=paper.reference, digest=paper.digest, account_id=account_id, now=now
    )
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode()
    origin.data_digest = change_documents.keep(content=written, media_type="text/plain", now=now)
    origin.docx_digest = change_documents.keep(
        content=documents.render_docx(template_key=key, data=data, now=now),
        media_type=documents.DOCX,
        now=now,
    )
    origin.finished_at = now
    if origin.template is not None and origin.template.contact_type_id:
        origin.contact = add_contact(
            case,
            account_id=account_id,
            type_code=origin.template.contact_type_id,
            starts_at=now,
            is_sensitive=paper.is_sensitive,
            now=now,
        )
    origin.save(update_fields=["data_digest", "docx_digest", "finished_at", "contact"])
    DocumentLock.objects.filter(document=paper).delete()
    _trail(case, paper, "finished", account_id=account_id, now=now)
    return paper


@transaction.atomic
def revise_document(*, account_id: int, case_id: int, number: int, now: datetime) -> Document:
    """Write a new version of one that is final. What was final stays as the version that it was.

    Raises:
        Http404: the case has no such document, or it is not written here.
        PermissionDenied: the account may not write to the case.
        Refused: it is not final, or was not drafted here.
    """
    case, found = _held(case_id, number)
    reasons = []
    if not found.document.is_final:
        reasons.append(Reason("not-final", "It is not final: go on writing it."))
    if found.origin.template_id is None:
        reasons.append(Reason("not-drafted", "It was not drafted here: upload another."))
    if reasons:
        raise Refused(reasons)
    found.document.is_final = False
    found.document.save(update_fields=["is_final"])
    DocumentLock.objects.create(
        document=found.document, case=case, account_id=account_id, since=now
    )
    _trail(case, found.document, "revised", account_id=account_id, now=now)
    return found.document


def _held(case_id: int, number: int) -> tuple[Case, papers.Written]:
    case = hold_case(case_id)
    found = papers.written_document(case_id, number=number)
    if found is None:
        raise Http404
    return case, found


def add_document(
    case: Case,
    *,
    title: str,
    is_sensitive: bool,
    account_id: int,
    now: datetime,
    media_type: str = PDF,
    size: int = 0,
    digest: str = NO_CONTENT,
    is_final: bool = False,
) -> Document:
    """Add the next document to a case that is held, numbered without a gap; a draft has no bytes."""
    number = case.documents_made + 1
    Case.objects.filter(pk=case.pk).update(documents_made=F("documents_made") + 1)
    case.documents_made = number
    return Document.objects.create(
        case=case,
        number=number,
        title=title,
        media_type=media_type,
        size=size,
        digest=digest,
        is_final=is_final,
        is_sensitive=is_sensitive,
        author_id=account_id,
        recorded_at=now,
    )


def _reasons_against_draft(
    template: DocumentTemplate | None, about: Enforcement | None, *, enforcement: str
) -> list[Reason]:
    if template is None:
        return [Reason("no-such-template", "Select what to write.")]
    subject = DocumentSubject(template.subject)
    free = (DocumentSubject.CASE, DocumentSubject.APPOINTMENT)
    if subject in free and not enforcement:
        return []
    if about is None or about.kind != subject.value:
        sentence = f"“{template.title}” is about {subject.label.lower()}: select one of this case."
        return [Reason("about-nothing", sentence)]
    return []


def _reasons_against_writing(found: papers.Written, *, account_id: int) -> list[Reason]:
    if found.document.is_final:
        return [Reason("is-final", "It is final. Write a new version of it.")]
    if found.opened_by is None:
        return [Reason("not-open", "Open it first, so that nobody else writes in it.")]
    if found.opened_by.account_id != account_id:
        return [_open_to(found.opened_by)]
    return []


def _open_to(other: papers.OpenedBy) -> Reason:
    day = letters.day_in_words(local_day(other.since))
    at = other.since.astimezone(HERE)
    return Reason("open-to-another", f"{other.name} has it open since {day} at {at:%H:%M}.")


def _trail(case: Case, paper: Document, act: str, *, account_id: int, now: datetime) -> None:
    write_trail(case, account_id=account_id, action=f"document.{act}", now=now, altered=paper)
