"""The books as they were written, both sides beside each other."""

from dataclasses import dataclass

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql


@dataclass(frozen=True, kw_only=True)
class Line:
    """Records of one kind and state: how many before, how many after."""

    kind: str
    state: str
    before: int
    after: int

    @property
    def agrees(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, kw_only=True)
class Passed:
    """How many items went from an old owner to a new one, by the codes that the units had first."""

    old: str
    new: str
    count: int

    @property
    def row(self) -> tuple[str, str, int]:
        return self.old, self.new, self.count


def totals(plan: Plan) -> list[Line]:
    return [
        Line(kind=kind, state=state, before=before, after=after)
        for kind, state, before, after in sql.rows(
            "select kind, state, coalesce(sum(count) filter (where moment = 'before'), 0),"
            " coalesce(sum(count) filter (where moment = 'after'), 0)"
            " from restructure_book where plan_id = %s group by 1, 2 order by 1, 2",
            [plan.pk],
        )
    ]


def passed(plan: Plan, *, kind: str) -> list[Passed]:
    """What each old owner was debited and each new owner credited, of one kind."""
    return [
        Passed(old=old or "Nobody", new=new or "Nobody", count=count)
        for old, new, count in sql.rows(
            """
            with first as materialized (
                select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at
            )
            select o.code, n.code, sum(b.count)
            from restructure_book b
            left join first o on o.unit_id = b.old_owner_id
            left join first n on n.unit_id = b.new_owner_id
            where b.plan_id = %s and b.moment = 'after' and b.kind = %s group by 1, 2 order by 1, 2
            """,
            [plan.pk, kind],
        )
    ]
