"""The list that staff stand on: what a post is for first, then the published order, within the number of posts."""

from collections.abc import Mapping
from typing import Any

from throughcare.kernel.conditions.evaluation import Beneath, evaluate
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules.plan import ByTable, Rule, Target, ToUnit, WithinPosts
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.staffing import Person, fill

Row = dict[str, Any]  # Any: columns of the facts

_EMPTY = (
    "create temp table restructure_list (item_id bigint, outcome text, says text) on commit drop"
)
_FILL = """
insert into restructure_list
select * from json_to_recordset(%s::json) as l (item_id bigint, outcome text, says text)
"""


def lay_list(
    *, plan: Plan, read: ReadPlan, kind: Kind, decisions: Decisions, beneath: Beneath
) -> None:
    """Lay out on which list everybody stands; dropped when the transaction ends. Without a list, it is empty."""
    sql.write("drop table if exists restructure_list")
    sql.write(_EMPTY)
    if read.staffing is None:
        return
    text = facts.relation(plan=plan, read=read, kind=kind, decisions=decisions)
    seats: list[Row] = sql.named_rows(text, [[each.code for each in read.old_units]])
    by_post = {seat["reference"]: _first_rule(read, seat, beneath) for seat in seats}
    places, _ = fill(
        read,
        [
            Person(
                reference=seat["reference"],
                unit=seat["trust"],
                facts=seat,
                settled=_settled(read, by_post[seat["reference"]], seat),
            )
            for seat in seats
        ],
    )
    listed = [
        {
            "item_id": seat["item_id"],
            "outcome": places[seat["reference"]].outcome,
            "says": places[seat["reference"]].says,
        }
        for seat in seats
    ]
    sql.write(_FILL, [sql.as_json(listed)])


def _first_rule(read: ReadPlan, seat: Row, beneath: Beneath) -> Rule:
    return next(
        rule for rule in read.rules[facts.ACCOUNT] if evaluate(rule.when, seat, beneath=beneath)
    )


def _settled(read: ReadPlan, rule: Rule, seat: Row) -> str | None:
    """The outcome of the list that comes to the same unit as an earlier rule's answer."""
    listed = next(
        (each.target for each in read.rules[facts.ACCOUNT] if isinstance(each.target, WithinPosts)),
        None,
    )
    if listed is None or isinstance(rule.target, WithinPosts):
        return None
    unit = _unit(read, rule.target, seat)
    return next(
        name for name, target in listed.outcomes.items() if _unit(read, target, seat) == unit
    )


def _unit(read: ReadPlan, target: Target, seat: Mapping[str, str]) -> str:
    match target:
        case ToUnit():
            return target.code
        case ByTable():
            return read.tables[target.table].rows[seat[target.key]]
        case _:
            raise ValueError("A seat is answered by a unit, a table or the list.")
