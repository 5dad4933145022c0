"""Whether the answers of a plan keep to its constraints (restructure rules, 4.5): each asked over all its items at once.

Items without an answer keep and break nothing. What a group may have at most is asked of all that it will have: beside what
the plan gives it, what stays where its body goes on. An unknown never breaks a constraint by itself, but a requirement that
cannot be shown to be met is not met.
"""

from dataclasses import dataclass
from typing import Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.conditions.sql import Sql, to_sql
from throughcare.kernel.conditions.syntax import names
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, plans, sql, units
from throughcare.restructure.rules.plan import Constraint, ConstraintKind
from throughcare.restructure.rules.plan import Plan as ReadPlan

MOST_NAMED: Final = 20

_PICKED: Final = """
with picked as materialized (
    select i.*{group} from (
        select f.*, coalesce(a.to_owner_id, f.owner_id) as to_owner_id, nu.code as new_unit, nt.code as new_team,
               np.code as new_officer, np.role as new_officer_kind, na.grade as new_officer_grade
        from ({facts}) f
        left join restructure_answer a on a.plan_id = %s and a.kind = %s and a.item_id = f.item_id
        left join {codes} nu on nu.unit_id = coalesce(a.to_owner_id, f.owner_id)
        left join {codes} nt on nt.unit_id = case when a.id is null then f.holder_id else a.to_holder_id end
        left join access_post np on np.id = case when a.id is null then {post} else a.to_post_id end
        left join access_account na on na.id = np.account_id
        where a.standing = 'answered' or a.id is null and f.provider = any (%s)
    ) i
    where {when}
)
"""
_CODES: Final = "(select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at desc)"

_OF_ALL: Final = frozenset({ConstraintKind.CAPACITY, ConstraintKind.QUOTA})
"""What these allow a group, it is allowed in all, whoever gave it."""

# Each gives what is broken, as a name and what was found.
_BROKEN: Final = {
    ConstraintKind.TOGETHER: """
        select team.member::text, 'only ' || round(100.0 * max(team.n) / sum(team.n), 1) || ' percent together'
        from (select member, to_owner_id, count(*) as n from picked where member is not null group by 1, 2) team
        group by 1 having 100.0 * max(team.n) < %s * sum(team.n)
    """,
    ConstraintKind.APART: """
        select member::text, count(*) || ' items in ' || new_unit
        from picked where member is not null group by member, new_unit having count(*) > 1
    """,
    ConstraintKind.CAPACITY: """
        select member::text, count(*) || ' items' from picked where member is not null
        group by member having count(*) > %s
    """,
    ConstraintKind.QUOTA: """
        select q.member, there.n || ' for ' || q.number
        from jsonb_each_text(%s::jsonb) q (member, number)
        join (select member, count(*) as n from picked group by 1) there on there.member = q.member
        where there.n > q.number::bigint
    """,
    ConstraintKind.ELIGIBILITY: """
        select reference, 'with ' || coalesce(new_officer, 'nobody') from picked where {must} is not true
    """,
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A constraint as the answers keep to it: how many groups or items break it, the first of them by name and what was found.

    In the shape in which the report of a run keeps it.
    """

    name: str
    says: str
    stops: bool
    broken: int
    named: list[list[str]]

    @property
    def is_in_the_way(self) -> bool:
        return self.stops and self.broken > 0


def constraints(plan: Plan) -> list[Told]:
    """Every constraint of a plan, in its order."""
    read = plans.read(plan)
    if not read.constraints:
        return []
    before, after = units.beneath(), units.beneath_after(plan)
    beneath = {code: {*before.get(code, ()), *after.get(code, ())} for code in {*before, *after}}
    return [_asked(plan, read, each, beneath=beneath) for each in read.constraints]


def latest(plan: Plan) -> list[Told]:
    """What the newest dry run found of each constraint; nothing before there is one."""
    return [Told(**each) for each in plans.found_dry(plan).get("constraints", [])]


def _asked(plan: Plan, read: ReadPlan, constraint: Constraint, *, beneath: Beneath) -> Told:
    kind = facts.kind_of(constraint.applies_to)
    going_on = list(read.going_on) if constraint.kind in _OF_ALL else []
    when = to_sql(constraint.when, "i.{}".format, beneath=beneath)
    must = (
        Sql("true", ())
        if constraint.must is None
        else to_sql(constraint.must, str, beneath=beneath)
    )
    looked_at = {constraint.by, *names(constraint.when)}
    looked_at |= set() if constraint.must is None else set(names(constraint.must))
    picked = _PICKED.format(
        facts=facts.attributes_of(plan=plan, read=read, kind=kind, asked=looked_at),
        group=f", i.{constraint.by} as member" if constraint.by else "",
        post="f.post_id" if kind.assignments and kind.name != facts.ACCOUNT else "null",
        codes=_CODES,
        when=when.text,
    )
    statement = (
        f"{picked}, broken (name, found) as ({_BROKEN[constraint.kind].format(must=must.text)})"
        " select name, found, count(*) over () from broken order by name limit %s"
    )
    rows = sql.rows(
        statement,
        [
            [*read.touched, *going_on],
            *(plan.pk, kind.name, going_on, *when.params),
            *(*_limits(constraint), *must.params, MOST_NAMED),
        ],
    )
    return Told(
        name=constraint.name,
        says=constraint.says,
        stops=constraint.stops,
        broken=rows[0][2] if rows else 0,
        named=[[name, found] for name, found, _ in rows],
    )


def _limits(constraint: Constraint) -> list[object]:
    match constraint.kind:
        case ConstraintKind.TOGETHER:
            return [constraint.at_least]
        case ConstraintKind.CAPACITY:
            return [constraint.at_most]
        case ConstraintKind.QUOTA:
            return [sql.as_json(dict(constraint.numbers))]
        case _:
            return []
