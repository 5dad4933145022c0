"""The list that staff stand on: what a post is for first, then the published order, within the number of posts."""

from dataclasses import replace

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules import listing
from throughcare.restructure.rules.plan import Plan as ReadPlan

_FACTS = """
create temp table restructure_staff on commit drop as select f.* from {facts} f
"""
_EMPTY = """
create temp table restructure_list (item_id bigint primary key, outcome text, says text) on commit drop
"""
_FILL = """
insert into restructure_list
select * from json_to_recordset(%s::json) as l (item_id bigint, outcome text, says text)
"""


def lay_facts(kind: Kind) -> Kind:
    """Lay out what is known of everybody, to be read for the list and again for the answers: the kind over what was laid.

    Dropped when the transaction ends.
    """
    sql.write("drop table if exists restructure_staff")
    sql.write(_FACTS.format(facts=kind.facts))
    sql.analyze("restructure_staff")
    return replace(kind, facts="restructure_staff")


def lay_list(
    *, plan: Plan, read: ReadPlan, kind: Kind, decisions: Decisions, beneath: Beneath
) -> None:
    """Lay out on which list everybody stands; dropped when the transaction ends. Without a list, it is empty."""
    sql.write("drop table if exists restructure_list")
    sql.write(_EMPTY)
    if read.staffing is None:
        return
    text = facts.relation(plan=plan, read=read, kind=kind, decisions=decisions)
    seats = sql.named_rows(text, [list(read.touched)])
    places = listing.places(read, seats, beneath=beneath)
    listed = [
        {
            "item_id": seat["item_id"],
            "outcome": places[seat["reference"]].outcome,
            "says": places[seat["reference"]].says,
        }
        for seat in seats
    ]
    sql.write(_FILL, [sql.as_json(listed)])
    sql.analyze("restructure_list")
