"""The content of every record, without who owns it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, plans, sheaves, sql
from throughcare.restructure.queries.kinds import Kept
from throughcare.restructure.queries.reconciliation import pointing
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Found,
    counted,
    together,
)

FEW: Final = 1000
"""Cases of which the planner need not know more than the size of their table."""

# How many records each case has now, and their digests combined: what is compared with the nodes that were kept.
_NOW: Final = """
create temp table restructure_now on commit drop as
select t.{through} as case_id, count(*) as records, bit_xor({leaf}) as digest{lost} from {table} t group by 1
"""

# Only where a node differs are its leaves compared, to say which record it was.
_LAY_DIFFERING: Final = """
insert into restructure_differing (kind, case_id, number, what, leaf_before, leaf_after)
with touched as materialized (
    select d.case_id, d.leaves
    from restructure_digest d
    left join restructure_now n on n.case_id = d.case_id
    where d.plan_id = %(plan)s and d.kind = %(kind)s
      and (n.case_id is null or n.records <> d.records or n.digest <> d.digest)
),
fresh as (
    select t.{through} as case_id, t.{number}::bigint as number, {leaf} as leaf
    from {table} t where t.{through} in (select case_id from touched)
)
select %(kind)s, o.case_id, coalesce(n.number, o.leaf >> {bits}), case when n.number is null then 'missing' else 'altered' end,
       o.leaf, n.leaf
from (select t.case_id, u.leaf from touched t, unnest(t.leaves) as u (leaf)) o
left join fresh n on n.case_id = o.case_id and n.leaf >> {bits} = o.leaf >> {bits}
where n.number is null or n.leaf <> o.leaf
"""

# An entry of the trail for a case names the record that it altered, and a case itself is altered by whatever is written to it.
_UNACCOUNTED: Final = """
select count(*) over (), coalesce(c.reference, 'case ' || r.case_id), r.number, r.what
from restructure_differing r
left join {references} c on c.item_id = r.case_id
where r.kind = %(kind)s and not exists (
    select from audit_entry e
    where e.written_at >= %(since)s and e.subject_kind = 'case' and e.subject_references @> array[c.reference::text] and {act}
)
order by 2, 3 limit %(most)s
"""
_OF_THE_RECORD: Final = "e.detail -> 'altered' ? (%(kind)s || '/' || r.number)"
_OF_THE_CASE: Final = "e.action not like '%%.read'"

# The tree over the records that were kept, with what was read of them now. A node that did not differ is as it was kept; of one
# that did, the leaves of its altered and missing records are exchanged in it.
_ROOT_AFTER: Final = """
with changed as (
    select case_id, count(*) filter (where what = 'missing') as missing, bit_xor(leaf_before # coalesce(leaf_after, 0)) as exchanged
    from restructure_differing where kind = %(kind)s group by 1
)
select sum(d.records - coalesce(c.missing, 0)),
       encode(sha256(string_agg(
           int8send(d.case_id) || int8send(d.records - coalesce(c.missing, 0)) || int8send(d.digest # coalesce(c.exchanged, 0)),
           '' order by d.case_id)), 'hex')
from restructure_digest d left join changed c on c.case_id = d.case_id
where d.plan_id = %(plan)s and d.kind = %(kind)s
"""
_COUNTED: Final = """
select kind, count(*) filter (where what = 'altered'), count(*) filter (where what = 'missing')
from restructure_differing group by 1
"""


@dataclass(frozen=True, kw_only=True)
class ReadAfter:
    """What a reconciliation read of the records of a kind that were kept at staging.

    `records` and `root` are of the tree over them as they were then; both are None where none is altered or missing: every
    node was equal to the one that was kept, and so is their root.
    """

    kind: str
    altered: int
    missing: int
    records: int | None
    root: str | None


def lay_differing(plan: Plan) -> None:
    """Lay out every record that is not as it was when the plan was staged, or is missing; all content is read once.

    With it, how many records of each case name what is not there (`pointing`). `restructure_differing` and
    `restructure_unresolved` are dropped when the transaction, which is the caller's, ends.
    """
    sql.write("drop table if exists restructure_differing")
    pointing.make_room()
    sql.write(
        "create temp table restructure_differing (kind text, case_id bigint, number bigint, what text,"
        " leaf_before bigint, leaf_after bigint) on commit drop"
    )
    sql.write(sql.AMPLE_MEMORY)
    known = plans.kinds_with_digests(plan)
    leaves, there = _leaves(), pointing.There()
    for kept in kinds.kept():
        points = pointing.of(kept)
        if not points and kept.label not in known:
            continue
        words = {
            "table": kept.table,
            "through": kept.through,
            "number": kept.number,
            "leaf": leaves[kept.label],
            "bits": kinds.HASH_BITS,
            "lost": pointing.columns(points),
        }
        if sql.write(_NOW.format(**words), there.params(points)) > FEW:
            sql.analyze("restructure_now")
        pointing.lay(points)
        if kept.label in known:
            sql.write(_LAY_DIFFERING.format(**words), {"plan": plan.pk, "kind": kept.label})
        sql.write("drop table restructure_now")


def _leaves() -> dict[str, str]:
    """As `leaf_of`, of every kind, by its label."""
    of = [(kept.label, kept.table, kept.number, kept.seed) for kept in kinds.kept()]
    return dict(
        sql.rows(
            "select k.label, restructure_leaf(k.records::regclass, k.number::name, k.seed)"
            " from unnest(%s::text[], %s::text[], %s::text[], %s::bigint[]) k (label, records, number, seed)",
            [list(each) for each in zip(*of, strict=True)],
        )
    )


def leaf_of(kept: Kept) -> str:
    """The digest of a row `t`, as SQL: 27 bits of its number, then 36 of a hash over all its columns.

    None of them says who owns it. A leaf that is kept was made of the same SQL, which the database writes from the columns there are.
    """
    return str(
        sql.value(
            "select restructure_leaf(%s::regclass, %s, %s)", [kept.table, kept.number, kept.seed]
        )
    )


def read_after(plan: Plan) -> tuple[ReadAfter, ...]:
    """What was read of each kind, when what differs was laid."""
    counted = {kind: (altered, missing) for kind, altered, missing in sql.rows(_COUNTED)}
    found = []
    for kept in kinds.kept():
        altered, missing = counted.get(kept.label, (0, 0))
        records, root = None, None
        if altered or missing:
            params = {"plan": plan.pk, "kind": kept.label}
            ((counted_now, root),) = sql.rows(_ROOT_AFTER, params)
            records = int(counted_now)
        found.append(
            ReadAfter(kind=kept.label, altered=altered, missing=missing, records=records, root=root)
        )
    return tuple(found)


def content(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Digest of each record now against the one kept when the plan was staged. What differs must be laid.

    A record that somebody altered since, in the ordinary way, is accounted for by the entry of the trail that names it. What
    belongs to a person goes with the case through that person; it is accounted for by an entry about the person.
    """
    since = plans.staged_since(plan)
    differ = {kind for (kind,) in sql.rows("select distinct kind from restructure_differing")}
    return together(
        [
            *(
                counted(
                    (total, f"{kept.label} {reference}/{number}", what)
                    for total, reference, number, what in _unaccounted(kept, since=since, most=most)
                )
                for kept in kinds.kept()
                if kept.label in differ
            ),
            *(
                counted(
                    (total, f"{bound.label} {which}", what)
                    for total, which, what in sheaves.differing(plan, bound, most=most)
                )
                for bound in sheaves.of_persons()
            ),
        ]
    )


def content_anew(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Read all content, and compare it."""
    lay_differing(plan)
    return content(plan, most=most)


def _unaccounted(kept: Kept, *, since: datetime, most: int) -> list[tuple[int, str, int, str]]:
    statement = _UNACCOUNTED.format(
        references=kinds.assigned_kind(kinds.CASE).references,
        act=_OF_THE_CASE if kept.is_case else _OF_THE_RECORD,
    )
    rows = sql.rows(statement, {"kind": kept.label, "since": since, "most": most})
    return [(total, reference, number, what) for total, reference, number, what in rows]
