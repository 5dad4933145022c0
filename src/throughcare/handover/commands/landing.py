"""Writing what arrived into the tables, proving that it is the same there, and writing down what became of it."""

from collections.abc import Mapping

from django.db import IntegrityError

from throughcare.handover.queries import arrivals, sql
from throughcare.handover.rules.digests import Asked, Digest, summing
from throughcare.handover.rules.shapes import Shape
from throughcare.kernel.refusals import Refused, broken_constraint


def land(shape: Shape) -> None:
    """Write the rows of one table that are made, and complete those that stood here only as they were told.

    Raises:
        Refused: together they break what a table here holds to, such as one open case of a person.
    """
    mapped = arrivals.mapped(shape)
    listed = ", ".join(shape.names)
    values = ", ".join(mapped.columns[name] for name in shape.names)
    try:
        sql.write(
            f"insert into {shape.table} ({listed}) overriding system value"
            f" select {values} from {mapped.tables} where s.in_fate = 'made'"
        )
        others = [name for name in shape.names if name != shape.key]
        sql.write(
            f"update {shape.table} x set {', '.join(f'{name} = f.{name}' for name in others)}"
            f" from (select {values_as(shape)} from {mapped.tables} where s.in_fate = 'completed') f"
            f" where x.{shape.key} = f.{shape.key}"
        )
    except IntegrityError as fault:
        raise Refused.because(
            "collides",
            f"What the package has for {shape.table} cannot stand beside what is here ({broken_constraint(fault) or 'a constraint'})."
            " Nothing was taken.",
        ) from None  # the fault quotes the row
    if shape.is_numbered:
        _go_on_after(shape)


def hold_to_keys() -> None:
    """Ask all keys and constraints that wait for the end of the transaction, and let them wait again."""
    sql.write("set constraints all immediate")
    sql.write("set constraints all deferred")


def values_as(shape: Shape) -> str:
    columns = arrivals.mapped(shape).columns
    return ", ".join(f"{columns[name]} as {name}" for name in shape.names)


def require_same(shape: Shape) -> None:
    """See that what was made is, with its numbers put back, what the package has.

    Raises:
        RuntimeError: it is not: something here rewrote it.
    """
    given = _sum(shape, f"from {arrivals.name(shape)} t where t.in_fate = 'made'")
    mapped = arrivals.mapped(shape)
    instead = {column: f"x.{column}" for column in shape.names}
    for link in arrivals.numbered_links(shape):
        instead[link.column] = (
            f"case when x.{link.column} is not distinct from {mapped.columns[link.column]} then s.{link.column} end"
        )
    instead[shape.key] = f"s.{shape.key}"
    stands = _sum(
        shape,
        f"from {mapped.tables} join {shape.table} x on x.{shape.key} = {mapped.columns[shape.key]}"
        " where s.in_fate = 'made'",
        instead=instead,
    )
    if given != stands:
        raise RuntimeError(
            f"{shape.table}: {given.rows} rows with the digest {given.text} came,"
            f" and {stands.rows} with {stands.text} stand here."
        )


def write_down(shape: Shape, *, take_over_id: int) -> None:
    """Write the book of one table, under which number each row is here, and which are held."""
    arrived = arrivals.name(shape)
    for (part,) in sql.rows(f"select distinct in_part from {arrived} order by 1"):
        stands = stands_as(shape, f"s.in_part = '{part}'")
        sql.write(
            f"""
            insert into handover_book (take_over_id, "table", part, rows, made, matched, completed, held, digest)
            select %s, '{shape.table}', '{part}', count(*), count(*) filter (where in_fate = 'made'),
                   count(*) filter (where in_fate = 'matched'), count(*) filter (where in_fate = 'completed'),
                   count(*) filter (where in_fate = 'held'), %s
            from {arrived} where in_part = '{part}'
            """,
            [take_over_id, stands.text],
        )
    sql.write(
        f'insert into handover_heldrow (take_over_id, "table", key, reason)'
        f" select %s, '{shape.table}', {shape.key}::text, in_why from {arrived} where in_fate = 'held' order by {shape.key}",
        [take_over_id],
    )
    if shape.is_numbered:
        sql.write(
            f'insert into handover_renumbered (take_over_id, "table", part, fate, there_id, here_id)'
            f" select %s, '{shape.table}', in_part, in_fate, {shape.key}, in_here from {arrived} where in_here is not null",
            [take_over_id],
        )


def stands_as(shape: Shape, condition: str) -> Digest:
    """The digest of rows that were made, as they stand here."""
    key = "s.in_here" if shape.is_numbered else f"s.{shape.key}"
    return _sum(
        shape,
        f"from {shape.table} t join {arrivals.name(shape)} s on {key} = t.{shape.key}"
        f" where s.in_fate = 'made' and {condition}",
    )


def _sum(shape: Shape, rows: str, *, instead: Mapping[str, str] | None = None) -> Digest:
    statement = summing(rows, shape.columns, asked=Asked.DATABASE, instead=instead)
    return Digest.summed(*sql.rows(statement)[0])


def _go_on_after(shape: Shape) -> None:
    """Let the database number new rows after those that came."""
    sql.write(
        f"select setval(pg_get_serial_sequence('{shape.table}', '{shape.key}'), greatest("
        f"(select max({shape.key}) from {shape.table}),"
        f" nextval(pg_get_serial_sequence('{shape.table}', '{shape.key}'))))"
    )
