"""Where an account stands on the published list of staff, and by which terms. Nothing is drawn by lot."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from throughcare.transition.queries import sql
from throughcare.transition.queries.names import NAMED, params

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan
    from throughcare.restructure.rules.plan import Plan as ReadPlan


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term of the order: what it goes by, what counts as better, and what the account has."""

    number: int
    name: str
    better: str
    value: str

    @property
    def row(self) -> tuple[int, str, str, str]:
        return self.number, self.name, self.better, self.value


@dataclass(frozen=True, kw_only=True)
class Place:
    """A post on the list: the sentence that says where it stands, the terms in their order, and where it goes."""

    post_code: str
    standing: str
    says: str
    to: str
    terms: tuple[Term, ...]


def places_of(plan: Plan, read: ReadPlan, *, account_id: int) -> list[Place]:
    """Every post of an account that the plan answers; for the account itself and the programme."""
    return [
        Place(
            post_code=row["post_code"],
            standing=row["standing"],
            says=looked_at.get("place") or "",
            to=row["name"] or "",
            terms=_terms(read, looked_at),
        )
        for row in sql.rows(
            f"with {NAMED} select p.post_code, p.standing, n.name, p.looked_at"
            " from transition_place(%(plan)s, %(account)s) p left join named n on n.unit_id = p.to_owner_id"
            " order by p.post_code",
            params(plan) | {"account": account_id},
        )
        for looked_at in [json.loads(row["looked_at"])]
    ]


def _terms(read: ReadPlan, looked_at: dict[str, object]) -> tuple[Term, ...]:
    if read.staffing is None or not str(looked_at.get("place") or "").startswith("Place"):
        return ()
    return tuple(
        Term(
            number=number,
            name=criterion.attribute.replace("_", " ").capitalize(),
            better=f"In this order: {', '.join(criterion.best)}"
            if criterion.best
            else "The higher the better",
            value=_value(looked_at.get(criterion.attribute), unknown=str(criterion.unknown)),
        )
        for number, criterion in enumerate(read.staffing.rank, start=1)
    )


def _value(value: object, *, unknown: str) -> str:
    return f"Not known, so it counts as {unknown}" if value is None else str(value)
