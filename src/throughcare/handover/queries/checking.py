"""Whether a package is what its body was given: asked of the files alone, without any database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from throughcare.handover.choices import Part
from throughcare.handover.queries import checking_papers, packages, parquet
from throughcare.handover.rules.manifest import DICTIONARY, MANIFEST, SIGNATURE, File, Manifest
from throughcare.handover.rules.shapes import Column

MOST_NAMED: Final = 20

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check of a package found; `faults` is empty where it is whole."""

    manifest: Manifest
    public_key: str
    faults: tuple[str, ...]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.manifest.files)


def check(place: Path, *, public_key: str = "", tell: Tell) -> Checked:
    """Check signature, manifest, every file, every row and every reference; `public_key` is the one that it must be signed by.

    Raises:
        Refused: there is no package, or its manifest or signature was altered.
    """
    manifest, signature = packages.read(place)
    faults = []
    if public_key and public_key.lower() != signature.public_key:
        faults.append(f"{SIGNATURE}: signed by another key, {signature.public_key}")
    faults.extend(_unlisted(place, manifest))
    whole = []
    for number, file in enumerate(manifest.files):
        tell(number, len(manifest.files), file.path)
        found = _of_file(place / file.path, file)
        faults.extend(f"{file.path}: {fault}" for fault in found)
        if not found:
            whole.append(file)
    tell(len(manifest.files), len(manifest.files), "contents of documents")
    if all(file in whole for file in manifest.of_part(Part.DOCUMENTS)):
        faults.extend(checking_papers.faults(place, manifest))
    tell(len(manifest.files), len(manifest.files), "keys and references")
    if len(whole) == len(manifest.files):
        faults.extend(_of_references(place, manifest))
    return Checked(manifest=manifest, public_key=signature.public_key, faults=tuple(faults))


def _unlisted(place: Path, manifest: Manifest) -> Iterator[str]:
    listed = {MANIFEST, SIGNATURE, DICTIONARY, *(file.path for file in manifest.files)}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if not path.is_dir() and name not in listed and not checking_papers.is_content(name):
            yield f"{name}: not in the manifest"
    page = place / DICTIONARY
    if not page.is_file():
        yield f"{DICTIONARY}: not there"
    elif packages.sha256(page) != manifest.dictionary_sha256:
        yield f"{DICTIONARY}: altered; its SHA-256 is not the one in the manifest"


def _of_file(path: Path, file: File) -> list[str]:
    if not path.is_file():
        return ["not there"]
    if packages.sha256(path) != file.sha256:
        return ["altered; its SHA-256 is not the one in the manifest"]
    try:
        columns = _columns(file)
        records = parquet.digest(path, columns)
    except (duckdb.Error, LookupError):
        return ["cannot be read as its manifest says"]
    if records != file.records:
        return [f"has {records.rows:,} records with the digest {records.text}; see the manifest"]
    return []


def _columns(file: File) -> list[Column]:
    return [
        Column(name=name, type=kind, is_nullable=True, is_personal=False, meaning="")
        for name, kind in file.columns
    ]


def _of_references(place: Path, manifest: Manifest) -> Iterator[str]:
    """Keys that are there twice, and values that lead to no row of the package. Files without a row have neither."""
    filled = [file for file in manifest.files if file.rows]
    with parquet.opened() as connection:
        for table in dict.fromkeys(file.table for file in filled):
            files = [file for file in filled if file.table == table]
            keys = " union all ".join(
                f'select "{file.key}" as key from {parquet.source(place / file.path)}'
                for file in files
            )
            connection.execute(f'create or replace temp view "keys_{table}" as {keys}')
            for (key,) in connection.execute(
                f'select key from "keys_{table}" group by key having count(*) > 1'
                f" order by key limit {MOST_NAMED}"
            ).fetchall():
                yield f"{files[0].path}: has row {key} more than once, or another file has it too"
        for file in filled:
            yield from _leading_nowhere(connection, place, file, filled)


def _leading_nowhere(
    connection: duckdb.DuckDBPyConnection, place: Path, file: File, filled: list[File]
) -> Iterator[str]:
    there = {each.table for each in filled}
    for reference in file.references:
        inside = (
            f'and not exists (select 1 from "keys_{reference.table}" k where k.key = t."{reference.column}")'
            if reference.table in there
            else ""
        )
        for (key,) in connection.execute(
            f'select t."{file.key}" from {parquet.source(place / file.path)} t'
            f' where t."{reference.column}" is not null {inside}'
            f' order by t."{file.key}" limit {MOST_NAMED}'
        ).fetchall():
            yield f"{file.path}: {reference.column} of row {key} leads to no {reference.table} in the package"
