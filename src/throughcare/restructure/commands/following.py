"""Keeping up: what changed since a plan was staged is answered again, and its staged row replaced.

Each change has the worker do so at once. The switch does it for the last ones: once while writers go on, and once more, for
what came meanwhile, while they are held off. What a request that began before the switch gave to a body that the switch closed
is kept, and goes to where the plan sends it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.restructure.choices import Phase
from throughcare.restructure.commands import answers, lapsing, staging, telling, turns
from throughcare.restructure.models import Changed, Plan
from throughcare.restructure.queries import changed, facts, kinds

KEEP_UP: Final = "restructure.keep_up"
"""The task that `restructure_note_items` defers."""
AT_MOST: Final = 1000
"""Changes answered in one transaction, so that nobody who wants to take a step waits long."""

Items = Mapping[str, AbstractSet[int]]


def keep_up(*, now: datetime) -> int:
    """Follow what changed, for every staged or live plan that no step is at work on; how many items.

    Each thousand is a transaction of its own. A plan at which a step is at work is left to it, and to the next look.
    """
    return _follow_staged(now=now) + _put_right(now=now)


def _follow_staged(*, now: datetime) -> int:
    count = 0
    for plan_id in _in_phase(Phase.STAGED, now=now):
        with turns.turn(plan_id, wait=turns.AT_ONCE) as is_ours:
            while is_ours:
                with _locked(plan_id, now=now) as plan:
                    items = follow_changes(plan=plan, now=now, at_most=AT_MOST)
                if not items:
                    break
                count += sum(map(len, items.values()))
    return count


def _put_right(*, now: datetime) -> int:
    """Give to their successors what was given to a body that had just been closed; how many items."""
    count = 0
    for plan_id in _in_phase(Phase.LIVE, now=now):
        with turns.turn(plan_id, wait=turns.AT_ONCE) as is_ours:
            if not is_ours:
                continue
            with _locked(plan_id, now=now) as plan:
                if late := changed.given_late(plan, now=now):
                    count += _give_late(plan, late, now=now)
    return count


def _give_late(plan: Plan, late: Items, *, now: datetime) -> int:
    prepared = answers.prepare(plan=plan)
    count = 0
    otherwise, posts = 0, set[int]()
    for kind in kinds.assigned():
        if only := late.get(kind.name):
            before = telling.standings(plan, kind, only)
            answers.answer_again(prepared=prepared, name=kind.name, only=only)
            changed_items, of_posts = telling.concerned(
                kind, before, telling.standings(plan, kind, only)
            )
            otherwise += len(changed_items)
            posts |= of_posts
            given = staging.stage_late(plan, kind, only=only, now=now)
            count += given
            if not given:  # what is held or undetermined waits for a person, and is found again
                continue
            audit.record_many(
                account_id=None,
                action="restructure.put-right",
                subject_kind=kind.name,
                subject_references=changed.references(plan, kind, only=only),
                now=now,
                detail={"plan": str(plan)},
            )
    telling.tell_answered_again(plan, items=otherwise, posts=posts, now=now)
    return count


def _in_phase(phase: Phase, *, now: datetime) -> list[int]:
    with change_access.as_engine(now=now):
        return list(Plan.objects.filter(phase=phase).order_by("id").values_list("id", flat=True))


@contextmanager
def _locked(plan_id: int, *, now: datetime) -> Iterator[Plan]:
    with change_access.as_engine(now=now):
        yield Plan.objects.select_for_update(no_key=True).get(id=plan_id)


def follow_changes(*, plan: Plan, now: datetime, at_most: int | None = None) -> Items:
    """Answer and stage again every item noted for a staged plan since the last time, and what leans on it; which, by kind.

    In a transaction of the caller's: an item stays noted until its new row is there.
    """
    if plan.phase != Phase.STAGED:
        return {}
    noted = list(
        Changed.objects.filter(plan=plan)
        .order_by("id")
        .values_list("id", "kind", "item_id")[:at_most]
    )
    items: dict[str, set[int]] = defaultdict(set)
    for _, name, item_id in noted:
        items[name].add(item_id)
    if noted:
        _answer_again(plan, items, now=now)
        Changed.objects.filter(id__in=[number for number, _, _ in noted]).delete()
    return items


def _answer_again(plan: Plan, items: dict[str, set[int]], *, now: datetime) -> None:
    """Answer and stage items, in the order in which one kind leans on another; what leans on another answer joins them."""
    prepared = answers.prepare(plan=plan)
    otherwise, posts = 0, set[int]()
    staff_follow = facts.staff_follow_cases(prepared.read)
    # Where staff follow their cases, those come first, and again once it is known who goes where.
    first = (kinds.assigned_kind(kinds.CASE),) if staff_follow else ()
    for kind in (*first, *kinds.assigned()):
        if not (only := items.get(kind.name)):
            continue
        before = telling.standings(plan, kind, only)
        answers.answer_again(prepared=prepared, name=kind.name, only=only)
        lapsing.lapse(plan=plan, kind=kind.name, only=only, now=now)
        staging.stage_kind(plan, kind, now=now, only=only)
        after = telling.standings(plan, kind, only)
        if staff_follow and kind.name == kinds.CASE:
            items.setdefault(facts.ACCOUNT, set()).update(telling.held_before(before, after))
        moved, of_posts = telling.concerned(kind, before, after)
        otherwise += len(moved)
        posts |= of_posts
        for name, item in changed.leaning_on(plan, prepared.read, kind.name, moved):
            items.setdefault(name, set()).add(item)
    telling.tell_answered_again(plan, items=otherwise, posts=posts, now=now)
