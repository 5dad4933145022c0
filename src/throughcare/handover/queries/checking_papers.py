"""Whether the contents of documents are those that a package lists: each there, none more, none altered."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from throughcare.handover.choices import Part
from throughcare.handover.queries import packages, parquet
from throughcare.handover.rules.manifest import File, Manifest, Papers

LIST: Final = f"{Part.DOCUMENTS.value}/documents_blob.parquet"
_MOST_NAMED: Final = 20
_AT_ONCE: Final = 1000
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def faults(place: Path, manifest: Manifest) -> list[str]:
    """What is amiss; the list itself is whole. Of many the first are named."""
    found = list(islice(_faults(place, manifest), _MOST_NAMED + 1))
    more = [f"{Part.DOCUMENTS.value}: more contents are amiss"]
    return found if len(found) <= _MOST_NAMED else found[:_MOST_NAMED] + more


def is_content(path: str) -> bool:
    """Whether a path is where a content would be: the list says whether it belongs there."""
    directory, _, name = path.rpartition("/")
    return directory == Part.DOCUMENTS.value and _DIGEST.fullmatch(name) is not None


def listed(place: Path, file: File) -> Iterator[tuple[str, int]]:
    """Digest and size of each content whose bytes go along, by digest."""
    with parquet.opened() as connection:
        rows = connection.execute(
            f"select digest, size from {parquet.source(place / file.path)}"
            " where storage = 'inline' order by digest"
        )
        while found := rows.fetchmany(_AT_ONCE):
            yield from found


def _faults(place: Path, manifest: Manifest) -> Iterator[str]:
    file = next((each for each in manifest.files if each.path == LIST), None)
    digests: set[str] = set()
    total = 0
    for digest, size in listed(place, file) if file else ():
        digests.add(digest)
        total += size
        yield from (
            f"{Part.DOCUMENTS.value}/{digest}: {fault}" for fault in _of_one(place, digest, size)
        )
    for path in sorted((place / Part.DOCUMENTS.value).glob("*")):
        name = path.relative_to(place).as_posix()
        if is_content(name) and path.name not in digests:
            yield f"{name}: not in the list of contents"
    if Papers(files=len(digests), bytes=total) != manifest.papers:
        yield f"{LIST}: has {len(digests):,} contents of {total:,} bytes; see the manifest"


def _of_one(place: Path, digest: str, size: int) -> Iterator[str]:
    path = place / Part.DOCUMENTS.value / digest
    if _DIGEST.fullmatch(digest) is None:
        yield "is no digest"
    elif not path.is_file():
        yield "not there"
    elif path.stat().st_size != size or packages.sha256(path) != digest:
        yield "altered; its SHA-256 is not its name"
