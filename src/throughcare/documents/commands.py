import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from throughcare.documents import rules
from throughcare.documents.choices import Storage
from throughcare.documents.models import Blob, Version
from throughcare.kernel.refusals import Reason, Refused

Scanner = Callable[[bytes, str], Reason | None]

_scanners: list[Scanner] = []


def scan_with(scanner: Scanner) -> None:
    """Have bytes and media type shown to `scanner` before they are kept.

    It returns the reason against them, if any.
    """
    _scanners.append(scanner)


def keep(*, content: bytes, media_type: str, now: datetime) -> str:
    """Keep bytes and return their digest, by which they are known. Keeping them twice is once.

    Raises:
        Refused: too large, of no known type, not of their type, or refused by a scanner.
    """
    reasons: list[Reason] = [*rules.reasons_to_refuse(content=content, media_type=media_type)]
    if not reasons:
        found = (scanner(content, media_type) for scanner in _scanners)
        reasons += [reason for reason in found if reason is not None]
    if reasons:
        raise Refused(reasons)
    blob = Blob(
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        storage=Storage.INLINE,
        content=content,
        kept_at=now,
    )
    Blob.objects.bulk_create([blob], ignore_conflicts=True)
    return blob.digest


def refer_to(*, digest: str, size: int, media_type: str, place: str, now: datetime) -> None:
    """Know bytes that are kept elsewhere by the digest of what they are."""
    blob = Blob(
        digest=digest,
        size=size,
        media_type=media_type,
        storage=Storage.REFERENCE,
        place=place,
        kept_at=now,
    )
    Blob.objects.bulk_create([blob], ignore_conflicts=True)


def add_version(*, document_id: UUID, digest: str, account_id: int | None, now: datetime) -> int:
    """Make a kept blob the latest version of a document, and return its number.

    Whether the account may is for the room that holds the document to ask.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Held until commit, so that two versions written at once get two numbers.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"document {document_id}"]
        )
        last = (
            Version.objects.filter(document_id=document_id)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )
        version = Version.objects.create(
            document_id=document_id,
            number=(last or 0) + 1,
            blob_id=digest,
            account_id=account_id,
            written_at=now,
        )
    return version.number
