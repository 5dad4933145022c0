"""How much work each team and officer has now and will have, against what the plan says they may have."""

from dataclasses import dataclass

from throughcare.restructure.choices import Per
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.plans import Report
from throughcare.restructure.queries.results import NAMED

MOST_TOLD = 20


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The load of one team, or of one officer's post, by codes and name; `at_most` None where the plan states nothing."""

    kind: str
    code: str
    name: str
    provider: str
    before: int
    after: int
    at_most: int | None

    @property
    def over(self) -> int:
        """How many items more than it may have."""
        return 0 if self.at_most is None else max(self.after - self.at_most, 0)


_OF = """
from restructure_load l
left join named o on o.unit_id = l.owner_id
left join named t on t.unit_id = l.holder_id
left join access_post p on p.id = l.post_id
where l.plan_id = %(plan)s and l.per = %(per)s
"""


def _of(*, provider: str, is_over: bool) -> str:
    return (
        f"{_OF} {'and o.code = %(provider)s' if provider else ''}"
        f" {'and l.after > l.at_most' if is_over else ''}"
    )


def loads(
    plan: Plan, *, per: Per, provider: str = "", is_over: bool = False, part: slice
) -> list[Loaded]:
    """A part of the loads of teams or of officers, those furthest over first, then the largest."""
    return [
        Loaded(**row)
        for row in sql.named_rows(
            f"""
            with {NAMED}
            select l.kind, coalesce(t.code, p.code, '') as code, coalesce(t.name, '') as name,
                   coalesce(o.code, '') as provider, l.before, l.after, l.at_most
            {_of(provider=provider, is_over=is_over)}
            order by greatest(l.after - coalesce(l.at_most, l.after), 0) desc, l.after desc, 2, l.id
            limit %(most)s offset %(skipped)s
            """,
            _params(plan, per=per, provider=provider, is_over=is_over)
            | {"most": part.stop - part.start, "skipped": part.start},
        )
    ]


def count_loads(plan: Plan, *, per: Per, provider: str = "", is_over: bool = False) -> int:
    found: int = sql.value(
        f"with {NAMED} select count(*) {_of(provider=provider, is_over=is_over)}",
        _params(plan, per=per, provider=provider, is_over=is_over),
    )
    return found


def loads_told(plan: Plan) -> list[Report]:
    """Teams and officers in figures, with the first that have more than they may, for the report of a run."""
    return [
        {
            "per": per.value,
            "count": count_loads(plan, per=per),
            "over": count_loads(plan, per=per, is_over=True),
            "most": [
                [each.code, each.provider, each.before, each.after, each.at_most]
                for each in loads(plan, per=per, is_over=True, part=slice(0, MOST_TOLD))
            ],
        }
        for per in Per
    ]


def _params(plan: Plan, *, per: Per, provider: str, is_over: bool) -> dict[str, object]:
    return {
        "plan": plan.pk,
        "change": plan.change_id,
        "at": plan.effective_at,
        "per": per.value,
        "provider": provider,
        "is_over": is_over,
    }
