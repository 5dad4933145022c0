"""The files of one package: what a body owns, what all share, and what is quoted of others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from throughcare.handover.choices import Part
from throughcare.handover.queries import owners, packages, parquet, quotes, sql
from throughcare.handover.queries.owners import Body, Rows
from throughcare.handover.queries.schema import schema
from throughcare.handover.queries.shapes import shapes
from throughcare.handover.rules import dictionary
from throughcare.handover.rules.manifest import DICTIONARY, File, Manifest, Reference
from throughcare.handover.rules.shapes import Shape
from throughcare.organisation import queries as organisation
from throughcare.restructure import queries as restructure

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class _Content:
    """Some rows of a table, and how many."""

    shape: Shape
    part: Part
    rows: Rows
    count: int


def write_package(body: Body, *, place: Path, software: str, now: datetime, tell: Tell) -> Manifest:
    """Write all files but the manifest, and give the manifest. Who owns what is worked out before."""
    place.mkdir(exist_ok=True)
    contents = list(_contents(body))
    total = sum(content.count for content in contents)
    files: list[File] = []
    for content in contents:
        tell(sum(file.rows for file in files), total, f"{body.code}: {content.shape.table}")
        files.append(_write(content, body=body, place=place))
    tell(total, total, f"{body.code}: done")
    page = place / DICTIONARY
    as_at = now.isoformat()
    page.write_text(
        dictionary.page(code=body.code, name=body.name, as_at=as_at, files=files, shapes=shapes()),
        encoding="utf-8",
    )
    moment = organisation.pinned()
    (unit,) = organisation.named([body.unit_id], moment=moment)
    return Manifest(
        body=body.code,
        name=body.name,
        reference=str(unit.reference),
        as_at=as_at,
        plans=restructure.live_plans(live=moment.live),
        software=software,
        schema=schema(),
        dictionary_sha256=packages.sha256(page),
        files=tuple(files),
        left_out=shapes().left_out,
    )


def _contents(body: Body) -> Iterator[_Content]:
    """Everything that belongs in a package, in the order of the tables."""
    quotes.gather(body=body.unit_id)
    params = {"bodies": [body.unit_id]}
    for shape in shapes().all:
        if shape.label in shapes().reference:
            rows = owners.everything(shape)
            yield _Content(shape=shape, part=Part.REFERENCE, rows=rows, count=owners.count(rows))
        if shape.keeper is not None:
            rows = owners.owned(shape)
            yield _Content(
                shape=shape, part=Part.OWNED, rows=rows, count=owners.count(rows, params)
            )
    for shape in quotes.tables():
        rows = quotes.rows(shape)
        if count := owners.count(rows):
            yield _Content(shape=shape, part=Part.QUOTED, rows=rows, count=count)


def _write(content: _Content, *, body: Body, place: Path) -> File:
    """Write one file and read it again: its digest is that of what is in it.

    Raises:
        RuntimeError: the file does not hold what was to be written.
    """
    shape, path = content.shape, Path(content.part) / f"{content.shape.table}.parquet"
    (place / path.parent).mkdir(exist_ok=True)
    told_as = _told_as(content)
    listed = ", ".join(told_as.get(name, f"t.{name}") for name in shape.names)
    parquet.write(
        place / path,
        shape.columns,
        sql.copy_out(
            f"select {listed} {content.rows.text} order by t.{shape.key}",
            {"bodies": [body.unit_id]},
        ),
    )
    records = parquet.digest(place / path, shape.columns)
    if records.rows != content.count:
        raise RuntimeError(f"{path} has {records.rows} rows and not {content.count}.")
    return File(
        path=path.as_posix(),
        table=shape.table,
        part=content.part.value,
        key=shape.key,
        rows=records.rows,
        digest=records.text,
        sha256=packages.sha256(place / path),
        columns=tuple((column.name, column.type) for column in shape.columns),
        references=tuple(
            Reference(column=link.column, table=shapes()[link.to].table)
            for link in shape.links
            if link.column not in told_as
        ),
    )


def _told_as(content: _Content) -> dict[str, str]:
    quoting = content.shape.quoting
    return quoting.told_as if quoting and content.part == Part.QUOTED else {}
