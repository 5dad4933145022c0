"""Tables that hang from no case and are kept all the same when a plan is staged: digests of their rows, in sheaves.

Three sorts: assignments, which every answer about the past rests on; what belongs to a person who has a case, and so goes
with it; and the role of each seat. A row is found again by its number, whatever it says by then.
"""

from dataclasses import dataclass
from typing import Final

from django.apps import apps

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import Direct, GoesWith, Joint
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, plans, sql

PART_BITS: Final = 10
"""A sheaf has the rows whose numbers agree but for so many bits at the end."""

# What could count at the instant without the plan: nothing of its own, and nothing that may still be taken back.
_COUNTED: Final = (
    "t.starts_at < %(at)s and t.change_id is distinct from %(change)s"
    " and (t.change_id is null or t.change_id = any (organisation_live('infinity')))"
)

_NOW: Final = """
create temp table restructure_sheaf_now on commit drop as
select part, count(*) as records, bit_xor(leaf) as digest from ({rows}) fresh group by 1
"""

# Only where a sheaf differs are its leaves compared. What came since has no leaf there, and is not looked for.
_DIFFERING: Final = """
with touched as materialized (
    select s.part, s.leaves
    from restructure_sheaf s
    left join restructure_sheaf_now n on n.part = s.part
    where s.plan_id = %(plan)s and s.kind = %(kind)s
      and (n.part is null or n.records <> s.records or n.digest <> s.digest)
),
fresh as (
    select t.id, {leaf} as leaf from {table} t
    join touched p on t.id between p.part << {part_bits} and (p.part << {part_bits}) + {last}
),
differing as (
    select (o.part << {part_bits}) + ((o.leaf >> {bits}) & {last}) as id, n.id is null as is_missing
    from (select p.part, u.leaf from touched p, unnest(p.leaves) as u (leaf)) o
    left join fresh n on n.id = (o.part << {part_bits}) + ((o.leaf >> {bits}) & {last})
    where n.id is null or n.leaf <> o.leaf
)
select count(*) over (), {named}, case when d.is_missing then 'missing' else 'altered' end
from differing d {but}
order by d.id limit %(most)s
"""

_NAMED: Final = "d.id::text"
_NAMED_BY_PERSON: Final = "coalesce(owner.reference || '/', '') || d.id"

# A row that somebody altered in the ordinary way has an entry of the trail about its person. Reading alters nothing.
_BUT_ACCOUNTED: Final = """
left join {table} t on t.id = d.id
left join lateral (
    select r.reference from {cases} c join {references} r on r.item_id = c.id where c.{person} = t.{through} limit 1
) owner on true
where not exists (
    select from audit_entry e
    where e.written_at >= %(since)s and e.subject_kind = 'person' and e.action not in ('person.read', 'person.found')
      and (e.subject_references @> array[owner.reference::text] or e.subject_references @> array[t.{through}::text])
)
"""


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A table whose rows are kept in sheaves: its `columns` that are compared, of the rows that meet `which`.

    `through` is the column that says whose a row is, where it belongs to a person.
    """

    label: str
    table: str
    columns: tuple[str, ...]
    which: str = "true"
    through: str = ""

    @property
    def leaf(self) -> str:
        """The digest of a row `t`, as SQL: 27 bits of its number, then 36 of a hash over the columns."""
        compared = ", ".join(f"t.{column}" for column in self.columns)
        return (
            f"(((t.id::bigint & 134217727) << {kinds.HASH_BITS})"
            f" | (hash_record_extended(row({compared}), {kinds.seed_of(self.label)}) & 68719476735))"
        )

    @property
    def rows(self) -> str:
        """The sheaf and the leaf of each row, as SQL with the parameters of `params_of`."""
        return f"select t.id >> {PART_BITS} as part, {self.leaf} as leaf from {self.table} t where {self.which}"


def all_bound() -> tuple[Bound, ...]:
    return (*of_the_past(), *of_persons(), of_seats())


def of_the_past() -> tuple[Bound, ...]:
    """The assignments of every kind. That one was superseded since is said by a column that is left out."""
    return tuple(
        _bound(holding.assignments, without="superseded_at", which=_COUNTED)
        for holding in REGISTER.holdings
        if isinstance(holding, Direct | Joint)
    )


def of_persons() -> tuple[Bound, ...]:
    """Persons, who go with their case, and every table that a room declared to go with a person."""
    person, _ = _person()
    return (
        _bound(person, through="id", which=_of_a_case("id")),
        *(
            _bound(
                each.table,
                through=(column := _column(each.table, each.through)),
                which=_of_a_case(column),
            )
            for each in REGISTER.holdings
            if isinstance(each, GoesWith) and each.through and each.to == person
        ),
    )


def _of_a_case(column: str) -> str:
    """That a row belongs to somebody who has a case, as SQL: what belongs to others goes nowhere."""
    _, person = _person()
    return f"exists (select from {kinds.assigned_kind(kinds.CASE).table} c where c.{person} = t.{column})"


def of_seats() -> Bound:
    """What a seat may do rests on its role, which has no dates."""
    return Bound(label="access.Post", table="access_post", columns=("id", "role"))


def params_of(plan: Plan, bound: Bound) -> dict[str, object]:
    return {
        "plan": plan.pk,
        "change": plan.change_id,
        "at": plan.effective_at,
        "kind": bound.label,
    }


def differing(plan: Plan, bound: Bound, *, most: int) -> list[tuple[int, str, str]]:
    """Rows that are missing, or not as they were when a plan was staged: how many in all, which, and what is the matter.

    Of what belongs to a person, none that the trail accounts for; it is named by the reference of their case as well.
    """
    params = params_of(plan, bound)
    sql.write("drop table if exists restructure_sheaf_now")
    sql.write(_NOW.format(rows=bound.rows), params)
    statement = _DIFFERING.format(
        leaf=bound.leaf,
        table=bound.table,
        part_bits=PART_BITS,
        last=(1 << PART_BITS) - 1,
        bits=kinds.HASH_BITS,
        named=_NAMED_BY_PERSON if bound.through else _NAMED,
        but=_but_accounted(bound) if bound.through else "",
    )
    found = sql.rows(statement, params | {"most": most, "since": plans.staged_since(plan)})
    return [(total, which, what) for total, which, what in found]


def _but_accounted(bound: Bound) -> str:
    case = kinds.assigned_kind(kinds.CASE)
    _, column = _person()
    return _BUT_ACCOUNTED.format(
        table=bound.table,
        cases=case.table,
        references=case.references,
        person=column,
        through=bound.through,
    )


def _person() -> tuple[str, str]:
    """The table that goes with cases, and the column of a case that names its row."""
    case = next(
        each.table
        for each in REGISTER.holdings
        if isinstance(each, Direct) and each.kind == kinds.CASE
    )
    named = next(
        each
        for each in REGISTER.holdings
        if isinstance(each, GoesWith) and each.to == case and each.named_by
    )
    return named.table, _column(case, named.named_by)


def _bound(label: str, *, without: str = "", which: str = "true", through: str = "") -> Bound:
    model = apps.get_model(label)
    columns = tuple(each.column for each in model._meta.concrete_fields if each.column != without)
    return Bound(
        label=label, table=model._meta.db_table, columns=columns, which=which, through=through
    )


def _column(label: str, field: str) -> str:
    return str(apps.get_model(label)._meta.get_field(field).column)
