"""Whether the answers of a plan keep to its constraints (restructure rules, 4.5): each asked over all its items at once.

Items without an answer keep and break nothing. What a group may have at most is asked of all that it will have: beside what
the plan gives it, what stays where its body goes on. An unknown never breaks a constraint by itself, but a requirement that
cannot be shown to be met is not met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.conditions.sql import Sql, to_sql
from throughcare.kernel.conditions.syntax import Type, names
from throughcare.restructure.models import ConstraintsAsked, Plan
from throughcare.restructure.queries import facts, plans, sql, units
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.queries.plans import Report
from throughcare.restructure.rules.catalogue import KINDS, OF_CASE, given
from throughcare.restructure.rules.plan import Constraint, ConstraintKind
from throughcare.restructure.rules.plan import Plan as ReadPlan

MOST_NAMED: Final = 20

# All items of a kind as they will be, once for all its constraints: those that the plan gives to somebody, and beside them what
# stays with bodies that go on.
_AFTER: Final = """
create temp table restructure_after on commit drop as
select {columns}, a.id is not null as is_given, coalesce(a.to_owner_id, f.owner_id) as to_owner_id, nu.code as new_unit,
       nt.code as new_team, np.code as new_officer, np.role as new_officer_kind, na.grade as new_officer_grade{of_case}
from ({facts}) f
left join restructure_answer a on a.plan_id = %s and a.kind = %s and a.item_id = f.item_id
left join {codes} nu on nu.unit_id = coalesce(a.to_owner_id, f.owner_id)
left join {codes} nt on nt.unit_id = case when a.id is null then f.holder_id else a.to_holder_id end
left join access_post np on np.id = case when a.id is null then {post} else a.to_post_id end
left join access_account na on na.id = np.account_id
{with_case}
where a.standing = 'answered' or a.id is null and f.provider = any (%s)
"""
# Whether the same post and team go on with an item and with the case that it hangs from, wherever they come to be.
_OF_CASE: Final = """,
    coalesce(np.id = case when ca.id is null then cn.post_id else ca.to_post_id end, false) as with_officer_of_case,
    coalesce(nt.unit_id = case when ca.id is null then cn.holder_id else ca.to_holder_id end, false) as with_team_of_case"""
_WITH_CASE: Final = """
join {table} own on own.id = f.item_id
left join restructure_answer ca on ca.plan_id = {plan} and ca.kind = '{case}' and ca.item_id = own.case_id and ca.standing = 'answered'
left join {assignments}_at(tc_now(), tc_live(), 'infinity') cn on cn.item_id = own.case_id
"""
_PICKED: Final = """
with picked as (select i.*{group} from restructure_after i {groups} where {whose} and {when})
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
    found: dict[str, Told] = {}
    for name in dict.fromkeys(each.applies_to for each in read.constraints):
        of_kind = [each for each in read.constraints if each.applies_to == name]
        _lay_after(plan, read, of_kind)
        found |= {each.name: _asked(each, beneath=beneath) for each in of_kind}
        sql.write("drop table restructure_after")
    return [found[each.name] for each in read.constraints]


def latest(plan: Plan) -> list[Told]:
    """What was found of each constraint when they were asked last: by the newest dry run, or since; nothing before that."""
    return latest_since(plan, dry=plans.found_dry(plan))


def latest_since(plan: Plan, *, dry: Report) -> list[Told]:
    """As `latest`, with the report of the newest dry run at hand; empty before there is one."""
    again = ConstraintsAsked.objects.filter(plan=plan).first()
    return [Told(**each) for each in (dry.get("constraints", []) if again is None else again.found)]


def _lay_after(plan: Plan, read: ReadPlan, of_kind: Sequence[Constraint]) -> None:
    """Lay out the items of a kind with all that its constraints ask about; dropped by the caller.

    In a transaction of the caller's. No more than is asked: what else the facts hold is then not worked out.
    """
    kind = facts.as_laid(facts.kind_of(of_kind[0].applies_to))
    is_of_all = any(each.kind in _OF_ALL for each in of_kind)
    going_on = list(read.going_on) if is_of_all else []
    asked = asked_of(read, kind.name)
    is_of_case = any(_names(each) & set(OF_CASE) for each in of_kind)
    statement = _AFTER.format(
        columns=", ".join(f"f.{name}" for name in sorted(asked | {"reference"})),
        facts=facts.attributes_of(plan=plan, read=read, kind=kind, asked=asked),
        post="f.post_id" if kind.assignments and kind.name != facts.ACCOUNT else "null",
        codes=_CODES,
        of_case=_OF_CASE if is_of_case else "",
        with_case=_with_case(plan, kind) if is_of_case else "",
    )
    sql.write("drop table if exists restructure_after")
    sql.write(statement, [[*read.touched, *going_on], plan.pk, kind.name, going_on])
    sql.analyze("restructure_after")


def _with_case(plan: Plan, kind: Kind) -> str:
    assignments = facts.kind_of(facts.CASE).assignments
    return _WITH_CASE.format(
        table=kind.table, plan=plan.pk, case=facts.CASE, assignments=assignments
    )


def asked_of(read: ReadPlan, name: str) -> set[str]:
    """The attributes that the constraints of a kind ask about, but for those that an answer gives."""
    of_kind = [each for each in read.constraints if each.applies_to == name]
    return {name for each in of_kind for name in _names(each)} - set(given(name))


def _names(constraint: Constraint) -> set[str]:
    by = {constraint.by} if constraint.by else set()
    must = set() if constraint.must is None else set(names(constraint.must))
    return by | must | set(names(constraint.when))


def _asked(constraint: Constraint, *, beneath: Beneath) -> Told:
    when = to_sql(constraint.when, "i.{}".format, beneath=beneath)
    must = (
        Sql("true", ())
        if constraint.must is None
        else to_sql(constraint.must, str, beneath=beneath)
    )
    picked = _PICKED.format(
        group=", g.member" if constraint.by else "",
        groups=_groups(constraint),
        whose="true" if constraint.kind in _OF_ALL else "i.is_given",
        when=when.text,
    )
    statement = (
        f"{picked}, broken (name, found) as ({_BROKEN[constraint.kind].format(must=must.text)})"
        " select name, found, count(*) over () from broken order by name limit %s"
    )
    rows = sql.rows(statement, [*when.params, *_limits(constraint), *must.params, MOST_NAMED])
    return Told(
        name=constraint.name,
        says=constraint.says,
        stops=constraint.stops,
        broken=rows[0][2] if rows else 0,
        named=[[name, found] for name, found, _ in rows],
    )


def _groups(constraint: Constraint) -> str:
    """What groups an item: a value, or each of several, so that an item may be in many groups, and in none."""
    if not constraint.by:
        return ""
    attribute = {**KINDS[constraint.applies_to].attributes, **given(constraint.applies_to)}[
        constraint.by
    ]
    if attribute.type is Type.TEXTS:
        return f"cross join lateral unnest(i.{constraint.by}) g (member)"
    return f"cross join lateral (select i.{constraint.by} as member) g"


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
