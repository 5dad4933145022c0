"""The manifest of a package: what is in it, from whom, as at when, so that whoever has it can check the rest."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from throughcare.handover.rules.digests import Digest

FORMAT: Final = "throughcare-package/2"
_FORMATS: Final = ("throughcare-package/1", FORMAT)
"""The first had no contents of documents."""
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature.json"
DICTIONARY: Final = "dictionary.md"

Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A column whose values, where there are any, are keys of rows of another table in this package."""

    column: str
    table: str


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of rows of one table. `digest` is over records in any order (`rules.digests`), `sha256` over bytes."""

    path: str
    table: str
    part: str
    key: str
    rows: int
    digest: str
    sha256: str
    columns: tuple[tuple[str, str], ...]
    """Names and PostgreSQL types, in order."""
    references: tuple[Reference, ...]

    @property
    def records(self) -> Digest:
        return Digest.read(rows=self.rows, text=self.digest)


@dataclass(frozen=True, kw_only=True)
class Papers:
    """How many contents of documents there are, each in a file named by its SHA-256, and of how many bytes in all.

    Which they are, with the size of each, is in the file of rows of that part.
    """

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`schema` has the last migration of each room whose tables are in the package."""

    body: str
    name: str
    reference: str
    as_at: str
    plans: tuple[str, ...]
    software: str
    schema: dict[str, str]
    dictionary_sha256: str
    files: tuple[File, ...]
    papers: Papers = Papers()
    format: str = FORMAT
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Json:
        return asdict(self)

    def of_part(self, part: str) -> tuple[File, ...]:
        return tuple(file for file in self.files if file.part == part)

    def file(self, *, table: str, part: str) -> File | None:
        return next((each for each in self.of_part(part) if each.table == table), None)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Ed25519 (RFC 8032) over the SHA-256 of the manifest, all in hexadecimal."""

    digest: str
    signature: str
    public_key: str


def read(text: str) -> Manifest:
    """The manifest of a package.

    Raises:
        ValueError: it is none, or of a form that is not known here.
    """
    try:
        found: Json = json.loads(text)
        if found["format"] not in _FORMATS:
            raise ValueError(f"its form is {found['format']}, and {FORMAT} is what is read here")
        files = tuple(_file(each) for each in found.pop("files"))
        papers = Papers(**found.pop("papers", {}))
        return Manifest(
            **found | {"files": files, "papers": papers, "plans": tuple(found["plans"])}
        )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as fault:
        raise ValueError("it is not a manifest") from fault


def read_signature(text: str) -> Signature:
    """Give the signature that a file holds.

    Raises:
        ValueError: it is none.
    """
    try:
        return Signature(**json.loads(text))
    except (TypeError, json.JSONDecodeError) as fault:
        raise ValueError("it is not a signature") from fault


def digest_of(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _file(found: Json) -> File:
    return File(
        **found
        | {
            "columns": tuple((name, kind) for name, kind in found["columns"]),
            "references": tuple(Reference(**each) for each in found["references"]),
        }
    )
