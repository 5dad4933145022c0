"""A decision over many rows of facts at once, as SQL for PostgreSQL: the same answers as `kernel.decisions.decide` gives one by one."""

from collections.abc import Callable
from typing import Final

from throughcare.kernel.conditions.sql import Sql, to_sql
from throughcare.kernel.decisions import ALWAYS, Decision, position_sql

POSITION: Final = "deciding"


def truths(decision: Decision, column_of: Callable[[str], str]) -> Sql:
    """A column for each rule, `rule_1` and so on: whether it is true, NULL where that cannot be judged."""
    columns: list[str] = []
    params: list[object] = []
    for at, rule in enumerate(decision.rules, start=1):
        text, values = to_sql(rule.when, column_of)
        columns.append(f"{text} AS rule_{at}")
        params += values
    return Sql(", ".join(columns), tuple(params))


def position(decision: Decision) -> str:
    """SQL over these columns for the rule that decides, counted from one; negative where it cannot be judged."""
    return position_sql(decision, _columns(decision))


def outcome(decision: Decision) -> Sql:
    """SQL over `deciding` for the outcome; empty where there is none."""
    values = [rule.outcome for rule in decision.rules]
    return Sql(f"CASE WHEN {POSITION} > 0 THEN (%s::text[])[{POSITION}] ELSE '' END", (values,))


def rule(decision: Decision) -> Sql:
    """SQL for the name of the rule that decides, or that could not be judged."""
    return Sql(f"(%s::text[])[abs({POSITION})]", ([rule.name for rule in decision.rules],))


def also(decision: Decision) -> Sql:
    """SQL for the names of the other rules that are true."""
    asked = [
        (at, each.name) for at, each in enumerate(decision.rules, start=1) if each.when != ALWAYS
    ]
    return _listed(
        [f"CASE WHEN rule_{at} AND abs({POSITION}) <> {at} THEN %s END" for at, _ in asked], asked
    )


def unknown(decision: Decision) -> Sql:
    """SQL for the names of the rules that cannot be judged."""
    asked = [(at, each.name) for at, each in enumerate(decision.rules, start=1)]
    return _listed([f"CASE WHEN rule_{at} IS NULL THEN %s END" for at, _ in asked], asked)


def _listed(arms: list[str], asked: list[tuple[int, str]]) -> Sql:
    names = tuple(name for _, name in asked)
    return Sql(f"array_remove(ARRAY[{', '.join(arms)}]::text[], NULL)", names)


def _columns(decision: Decision) -> tuple[str, ...]:
    return tuple(f"rule_{at}" for at in range(1, len(decision.rules) + 1))
