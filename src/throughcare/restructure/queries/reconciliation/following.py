"""Every answer worked out again, by the plain statement of the rules and not by the SQL that gave it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.conditions.syntax import Fact
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, plans, sql, units
from throughcare.restructure.queries.reconciliation.differing import MOST_NAMED, Differing
from throughcare.restructure.rules import listing
from throughcare.restructure.rules.answers import WITHIN_POSTS, State, answer
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.facts import fact_of
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.staffing import Place

# Items that looked at the same and were answered the same are one question. What people settled is theirs to answer for.
_STORED: Final = """
select min(a.reference), count(*), a.looked_at, a.rule, a.standing, u.code
from restructure_answer a
left join (select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at desc) u
       on u.unit_id = a.to_owner_id
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.rule not like 'override %%'
  and not exists (select from restructure_hold h
                  where h.plan_id = a.plan_id and h.kind = a.kind and h.item_id = a.item_id)
group by a.looked_at, a.rule, a.standing, u.code{apart}
order by 1
"""
_STANDING: Final = {
    State.UNIT: "answered",
    State.HELD: "held",
    State.UNDETERMINED: "undetermined",
}


@dataclass(frozen=True, kw_only=True)
class Stored:
    """Answers alike, as they are kept; `reference` is the first item's."""

    reference: str
    count: int
    looked_at: Mapping[str, Any]  # Any: JSON
    rule: str
    standing: str
    unit: str | None

    def facts_of(self, kind: str) -> dict[str, Fact]:
        """What the rules looked at; all else is unknown, and cannot change the answer."""
        return {
            name: fact_of(attribute, self.looked_at.get(name))
            for name, attribute in KINDS[kind].attributes.items()
        } | {"reference": self.reference}

    def related_of(self, kind: str) -> dict[str, str | None]:
        return {
            name: self.looked_at.get(f"{facts.ANSWER_TO}{name}") for name in KINDS[kind].related
        }


def follow_the_rule(plan: Plan) -> list[Differing]:
    """Answers that the rules, worked out again from what they looked at, do not give; all are asked, none is sampled."""
    read = plans.read(plan)
    beneath = units.beneath_before(plan)
    return [
        differing
        for kind in read.rules
        for differing in _of_kind(plan, read, kind, beneath=beneath)
    ][:MOST_NAMED]


def _of_kind(plan: Plan, read: ReadPlan, kind: str, *, beneath: Beneath) -> Iterator[Differing]:
    stored = _stored(plan, kind)
    decisions = plans.decisions(on=plan.effective_at)
    on_list: Mapping[str, Place] = {}
    if kind == facts.ACCOUNT:
        on_list = listing.places(read, [each.facts_of(kind) for each in stored], beneath=beneath)
    for each in stored:
        place = on_list.get(each.reference)
        again = answer(
            read,
            kind,
            each.facts_of(kind),
            related=each.related_of(kind) | {WITHIN_POSTS: place.outcome if place else None},
            decisions=decisions,
            beneath=beneath,
        )
        now = (again.rule, _STANDING[again.state], again.unit)
        if now != (each.rule, each.standing, each.unit):
            others = f" and {each.count - 1} more" if each.count > 1 else ""
            yield Differing(
                subject=f"{kind} {each.reference}{others}",
                found=f"{each.rule} gave {each.unit or each.standing}; now {again.rule} gives {again.unit or again.state}",
            )


def _stored(plan: Plan, kind: str) -> list[Stored]:
    statement = _STORED.format(apart=", a.item_id" if kind == facts.ACCOUNT else "")
    return [
        Stored(
            reference=reference,
            count=count,
            looked_at=json.loads(looked_at, parse_float=Decimal),
            rule=rule,
            standing=standing,
            unit=unit,
        )
        for reference, count, looked_at, rule, standing, unit in sql.rows(
            statement, {"plan": plan.pk, "kind": kind}
        )
    ]
