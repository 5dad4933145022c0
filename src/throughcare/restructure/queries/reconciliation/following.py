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
from throughcare.restructure.queries.reconciliation.differing import MOST_NAMED, Differing, Found
from throughcare.restructure.rules import listing
from throughcare.restructure.rules.alike import Alike
from throughcare.restructure.rules.answers import ANSWER_TO, WITHIN_POSTS, State, answer
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.facts import fact_of
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.staffing import Place

# What people settled is theirs to answer for.
_STORED: Final = """
select a.reference, a.looked_at, a.rule, a.standing, u.code
from restructure_answer a
left join (select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at desc) u
       on u.unit_id = a.to_owner_id
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.rule not like 'override %%'
  and not exists (select from restructure_hold h
                  where h.plan_id = a.plan_id and h.kind = a.kind and h.item_id = a.item_id)
order by a.reference
"""
_STANDING: Final = {
    State.UNIT: "answered",
    State.HELD: "held",
    State.UNDETERMINED: "undetermined",
}
_read: Final = json.JSONDecoder(parse_float=Decimal).decode


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it is kept, with what the rules looked at."""

    reference: str
    looked_at: Mapping[str, Any]  # Any: JSON
    rule: str
    standing: str
    unit: str | None

    def facts_of(self, kind: str) -> dict[str, Fact]:
        """What the rules looked at; all else is unknown, and cannot change the answer."""
        followed = {f"{ANSWER_TO}{name}" for name in KINDS[kind].related}
        return {
            name: fact_of(attribute, self.looked_at.get(name))
            for name, attribute in KINDS[kind].attributes.items()
        } | {"reference": self.reference, **{name: self.looked_at.get(name) for name in followed}}


def follow_the_rule(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Answers that the rules, worked out again from what they looked at, do not give; all are asked, none is sampled."""
    read = plans.read(plan)
    beneath = units.beneath_before(plan)
    total, named = 0, []
    for kind in read.rules:
        for differing in _of_kind(plan, read, kind, beneath=beneath):
            total += 1
            if total <= most:
                named.append(differing)
    return Found(total=total, named=tuple(named))


def _of_kind(plan: Plan, read: ReadPlan, kind: str, *, beneath: Beneath) -> Iterator[Differing]:
    stored = _stored(plan, kind)
    on_list: Mapping[str, Place] = {}
    if kind == facts.ACCOUNT:
        on_list = listing.places(read, [each.facts_of(kind) for each in stored], beneath=beneath)
    again = _Again(plan, read, kind, beneath=beneath)
    for each in stored:
        place = on_list.get(each.reference)
        rule, standing, unit = again.answer(each, outcome=place.outcome if place else None)
        if (rule, standing, unit) != (each.rule, each.standing, each.unit):
            yield Differing(
                subject=f"{kind} {each.reference}",
                found=f"{each.rule} gave {each.unit or each.standing}; now {rule} gives {unit or standing}",
            )


class _Again:
    """The rules of a kind, asked again. Questions that they do not tell apart are asked once."""

    def __init__(self, plan: Plan, read: ReadPlan, kind: str, *, beneath: Beneath) -> None:
        self._read, self._kind, self._beneath = read, kind, beneath
        self._decisions = plans.decisions(on=plan.effective_at)
        self._alike = Alike(read.rules[kind], decisions=self._decisions, beneath=beneath)
        self._facts: dict[tuple[str, object], Fact] = {}
        self._answers: dict[tuple[object, ...], tuple[str, str, str | None]] = {}

    def answer(self, stored: Stored, *, outcome: str | None) -> tuple[str, str, str | None]:
        """Rule, standing and unit."""
        looked_at = stored.looked_at
        given = {
            name: self._fact(name, looked_at.get(name)) for name in KINDS[self._kind].attributes
        }
        given["reference"] = self._alike.fact("reference", stored.reference)
        related = {name: looked_at.get(f"{ANSWER_TO}{name}") for name in KINDS[self._kind].related}
        related[WITHIN_POSTS] = outcome
        question = (*given.values(), *related.values())
        if question not in self._answers:
            self._answers[question] = self._worked_out(given, related)
        return self._answers[question]

    def _fact(self, name: str, plain: Any) -> Fact:  # Any: JSON
        key = (name, tuple(plain) if isinstance(plain, list) else plain)
        if key not in self._facts:
            fact = fact_of(KINDS[self._kind].attributes[name], plain)
            self._facts[key] = self._alike.fact(name, fact)
        return self._facts[key]

    def _worked_out(
        self, given: Mapping[str, Fact], related: Mapping[str, str | None]
    ) -> tuple[str, str, str | None]:
        again = answer(
            self._read,
            self._kind,
            given,
            related=related,
            decisions=self._decisions,
            beneath=self._beneath,
        )
        return again.rule, _STANDING[again.state], again.unit


def _stored(plan: Plan, kind: str) -> list[Stored]:
    return [
        Stored(reference, _read(looked_at), rule, standing, unit)
        for reference, looked_at, rule, standing, unit in sql.rows(
            _STORED, {"plan": plan.pk, "kind": kind}
        )
    ]
