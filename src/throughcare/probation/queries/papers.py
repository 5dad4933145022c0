"""Documents that are written here: one with its text, who has it open, and finding some by their words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from throughcare.probation.models import (
    Document,
    DocumentOrigin,
    DocumentTemplate,
    DocumentText,
)


@dataclass(frozen=True, kw_only=True)
class OpenedBy:
    """Who has a document open to write in it."""

    account_id: int
    name: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Written:
    """A document that is written here. `opened_by` is empty where nobody has it open."""

    document: Document
    origin: DocumentOrigin
    texts: tuple[DocumentText, ...]
    opened_by: OpenedBy | None


def document_templates() -> list[DocumentTemplate]:
    """Those that a document can be drafted from, by what they are called."""
    return list(DocumentTemplate.objects.filter(is_offered=True).order_by("title", "code"))


def written_document(case_id: int, *, number: int) -> Written | None:
    """One that was made or taken in here; None of any other. Three queries."""
    origin = (
        DocumentOrigin.objects.filter(document__case_id=case_id, document__number=number)
        .select_related("document", "template", "enforcement", "nsi", "contact")
        .first()
    )
    if origin is None:
        return None
    texts = DocumentText.objects.filter(document=origin.document_id).order_by("position")
    return Written(
        document=origin.document,
        origin=origin,
        texts=tuple(texts),
        opened_by=_opened_by(origin.document_id),
    )


def numbers_written(case_id: int, *, documents: list[Document]) -> dict[int, DocumentOrigin]:
    """Which of some documents were made or taken in here, by their number; one query."""
    found = DocumentOrigin.objects.filter(case_id=case_id, document__in=documents).select_related(
        "document", "enforcement", "nsi", "template"
    )
    return {each.document.number: each for each in found}


def documents_about(case_id: int, *, enforcement_id: int) -> list[Document]:
    """The documents of a process, latest first, at most fifty; one query."""
    return list(
        Document.objects.filter(case_id=case_id, origin__enforcement_id=enforcement_id).order_by(
            "-recorded_at", "-number"
        )[:50]
    )


def has_final_document(enforcement_id: int, *, codes: tuple[str, ...]) -> bool:
    """Whether a process has a document from one of some templates that is finished; one query."""
    return DocumentOrigin.objects.filter(
        enforcement_id=enforcement_id, template__in=codes, document__is_final=True
    ).exists()


def matching_documents(case_ids: Collection[int], *, words: str, limit: int = 50) -> list[Document]:
    """Documents of some cases with some words in their title or text, latest first; one query.

    Of each, `is_written` says whether it was made or taken in here, and so has a page of its own.
    """
    of_these = list(case_ids)
    with_words = DocumentText.objects.annotate(
        found=SearchVector("words", config="english")
    ).filter(
        case_id__in=of_these,
        found=SearchQuery(words, config="english", search_type="websearch"),
    )
    written = DocumentOrigin.objects.filter(document=OuterRef("pk"))
    return list(
        Document.objects.filter(
            Q(title__icontains=words) | Q(pk__in=with_words.values("document")),
            case_id__in=of_these,
        )
        .annotate(is_written=Exists(written))
        .order_by("-recorded_at", "-number")[:limit]
    )


def _opened_by(document_id: int) -> OpenedBy | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.account_id, coalesce(u.display_name, ''), l.since FROM probation_documentlock l"
            " LEFT JOIN access_account u ON u.id = l.account_id WHERE l.document_id = %s",
            [document_id],
        )
        row = cursor.fetchone()
    return None if row is None else OpenedBy(account_id=row[0], name=row[1], since=row[2])
