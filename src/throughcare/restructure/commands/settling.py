"""Single items settled by a person: in the plan's file, before the instant, or once the plan is live."""

from datetime import datetime

from django.db.models import Q

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.commands import answers, staging, telling
from throughcare.restructure.models import Hold, Override, Plan
from throughcare.restructure.queries import changed, facts, kinds, plans, sql
from throughcare.restructure.rules.plan import ItemHold
from throughcare.restructure.rules.plan import Override as WrittenOverride
from throughcare.restructure.rules.plan import Plan as ReadPlan

_SETTLE = """
update restructure_answer a
set standing = 'answered', to_owner_id = u.unit_id, to_holder_id = null, to_post_id = null, rule = 'override ' || o.id
from restructure_override o
join (select distinct code, unit_id from organisation_unitcode) u on u.code = o.unit_code
where a.plan_id = %(plan)s and a.kind = %(kind)s and o.plan_id = a.plan_id and o.kind = a.kind and o.item_id = a.item_id
  and o.approved_by_id is not null and o.lapsed_at is null and a.rule <> 'override ' || o.id
returning a.item_id
"""


def take_in_written(*, plan: Plan, read: ReadPlan, now: datetime) -> None:
    """Write down the overrides and holds that stand in the plan's file, once.

    That the file names an approver is not yet that person's act: an override waits until it is approved.

    Raises:
        Refused: one of them names an account or an item that there is not; carries every reason.
    """
    found: list[Override | Hold] = []
    reasons: list[Reason] = []
    written: tuple[WrittenOverride | ItemHold, ...] = (*read.overrides, *read.holds)
    for each in written:
        try:
            found.append(_written(plan, each, now=now))
        except Refused as refused:
            reasons += refused.reasons
    if reasons:
        raise Refused(reasons)
    for row in found:
        _take_in(row, now=now)


def _take_in(row: Override | Hold, *, now: datetime) -> None:
    """Write a row down unless it was before; what was carried over from an earlier version, and still waits, makes room for it."""
    same = {"plan": row.plan, "kind": row.kind, "item_id": row.item_id}
    if isinstance(row, Hold):
        says = {"decider_id": row.decider_id, "reason": row.reason, "until": row.until}
        if Hold.objects.filter(Q(carried_from=None) | Q(**says), **same).exists():
            return
        Hold.objects.filter(settled_at=None, **same).update(settled_at=now)
    else:
        says = {"unit_code": row.unit_code, "reason": row.reason, "made_by_id": row.made_by_id}
        if Override.objects.filter(Q(carried_from=None) | Q(**says), **same).exists():
            return
        Override.objects.filter(approved_by_id=None, lapsed_at=None, **same).update(lapsed_at=now)
    row.save(force_insert=True)


def settle_live(*, account_id: int, plan_id: int, now: datetime) -> dict[str, int]:
    """Give every item with an approved override to its new owner, from now on; how many of each kind.

    For what was held over the instant, and for what the rules answered wrongly.

    Raises:
        Refused: the plan is not live.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    if plan.phase not in plans.REVERSIBLE:
        raise Refused.because(
            "not-live",
            f"{plan.title} is not live. What is settled before counts with the answers of the plan.",
        )
    prepared = answers.prepare(plan=plan)
    settled = {
        kind.name: _settle(prepared, kind, account_id=account_id, now=now)
        for kind in kinds.assigned()
    }
    return {name: count for name, count in settled.items() if count}


def _settle(prepared: answers.Prepared, kind: kinds.Kind, *, account_id: int, now: datetime) -> int:
    plan = prepared.plan
    only = [item for (item,) in sql.rows(_SETTLE, {"plan": plan.pk, "kind": kind.name})]
    if not only:
        return 0
    answers.place_again(prepared=prepared, kind=kind, only=only)
    # Of what was settled nobody was told where it goes: all of it counts as changed.
    items, posts = telling.concerned(kind, {}, telling.standings(plan, kind, only))
    telling.tell_answered_again(plan, items=len(items), posts=posts, now=now)
    staging.add(plan, kind, only=only, starts_at=max(now, plan.effective_at), now=now)
    Hold.objects.filter(
        plan=plan, kind=kind.name, item_id__in=only, settled_at__isnull=True
    ).update(settled_at=now)
    audit.record_many(
        account_id=account_id,
        action="restructure.settle",
        subject_kind=kind.name,
        subject_references=changed.references(plan, kind, only=only),
        now=now,
    )
    return len(only)


def _written(plan: Plan, each: WrittenOverride | ItemHold, *, now: datetime) -> Override | Hold:
    item_id = facts.item_id(kind=each.kind, reference=each.item)
    if item_id is None:
        raise Refused.because("no-item", f"There is no {each.kind} {each.item}.")
    if isinstance(each, ItemHold):
        return Hold(
            plan=plan,
            kind=each.kind,
            item_id=item_id,
            decider_id=_account(each.hold.owner, action=Action.SEE_PLAN),
            reason=each.hold.reason,
            until=each.hold.until,
            recorded_at=now,
        )
    _account(each.approved_by, action=Action.APPROVE)
    return Override(
        plan=plan,
        kind=each.kind,
        item_id=item_id,
        unit_code=each.unit,
        reason=each.reason,
        depends_on=sql.jsonable(dict(each.depends_on)),
        made_by_id=_account(each.by, action=Action.PLAN),
        recorded_at=now,
    )


def _account(username: str, *, action: Action) -> int:
    found = access.account_id(username=username)
    if found is None:
        raise Refused.because("no-account", f"There is no account {username}.")
    if not access.may_somewhere(account_id=found, action=action):
        raise Refused.because("not-theirs", f"{username} may not do this: {action.label}.")
    return found
