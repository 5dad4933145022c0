"""Laying out the facts of all cases once for a dry run: for the share of work in each seat, for answers and constraints."""

from typing import Final

from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import constraints, facts, sql
from throughcare.restructure.rules.plan import Plan as ReadPlan

_CASES: Final = (
    f"create temp table {facts.LAID} on commit drop as select {{columns}} from {{facts}} f"
)


def lay_cases(*, plan: Plan, read: ReadPlan, decisions: Decisions) -> None:
    """Lay out what rules and constraints ask of cases, in the caller's transaction, to be dropped before anything changes."""
    kind = facts.kind_of(facts.CASE)
    asked = {
        facts.RISK,
        *facts.asked_by(read, kind, decisions=decisions),
        *constraints.asked_of(read, kind.name),
    }
    columns = facts.own_columns(plan=plan, read=read, kind=kind, asked=asked)
    drop_cases()
    sql.write(_CASES.format(columns=", ".join(columns), facts=kind.facts))
    sql.analyze(facts.LAID)


def drop_cases() -> None:
    """Have facts of cases read from the records again."""
    sql.write(f"drop table if exists {facts.LAID}")
