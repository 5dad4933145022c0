"""Answering all kinds in the order in which one leans on another: staff, teams, offices, then work."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from throughcare.kernel.decisions import Decisions
from throughcare.restructure.commands import answering, groups, holders, staff
from throughcare.restructure.models import Answer, Plan
from throughcare.restructure.queries import kinds, plans, sql, units
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules import reading
from throughcare.restructure.rules.plan import Plan as ReadPlan

SEATS = "account"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A plan as it was read, with the ids of its units by code and the decisions that its rules call."""

    plan: Plan
    read: ReadPlan
    ids: dict[str, int]
    decisions: Decisions


@lru_cache(maxsize=8)
def read(text: str) -> ReadPlan:
    """A plan of a text that was taken in before."""
    return reading.read_or_refuse(text)


def prepare(*, plan: Plan) -> Prepared:
    """Read the plan, and lay out where every team goes.

    In a transaction of the caller's; what is laid is dropped at its end.
    """
    as_read = read(plan.text)
    ids = units.ids_by_code(
        {code for table in as_read.tables.values() for code in table.rows.values()}
    )
    if Answer.objects.filter(plan=plan, kind=groups.TEAM).exists():
        holders.lay_places(plan=plan)
    return Prepared(
        plan=plan,
        read=as_read,
        ids=ids,
        decisions=plans.decisions(on=plan.effective_at),
    )


def answer(*, prepared: Prepared, kind: Kind, only: Iterable[int] | None = None) -> int:
    """Answer a kind that has assignments of its own; how many items.

    For seats, teams must be answered afterwards; for all else, the places must be laid.
    """
    plan = prepared.plan
    if kind.name not in prepared.read.rules:
        return 0
    if kind.name == SEATS:
        return staff.answer_seats(
            plan=plan, read=prepared.read, ids=prepared.ids, kind=kind, only=only
        )
    count = answering.answer_kind(
        plan=plan, read=prepared.read, kind=kind, decisions=prepared.decisions, only=only
    )
    holders.place_work(plan=plan, kind=kind, only=only)
    return count


def answer_staff(*, prepared: Prepared) -> dict[str, int]:
    """Answer seats, the teams that follow their leaders, and the offices that follow their staff."""
    if not prepared.read.rules:
        return {}
    kind = kinds.assigned_kind(SEATS)
    counts = {SEATS: answer(prepared=prepared, kind=kind)}
    counts[groups.TEAM] = groups.answer_teams(plan=prepared.plan)
    counts[groups.OFFICE] = groups.answer_offices(plan=prepared.plan)
    return counts


def answer_work(*, prepared: Prepared) -> dict[str, int]:
    """Give seats their teams, then answer everything that is not staff."""
    if not prepared.read.rules:
        return {}
    holders.lay_places(plan=prepared.plan)
    holders.place_seats(plan=prepared.plan, kind=kinds.assigned_kind(SEATS))
    return {
        kind.name: answer(prepared=prepared, kind=kind)
        for kind in kinds.assigned()
        if kind.name != SEATS
    }


def forget(*, plan: Plan) -> None:
    """Drop every answer of a plan, to answer afresh."""
    sql.write("delete from restructure_answer where plan_id = %s", [plan.pk])
