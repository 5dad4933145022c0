"""The shapes of all tables that packages are made of, from what the rooms declared and from their models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import Any, TypeAlias, TypeVar

from django.apps import apps
from django.db import connection, models

from throughcare.handover.rules.shapes import (
    FILE_TYPES,
    Along,
    Column,
    Keeper,
    Link,
    Quoting,
    Shape,
    Shapes,
)
from throughcare.kernel.holdings import REGISTER, Declaration, Table
from throughcare.organisation.holdings import (
    Assignment,
    Direct,
    GoesWith,
    HasContent,
    Inherited,
    Joint,
    PointsAt,
    Quoted,
    Shared,
)

UNIT = "organisation.Unit"
CONTENT = "documents.Blob"
"""What is in documents, each under its digest: listed like other rows, while the bytes are in files of their own."""
_BYTES = "content"
PACKAGE = "throughcare."

_WORKING = "about the working of the system that it stands in"
_KEPT_BY_NOBODY = "shared, and told to no body that leaves"

Model = type[models.Model]
Field: TypeAlias = "models.Field[Any, Any]"  # Any: values of any type
Kind = TypeVar("Kind", bound=Declaration)


@cache
def shapes() -> Shapes:
    """Every table that goes into a package, and why each other one does not."""
    keepers = _keepers()
    quoted = {each.table: each for each in _declared(Quoted)}
    along = {label for each in quoted.values() for label, _, _ in each.along}
    go = {*keepers, *quoted, *along, CONTENT}
    reference = {label for label in _led_to(go) if _is_reference(label)} - go
    ordered = [
        _shape(apps.get_model(label), keeper=keepers.get(label), quoted=quoted.get(label))
        for label in _in_order(go | reference)
    ]
    return Shapes(
        all=tuple(ordered), reference=frozenset(reference), left_out=_left_out(go | reference)
    )


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A column of another table that names the rows here, by `known_by`; the one that began last, by `begins`, says whose they are."""

    to: str
    column: str
    known_by: str
    begins: str


def named_by(label: str) -> Naming | None:
    """What names the rows of a table that goes with what names it; None for any other."""
    return next(
        (
            Naming(
                to=each.to,
                column=_column(each.to, each.named_by),
                known_by=_known_by(each),
                begins=each.begins,
            )
            for each in _declared(GoesWith)
            if each.table == label and each.named_by
        ),
        None,
    )


def leading_to_content() -> Iterator[tuple[str, str]]:
    """Labels and columns that have digests of contents, of what goes with somebody: what is shared stays, with its contents."""
    goes = {shape.label for shape in shapes().all}
    yield from (
        (each.table, _column(each.table, each.column))
        for each in _declared(HasContent)
        if each.table in goes
    )
    for shape in shapes().owned:
        yield from ((shape.label, link.column) for link in shape.links if link.to == CONTENT)


def _known_by(named: GoesWith) -> str:
    return _column(named.table, named.known_by) if named.known_by else _key(named.table)


def _declared(kind: type[Kind]) -> Iterator[Kind]:
    return (each for each in REGISTER.holdings if isinstance(each, kind))


def _keepers() -> dict[str, Keeper]:
    """By label, what says who owns a row."""
    found = {UNIT: Keeper(table=UNIT, column="id")}
    for owned in _assigned():
        found[owned.table] = Keeper(table=owned.table, column=_key(owned.table))
        found[owned.assignments] = Keeper(table=owned.table, column="item_id")
    for inherited in _declared(Inherited):
        column = _column(inherited.table, inherited.through)
        to = apps.get_model(inherited.table)._meta.get_field(inherited.through).related_model
        found[inherited.table] = Keeper(table=to._meta.label, column=column)
    for with_another in _declared(GoesWith):
        table = with_another.table
        if with_another.named_by:
            found[table] = Keeper(table=table, column=_known_by(with_another))
        else:
            found[table] = Keeper(
                table=with_another.to, column=_column(table, with_another.through)
            )
    return found


def _assigned() -> Iterator[Direct | Joint]:
    yield from _declared(Direct)
    yield from _declared(Joint)


def _key(label: str) -> str:
    return str(apps.get_model(label)._meta.pk.column)


def _column(label: str, name: str) -> str:
    return str(apps.get_model(label)._meta.get_field(name).column)


def _led_to(labels: Iterable[str]) -> set[str]:
    return {
        field.related_model._meta.label
        for label in labels
        for field in apps.get_model(label)._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }


def _is_reference(label: str) -> bool:
    return any(each.table == label and each.is_for_all for each in _declared(Shared))


def _in_order(labels: set[str]) -> Iterator[str]:
    """Each after the tables that its keys and pointers lead to, or that name it by another column; by name where that is open."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for label in sorted(labels):
        sorter.add(
            label,
            *sorted(
                link.to
                for link in _links(apps.get_model(label))
                if link.to in labels and link.to != label
            ),
            *(each.to for each in _declared(GoesWith) if each.table == label and each.known_by),
        )
    return iter(sorter.static_order())


def _shape(model: Model, *, keeper: Keeper | None, quoted: Quoted | None) -> Shape:
    said = _said(model)
    links = tuple(_links(model))
    return Shape(
        label=model._meta.label,
        table=model._meta.db_table,
        about=(model.__doc__ or "").strip().partition("\n")[0],
        key=str(model._meta.pk.column),
        columns=tuple(
            _as_column(field, is_personal=field.name in said.personal, links=links)
            for field in model._meta.concrete_fields
            if (model._meta.label, field.name) != (CONTENT, _BYTES)
        ),
        links=links,
        keeper=keeper,
        quoting=None if quoted is None else _quoting(quoted),
        alone=tuple(
            str(field.column)
            for field in model._meta.concrete_fields
            if field.unique and not field.primary_key and not field.is_relation
        ),
    )


def _quoting(quoted: Quoted) -> Quoting:
    return Quoting(
        by=quoted.by,
        told_as=dict(quoted.told_as),
        along=tuple(
            Along(table=label, column=_column(label, name), condition=condition)
            for label, name, condition in quoted.along
        )
        + tuple(
            Along(table=owned.assignments, column="item_id", condition="true")
            for owned in _assigned()
            if owned.table == quoted.table
        ),
    )


def _links(model: Model) -> Iterator[Link]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield Link(column=str(field.column), to=field.related_model._meta.label, is_key=True)
    for points in _declared(PointsAt):
        if points.table == model._meta.label:
            yield Link(column=points.column, to=points.to, is_key=False)
    if issubclass(model, Assignment):
        yield Link(column="post_id", to="access.Post", is_key=False)


def _as_column(field: Field, *, is_personal: bool, links: tuple[Link, ...]) -> Column:
    to = next((link.to for link in links if link.column == field.column), "")
    return Column(
        name=str(field.column),
        type=_type(field),
        is_nullable=field.null,
        is_personal=is_personal,
        meaning=_meaning(field, to=to),
        values=tuple((str(value), str(label)) for value, label in field.flatchoices),
    )


def _type(field: Field) -> str:
    kind = str(field.db_type(connection)).partition(" GENERATED")[0]
    if kind.startswith(("varchar", "numeric")) or kind in FILE_TYPES:
        return kind
    raise LookupError(f"{field} has the type {kind}, which files have no type for.")


def _meaning(field: Field, *, to: str) -> str:
    words = str(field.verbose_name).replace("_", " ")
    if field.primary_key:
        return "Names the row"
    if to:
        return f"Which row of {apps.get_model(to)._meta.db_table}: {words}"
    if isinstance(field, models.DateTimeField):
        return f"Moment, in UTC: {words}"
    if isinstance(field, models.DateField):
        return f"Day: {words}"
    return words.capitalize()


def _said(model: Model) -> Table:
    """What the room says of a table; an assignment has no column that is personal."""
    label = model._meta.label
    return next((each for each in REGISTER.tables() if each.table == label), Table(table=label))


def _left_out(taken: set[str]) -> dict[str, str]:
    return {
        each.table: _KEPT_BY_NOBODY if isinstance(each, Shared) else _WORKING
        for each in REGISTER.tables()
        if each.table not in taken
    }
