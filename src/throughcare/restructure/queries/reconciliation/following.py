"""Every answer worked out again, by the plain statement of the rules and not by the SQL that gave it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.conditions.syntax import Fact
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, kinds, listed, plans, sql, units
from throughcare.restructure.queries.reconciliation import rereading
from throughcare.restructure.queries.reconciliation.differing import MOST_NAMED, Differing, Found
from throughcare.restructure.rules import staffing
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
  and (%(only)s::bigint[] is null or a.item_id = any (%(only)s))
  and not exists (select from restructure_hold h
                  where h.plan_id = a.plan_id and h.kind = a.kind and h.item_id = a.item_id and not h.waits)
order by a.reference
"""
_STANDING: Final = {
    State.UNIT: "answered",
    State.HELD: "held",
    State.UNDETERMINED: "undetermined",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it is kept, with what the rules looked at."""

    reference: str
    looked_at: Mapping[str, Any]  # Any: JSON
    rule: str
    standing: str
    unit: str | None


def follow_the_rule(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Answers that the rules, worked out again from what they looked at, do not give; all are asked, none is sampled."""
    read, beneath = plans.read(plan), units.beneath_before(plan)
    return _found(
        (
            differing
            for kind in read.rules
            for differing in _as_kept(_Again(plan, read, kind, beneath=beneath))
        ),
        most=most,
    )


def follow_the_records(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """The same, and of all work from the records as they are read now: what is answered otherwise by those is told too.

    What somebody changed since the plan is live, in the ordinary way, is accounted for by the trail. In a transaction of the caller's.
    """
    read, beneath = plans.read(plan), units.beneath_before(plan)
    return _found(
        (
            differing
            for kind in read.rules
            for differing in (_as_read if rereading.is_read_again(kind) else _as_kept)(
                _Again(plan, read, kind, beneath=beneath)
            )
        ),
        most=most,
    )


def _found(differing: Iterable[Differing], *, most: int) -> Found:
    total, named = 0, []
    for each in differing:
        total += 1
        if total <= most:
            named.append(each)
    return Found(total=total, named=tuple(named))


def _as_read(again: "_Again") -> Iterator[Differing]:
    """By the facts as they are read now; where those give another answer, by those that were kept."""
    plan, kind = again.plan, kinds.assigned_kind(again.kind)
    odd: dict[int, tuple[str, str]] = {}
    gone: set[int] = set()
    for each in rereading.answered(plan, again.read, kind, decisions=again.decisions):
        if each.facts is None:
            gone.add(each.item_id)
            odd[each.item_id] = (each.reference, "it was not there just before the instant")
        elif (now := again.answer_read(each.facts)) != each.answer:
            odd[each.item_id] = (each.reference, _told(now))
    if not odd:
        return
    yield from _as_kept(again, only=odd)
    accounted = rereading.given_since(plan, kind, odd)
    accounted |= rereading.ended(plan, kind, gone - accounted)
    changed = {reference: told for item, (reference, told) in odd.items() if item not in accounted}
    for reference in sorted(set(changed) - rereading.accounted(plan, kind.name, changed)):
        yield Differing(
            subject=f"{kind.name} {reference}",
            found=f"by its records as they are now, {changed[reference]}; no entry of the trail says what changed",
        )


def _told(again: tuple[str, str, str | None]) -> str:
    rule, standing, unit = again
    return f"{rule} gives {unit or standing}"


def _as_kept(again: "_Again", *, only: Collection[int] | None = None) -> Iterator[Differing]:
    """By the facts that were kept with the answers; of who stands on the list of staff, by those that were kept with the list."""
    read, kind, beneath = again.read, again.kind, again.beneath
    stored = _stored(again.plan, kind, only=only)
    standing = listed.standing(again.plan, read, beneath=beneath) if kind == facts.ACCOUNT else None
    on_list: Mapping[str, Place] = standing.places if standing else {}
    if on_list:
        yield from _two_in_a_place(stored)
    for each in stored:
        place = on_list.get(each.reference)
        now = again.answer(each, outcome=place.outcome if place else None)
        if now != (each.rule, each.standing, each.unit):
            yield Differing(
                subject=f"{kind} {each.reference}",
                found=f"{each.rule} gave {each.unit or each.standing}; now {_told(now)}",
            )


def _two_in_a_place(stored: Iterable[Stored]) -> Iterator[Differing]:
    """A place of the list that more than one is told."""
    told: dict[str, str] = {}
    for each in stored:
        says = each.looked_at.get(facts.PLACE) or staffing.SETTLED
        if (
            says != staffing.SETTLED
            and (first := told.setdefault(says, each.reference)) != each.reference
        ):
            yield Differing(
                subject=f"{facts.ACCOUNT} {each.reference}",
                found=f"has the place that {first} has: {says}",
            )


class _Again:
    """The rules of a kind, asked again. Questions that they do not tell apart are asked once."""

    def __init__(self, plan: Plan, read: ReadPlan, kind: str, *, beneath: Beneath) -> None:
        self.plan, self.read, self.kind, self.beneath = plan, read, kind, beneath
        self.decisions = plans.decisions(on=plan.effective_at)
        self._alike = Alike(read.rules[kind], decisions=self.decisions, beneath=beneath)
        self._facts: dict[tuple[str, object], Fact] = {}
        self._answers: dict[tuple[object, ...], tuple[str, str, str | None]] = {}

    def answer(self, stored: Stored, *, outcome: str | None) -> tuple[str, str, str | None]:
        """Rule, standing and unit."""
        looked_at = stored.looked_at
        given = {
            name: self._fact(name, looked_at.get(name)) for name in KINDS[self.kind].attributes
        }
        given["reference"] = self._alike.fact("reference", stored.reference)
        related = {name: looked_at.get(f"{ANSWER_TO}{name}") for name in KINDS[self.kind].related}
        related[WITHIN_POSTS] = outcome
        return self._of(given, related)

    def answer_read(self, row: rereading.Row) -> tuple[str, str, str | None]:
        """The same for facts as the database gives them; what the rules do not look at was not read, and is unknown."""
        attributes, followed = KINDS[self.kind].attributes, KINDS[self.kind].related
        given = {name: self._as_fact(name, row.get(name)) for name in attributes}
        related = {name: row.get(f"{ANSWER_TO}{name}") for name in followed}
        return self._of(given, {**related, WITHIN_POSTS: None})

    def _of(
        self, given: Mapping[str, Fact], related: Mapping[str, str | None]
    ) -> tuple[str, str, str | None]:
        question = (*given.values(), *related.values())
        if question not in self._answers:
            self._answers[question] = self._worked_out(given, related)
        return self._answers[question]

    def _as_fact(self, name: str, read: Any) -> Fact:  # Any: as the database gives it
        key = (name, frozenset(read) if isinstance(read, list) else read)
        if key not in self._facts:
            self._facts[key] = self._alike.fact(name, key[1])
        return self._facts[key]

    def _fact(self, name: str, plain: Any) -> Fact:  # Any: JSON
        key = (name, tuple(plain) if isinstance(plain, list) else plain)
        if key not in self._facts:
            fact = fact_of(KINDS[self.kind].attributes[name], plain)
            self._facts[key] = self._alike.fact(name, fact)
        return self._facts[key]

    def _worked_out(
        self, given: Mapping[str, Fact], related: Mapping[str, str | None]
    ) -> tuple[str, str, str | None]:
        again = answer(
            self.read,
            self.kind,
            given,
            related=related,
            decisions=self.decisions,
            beneath=self.beneath,
        )
        return again.rule, _STANDING[again.state], again.unit


def _stored(plan: Plan, kind: str, *, only: Collection[int] | None = None) -> list[Stored]:
    return [
        Stored(reference, listed.read_json(looked_at), rule, standing, unit)
        for reference, looked_at, rule, standing, unit in sql.rows(
            _STORED,
            {"plan": plan.pk, "kind": kind, "only": None if only is None else sorted(only)},
        )
    ]
