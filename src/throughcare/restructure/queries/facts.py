"""What rules may ask about the items of a kind, as SQL: one row for each item, one column for each attribute.

A room's own view gives what the room knows. Where an item hangs in the old structure, the answers given to what it is
related to, and who answered for it before a plan that is reversed, are put beside it here.
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.kinds import Kind, assigned_kind
from throughcare.restructure.rules.answers import (
    ANSWER_TO,
    WITHIN_POSTS,
    attributes_looked_at,
    direct_targets,
)
from throughcare.restructure.rules.catalogue import (
    CASES_HELD,
    CASES_SHARE,
    CASES_TIED,
    LARGEST_SHARE,
    OF_ITS_CASES,
)
from throughcare.restructure.rules.following import follows_cases
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.plan import Rule, SameAs, WithinPosts

ACCOUNT: Final = "account"
TEAM: Final = "team"
OFFICE: Final = "office"
CASE: Final = "case"
STAFF: Final = frozenset({ACCOUNT, TEAM, OFFICE})
"""Kinds that are answered before there are places for work to go to."""

PROVIDERS: Final = "(select code from organisation_kind where is_provider)"

_CODES = "(select unit_id, code from organisation_codes_at(tc_now(), tc_live()))"
_NEW_CODES = "(select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at desc)"

LAID: Final = "restructure_laid_case"
"""The facts of all cases as a dry run laid them out, for as long as its transaction lasts."""

RISK: Final = "rosh"
"""The attribute of a case that the share of high-risk work in a seat is counted by."""

# Seats, with the share of high-risk work in each and what its holder asked for.
_SEATS: Final = f"""
(select f.*, coalesce(work.high_risk, 0) as high_risk_share, choice.preference, choice.score
 from access_post_facts f
 left join (select post_id, round(avg(({RISK} in ('high', 'very high'))::int), 4) as high_risk
            from {{cases}} where post_id is not null group by post_id) work on work.post_id = f.item_id
 left join access_staffchoice choice on choice.post_id = f.item_id)
"""

# Teams or offices that are open, with their provider, their staff, and where most and second most of those go. The
# leader of a team is its manager; an office serves everybody under the unit that it hangs from.
_GROUPS: Final = """
(with recursive line as materialized (
     select unit_id, parent_id from organisation_placements_at('line', tc_now(), tc_live(), 'infinity')
 ),
 kinds as materialized (
     select k.unit_id, k.value as kind from organisation_facts_at(tc_now(), tc_live(), 'infinity') k
     where k.fact = 'kind'
 ),
 open as materialized (
     select o.unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity') o
     where o.fact = 'operating' and o.value = 'yes'
 ),
 owned (owner_id, unit_id) as (
     select k.unit_id, k.unit_id from kinds k where k.kind in {providers}
     union all
     select w.owner_id, l.unit_id from owned w join line l on l.parent_id = w.unit_id
 ),
 served (group_id, unit_id) as (
     select k.unit_id, {served} from kinds k join line l on l.unit_id = k.unit_id where k.kind = '{kind}'
     union all
     select s.group_id, l.unit_id from served s join line l on l.parent_id = s.unit_id
 ),
 staff as materialized (
     select s.group_id, seat.code, count(*) as staff,
            min(seat.reference) filter (where seat.post_kind = 'manager') as leader
     from served s join restructure_seat seat on seat.holder_id = s.unit_id group by 1, 2
 ),
 shares as (
     select group_id, sum(staff) as staff, min(leader) as leader,
            array_agg(code order by staff desc, code) filter (where code is not null) as codes
     from staff group by group_id
 )
 select k.unit_id as item_id, code.code as reference, 'open'::text as state, w.owner_id, k.unit_id as holder_id, k.kind,
        shares.leader, leader.code as answer_leader, coalesce(shares.staff, 0) as staff_count,
        shares.codes[1] as answer_larger_share, shares.codes[2] as answer_smaller_share
 from kinds k
 join open on open.unit_id = k.unit_id
 join owned w on w.unit_id = k.unit_id
 join organisation_codes_at(tc_now(), tc_live()) code on code.unit_id = k.unit_id
 left join shares on shares.group_id = k.unit_id
 left join restructure_seat leader on leader.reference = shares.leader
 where k.kind = '{kind}')
"""
_SERVED: Final = {TEAM: "k.unit_id", OFFICE: "l.parent_id"}

# Seats with the answers that they were given, for teams and offices to follow.
LAY_SEATS: Final = f"""
create temp table restructure_seat on commit drop as
select f.item_id, f.reference, f.holder_id, f.post_kind, c.code
from access_post_facts f
left join restructure_answer a on a.plan_id = %s and a.kind = 'account' and a.item_id = f.item_id
left join {_NEW_CODES} c on c.unit_id = a.to_owner_id
"""

_TOP_OF_UNIT: Final = f"""(
    select c.code from organisation_above(f.item_id, 'line', {{moment}}, {{live}}) up
    join {_NEW_CODES} c on c.unit_id = up.unit_id
    where organisation_fact(up.unit_id, 'kind', {{moment}}, {{live}}) in {PROVIDERS}
    order by up.height limit 1)"""

_OWNER_BEFORE: Final = """(
    select (select c.code from organisation_unitcode c where c.unit_id = x.owner_id order by c.starts_at desc limit 1)
    from {assignments} x
    where x.item_id = f.item_id and x.starts_at <= {moment} and x.superseded_at is null
      and (x.change_id is null or x.change_id = any ({live}))
    order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1)"""

_CLUSTER: Final = f"""(
    select c.code from organisation_above(f.holder_id, 'line', tc_now(), tc_live()) up
    join {_CODES} c on c.unit_id = up.unit_id
    where organisation_fact(up.unit_id, 'kind', tc_now(), tc_live()) = 'cluster' limit 1)"""

_AREA: Final = "organisation_fact(f.holder_id, 'area', tc_now(), tc_live())"

# The area of the last place that held an item and lies in one: a body that covers several areas lies in none.
_ORIGIN: Final = """(
    select area.value from {assignments} x
    cross join lateral (select organisation_fact(x.holder_id, 'area', tc_now(), tc_live()) as value) area
    where x.item_id = f.item_id and x.starts_at <= tc_now() and x.superseded_at is null
      and (x.change_id is null or x.change_id = any (tc_live())) and area.value is not null
    order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1)"""

# What a related item was answered; where the plan has no answer for it, the provider that it stays with.
_ANSWERED: Final = """(
    select (select c.code from organisation_unitcode c where c.unit_id = a.to_owner_id order by c.starts_at desc limit 1)
    from restructure_answer a
    where a.plan_id = {plan} and a.kind = '{kind}' and a.item_id = {key})"""
_HAS_ANSWER: Final = """exists (
    select from restructure_answer a where a.plan_id = {plan} and a.kind = '{kind}' and a.item_id = {key})"""
_STAYS_WITH: Final = f"""(
    select o.code from {{assignments}} x join {_CODES} o on o.unit_id = x.owner_id
    where x.item_id = {{key}} and x.starts_at <= tc_now() and x.superseded_at is null
      and (x.change_id is null or x.change_id = any (tc_live()))
      and o.code <> all (array[{{closing}}]::text[])
      and organisation_fact(x.owner_id, 'operating', tc_now(), tc_live()) = 'yes'
    order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1)"""
_RELATED: Final = {
    "case": (CASE, "f.case_id"),
    "officer": (ACCOUNT, "f.post_id"),
    "team": (TEAM, "f.holder_id"),
}


# How the cases of a seat are spread over bodies. A body has the largest share for certain where no other can come up to it with
# all that is not settled yet; two that have as many are tied, and no chance decides between them: the plan does, or nobody.
_SPREAD: Final = f"""(
    select {{wanted}} from (
        select coalesce(sum(n), 0) as held, coalesce(sum(n) filter (where unit is null), 0) as unsettled,
               (array_agg(unit order by n desc, unit) filter (where unit is not null))[1] as first_unit,
               coalesce((array_agg(n order by n desc, unit) filter (where unit is not null))[1], 0) as first,
               coalesce((array_agg(n order by n desc, unit) filter (where unit is not null))[2], 0) as second
        from (select c.code as unit, count(*) as n
              from restructure_answer a left join {_NEW_CODES} c on c.unit_id = a.to_owner_id
              where a.plan_id = {{plan}} and a.kind = 'case' and a.from_post_id = f.item_id group by c.code) g
    ) s)"""
_LARGEST: Final = "case when s.first > s.second + s.unsettled then s.first_unit end"
_SPREAD_AS: Final = {
    CASES_HELD.name: "s.held",
    CASES_SHARE.name: "case when s.held > 0 and s.unsettled = 0 then round(100.0 * s.first / s.held, 1) end",
    CASES_TIED.name: (
        "case when s.first > s.second + s.unsettled then false"
        " when s.held > 0 and s.unsettled = 0 then s.first = s.second end"
    ),
}

_LISTED: Final = "(select l.{column} from restructure_list l where l.item_id = f.item_id)"

PROVIDER: Final = "provider"
PLACE: Final = "place"
"""The column that says where somebody stands on the list."""


def kind_of(name: str) -> Kind:
    """A kind that rules may be written for: one with assignments of its own, a team or an office."""
    if name not in _SERVED:
        kind = assigned_kind(name)
        if name != ACCOUNT:
            return kind
        seats = _SEATS.format(cases=assigned_kind(CASE).facts)
        return Kind(name=name, table=kind.table, assignments=kind.assignments, facts=seats)
    groups = _GROUPS.format(kind=name, served=_SERVED[name], providers=PROVIDERS)
    return Kind(name=name, table="organisation_unit", assignments="", facts=groups)


def as_laid(kind: Kind) -> Kind:
    """A kind whose facts are read from the cases that this transaction laid out, if it did."""
    if not sql.value("select to_regclass(%s) is not null", [f"pg_temp.{LAID}"]):
        return kind
    return replace(kind, facts=kind.facts.replace(assigned_kind(CASE).facts, LAID))


def item_id(*, kind: str, reference: str) -> int | None:
    """The item that people know by a reference, or None."""
    if kind in _SERVED:
        statement = f"select c.unit_id from {_CODES} c where c.code = %s"
    else:
        statement = f"select f.item_id from {assigned_kind(kind).facts} f where f.reference = %s"
    rows = sql.rows(statement, [reference])
    return int(rows[0][0]) if rows else None


def relation(*, plan: Plan, read: ReadPlan, kind: Kind, decisions: Decisions) -> str:
    """The facts of a kind's items in the units that the plan touches, as a query; its one parameter is those units' codes.

    Only what the rules ask about is worked out.
    """
    rules = read.rules[kind.name]
    asked = asked_by(read, kind, decisions=decisions)
    if kind.name == ACCOUNT and read.staffing is not None:
        asked |= {each.attribute for each in read.staffing.rank}
    if kind.name == ACCOUNT and staff_follow_cases(read):
        asked |= OF_ITS_CASES
    post = "null::bigint" if kind.name in {ACCOUNT, *_SERVED} else "f.post_id"
    columns = [f"{post} as from_post_id"]
    columns += [
        f"{text} as answer_{name}" for name, text in _related(plan, read, kind, rules).items()
    ]
    if is_listed(rules):
        columns.append(f"{_LISTED.format(column='says')} as {PLACE}")
    return attributes_of(plan=plan, read=read, kind=kind, asked=asked, beside=columns)


def asked_by(read: ReadPlan, kind: Kind, *, decisions: Decisions) -> set[str]:
    """The attributes that the rules of a kind look at."""
    return {
        name
        for rule in read.rules.get(kind.name, ())
        for name in attributes_looked_at(rule, decisions)
    }


def own_columns(*, plan: Plan, read: ReadPlan, kind: Kind, asked: Collection[str]) -> list[str]:
    """Of the attributes asked for, the columns of a room's own view, after those that are always read."""
    return _own(kind, set(asked) - {*_attributes(plan, read, kind), PROVIDER})


def attributes_of(
    *,
    plan: Plan,
    read: ReadPlan,
    kind: Kind,
    asked: Collection[str],
    beside: Sequence[str] = (),
) -> str:
    """The items of a kind in the units that the plan touches, with the attributes asked for and other columns beside them.

    A query, whose one parameter is those units' codes.
    """
    beyond = _attributes(plan, read, kind)
    columns = [
        *own_columns(plan=plan, read=read, kind=kind, asked=asked),
        f"owner.code as {PROVIDER}",
        *beside,
    ]
    columns += [f"{text} as {name}" for name, text in beyond.items() if name in asked]
    return (
        f"select {', '.join(columns)} from {kind.facts} f"
        f" join {_CODES} owner on owner.unit_id = f.owner_id and owner.code = any (%s)"
    )


def _own(kind: Kind, asked: AbstractSet[str]) -> list[str]:
    """Columns of a room's own view. What is not read of work is not worked out; of staff all is, for the list."""
    if kind.name in STAFF:
        return ["f.*"]
    always = ("item_id", "reference", "owner_id", "holder_id", "post_id")
    return [f"f.{name}" for name in (*always, *sorted(asked - {*always}))]


def looked_at_beside(read: ReadPlan, name: str) -> tuple[str, ...]:
    """Columns that rules of a kind look at beside its attributes: answers that they follow, and what the list goes by."""
    rules = read.rules[name]
    followed = [
        f"{ANSWER_TO}{related}"
        for rule in rules
        for target in direct_targets(rule)
        if isinstance(target, SameAs)
        for related in (target.related, target.guest)
        if related
    ]
    if name == ACCOUNT and staff_follow_cases(read):
        followed += sorted(OF_ITS_CASES)
    if not is_listed(rules) or read.staffing is None:
        return tuple(dict.fromkeys(followed))
    return (*dict.fromkeys(followed), PLACE, *(each.attribute for each in read.staffing.rank))


def listed_by(read: ReadPlan, kind: Kind, *, decisions: Decisions) -> tuple[str, ...]:
    """Columns that the list of staff is made from: what rules look at, what it goes by, and whose list it is."""
    beside = looked_at_beside(read, kind.name)
    return tuple(sorted({*asked_by(read, kind, decisions=decisions), *beside, PROVIDER} - {PLACE}))


def follows(read: ReadPlan, name: str, related: str) -> bool:
    """Whether a rule of a kind answers as a related item was answered."""
    return any(
        isinstance(target, SameAs) and target.related == related
        for rule in read.rules[name]
        for target in direct_targets(rule)
    )


def staff_follow_cases(read: ReadPlan) -> bool:
    """Whether staff are answered by what cases were answered, which then come first."""
    return CASE in read.rules and follows_cases(read)


def is_listed(rules: Sequence[Rule]) -> bool:
    """Whether the published list of staff answers somebody by these rules."""
    return any(isinstance(rule.target, WithinPosts) for rule in rules)


def _attributes(plan: Plan, read: ReadPlan, kind: Kind) -> dict[str, str]:
    """Columns beyond those of the room's own view, by attribute."""
    return {
        "team": f"(select c.code from {_CODES} c where c.unit_id = f.holder_id)",
        "cluster": _CLUSTER,
        "officer": "(select q.code from access_post q where q.id = f.post_id)",
        "area": _AREA,
        "origin": _ORIGIN.format(assignments=kind.assignments) if kind.assignments else _AREA,
        "has_case": _has_case(plan, read),
        "before": _before(plan, kind),
        **{
            name: _SPREAD.format(wanted=wanted, plan=plan.pk) for name, wanted in _SPREAD_AS.items()
        },
    }


def _has_case(plan: Plan, read: ReadPlan) -> str:
    words = _words(plan, read, related="case")
    return f"({_HAS_ANSWER.format(**words)} or {_STAYS_WITH.format(**words)} is not null)"


def _before(plan: Plan, kind: Kind) -> str:
    """Who answered for an item just before the plan that this one reverses; unknown for one that was not there."""
    undone = plan.reverses
    if undone is None:
        return "null::text"
    moment = undone.before
    words = {
        "moment": f"timestamptz '{moment.isoformat()}'",
        "live": f"array_remove(tc_live(), {undone.change_id})",
        "assignments": kind.assignments,
    }
    return (_OWNER_BEFORE if kind.assignments else _TOP_OF_UNIT).format(**words)


def _related(plan: Plan, read: ReadPlan, kind: Kind, rules: Sequence[Rule]) -> dict[str, str]:
    """Answers given to related items, by the word that rules follow them by; teams and offices have their own."""
    found = {}
    targets = [target for rule in rules for target in direct_targets(rule)]
    for target in targets:
        if isinstance(target, SameAs) and target.related == LARGEST_SHARE:
            found[LARGEST_SHARE] = _SPREAD.format(wanted=_LARGEST, plan=plan.pk)
        elif isinstance(target, SameAs) and kind.name not in _SERVED:
            words = _words(plan, read, related=target.related)
            otherwise = "" if target.related == TEAM else f" else {_STAYS_WITH.format(**words)}"
            found[target.related] = (
                f"(case when {_HAS_ANSWER.format(**words)} then {_ANSWERED.format(**words)}{otherwise} end)"
            )
    if is_listed(rules):
        found[WITHIN_POSTS] = _LISTED.format(column="outcome")
    return found


def _words(plan: Plan, read: ReadPlan, *, related: str) -> dict[str, object]:
    """What the questions about a related item are filled in with. Codes are letters and digits, by the schema."""
    kind, key = _RELATED[related]
    return {
        "plan": plan.pk,
        "kind": kind,
        "key": key,
        "assignments": "" if kind == TEAM else assigned_kind(kind).assignments,
        "closing": ", ".join(f"'{code}'" for code in sorted(read.closing)),
    }
