"""What is on disk: the room that a package takes, and packages that are there."""

import hashlib
import shutil
from pathlib import Path

from throughcare.handover.queries import sql
from throughcare.handover.rules import manifest as manifests
from throughcare.handover.rules.manifest import MANIFEST, SIGNATURE, Manifest, Signature
from throughcare.handover.rules.shapes import Shape
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure import commands as restructure

_BLOCK = 1 << 20
_GIGABYTE = 1_000_000_000
_SPARE = 1 << 26
"""Bytes that are left free besides, for the manifest, the dictionary and whatever else the disk is for."""


def bytes_needed(shape: Shape, count: int) -> int:
    """How many bytes some rows of a table take where they are: files take less, since they are compressed."""
    size, rows = sql.rows(
        "select pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0), greatest(reltuples, 0)"
        " from pg_class where oid = %s::regclass",
        [shape.table],
    )[0]
    return int(size * min(1.0, count / rows)) if rows else int(size)


def bytes_of(place: Path) -> int:
    """How many bytes are written at a place already."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def require_room(place: Path, *, needed: int) -> None:
    """See that there is room on the disk.

    Raises:
        Refused: there is too little.
    """
    free = shutil.disk_usage(place).free
    if free < needed + _SPARE:
        raise Refused.because(
            "no-room",
            f"{in_words(needed)} may be needed at {place}, and {in_words(free)} are free. Free some, or name another place.",
        )


def in_words(size: int) -> str:
    """Give a number of bytes as people say it.

    >>> in_words(123_456_789)
    '123 MB'
    """
    return (
        f"{size / _GIGABYTE:,.1f} GB" if size >= _GIGABYTE else f"{max(1, round(size / 1e6)):,} MB"
    )


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read(place: Path) -> tuple[Manifest, Signature]:
    """The manifest of a package and its signature, which is right.

    Raises:
        Refused: there is no package, or somebody altered its manifest.
    """
    try:
        text = (place / MANIFEST).read_text(encoding="utf-8")
        signature = manifests.read_signature((place / SIGNATURE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused.because(
            "no-package", f"{place} is not a package: {MANIFEST} or {SIGNATURE} cannot be read."
        ) from fault
    except ValueError as fault:
        raise Refused.because(
            "altered", f"{SIGNATURE}: {fault}. The package was altered."
        ) from fault
    digest = manifests.digest_of(text)
    if digest.hex() != signature.digest:
        raise Refused.because(
            "altered", f"{MANIFEST} is not the one that was signed. It was altered."
        )
    if not restructure.is_signed(
        digest, signature=signature.signature, public_key=signature.public_key
    ):
        raise Refused.because("altered", f"{SIGNATURE} does not fit its key. It was altered.")
    try:
        return manifests.read(text), signature
    except ValueError as fault:
        raise Refused([Reason("unknown-form", f"{MANIFEST}: {fault}.")]) from fault
