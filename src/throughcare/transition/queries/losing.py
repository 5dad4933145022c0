"""Cases that lose their officer: the officer goes to one body and the case to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from throughcare.transition.queries import sql
from throughcare.transition.queries.names import NAMED, params

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan

# Row-level security shows a head of a provider its own side of the answers.
_LOSING: Final = """
from restructure_answer a
join named o on o.unit_id = a.from_owner_id
join named t on t.unit_id = a.to_owner_id
left join named h on h.unit_id = a.to_holder_id and h.unit_id <> a.to_owner_id
join access_post p on p.id = a.from_post_id
where a.plan_id = %(plan)s and a.kind = 'case' and a.standing = 'answered'
  and a.to_post_id is distinct from a.from_post_id
"""


@dataclass(frozen=True, kw_only=True)
class Losing:
    """A case by its reference, the post that has it now, and where it goes; `officer` is who has it then, or empty."""

    reference: str
    from_code: str
    post_code: str
    to_code: str
    team: str
    officer: str

    @property
    def row(self) -> tuple[str, str, str, str, str, str]:
        return (
            self.reference,
            self.from_code,
            self.post_code,
            self.to_code,
            self.team,
            self.officer or "Given to nobody yet",
        )


def losing_by_side(plan: Plan) -> list[tuple[str, str, int]]:
    """Code and name of each provider, with how many of its cases lose their officer."""
    return [
        (row["code"], row["name"] or row["code"], row["cases"])
        for row in sql.rows(
            f"with {NAMED} select o.code, o.name, count(*) as cases {_LOSING} group by 1, 2 order by 1",
            params(plan),
        )
    ]


def losing(plan: Plan, *, from_code: str, part: slice | None) -> list[Losing]:
    """A part of the cases, by provider and reference; all of them without a part."""
    most, skipped = (None, 0) if part is None else (part.stop - part.start, part.start)
    return [
        Losing(**row)
        for row in sql.rows(
            f"""
            with {NAMED}
            select a.reference, o.code as from_code, p.code as post_code, t.code as to_code, coalesce(h.name, '') as team,
                   coalesce((select q.code from access_post q where q.id = a.to_post_id), '') as officer
            {_LOSING} {"and o.code = %(from_code)s" if from_code else ""}
            order by o.code, a.reference, a.item_id limit %(most)s offset %(skipped)s
            """,
            params(plan) | {"from_code": from_code, "most": most, "skipped": skipped},
        )
    ]
