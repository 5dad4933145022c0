"""Writing the plan's answers ahead, as assignments that count once the plan is live.

Written as a difference: what is staged already and still right is left alone, so a second run writes nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from throughcare.organisation import queries as organisation
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.kinds import Kind

# An answer that is staged already, with the same owner, holder, post and basis.
_SAME = """
    s.item_id = a.item_id and s.owner_id = a.to_owner_id
    and s.holder_id = coalesce(a.to_holder_id, a.to_owner_id)
    and s.post_id is not distinct from a.to_post_id and s.basis = %(basis)s || a.rule
    and s.starts_at = %(starts_at)s and s.superseded_at is null
"""

# What never was in force is deleted; what was, before an abort, is superseded.
_UNSTAGE = """
{take_back}
where s.change_id = %(change)s and s.superseded_at is null {only_staged}
  and not exists (
      select from restructure_answer a
      where a.plan_id = %(plan)s and a.kind = %(kind)s and a.standing = 'answered' and {same}
  )
"""

_STAGE = """
insert into {assignments}
    (item_id, owner_id, holder_id, post_id, starts_at, change_id, basis, recorded_at)
select a.item_id, a.to_owner_id, coalesce(a.to_holder_id, a.to_owner_id), a.to_post_id,
       %(starts_at)s, %(change)s, %(basis)s || a.rule, %(now)s
from restructure_answer a
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.standing = 'answered' {only_answered}
  and not exists (select from {assignments} s where s.change_id = %(change)s and {same})
"""

# An item that somebody was given after the instant and before the plan was live: from then on too it is where the plan
# sends it. Of two rows of one moment the plan's counts.
_STAGE_SINCE = """
insert into {assignments}
    (item_id, owner_id, holder_id, post_id, starts_at, change_id, basis, recorded_at)
select a.item_id, a.to_owner_id, coalesce(a.to_holder_id, a.to_owner_id), a.to_post_id,
       given.starts_at, %(change)s, %(basis)s || a.rule, %(now)s
from restructure_answer a
join {assignments} given on given.item_id = a.item_id and given.change_id is null and given.superseded_at is null
 and given.starts_at > %(starts_at)s and given.starts_at <= %(now)s
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.standing = 'answered' {only_answered}
group by a.id, given.starts_at
on conflict do nothing
"""


def stage_kind(
    plan: Plan, kind: Kind, *, now: datetime, only: Iterable[int] | None = None
) -> tuple[int, int]:
    """Make the staged assignments of a kind equal to its answers; how many were removed and written.

    With `only`, no other item is looked at.
    """
    words, params = _what(plan, kind, only=only, starts_at=plan.effective_at, now=now)
    words["take_back"] = (
        f"update {kind.assignments} s set superseded_at = %(now)s"
        if organisation.was_live(change_id=plan.change_id)
        else f"delete from {kind.assignments} s"
    )
    removed = sql.write(_UNSTAGE.format(**words), params)
    added = sql.write(_STAGE.format(**words), params)
    if now > plan.effective_at:
        added += sql.write(_STAGE_SINCE.format(**words), params)
    return removed, added


def stage_late(plan: Plan, kind: Kind, *, only: Iterable[int], now: datetime) -> int:
    """Write the answers of items that were given to a closed body after the plan was live, from then on; how many."""
    words, params = _what(plan, kind, only=only, starts_at=plan.effective_at, now=now)
    return sql.write(_STAGE_SINCE.format(**words), params)


def add(plan: Plan, kind: Kind, *, only: Iterable[int], starts_at: datetime, now: datetime) -> int:
    """Write the answers of some items as assignments from a moment on, beside those there are; how many."""
    words, params = _what(plan, kind, only=only, starts_at=starts_at, now=now)
    return sql.write(_STAGE.format(**words), params)


def _what(
    plan: Plan, kind: Kind, *, only: Iterable[int] | None, starts_at: datetime, now: datetime
) -> tuple[dict[str, str], dict[str, object]]:
    words = {
        "assignments": kind.assignments,
        "same": _SAME,
        "only_staged": "" if only is None else "and s.item_id = any(%(only)s)",
        "only_answered": "" if only is None else "and a.item_id = any(%(only)s)",
    }
    return words, {
        "plan": plan.pk,
        "kind": kind.name,
        "change": plan.change_id,
        "starts_at": starts_at,
        "basis": basis_of(plan),
        "now": now,
        "only": None if only is None else sorted(only),
    }


def unstage(plan: Plan) -> int:
    """Take back every assignment staged for a plan that was never live."""
    return sum(
        sql.write(f"delete from {kind.assignments} where change_id = %s", [plan.change_id])
        for kind in kinds.assigned()
    )


def supersede(plan: Plan, *, now: datetime) -> int:
    """Have no assignment count any more that was written for a plan which was live for a time."""
    return sum(
        sql.write(
            f"update {kind.assignments} set superseded_at = %s where change_id = %s and superseded_at is null",
            [now, plan.change_id],
        )
        for kind in kinds.assigned()
    )


def basis_of(plan: Plan) -> str:
    """What a staged assignment cites, before the rule: the plan and its version."""
    return f"{plan.reference} v{plan.version} rule "
