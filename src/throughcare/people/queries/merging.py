"""What hangs from people, as the declared holdings have it, and the merges that are asked for or were made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import Direct, Disclosed, NotDisclosed, PointsAt
from throughcare.people.models import Identifier, Merge, Person

_LEFT_ALONE: Final = frozenset(
    {
        "people.Likeness",
        "people.Distinction",
        "people.Recognition",
        "people.Merge",
        "people.MergeMove",
        "people.MatchRecord",
        "people.MatchKey",
        "people.MatchDue",
    }
)
"""What two records were said to be to one another is history of the two; what they are matched by is made again."""
_CLOSES: Final = re.compile(r"t\.(\w+) <= \{at\}")

Place = dict[str, Any]  # Any: what the functions of the database take


def places() -> list[Place]:
    """Every column that points at a person, with what hangs from it where two of its rows are to become one.

    Found by what rooms declare that they keep, so that a new table takes part by being declared.
    """
    return [
        {
            "table": model._meta.db_table,
            "column": column,
            "key": _key(model),
            "may_set_aside": model._meta.app_label == "people",
            **_joined(model),
        }
        for model, column in _pointing_at(Person)
    ]


def _pointing_at(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    assigned = {each.assignments for each in REGISTER.holdings if isinstance(each, Direct)}
    for table in REGISTER.tables():
        model = apps.get_model(table.table)
        if table.table in _LEFT_ALONE or table.table in assigned:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield model, field.column
    for each in REGISTER.holdings:
        if isinstance(each, PointsAt) and each.to == target._meta.label:
            yield apps.get_model(each.table), each.column


def _joined(model: type[models.Model]) -> Place:
    """How two open rows of one person become one, where there may be only one: what closes it, and what it has."""
    declared = next(
        (
            each
            for each in REGISTER.holdings
            if isinstance(each, Direct) and each.table == model._meta.label
        ),
        None,
    )
    closes = _CLOSES.fullmatch(declared.closed) if declared else None
    if closes is None:
        return {"closes": None}
    columns = {str(field.column) for field in model._meta.concrete_fields}
    return {
        "closes": closes[1],
        "counters": sorted(column for column in columns if column.endswith("_made")),
        "children": [
            {
                "table": child._meta.db_table,
                "column": column,
                "key": _key(child),
                "is_numbered": _is_numbered(child, within=column),
                "is_superseded": any(
                    each.column == "superseded_at" for each in child._meta.concrete_fields
                ),
            }
            for child, column in _pointing_at(model)
        ],
    }


def _is_numbered(model: type[models.Model], *, within: str) -> bool:
    """Whether rows are numbered within what a column points at: those that are numbered within something else keep their numbers."""
    return any(
        isinstance(each, models.UniqueConstraint)
        and {str(model._meta.get_field(name).column) for name in each.fields} == {within, "number"}  # type: ignore[union-attr]  # columns
        for each in model._meta.constraints
    )


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def called(relation: str) -> str:
    """What the room that keeps a table calls its rows to those whom they are about; nothing where it does not say."""
    for each in REGISTER.holdings:
        if (
            isinstance(each, Disclosed | NotDisclosed)
            and apps.get_model(each.table)._meta.db_table == relation
        ):
            return each.called
    return ""


def left_behind() -> list[tuple[str, int]]:
    """Each table with rows that still point at a record that was merged, and how many: none, if all is well (invariant 12)."""
    found = []
    with connection.cursor() as cursor:
        for place in places():
            cursor.execute(
                sql.SQL(
                    "SELECT count(*) FROM people_merge m JOIN {table} t ON t.{column} = m.merged_id"
                    " WHERE m.is_approved AND m.undone_at IS NULL"
                ).format(
                    table=sql.Identifier(place["table"]), column=sql.Identifier(place["column"])
                )
            )
            (count,) = cursor.fetchone()
            if count:
                found.append((place["table"], count))
    return found


def merges_of(person_id: int) -> list[Merge]:
    """Merges that a person is part of and the viewer may know of, the latest first."""
    return list(
        Merge.objects.filter(models.Q(survivor=person_id) | models.Q(merged=person_id))
        .select_related("survivor", "merged")
        .order_by("-proposed_at", "-id")
    )


def merge(key: UUID) -> Merge | None:
    return Merge.objects.filter(key=key).select_related("survivor", "merged").first()


@dataclass(frozen=True, kw_only=True)
class Facing:
    """What two records say that decides whether a merge may be: their live numbers, and what stands in the way of their cases."""

    noms: tuple[str | None, str | None]
    pnc: tuple[frozenset[str], frozenset[str]]
    hindrances: tuple[str, ...]


def facing(survivor: Person, merged: Person) -> Facing:
    numbers: dict[tuple[int, str], set[str]] = {}
    for person_id, kind, canonical in Identifier.objects.filter(
        person__in=[survivor, merged], kind__in=["noms", "pnc"], canonical__isnull=False
    ).values_list("person_id", "kind", "canonical"):
        numbers.setdefault((person_id, kind), set()).add(canonical or "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_merge_hindrances(%s, %s)", [survivor.pk, merged.pk])
        hindrances = tuple(row[0] for row in cursor.fetchall())
    one, other = (
        next(iter(numbers.get((each.pk, "noms"), ())), None) for each in (survivor, merged)
    )
    first, second = (frozenset(numbers.get((each.pk, "pnc"), ())) for each in (survivor, merged))
    return Facing(noms=(one, other), pnc=(first, second), hindrances=hindrances)


def is_merged(person_id: int) -> bool:
    """Whether a record goes on under another CRN."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_is_merged(%s)", [person_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]
