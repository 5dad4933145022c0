"""The books as they were written, both sides beside each other."""

from dataclasses import dataclass
from typing import Final

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
    """How many items of a state went from an old owner to a new one, by the codes that the units had first."""

    state: str
    old: str
    new: str
    count: int

    @property
    def row(self) -> tuple[str, str, str, int]:
        return self.old, self.new, self.state.capitalize(), self.count


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the books as it was written, by the codes that the units had first; nobody's where there is none."""

    moment: str
    kind: str
    state: str
    old: str
    new: str
    count: int

    @property
    def row(self) -> tuple[str, str, str, str, str, int]:
        return self.moment, self.kind, self.state, self.old, self.new, self.count


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


_ENTRIES: Final = """
with first as materialized (
    select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at
)
select b.moment, b.kind, b.state, coalesce(o.code, 'Nobody'), coalesce(n.code, 'Nobody'), sum(b.count)
from restructure_book b
left join first o on o.unit_id = b.old_owner_id
left join first n on n.unit_id = b.new_owner_id
where b.plan_id = %(plan)s and (%(kind)s::text is null or b.kind = %(kind)s::text and b.moment = 'after')
group by 1, 2, 3, 4, 5 order by 1 desc, 2, 4, 5, 3
"""


def passed(plan: Plan, *, kind: str) -> list[Passed]:
    """What each old owner was debited and each new owner credited, of one kind, by state."""
    return [
        Passed(state=state, old=old, new=new, count=count)
        for _, _, state, old, new, count in sql.rows(_ENTRIES, {"plan": plan.pk, "kind": kind})
    ]


def entries(plan: Plan) -> list[Entry]:
    """Every line of the books, of both sides: what was there before first."""
    return [
        Entry(moment=moment, kind=name, state=state, old=old, new=new, count=count)
        for moment, name, state, old, new, count in sql.rows(
            _ENTRIES, {"plan": plan.pk, "kind": None}
        )
    ]
