"""Every reference resolves, and parents and children still match."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.db.models import ForeignKey

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.reconciliation import pointing
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Differing,
    Found,
    all_named,
    counted,
    together,
)

LARGEST: Final = 10_000_000
"""Rows from which on a table is not read for its references: of a nation, contacts alone."""

_OF_ANOTHER_CASE: Final = """
select count(*) over (), t.id from {table} t join {parent} p on p.id = t.{column}
where t.{through} <> p.{parent_through} order by t.id limit %s
"""


@dataclass(frozen=True, kw_only=True)
class _Within:
    """A record that names another, both of which hang from a case: it has to be the same case."""

    label: str
    table: str
    through: str
    column: str
    parent: str
    parent_through: str


def links(_plan: Plan, /, *, most: int = MOST_NAMED) -> Found:
    """Every reference resolves, and a record hangs from the same case as the record that it names. What differs must be laid.

    A key is held by the database, which was never told to look away. A number without a key, as rooms name what lives in one
    above, is looked up, of contacts as of all else. What a contact hangs from is held by its key; that its case is the same as
    before, by the node of its digest.
    """
    return together(
        [
            all_named(_not_held()),
            *pointing.lost(most=most),
            *(_of_another_case(each, most=most) for each in _within()),
        ]
    )


def _not_held() -> list[Differing]:
    return [
        Differing(subject=table, found=f"{name} is not validated")
        for table, name in sql.rows(
            "select conrelid::regclass::text, conname from pg_constraint"
            " where contype = 'f' and not convalidated order by 1, 2"
        )
    ]


def _within() -> Iterator[_Within]:
    """Every key of a record to another, where neither is a case nor among the largest tables."""
    records = {kept.label: kept for kept in kinds.kept() if not kept.is_case}
    largest = _largest([kept.table for kept in records.values()])
    for kept in records.values():
        for field in apps.get_model(kept.label)._meta.concrete_fields:
            parent = (
                records.get(field.related_model._meta.label)
                if isinstance(field, ForeignKey) and field.related_model is not None
                else None
            )
            if parent and largest.isdisjoint((kept.table, parent.table)):
                yield _Within(
                    label=kept.label,
                    table=kept.table,
                    through=kept.through,
                    column=field.column,
                    parent=parent.table,
                    parent_through=parent.through,
                )


def _of_another_case(each: _Within, *, most: int) -> Found:
    statement = _OF_ANOTHER_CASE.format(
        table=each.table,
        parent=each.parent,
        column=each.column,
        through=each.through,
        parent_through=each.parent_through,
    )
    return counted(
        (total, f"{each.label} {number}", f"hangs from another case than its {each.column}")
        for total, number in sql.rows(statement, [most])
    )


def _largest(tables: list[str]) -> frozenset[str]:
    found = sql.rows(
        "select t.name from unnest(%s::text[]) t (name) join pg_class c on c.oid = t.name::regclass where c.reltuples > %s",
        [tables, LARGEST],
    )
    return frozenset(name for (name,) in found)
