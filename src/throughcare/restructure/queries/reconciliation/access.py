"""What people reach before and after, explained by the change of units."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.reconciliation.differing import MOST_NAMED, Differing


def access(plan: Plan) -> list[Differing]:
    """Every seat reaches what it does by the unit that it was answered for; exceptions are named to be looked at."""
    return [*_closed_seats(), *_unexplained_seats(plan), *_exceptions(plan)]


def _closed_seats() -> list[Differing]:
    return [
        Differing(subject=f"post {code}", found="sits in a unit that does not operate")
        for (code,) in sql.rows(
            f"""
            select f.reference from access_post_facts f
            where organisation_fact(f.owner_id, 'operating', tc_now(), tc_live()) <> 'yes'
               or organisation_fact(f.holder_id, 'operating', tc_now(), tc_live()) <> 'yes'
            order by 1 limit {MOST_NAMED}
            """
        )
    ]


def _unexplained_seats(plan: Plan) -> list[Differing]:
    """Seats that are neither where the plan put them, nor where they were and it had nothing to say, nor moved since."""
    return [
        Differing(subject=f"post {code}", found="is not where the plan put it")
        for (code,) in sql.rows(
            f"""
            select f.reference
            from access_post_facts f
            join access_postassignment_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') x
              on x.item_id = f.item_id
            left join access_postassignment_at(%(before)s, array_remove(organisation_live('infinity'), %(change)s), 'infinity') b
              on b.item_id = f.item_id
            left join restructure_answer a
              on a.plan_id = %(plan)s and a.kind = 'account' and a.item_id = f.item_id and a.standing = 'answered'
            where x.starts_at <= %(at)s and b.item_id is not null
              and x.owner_id <> coalesce(a.to_owner_id, b.owner_id)
            order by 1 limit {MOST_NAMED}
            """,
            {
                "plan": plan.pk,
                "change": plan.change_id,
                "at": plan.effective_at,
                "before": plan.before,
            },
        )
    ]


def _exceptions(plan: Plan) -> list[Differing]:
    """Exceptions made under the old structure that go on: each is justified again, or ended."""
    return [
        Differing(subject=f"exception {number}", found=f"{kind} access goes on from before")
        for number, kind in sql.rows(
            f"""
            select id, kind from access_grant
            where kind in ('explicit', 'transition') and starts_at < %s and ends_at > tc_now()
            order by starts_at, id limit {MOST_NAMED}
            """,
            [plan.effective_at],
        )
    ]
