"""What a package quotes: rows that others keep and that its own rows point at, and what those need in turn."""

from collections.abc import Iterable, Iterator

from throughcare.handover.queries import owners, sql
from throughcare.handover.queries.owners import Rows
from throughcare.handover.queries.shapes import shapes
from throughcare.handover.rules.shapes import Along, Shape

_QUOTED = "handover_quoted"
_MOST_ROUNDS = 12
"""Pointers lead down the floors, so that a chain of them is no longer than there are kinds of row."""


def gather(*, body: int) -> None:
    """Find all that the package of a body has to quote, until the end of the transaction."""
    sql.write(f"drop table if exists {_QUOTED}")
    sql.write(
        f"create temp table {_QUOTED} (label text, id bigint, round integer, primary key (label, id)) on commit drop"
    )
    params: dict[str, object] = {"bodies": [body]}
    for shape in shapes().owned:
        _add(_pointers(shape), owners.owned(shape), params | {"round": 0})
    for number in range(1, _MOST_ROUNDS):
        found = [
            _add(_pointers(shape), rows, params | {"round": number}) for shape, rows in _of_round()
        ]
        if not sum(found):
            return
    raise RuntimeError("What is quoted leads on and on.")


def rows(shape: Shape) -> Rows:
    """The rows of a table that are quoted."""
    conditions = []
    if shape.quoting is not None:
        conditions.append(
            f"exists (select from {_QUOTED} q where q.label = '{shape.label}' and q.id = t.{shape.key})"
        )
    conditions.extend(
        f"(exists (select from {_QUOTED} q where q.label = '{quoted}' and q.id = t.{along.column})"
        f" and ({along.condition}){owners.counts(shape)})"
        for quoted, along in _told_with(shape)
    )
    return Rows(tables=f"{shape.table} t", where=" or ".join(conditions))


def tables() -> tuple[Shape, ...]:
    """All tables of which rows may be quoted."""
    return tuple(
        shape for shape in shapes().all if shape.quoting is not None or any(_told_with(shape))
    )


def _told_with(shape: Shape) -> Iterator[tuple[str, Along]]:
    for quotable in shapes().quotable:
        for along in quotable.told.along:
            if along.table == shape.label:
                yield quotable.label, along


def _of_round() -> Iterator[tuple[Shape, Rows]]:
    """The rows that the round before this found, with what is told along."""
    last = "q.round = %(round)s - 1"
    for shape in shapes().quotable:
        yield (
            shape,
            Rows(
                tables=f"{shape.table} t join {_QUOTED} q on q.id = t.{shape.key}",
                where=f"q.label = '{shape.label}' and {last}",
            ),
        )
        for along in shape.told.along:
            other = shapes()[along.table]
            yield (
                other,
                Rows(
                    tables=f"{other.table} t join {_QUOTED} q on q.id = t.{along.column}",
                    where=f"q.label = '{shape.label}' and {last} and ({along.condition}){owners.counts(other)}",
                ),
            )


def _pointers(shape: Shape) -> list[tuple[str, str]]:
    """Labels and columns that lead from a row to one that may be quoted; what is not told leads nowhere."""
    told_as = shape.quoting.told_as if shape.quoting else {}
    return [
        (link.to, link.column)
        for link in shape.links
        if shapes()[link.to].quoting is not None and link.column not in told_as
    ]


def _is_own(shape: Shape) -> str:
    """That the row that was found is of the bodies, as SQL: by itself, or by what keeps it."""
    keeper = owners.keeper(shape.kept_by.table)
    if shape.kept_by.table == shape.label:
        return f"exists (select from {keeper} o where o.id = found.id and o.owner_id = any (%(bodies)s))"
    return (
        f"exists (select from {shape.table} s join {keeper} o on o.id = s.{shape.kept_by.column}"
        f" where s.{shape.key} = found.id and o.owner_id = any (%(bodies)s))"
    )


def _add(pointers: Iterable[tuple[str, str]], rows: Rows, params: sql.Params) -> int:
    """Note what rows point at and the body does not own; how many were not noted before."""
    listed = list(pointers)
    if not listed:
        return 0
    values = ", ".join(f"('{label}', t.{column})" for label, column in listed)
    not_own = "".join(
        f" and not (found.label = '{label}' and {_is_own(shapes()[label])})"
        for label in {label for label, _ in listed}
        if shapes()[label].keeper is not None
    )
    return sql.write(
        f"""
        insert into {_QUOTED} (label, id, round)
        select label, id, %(round)s::integer
        from (select distinct led.label, led.id
              from {rows.tables} cross join lateral (values {values}) led (label, id)
              where led.id is not null and {rows.where}
        ) found
        where true{not_own}
        on conflict do nothing
        """,
        params,
    )
