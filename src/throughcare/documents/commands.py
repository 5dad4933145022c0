import hashlib
import struct
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from psycopg.errors import CheckViolation

from throughcare.documents import rules
from throughcare.documents.choices import Storage
from throughcare.documents.models import Blob, Version
from throughcare.kernel.refusals import Reason, Refused

# PostgreSQL, "COPY", file formats: the binary form, the one in which a value may come in pieces.
_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)
_END: Final = struct.pack("!h", -1)
_MOMENTS_COUNT_FROM: Final = datetime(2000, 1, 1, tzinfo=UTC)

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


def keep_video(*, content: bytes, most: int, now: datetime) -> str:
    """Keep a film that a person sent, of whatever kind it is by what is in it, and return its digest. Twice is once.

    Raises:
        Refused: empty, larger than `most` bytes, no film of a known type, or refused by a scanner.
    """
    reasons: list[Reason] = [
        *rules.reasons_to_refuse_video(size=len(content), content=content, most=most)
    ]
    media_type = rules.video_type_of(content)
    if not reasons:
        found = (scanner(content, media_type) for scanner in _scanners)
        reasons += [reason for reason in found if reason is not None]
    if reasons:
        raise Refused(reasons)
    return keep_made(content=content, media_type=media_type, now=now)


def forget_videos(digests: Collection[str]) -> int:
    """Let go of films, for the engine: how many are no more. Of other bytes none is forgotten, whatever digest is given.

    Whoever had them has asked before that nobody needs them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_forget_videos(%s::text[])", [[*digests]])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def keep_made(*, content: bytes, media_type: str, now: datetime) -> str:
    """Keep bytes that the house itself made, of whatever type and size, and return their digest. Twice is once."""
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


def keep_pieces(
    *, pieces: Iterable[bytes], digest: str, size: int, media_type: str, kept_at: datetime
) -> None:
    """Keep bytes that come in pieces, as another system had them, and never have all of them in memory here.

    As the owner of the tables, and for bytes that are not kept yet. Scanners are shown the whole, where there are any.

    Raises:
        Refused: too large, of no known type, or refused by a scanner.
        ValueError: they are not `size` bytes, or do not have that digest.
    """
    reasons: list[Reason] = [*rules.reasons_to_refuse_unseen(size=size, media_type=media_type)]
    if _scanners and not reasons:
        content = b"".join(pieces)
        found = (scanner(content, media_type) for scanner in _scanners)
        reasons += [reason for reason in found if reason is not None]
        pieces = [content]
    if reasons:
        raise Refused(reasons)
    try:
        with connection.cursor() as cursor:
            _copy_in(cursor, pieces, digest=digest, size=size, media_type=media_type, at=kept_at)
    except CheckViolation:
        # The fault quotes the row.
        raise ValueError(f"What came as {digest} has another digest.") from None


def _copy_in(
    cursor: Any,  # Any: Django's wrapper hides psycopg's copy
    pieces: Iterable[bytes],
    *,
    digest: str,
    size: int,
    media_type: str,
    at: datetime,
) -> None:
    before = (
        digest.encode(),
        struct.pack("!q", size),
        media_type.encode(),
        Storage.INLINE.value.encode(),
        b"",
        struct.pack("!q", (at - _MOMENTS_COUNT_FROM) // timedelta(microseconds=1)),
    )
    with cursor.copy(
        "copy documents_blob (digest, size, media_type, storage, place, kept_at, content)"
        " from stdin (format binary)"
    ) as copy:
        copy.write(_HEAD + struct.pack("!h", len(before) + 1))
        for value in before:
            copy.write(struct.pack("!i", len(value)) + value)
        copy.write(struct.pack("!i", size))
        for piece in _of_size(pieces, size=size):
            copy.write(piece)
        copy.write(_END)


def _of_size(pieces: Iterable[bytes], *, size: int) -> Iterator[bytes]:
    found = 0
    for piece in pieces:
        found += len(piece)
        if found > size:
            break
        yield piece
    if found != size:
        raise ValueError(f"There are other than {size} bytes.")


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
