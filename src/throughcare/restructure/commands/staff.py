"""The list that staff stand on: what a post is for first, then the published order, within the number of posts.

A dry run makes and publishes it. From then on it goes on: see `rules.published`.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, listed, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules import listing
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.published import Entry, Published

_FACTS = """
create temp table restructure_staff on commit drop as select f.* from {facts} f
"""
_EMPTY = """
create temp table restructure_list (item_id bigint primary key, outcome text, says text, ranked_by jsonb) on commit drop
"""
_FILL = """
insert into restructure_list (item_id, outcome, says)
select * from json_to_recordset(%s::json) as l (item_id bigint, outcome text, says text)
"""

_SEATS: Final = "select s.item_id, s.reference, s.provider, jsonb_build_object({names}) as looked_at from ({facts}) s"
_PUBLISH: Final = f"""
insert into restructure_listed (plan_id, item_id, reference, unit, looked_at, is_published, has_left, recorded_at)
select %s, s.*, true, false, tc_now() from ({_SEATS}) s
returning item_id, reference
"""
# In the order in which they were noted; what leans on something else comes after.
_SEATS_OF: Final = f"""
with noted as (select item_id, min(id) as first from restructure_changed where plan_id = %s and kind = '{facts.ACCOUNT}' group by 1),
seats as ({_SEATS})
select i.item_id, s.reference, s.provider, s.looked_at
from unnest(%s::bigint[]) i (item_id) left join seats s using (item_id) left join noted n using (item_id)
order by n.first nulls last, i.item_id
"""
_ON_LISTS: Final = """
select distinct item_id, reference, unit from restructure_listed where plan_id = %s and item_id = any (%s) order by 1, 3
"""
_ADD: Final = """
insert into restructure_listed (plan_id, item_id, reference, unit, looked_at, is_published, has_left, recorded_at)
values (%s, %s, %s, %s, %s::jsonb, false, %s, tc_now())
"""
# What somebody is ranked by is what the list knew of them, whatever it is now.
_RANKED: Final = """
update restructure_list l set ranked_by = (
    select jsonb_object_agg(each.key, each.value)
    from (select e.looked_at from restructure_listed e
          where e.plan_id = %(plan)s and e.item_id = l.item_id and not e.has_left
            and e.unit = (select c.unit from restructure_listed c where c.plan_id = %(plan)s and c.item_id = l.item_id
                            and not c.has_left order by c.id desc limit 1)
          order by e.is_published desc, e.id desc limit 1) e
    cross join lateral jsonb_each(e.looked_at) each where each.key = any (%(names)s))
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
    *,
    plan: Plan,
    read: ReadPlan,
    kind: Kind,
    decisions: Decisions,
    beneath: Beneath,
    only: Collection[int] | None,
) -> None:
    """Lay out on which list everybody stands, or those named; dropped when the transaction ends. Without a list, it is empty.

    For everybody the list is made and published. For those named it goes on: nobody else is moved.
    """
    sql.write("drop table if exists restructure_list")
    sql.write(_EMPTY)
    if read.staffing is None:
        return
    words = {
        "names": ", ".join(
            f"'{name}', s.{name}" for name in facts.listed_by(read, kind, decisions=decisions)
        ),
        "facts": facts.relation(plan=plan, read=read, kind=kind, decisions=decisions),
    }
    if only is None:
        _publish(plan, read, words, beneath=beneath)
    else:
        _go_on(plan, read, words, beneath=beneath, only=only)
        ranked = {each.attribute for each in read.staffing.rank}
        by_rules = facts.asked_by(read, kind, decisions=decisions)
        sql.write(_RANKED, {"plan": plan.pk, "names": sorted(ranked - by_rules)})
    sql.analyze("restructure_list")


def _publish(plan: Plan, read: ReadPlan, words: Mapping[str, str], *, beneath: Beneath) -> None:
    forget_list(plan)
    seats = sql.rows(_PUBLISH.format(**words), [plan.pk, list(read.touched)])
    _lay(listed.standing(plan, read, beneath=beneath), dict(seats))


def _go_on(
    plan: Plan,
    read: ReadPlan,
    words: Mapping[str, str],
    *,
    beneath: Beneath,
    only: Collection[int],
) -> None:
    """Follow those named, in the order in which they were noted, and write down who came and who left."""
    ids = sorted(only)
    seats = sql.rows(_SEATS_OF.format(**words), [plan.pk, list(read.touched), ids])
    known = sql.rows(_ON_LISTS, [plan.pk, ids])
    units = {unit for _, _, unit in known} | {unit for _, _, unit, _ in seats if unit}
    stands = listed.standing(plan, read, beneath=beneath, units=units)
    if stands is None:
        return
    references = {item: reference for item, reference, _ in known}
    for item, reference, unit, looked_at in seats:
        name = reference or references.get(item, "")
        left = stands.unit_of(name)
        if left is not None and left != unit:
            _add(plan, stands, item, Entry(reference=name, unit=left, seat=None), "{}")
        if reference is not None:
            seat = listing.seat_of(reference, listed.read_json(looked_at))
            if stands.is_new(seat):
                _add(plan, stands, item, Entry(reference=name, unit=unit, seat=seat), looked_at)
    _lay(stands, {item: reference for item, reference, _, _ in seats if reference is not None})


def _add(plan: Plan, stands: Published, item: int, entry: Entry, looked_at: str) -> None:
    stands.follow(entry)
    has_left = entry.seat is None
    sql.write(_ADD, [plan.pk, item, entry.reference, entry.unit, looked_at, has_left])


def _lay(stands: Published | None, references: Mapping[int, str]) -> None:
    if stands is None:
        return
    laid: list[dict[str, Any]] = [  # Any: what JSON holds
        {"item_id": item, "outcome": place.outcome, "says": place.says}
        for item, reference in references.items()
        for place in [stands.places[reference]]
    ]
    sql.write(_FILL, [sql.as_json(laid)])


def forget_list(plan: Plan) -> None:
    """Drop the list of a plan, to be made anew."""
    sql.write("delete from restructure_listed where plan_id = %s", [plan.pk])
