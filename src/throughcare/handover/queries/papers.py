"""Contents of documents: which go along with a body, and which stay.

A content goes along with every row that has its digest, and so with each body that owns one: it may be in several packages. One that
no row of an open body leads to stays.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from throughcare.handover.queries import owners, sql
from throughcare.handover.queries.owners import Body, Rows
from throughcare.handover.queries.shapes import CONTENT, leading_to_content, shapes
from throughcare.handover.rules.shapes import Shape

OF: Final = "handover_papers"
"""The small table that says which body takes which contents along, by `owner_id` and `digest`."""
_AT_ONCE: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A content whose bytes are kept here, and not only known of."""

    digest: str
    size: int


def shape() -> Shape:
    """Of the list of contents; the bytes are no column of it."""
    return shapes()[CONTENT]


def prepare() -> None:
    """Work out who takes which contents along, until the end of the transaction. Who owns what is worked out before."""
    led = " union ".join(
        f"select k.owner_id, t.{column}::text as digest {owners.owned_by_somebody(shapes()[label]).text}"
        f" and exists (select from {shape().table} b where b.digest = t.{column})"
        for label, column in leading_to_content()
    )
    sql.write(f"drop table if exists {OF}")
    sql.write(f"create temp table {OF} on commit drop as {led}")
    sql.write(f"create unique index on {OF} (owner_id, digest)")
    sql.write(f"create index on {OF} (digest)")
    sql.analyze(OF)


def taken() -> Rows:
    """The contents that the bodies %(bodies)s take along; one that two of them take along, twice."""
    return Rows(
        tables=f"{shape().table} t join {OF} k on k.digest = t.digest",
        where="k.owner_id = any (%(bodies)s)",
    )


def staying() -> Rows:
    """The contents that no open body takes along."""
    return Rows(
        tables=f"{shape().table} t",
        where=f"not exists (select from {OF} k where k.digest = t.digest)",
    )


def kept_for(body: Body) -> Iterator[Paper]:
    """The contents that a body takes along and whose bytes are here, by digest."""
    last = ""
    while found := sql.rows(
        f"select t.digest, t.size {taken().text} and t.storage = 'inline' and t.digest > %(last)s"
        f" order by t.digest limit {_AT_ONCE}",
        {"bodies": [body.unit_id], "last": last},
    ):
        yield from (Paper(digest=digest, size=size) for digest, size in found)
        last = found[-1][0]


def bytes_for(bodies: Collection[Body]) -> int:
    """How many bytes of contents bodies take along, those that several do as often."""
    return int(
        sql.value(
            f"select coalesce(sum(t.size), 0) {taken().text} and t.storage = 'inline'",
            {"bodies": [body.unit_id for body in bodies]},
        )
    )


def is_used(digest: str) -> str:
    """That some row of this database leads to a content, as SQL; `digest` is SQL too."""
    return " or ".join(
        f"exists (select from {shapes()[label].table} t where t.{column} = {digest})"
        for label, column in leading_to_content()
    )
