"""What a reversal does otherwise than other plans: it gives back what was, the structure and the holders included."""

from collections.abc import Iterable
from datetime import datetime

from throughcare.organisation import commands as organisation
from throughcare.restructure.commands import structure
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, plans, sql
from throughcare.restructure.rules import reversing

# What went with the plan and has ended since is no longer among the facts of open items. It goes back as well.
_ENDED = """
insert into restructure_answer
    (plan_id, kind, item_id, reference, standing, from_owner_id, to_owner_id, rule, also, looked_at)
select %(plan)s, %(kind)s::text, s.item_id, %(kind)s::text || ' ' || s.item_id, 'answered', s.owner_id, b.owner_id, %(rule)s,
       '{{}}', jsonb_build_object('before', code.code, 'ended', true)
from {assignments} s
join {assignments}_at(%(before)s, %(live)s, 'infinity') b on b.item_id = s.item_id
join organisation_codes_at(%(before)s, %(live)s) code on code.unit_id = b.owner_id
where s.change_id = %(undone)s and s.superseded_at is null
  and not exists (select from restructure_answer a
                  where a.plan_id = %(plan)s and a.kind = %(kind)s::text and a.item_id = s.item_id)
"""

# The team and officer that had an item have it again, where they are still in the body that it goes back to.
_HOLDERS = """
update restructure_answer a
set to_holder_id = b.holder_id, to_post_id = b.post_id
from {assignments}_at(%(before)s, %(live)s, 'infinity') b
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.standing = 'answered'
  and b.item_id = a.item_id and b.owner_id = a.to_owner_id
  and (%(only)s::bigint[] is null or a.item_id = any (%(only)s))
"""


def stage_structure(*, plan: Plan, legal_basis: str, now: datetime) -> None:
    """Write ahead that the old structure stands again, in place of what the reversed plan made, and who keeps what that still owns."""
    if plan.reverses is None:
        return
    organisation.stage_undoing(
        change_id=plan.change_id,
        undone_id=plan.reverses.change_id,
        starts_at=plan.effective_at,
        reference=f"{plan.reference}-v{plan.version}",
        legal_basis=legal_basis,
        rule=reversing.RULE,
        now=now,
    )
    structure.stage_keepers(plan=plan, read=plans.read(plan), now=now)


def answer_ended(*, plan: Plan, name: str) -> int:
    """Answer what the reversed plan moved and has ended since; how many items."""
    return sql.write(
        _ENDED.format(assignments=kinds.assigned_kind(name).assignments),
        _params(plan, name) | {"rule": reversing.RULE},
    )


def place_as_before(*, plan: Plan, name: str, only: Iterable[int] | None) -> None:
    """Give items the holders that they had before the reversed plan."""
    sql.write(
        _HOLDERS.format(assignments=kinds.assigned_kind(name).assignments),
        _params(plan, name) | {"only": None if only is None else sorted(only)},
    )


def _params(plan: Plan, kind: str) -> dict[str, object]:
    undone = plan.reverses
    if undone is None:
        raise ValueError("This plan reverses no other.")
    return {
        "plan": plan.pk,
        "kind": kind,
        "undone": undone.change_id,
        "before": undone.before,
        "live": sql.value(
            "select array_remove(organisation_live('infinity'), %s)", [undone.change_id]
        ),
    }
