"""Numbers before and after, and owners then and now."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sheaves, sql
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Differing,
    Found,
    all_named,
    counted,
    together,
)


def count(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Number of records of each kind and state, before and after. There are few of either: all are named."""
    del most
    return all_named(
        Differing(subject=f"{kind}, {state}", found=f"{before} before, {after} after")
        for kind, state, before, after in sql.rows(
            """
            select kind, state, coalesce(sum(count) filter (where moment = 'before'), 0),
                   coalesce(sum(count) filter (where moment = 'after'), 0)
            from restructure_book where plan_id = %s
            group by kind, state
            having coalesce(sum(count) filter (where moment = 'before'), 0)
                <> coalesce(sum(count) filter (where moment = 'after'), 0)
            order by kind, state
            """,
            [plan.pk],
        )
    )


def conservation(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """What each old owner gave of each kind and state, against what its successors received from it. All are named."""
    del most
    return all_named(
        Differing(
            subject=f"{kind}, {state}, of {code}",
            found=f"{before} debited, {after} credited elsewhere",
        )
        for kind, state, code, before, after in sql.rows(
            """
            with lines as (
                select kind, state, old_owner_id,
                       coalesce(sum(count) filter (where moment = 'before'), 0) as debited,
                       coalesce(sum(count) filter (where moment = 'after'), 0) as credited
                from restructure_book where plan_id = %s group by kind, state, old_owner_id
            )
            select l.kind, l.state, coalesce(c.code, 'nobody'), l.debited, l.credited
            from lines l
            left join organisation_codes_at(%s, organisation_live('infinity')) c on c.unit_id = l.old_owner_id
            where l.debited <> l.credited order by 1, 2, 3
            """,
            [plan.pk, plan.before],
        )
    )


def partition(_plan: Plan, /, *, most: int = MOST_NAMED) -> Found:
    """Items without an owner, and items whose owner does not operate and that are on no hold."""
    return together(
        counted(
            (total, f"{kind.name} {reference}", why)
            for total, reference, why in sql.rows(
                f"""
                with open as materialized (
                    select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
                    where fact = 'operating' and value = 'yes'
                ),
                items as materialized (select item_id, reference, owner_id from {kind.facts})
                select count(*) over (), f.reference,
                       case when f.owner_id is null then 'no owner' else 'owned by a unit that does not operate' end
                from items f
                where (f.owner_id is null or f.owner_id not in (select unit_id from open))
                  and not {kinds.is_held(kind=kind.name, item="f.item_id")}
                order by f.reference limit %s
                """,
                [most],
            )
        )
        for kind in kinds.assigned()
    )


def history(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Every answer about a moment before the instant is what it was when the plan was staged.

    Asked are all owners just before the instant, with the plan and without it; and every assignment that counted at staging
    and began before the instant is held against the digest that was kept of it. Whether one was superseded since is no part of
    that: a correction says so of the row that it corrects, and leaves it as it was known.
    """
    return together(
        [
            all_named(_with_and_without(plan)),
            *(
                counted(
                    (total, f"{sheaf.label} {number}", f"{what} since the plan was staged")
                    for total, number, what in sheaves.differing(plan, sheaf, most=most)
                )
                for sheaf in sheaves.of_the_past()
            ),
        ]
    )


def _with_and_without(plan: Plan) -> list[Differing]:
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
            {"at": plan.before, "change": plan.change_id},
        )
        if differing:
            found.append(Differing(subject=kind.name, found=f"{differing} answers about the past"))
    return found
