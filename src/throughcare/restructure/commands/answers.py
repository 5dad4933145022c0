"""Answering all kinds in the order in which one leans on another: staff, teams, offices, then work."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.commands import answering, holders, staff, undoing
from throughcare.restructure.commands.holders import Holders
from throughcare.restructure.models import Answer, Plan
from throughcare.restructure.queries import facts, kinds, plans, sql, units
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules.plan import Plan as ReadPlan


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A plan as it was read, with the decisions that its rules call and what lies under each unit."""

    plan: Plan
    read: ReadPlan
    decisions: Decisions
    beneath: Beneath


def prepare(*, plan: Plan) -> Prepared:
    """Read the plan, and lay out where every team goes.

    In a transaction of the caller's; what is laid is dropped at its end.
    """
    if Answer.objects.filter(plan=plan, kind=facts.TEAM).exists():
        holders.lay_places(plan=plan)
    return Prepared(
        plan=plan,
        read=plans.read(plan),
        decisions=plans.decisions(on=plan.effective_at),
        beneath=units.beneath(),
    )


def answer(
    *,
    prepared: Prepared,
    name: str,
    only: Iterable[int] | None = None,
    held_by: Holders | None = None,
) -> int:
    """Answer a kind, or only the items named; how many items.

    For seats, the list is laid here: made and published for all, gone on with for those named. For teams and offices the seats
    must be laid, for all else the places, unless `held_by` says who goes on with them.
    """
    plan, read_plan = prepared.plan, prepared.read
    if name not in read_plan.rules:
        return 0
    kind = facts.as_laid(facts.kind_of(name))
    if name == facts.ACCOUNT:
        kind = staff.lay_facts(kind)
        staff.lay_list(
            plan=plan,
            read=read_plan,
            kind=kind,
            decisions=prepared.decisions,
            beneath=prepared.beneath,
            only=None if only is None else set(only),
        )
    count = answering.answer_kind(
        plan=plan,
        read=read_plan,
        kind=kind,
        decisions=prepared.decisions,
        beneath=prepared.beneath,
        held_by=held_by or (holders.NOBODY if name in facts.STAFF else holders.OF_WORK),
        only=only,
    )
    if set(read_plan.touched) - read_plan.closing:
        count -= _leave_alone(plan, name)
    if only is None:
        sql.analyze_if_grown("restructure_answer", by=count)
    return count


def _leave_alone(plan: Plan, name: str) -> int:
    """Drop answers that leave an item with the unit that has it: nothing is written for what stays; how many."""
    return sql.write(
        "delete from restructure_answer where plan_id = %s and kind = %s and to_owner_id = from_owner_id",
        [plan.pk, name],
    )


def answer_staff(*, prepared: Prepared) -> None:
    """Answer seats, after the cases that they follow, the teams that follow their leaders, and the offices that follow their staff."""
    if not prepared.read.rules:
        return
    if facts.staff_follow_cases(prepared.read):
        # Who goes on with them is said once there are seats.
        answer(prepared=prepared, name=facts.CASE, held_by=holders.NOBODY)
    answer(prepared=prepared, name=facts.ACCOUNT)
    sql.write("drop table if exists restructure_seat")
    sql.write(facts.LAY_SEATS, [prepared.plan.pk])
    answer(prepared=prepared, name=facts.TEAM)
    answer(prepared=prepared, name=facts.OFFICE)


def answer_work(*, prepared: Prepared) -> None:
    """Give seats their teams, then answer everything that is not staff."""
    if not prepared.read.rules:
        return
    holders.lay_places(plan=prepared.plan)
    for kind in kinds.assigned():
        if kind.name == facts.ACCOUNT:
            holders.place_seats(plan=prepared.plan, kind=kind)
        elif kind.name == facts.CASE and facts.staff_follow_cases(prepared.read):
            holders.place_work(plan=prepared.plan, kind=kind)
        else:
            answer(prepared=prepared, name=kind.name)
        if prepared.plan.reverses is not None:
            undoing.answer_ended(plan=prepared.plan, name=kind.name)
            undoing.place_as_before(plan=prepared.plan, name=kind.name, only=None)


def answer_again(*, prepared: Prepared, name: str, only: Collection[int]) -> None:
    """Answer the items named, with the team and officer that go on with them. The places must be laid."""
    answer(prepared=prepared, name=name, only=only)
    if name == facts.ACCOUNT:
        holders.place_seats(plan=prepared.plan, kind=kinds.assigned_kind(name), only=only)
    if prepared.plan.reverses is not None:
        undoing.place_as_before(plan=prepared.plan, name=name, only=only)


def place_again(*, prepared: Prepared, kind: Kind, only: Collection[int]) -> None:
    """Give answered items the team and officer that go on with them, under the owner that a person gave them."""
    if kind.name == facts.ACCOUNT:
        holders.place_seats(plan=prepared.plan, kind=kind, only=only)
    else:
        holders.place_work(plan=prepared.plan, kind=kind, only=only)
    if prepared.plan.reverses is not None:
        undoing.place_as_before(plan=prepared.plan, name=kind.name, only=only)


def forget(*, plan: Plan) -> None:
    """Drop every answer of a plan, and what they came to, to answer afresh."""
    sql.write("delete from restructure_load where plan_id = %s", [plan.pk])
    sql.write("delete from restructure_answer where plan_id = %s", [plan.pk])
    staff.forget_list(plan)
