"""Answering all kinds in the order in which one leans on another: staff, teams, offices, then work."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.commands import answering, holders, staff, undoing
from throughcare.restructure.models import Answer, Plan
from throughcare.restructure.queries import facts, kinds, plans, sql, units
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


def answer(*, prepared: Prepared, name: str, only: Iterable[int] | None = None) -> int:
    """Answer a kind, or only the items named; how many items.

    For seats, the list is laid here. For teams and offices the seats must be laid, for all else the places.
    """
    plan, read_plan = prepared.plan, prepared.read
    if name not in read_plan.rules:
        return 0
    kind = facts.kind_of(name)
    if name == facts.ACCOUNT:
        staff.lay_list(
            plan=plan,
            read=read_plan,
            kind=kind,
            decisions=prepared.decisions,
            beneath=prepared.beneath,
        )
    count = answering.answer_kind(
        plan=plan,
        read=read_plan,
        kind=kind,
        decisions=prepared.decisions,
        beneath=prepared.beneath,
        only=only,
    )
    if only is None:
        sql.analyze("restructure_answer")
    return count


def answer_staff(*, prepared: Prepared) -> None:
    """Answer seats, the teams that follow their leaders, and the offices that follow their staff."""
    if not prepared.read.rules:
        return
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
        if kind.name != facts.ACCOUNT:
            answer(prepared=prepared, name=kind.name)
        if prepared.plan.reverses is not None:
            undoing.answer_ended(plan=prepared.plan, name=kind.name)
        place(prepared=prepared, name=kind.name)


def place(*, prepared: Prepared, name: str, only: Iterable[int] | None = None) -> None:
    """Say which team and officer go on with the items of a kind that were answered. The places must be laid."""
    to_hold = holders.place_seats if name == facts.ACCOUNT else holders.place_work
    to_hold(plan=prepared.plan, kind=kinds.assigned_kind(name), only=only)
    if prepared.plan.reverses is not None:
        undoing.place_as_before(plan=prepared.plan, name=name, only=only)


def forget(*, plan: Plan) -> None:
    """Drop every answer of a plan, to answer afresh."""
    sql.write("delete from restructure_answer where plan_id = %s", [plan.pk])
