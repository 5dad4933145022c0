"""What may go out to a person of each table, as the rooms declare it; everything else is kept back and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Case, Q, QuerySet, Value, When

from throughcare.kernel.days import HERE
from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import Disclosed, KeptBack, NotDisclosed

_PERSON, _CASE, _LOG = "people.Person", "probation.Case", "probation.Contact"
_KEPT = "kept_back"

Row = tuple[Any, ...]  # Any: values of columns


@dataclass(frozen=True, kw_only=True)
class Days:
    """From a day until (not including) another; None where there is no such end."""

    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, kw_only=True)
class Part:
    """What goes out of one table: what it is called, its columns, its rows; and how many were kept back, by why."""

    called: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    withheld: Mapping[KeptBack, int]


@cache
def disclosed() -> tuple[Disclosed, ...]:
    """The tables of which something goes out, in the order in which rooms declare them."""
    return tuple(each for each in REGISTER.holdings if isinstance(each, Disclosed))


@cache
def kept_back() -> tuple[tuple[str, KeptBack], ...]:
    """What each kind of record is called of which nothing goes out, and why; by its table where no room says."""
    said = {each.table: each for each in REGISTER.holdings if isinstance(each, NotDisclosed)}
    going = {each.table for each in disclosed()}
    lines = [(each.called, each.because) for each in said.values()]
    lines += [
        (table, KeptBack.UNDECLARED)
        for table in about_people()
        if table not in said and table not in going
    ]
    return tuple(dict.fromkeys(lines))


@cache
def about_people() -> tuple[str, ...]:
    """Every declared table that hangs from a person by its keys, however far."""
    tables = [apps.get_model(each.table) for each in REGISTER.tables()]
    reached: list[type[models.Model]] = [apps.get_model(_PERSON)]
    for above in reached:
        reached += [
            table
            for table in tables
            if table not in reached and above in {field.related_model for field in _keys(table)}
        ]
    return tuple(table._meta.label for table in reached)


def part_of(
    declared: Disclosed,
    *,
    person_ids: Collection[int],
    days: Days,
    left_out: Mapping[int, KeptBack],
) -> Part:
    """What goes out of a table about some people; `left_out` are entries of the log by their keys. For the engine.

    One query, and one more where words may name somebody else.
    """
    model = apps.get_model(declared.table)
    found = _rows_about(model, person_ids=person_ids)
    if declared.day:
        found = found.filter(_within(model, declared.day, days=days))
    names = [name for name, _ in declared.columns]
    values = list(
        found.annotate(**{_KEPT: _why(declared, left_out=left_out)})
        .order_by(*([declared.day] if declared.day else []), "pk")
        .values_list(_KEPT, *names)
    )
    naming = _naming_others(declared, values, person_ids=person_ids)
    withheld: Counter[KeptBack] = Counter()
    rows = []
    shown = [_choices(model, name) for name in names]
    for place, (why, *row) in enumerate(values):
        if why or place in naming:
            withheld[KeptBack(why or KeptBack.OTHERS)] += 1
        else:
            rows.append(tuple(shown[n].get(value, value) for n, value in enumerate(row)))
    return Part(
        called=declared.called,
        columns=tuple(words for _, words in declared.columns),
        rows=tuple(rows),
        withheld=withheld,
    )


def _rows_about(
    model: type[models.Model], *, person_ids: Collection[int]
) -> QuerySet[models.Model]:
    if model._meta.label == _PERSON:
        return QuerySet(model).filter(pk__in=person_ids)
    for field in _keys(model):
        if field.related_model._meta.label == _PERSON:
            return QuerySet(model).filter(**{f"{field.name}__in": person_ids})
        if field.related_model._meta.label == _CASE:
            return QuerySet(model).filter(**{f"{field.name}__person__in": person_ids})
    raise LookupError(f"{model._meta.label} has no key to a person or a case.")


def _within(model: type[models.Model], path: str, *, days: Days) -> Q:
    is_moment = isinstance(_field(model, path), models.DateTimeField)

    def edge(day: date) -> date | datetime:
        return datetime.combine(day, time(), tzinfo=HERE) if is_moment else day

    within = Q()
    if days.from_on is not None:
        within &= Q(**{f"{path}__gte": edge(days.from_on)})
    if days.to_on is not None:
        within &= Q(**{f"{path}__lt": edge(days.to_on)})
    return within


def _why(declared: Disclosed, *, left_out: Mapping[int, KeptBack]) -> Case:
    """The first reason to keep a row back, or nothing."""
    reasons = [When(condition, then=Value(why.value)) for why, condition in declared.withheld]
    if declared.table == _LOG:
        reasons += [When(pk=key, then=Value(why.value)) for key, why in left_out.items()]
    return Case(*reasons, default=Value(""), output_field=models.CharField())


def _naming_others(
    declared: Disclosed, values: list[Row], *, person_ids: Collection[int]
) -> set[int]:
    """The places of rows whose words name somebody else whom the record knows; who that is stays in the database."""
    if not declared.texts or not values:
        return set()
    columns = [name for name, _ in declared.columns]
    places = [columns.index(text) + 1 for text in declared.texts]
    said = ["\n".join(str(row[place] or "") for place in places) for row in values]
    with connection.cursor() as cursor:
        cursor.execute(
            "select place from disclosure_naming_others(%s::bigint[], %s::text[]) place",
            [list(person_ids), said],
        )
        return {place - 1 for (place,) in cursor.fetchall()}


def _choices(model: type[models.Model], path: str) -> dict[Any, str]:  # Any: as columns have it
    field = _field(model, path)
    return {value: str(words) for value, words in getattr(field, "flatchoices", ())}


def _field(model: type[models.Model], path: str) -> models.Field[Any, Any]:  # Any: of any column
    *above, last = path.split("__")
    for name in above:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]  # a key leads to a table
    found: models.Field[Any, Any] = model._meta.get_field(last)  # type: ignore[assignment]  # a column
    return found


def _keys(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:  # Any: of any table
    return (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))


def last_day(days: Days) -> date | None:
    """The last day that is within days, as people say it."""
    return None if days.to_on is None else days.to_on - timedelta(days=1)
