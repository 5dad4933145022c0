import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.db import connection, transaction

from throughcare.documents.models import Blob, Version
from throughcare.documents.rules import media_type_of, video_type_of
from throughcare.documents.word import DOCX, LETTER, REPORT, render_docx, words_of

__all__ = [
    "DOCX",
    "LETTER",
    "REPORT",
    "Content",
    "Edition",
    "content",
    "kept",
    "media_type_of",
    "pieces",
    "render_docx",
    "render_pdf",
    "versions",
    "video_type_of",
    "words_of",
]

HOUSE = Path(__file__).resolve().parents[1]
PIECE = 1 << 20
"""Bytes of a content that are in memory at once where it is read in pieces."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a blob is. No bytes: they are kept elsewhere, at `place`."""

    digest: str
    size: int
    media_type: str
    place: str
    content: bytes | None


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One version of a document."""

    document_id: UUID
    number: int
    digest: str
    account_id: int | None
    written_at: datetime


def content(digest: str) -> Content:
    """Open a blob. The caller has asked already whether the viewer may.

    Raises:
        Blob.DoesNotExist: there are no such bytes.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # The application sees no blob but the one that it names here, so no list shows them all.
        cursor.execute("SELECT set_config('tc.blob', %s, true)", [digest])
        blob = Blob.objects.get(digest=digest)
        cursor.execute("SELECT set_config('tc.blob', '', true)")
    return Content(
        digest=blob.digest,
        size=blob.size,
        media_type=blob.media_type,
        place=blob.place,
        content=None if blob.content is None else bytes(blob.content),
    )


def pieces(digest: str) -> Iterator[bytes]:
    """The bytes of a blob, a piece at a time, for the engine, which sees every blob; none where they are kept elsewhere."""
    begins, is_more = 1, True
    with connection.cursor() as cursor:
        while is_more:
            # Stored as they are, so that the database reads no more of them than the piece.
            cursor.execute(
                "SELECT substring(content FROM %s::integer FOR %s::integer) FROM documents_blob WHERE digest = %s",
                [begins, PIECE, digest],
            )
            row = cursor.fetchone()
            piece = bytes(row[0] or b"") if row else b""
            if piece:
                yield piece
            begins, is_more = begins + PIECE, len(piece) == PIECE


def kept(digests: Collection[str]) -> frozenset[str]:
    """Those of some digests whose bytes are kept here, and not elsewhere or nowhere; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_kept(%s::text[])", [[*digests]])
        return frozenset(digest for (digest,) in cursor.fetchall())


def versions(document_ids: Collection[UUID]) -> dict[UUID, list[Edition]]:
    """The versions of some documents, oldest first; a document without any has an empty list."""
    found: dict[UUID, list[Edition]] = {document_id: [] for document_id in document_ids}
    for version in Version.objects.filter(document_id__in=document_ids).order_by("number", "id"):
        found[version.document_id].append(
            Edition(
                document_id=version.document_id,
                number=version.number,
                digest=version.blob_id,
                account_id=version.account_id,
                written_at=version.written_at,
            )
        )
    return found


def render_pdf(*, template_key: str, data: Mapping[str, Any], now: datetime) -> bytes:  # Any: JSON
    """Make a tagged PDF/UA-1 of a template, such as `documents.letter`, and what it shows.

    The template is `<room>/typst/<name>.typ`; `documents/typst/base.typ` says how it reads `data`.
    The same data and moment give the same bytes.

    Raises:
        LookupError: there is no such template.
    """
    room, _, name = template_key.partition(".")
    template = HOUSE / room / "typst" / f"{name}.typ"
    if not (room.isidentifier() and name.isidentifier() and template.is_file()):
        raise LookupError(template_key)
    return typst.compile(
        template,
        root=HOUSE,
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=now.replace(microsecond=0),  # a PDF counts whole seconds
    )
