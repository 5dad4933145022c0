"""Whose every row is, at the pinned moment: one small table for each kind that says who owns, and SQL over those."""

from dataclasses import dataclass

from throughcare.handover.queries import sql
from throughcare.handover.queries.shapes import UNIT, named_by, shapes
from throughcare.handover.rules.digests import Asked, Digest, summing
from throughcare.handover.rules.shapes import Shape
from throughcare.handover.rules.written import State
from throughcare.organisation import queries as organisation
from throughcare.restructure import queries as restructure

_ASSIGNED = """
select item_id as id, owner_id from {assignments}_at(tc_now(), tc_live(), 'infinity') where owner_id = any (%(bodies)s)
"""
_NAMED = """
select id, owner_id from (
    select distinct on (s.{column}) s.{column} as id, k.owner_id
    from {table} s left join {keeper} k on k.id = s.{kept_by}
    where s.{column} is not null order by s.{column}, s.{begins} desc, s.{key} desc
) last where owner_id is not null
"""
_UNITS = """
with recursive line (unit_id, owner_id) as (
    select unit_id, unit_id from unnest(%(bodies)s::bigint[]) unit_id
    union
    select p.unit_id, l.owner_id
    from line l join organisation_placements_at('line', tc_now(), tc_live(), 'infinity') p on p.parent_id = l.unit_id
)
select distinct on (unit_id) unit_id as id, owner_id from line order by unit_id, owner_id
"""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Some rows of a table, as SQL: `tables` joins others to the table itself, which has the alias `t`."""

    tables: str
    where: str

    @property
    def text(self) -> str:
        """What follows `select`."""
        return f"from {self.tables} where {self.where}"


@dataclass(frozen=True, kw_only=True)
class Body:
    """A provider that is open, and so may own something."""

    unit_id: int
    code: str
    name: str


def bodies() -> tuple[Body, ...]:
    """Every open provider at the pinned moment, by code."""
    found = organisation.of_kinds(None, moment=organisation.pinned())
    return tuple(
        Body(unit_id=each.unit_id, code=each.code, name=each.name)
        for each in sorted(found, key=lambda each: each.code)
    )


def prepare() -> None:
    """Work out who owns what, until the end of the transaction. Closed bodies own nothing: what is with them stays."""
    params = {"bodies": [body.unit_id for body in bodies()]}
    assignments = {kind.table: kind.assignments for kind in restructure.assigned_kinds()}
    made: set[str] = set()
    waiting = list(shapes().keepers())
    while waiting:
        label = next(each for each in waiting if _leads_to(each) in {"", *made})
        waiting.remove(label)
        made.add(label)
        shape = shapes()[label]
        sql.write(f"drop table if exists {keeper(label)}")
        sql.write(
            f"create temp table {keeper(label)} on commit drop as {_says(shape, assignments)}",
            params,
        )
        sql.write(f"create unique index on {keeper(label)} (id) include (owner_id)")
        sql.write(f"create index on {keeper(label)} (owner_id)")
        sql.analyze(keeper(label))


def _leads_to(label: str) -> str:
    """The table whose owners say those of a table that is named by it, or by what goes with it."""
    naming = named_by(label)
    return shapes()[naming.to].kept_by.table if naming else ""


def _says(shape: Shape, assignments: dict[str, str]) -> str:
    if shape.label == UNIT:
        return _UNITS
    if naming := named_by(shape.label):
        to = shapes()[naming.to]
        return _NAMED.format(
            column=naming.column,
            table=to.table,
            keeper=keeper(to.kept_by.table),
            kept_by=to.kept_by.column,
            key=to.key,
            begins=naming.begins,
        )
    return _ASSIGNED.format(assignments=assignments[shape.table])


def keeper(label: str) -> str:
    """The name of the small table that says who owns the rows of a kind."""
    return f"handover_of_{shapes()[label].table}"


def owned(shape: Shape) -> Rows:
    """The rows that the bodies %(bodies)s own, and that count."""
    return Rows(
        tables=f"{shape.table} t join {keeper(shape.kept_by.table)} k on k.id = t.{shape.kept_by.column}",
        where=f"k.owner_id = any (%(bodies)s){counts(shape)}",
    )


def staying(shape: Shape) -> Rows:
    """The rows that no open body owns, and those of changes that are not live."""
    return Rows(
        tables=f"{shape.table} t left join {keeper(shape.kept_by.table)} k on k.id = t.{shape.kept_by.column}",
        where=f"not (k.id is not null{counts(shape)})",
    )


def owned_by_somebody(shape: Shape) -> Rows:
    """The rows that any open body owns, each with its keeper `k`."""
    return Rows(
        tables=f"{shape.table} t join {keeper(shape.kept_by.table)} k on k.id = t.{shape.kept_by.column}",
        where=f"true{counts(shape)}",
    )


def everything(shape: Shape) -> Rows:
    return Rows(tables=f"{shape.table} t", where="true")


def counts(shape: Shape) -> str:
    """That a row is not of a change that is not live, as SQL that goes on with `and`."""
    if not shape.has_changes:
        return ""
    return " and (t.change_id is null or t.change_id = any (tc_live()))"


def digest(shape: Shape, rows: Rows, params: sql.Params = ()) -> Digest:
    """The digest of rows that the database has; `rows` is SQL from `from` on."""
    found = sql.rows(summing(rows.text, shape.columns, asked=Asked.DATABASE), params)
    return Digest.summed(*found[0])


def state(shape: Shape, rows: Rows, params: sql.Params = ()) -> State:
    """How many rows there are, and a mark that is another as soon as one is added, altered or gone (`rules.written`)."""
    found = sql.rows(
        "select count(*), coalesce(sum(hashtextextended("
        f"t.{shape.key}::text, t.xmin::text::bigint)), 0)::text {rows.text}",
        params,
    )
    return State(rows=found[0][0], mark=found[0][1])


def count(rows: Rows, params: sql.Params = ()) -> int:
    return int(sql.value(f"select count(*) {rows.text}", params))
