"""The files of one package: what a body owns, what is in its documents, what all share, and what is quoted of others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from throughcare.handover.choices import Part
from throughcare.handover.commands import papers, written
from throughcare.handover.queries import owners, packages, parquet, quotes, sql
from throughcare.handover.queries import papers as papers_here
from throughcare.handover.queries.owners import Body, Rows
from throughcare.handover.queries.schema import schema
from throughcare.handover.queries.shapes import CONTENT, shapes
from throughcare.handover.rules import dictionary
from throughcare.handover.rules.manifest import DICTIONARY, File, Manifest, Reference
from throughcare.handover.rules.shapes import Shape
from throughcare.handover.rules.written import State, Written
from throughcare.organisation import queries as organisation
from throughcare.restructure import queries as restructure

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class _Content:
    """Some rows of a table, and how many."""

    shape: Shape
    part: Part
    rows: Rows
    state: State

    @property
    def path(self) -> str:
        return f"{self.part.value}/{self.shape.table}.parquet"

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        return tuple((column.name, column.type) for column in self.shape.columns)


def write_package(body: Body, *, place: Path, software: str, now: datetime, tell: Tell) -> Manifest:
    """Write all files but the manifest, and give the manifest. Who owns what is worked out before.

    Files that are there already, and were written from the rows that belong in them now, are kept.
    """
    place.mkdir(exist_ok=True)
    before = written.of_package(place)
    contents = list(_contents(body))
    total = sum(content.state.rows for content in contents)
    files: list[File] = []
    for content in contents:
        tell(sum(file.rows for file in files), total, f"{body.code}: {content.shape.table}")
        noted = before.get(content.path)
        if noted is None or not _is_as_noted(content, noted, place=place):
            noted = _write(content, body=body, place=place)
            written.note(noted, place=place)
        files.append(_file(content, noted))
    tell(total, total, f"{body.code}: contents of documents")
    contained, paths = papers.write(body, place=place)
    tell(total, total, f"{body.code}: done")
    written.remove_others(place, paths={*(file.path for file in files), *paths})
    page = place / DICTIONARY
    as_at = now.isoformat()
    page.write_text(
        dictionary.page(
            code=body.code,
            name=body.name,
            as_at=as_at,
            files=files,
            papers=contained,
            shapes=shapes(),
        ),
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
        papers=contained,
        left_out=shapes().left_out,
    )


def _contents(body: Body) -> Iterator[_Content]:
    """Everything that belongs in a package, in the order of the tables."""
    quotes.gather(body=body.unit_id)
    params = {"bodies": [body.unit_id]}
    for shape in shapes().all:
        if shape.label in shapes().reference:
            rows = owners.everything(shape)
            yield _content(shape, Part.REFERENCE, rows)
        if shape.keeper is not None:
            rows = owners.owned(shape)
            yield _content(shape, Part.OWNED, rows, params)
        if shape.label == CONTENT:
            yield _content(shape, Part.DOCUMENTS, papers_here.taken(), params)
    for shape in quotes.tables():
        content = _content(shape, Part.QUOTED, quotes.rows(shape))
        if content.state.rows:
            yield content


def _content(shape: Shape, part: Part, rows: Rows, params: sql.Params = ()) -> _Content:
    return _Content(shape=shape, part=part, rows=rows, state=owners.state(shape, rows, params))


def _is_as_noted(content: _Content, noted: Written, *, place: Path) -> bool:
    """Whether a file is what was noted of it, and was written from the rows that belong in it now."""
    return (
        (noted.state, noted.columns) == (content.state, content.columns)
        and (place / content.path).is_file()
        and packages.sha256(place / content.path) == noted.sha256
    )


def _write(content: _Content, *, body: Body, place: Path) -> Written:
    """Write one file and read it again: its digest is that of what is in it.

    Raises:
        RuntimeError: the file does not hold what was to be written.
    """
    shape, path = content.shape, place / content.path
    path.parent.mkdir(exist_ok=True)
    told_as = _told_as(content)
    listed = ", ".join(told_as.get(name, f"t.{name}") for name in shape.names)
    parquet.write(
        path,
        shape.columns,
        sql.copy_out(
            f"select {listed} {content.rows.text} order by t.{shape.key}",
            {"bodies": [body.unit_id]},
        ),
    )
    records = parquet.digest(path, shape.columns)
    if records.rows != content.state.rows:
        raise RuntimeError(f"{content.path} has {records.rows} rows and not {content.state.rows}.")
    return Written(
        path=content.path,
        columns=content.columns,
        state=content.state,
        digest=records.text,
        sha256=packages.sha256(path),
    )


def _file(content: _Content, noted: Written) -> File:
    told_as = _told_as(content)
    return File(
        path=noted.path,
        table=content.shape.table,
        part=content.part.value,
        key=content.shape.key,
        rows=noted.state.rows,
        digest=noted.digest,
        sha256=noted.sha256,
        columns=noted.columns,
        references=tuple(
            Reference(column=link.column, table=shapes()[link.to].table)
            for link in content.shape.links
            if link.column not in told_as
        ),
    )


def _told_as(content: _Content) -> dict[str, str]:
    quoting = content.shape.quoting
    return quoting.told_as if quoting and content.part == Part.QUOTED else {}
