"""The checks of a reconciliation (restructure rules, section 8). Each answers what differs; nothing is good.

Tolerance is zero. A check reads everything; none samples.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql

MOST_NAMED = 1000


@dataclass(frozen=True, kw_only=True)
class Differing:
    """Something that does not agree: what it is about, and what was found."""

    subject: str
    found: str


@dataclass(frozen=True, kw_only=True)
class Check:
    name: str
    compares: str
    run: Callable[[Plan], list[Differing]]


def count(plan: Plan) -> list[Differing]:
    """Number of records of each kind and state, before and after."""
    return [
        Differing(subject=kind, found=f"{before} before, {after} after")
        for kind, before, after in sql.rows(
            """
            select kind, coalesce(sum(count) filter (where moment = 'before'), 0),
                   coalesce(sum(count) filter (where moment = 'after'), 0)
            from restructure_book where plan_id = %s
            group by kind
            having coalesce(sum(count) filter (where moment = 'before'), 0)
                <> coalesce(sum(count) filter (where moment = 'after'), 0)
            order by kind
            """,
            [plan.pk],
        )
    ]


def conservation(plan: Plan) -> list[Differing]:
    """What each old owner gave against what its successors received from it."""
    return [
        Differing(
            subject=f"{kind} of {code}", found=f"{before} debited, {after} credited elsewhere"
        )
        for kind, code, before, after in sql.rows(
            """
            with lines as (
                select kind, old_owner_id,
                       coalesce(sum(count) filter (where moment = 'before'), 0) as debited,
                       coalesce(sum(count) filter (where moment = 'after'), 0) as credited
                from restructure_book where plan_id = %s group by kind, old_owner_id
            )
            select l.kind, coalesce(c.code, 'nobody'), l.debited, l.credited
            from lines l
            left join organisation_codes_at(%s, organisation_live('infinity')) c on c.unit_id = l.old_owner_id
            where l.debited <> l.credited order by 1, 2
            """,
            [plan.pk, plan.effective_at - timedelta(microseconds=1)],
        )
    ]


def partition(_plan: Plan) -> list[Differing]:
    """Items without an owner, and items whose owner does not operate and that are on no hold."""
    found = []
    for kind in kinds.assigned():
        found += [
            Differing(subject=f"{kind.name} {reference}", found=why)
            for reference, why in sql.rows(
                f"""
                select f.reference, case when a.owner_id is null then 'no owner'
                                         else 'owned by a unit that does not operate' end
                from {kind.facts} f
                left join {kind.assignments}_at(tc_now(), tc_live(), 'infinity') a on a.item_id = f.item_id
                left join (
                    select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
                    where fact = 'operating' and value = 'yes'
                ) open on open.unit_id = a.owner_id
                where (a.owner_id is null or open.unit_id is null)
                  and not {kinds.is_held(kind=kind.name, item="f.item_id")}
                order by f.reference limit {MOST_NAMED}
                """
            )
        ]
    return found


def content(plan: Plan) -> list[Differing]:
    """Digest of each record now against the one kept when the plan was staged.

    A record that somebody changed since, in the ordinary way, is explained by an entry in the audit trail: of the record,
    or of something done to its case.
    """
    found = []
    cases = kinds.assigned_kind("case")
    for kept in kinds.kept():
        found += [
            Differing(subject=f"{kept.label} {reference}/{number}", found=what)
            for reference, number, what in sql.rows(
                f"""
                with fresh as (
                    select t.{kept.through} as case_id,
                           array_agg(t.{kept.number}::bigint order by t.{kept.number}) as numbers,
                           array_agg(hash_record_extended(row(t.*), %(seed)s) order by t.{kept.number}) as leaves
                    from {kept.table} t group by t.{kept.through}
                ),
                touched as (
                    select d.case_id, d.numbers, d.leaves, f.numbers as new_numbers, f.leaves as new_leaves
                    from restructure_digest d
                    left join fresh f on f.case_id = d.case_id
                    where d.plan_id = %(plan)s and d.kind = %(kind)s
                      and (f.case_id is null or f.leaves <> d.leaves or f.numbers <> d.numbers)
                ),
                records as (
                    select o.case_id, o.number, case when n.number is null then 'missing' else 'altered' end as what
                    from (select t.case_id, u.number, u.leaf from touched t,
                          unnest(t.numbers, t.leaves) as u (number, leaf)) o
                    left join (select t.case_id, u.number, u.leaf from touched t,
                               unnest(t.new_numbers, t.new_leaves) as u (number, leaf)) n
                      on n.case_id = o.case_id and n.number = o.number
                    where n.number is null or n.leaf <> o.leaf
                )
                select n.reference, n.number, n.what
                from (
                    select coalesce(f.reference, 'case ' || r.case_id) as reference, r.number, r.what
                    from records r left join {cases.facts} f on f.item_id = r.case_id
                ) n
                where not exists (
                    select from audit_entry e
                    where e.at >= %(since)s
                      and (e.subject_kind = %(kind)s
                           and e.subject_references @> array[(n.reference || '/' || n.number)::text]
                           or e.subject_kind = 'case' and e.action not like '%%.read'
                           and e.subject_references @> array[n.reference::text])
                )
                order by n.reference, n.number limit {MOST_NAMED}
                """,
                {
                    "plan": plan.pk,
                    "kind": kept.label,
                    "seed": kept.seed,
                    "since": plan.change.recorded_at,
                },
            )
        ]
    return found


def history(plan: Plan) -> list[Differing]:
    """Every owner as at the moment before the instant, asked with the plan and without it."""
    found = []
    for kind in kinds.assigned():
        differing = sql.value(
            f"""
            select count(*)
            from {kind.assignments}_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') a
            full join {kind.assignments}_at(
                %(at)s, array_remove(organisation_live('infinity'), %(change)s), 'infinity') b
              on b.item_id = a.item_id
            where a.owner_id is distinct from b.owner_id or a.holder_id is distinct from b.holder_id
            """,
            {"at": plan.effective_at - timedelta(microseconds=1), "change": plan.change_id},
        )
        if differing:
            found.append(Differing(subject=kind.name, found=f"{differing} answers about the past"))
    return found


def in_flight(_plan: Plan) -> list[Differing]:
    """Every list of work begun and not ended: each entry follows a case that has an open owner."""
    found = []
    cases = kinds.assigned_kind("case")
    for running in kinds.running():
        found += [
            Differing(subject=f"{running.label} {number}", found="its case has no open owner")
            for (number,) in sql.rows(
                f"""
                select r.id from {running.table} r
                left join {cases.assignments}_at(tc_now(), tc_live(), 'infinity') a on a.item_id = r.{running.through}
                left join (
                    select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
                    where fact = 'operating' and value = 'yes'
                ) open on open.unit_id = a.owner_id
                where r.{running.column} = any (%s) and open.unit_id is null
                  and not {kinds.is_held(kind=cases.name, item=f"r.{running.through}")}
                order by r.id limit {MOST_NAMED}
                """,
                [list(running.states)],
            )
        ]
    return found


def links(_plan: Plan) -> list[Differing]:
    """Every reference resolves: the database was never told to look away."""
    return [
        Differing(subject=table, found=f"{name} is not validated")
        for table, name in sql.rows(
            "select conrelid::regclass::text, conname from pg_constraint"
            " where contype = 'f' and not convalidated order by 1, 2"
        )
    ]


def access(_plan: Plan) -> list[Differing]:
    """Nobody sits in a unit that does not operate, and every seat is in the provider it is said to be in."""
    return [
        Differing(subject=f"post {code}", found="sits in a unit that does not operate")
        for (code,) in sql.rows(
            f"""
            select p.code from access_post_facts f
            join access_post p on p.id = f.item_id
            where organisation_fact(f.owner_id, 'operating', tc_now(), tc_live()) <> 'yes'
               or organisation_fact(f.holder_id, 'operating', tc_now(), tc_live()) <> 'yes'
            order by p.code limit {MOST_NAMED}
            """
        )
    ]


CHECKS = (
    Check(name="count", compares="number before and after, by kind and state", run=count),
    Check(
        name="conservation",
        compares="what each old owner gave, and what was received",
        run=conservation,
    ),
    Check(
        name="partition", compares="items with no owner, or an owner that is closed", run=partition
    ),
    Check(name="content", compares="the digest of each record, without who owns it", run=content),
    Check(name="links", compares="every reference", run=links),
    Check(name="in-flight", compares="each list of work begun and not ended", run=in_flight),
    Check(name="access", compares="every seat and the unit it is in", run=access),
    Check(name="history", compares="every answer about the moment before", run=history),
)
