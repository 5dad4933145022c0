"""What a dry-run found, for those who decide on it: flows, rules, single items."""

import json
from dataclasses import dataclass
from typing import Any

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql

# Units by the names that they have once the plan is live.
NAMED = """
named as materialized (
    select c.unit_id, c.code, f.name, f.kind
    from organisation_codes_at(%(at)s, organisation_live('infinity') || %(change)s) c
    left join (
        select unit_id, max(value) filter (where fact = 'name') as name, max(value) filter (where fact = 'kind') as kind
        from organisation_facts_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') group by unit_id
    ) f on f.unit_id = c.unit_id
)
"""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """How many items go from one provider to another."""

    from_code: str
    from_name: str
    to_code: str
    to_name: str
    to_kind: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Passing:
    """How many items of a kind come to a provider, or go from it, by a rule, and which provider is at the other end."""

    kind: str
    rule: str
    is_coming: bool
    other_code: str
    other_name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Used:
    """How many items of a kind a rule answered, and for how many others would have matched besides."""

    kind: str
    rule: str
    standing: str
    count: int
    others_matched: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item and where it goes; `looked_at` are the values that the rules looked at."""

    kind: str
    item_id: int
    reference: str
    standing: str
    from_code: str
    to_code: str
    to_name: str
    team: str
    guest: str
    rule: str
    also: list[str]
    contradicted_by: list[str] | None
    looked_at: dict[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which items to list; empty means any. `against` is a rule that would have answered otherwise."""

    kind: str = ""
    standing: str = ""
    rule: str = ""
    against: str = ""
    from_code: str = ""
    to_code: str = ""
    reference: str = ""


def kinds_answered(plan: Plan) -> list[tuple[str, str, int]]:
    """Kind, standing and number of items."""
    return [
        (kind, standing, count)
        for kind, standing, count in sql.rows(
            "select kind, standing, count(*) from restructure_answer where plan_id = %s group by 1, 2 order by 1, 2",
            [plan.pk],
        )
    ]


def is_answered(plan: Plan) -> bool:
    """Whether a dry run gave any answer that may be seen."""
    return bool(
        sql.value("select exists (select from restructure_answer where plan_id = %s)", [plan.pk])
    )


def missing(plan: Plan) -> dict[str, int]:
    """For each kind, how many answers rest on a value that is not known; asked once, after a dry run."""
    return dict(
        sql.rows(
            "select kind, count(*) from restructure_answer where plan_id = %s"
            " and looked_at @? '$.* ? (@ == null)' group by 1 order by 1",
            [plan.pk],
        )
    )


def flows(plan: Plan, wanted: Wanted) -> list[Flow]:
    """From each old provider to each new one, by code; items without an answer left out."""
    return [
        Flow(
            from_code=row["from_code"],
            from_name=row["from_name"] or "",
            to_code=row["to_code"],
            to_name=row["to_name"] or "",
            to_kind=row["to_kind"] or "",
            count=row["count"],
        )
        for row in sql.named_rows(
            f"""
            with {NAMED}
            select o.code as from_code, o.name as from_name, n.code as to_code, n.name as to_name,
                   n.kind as to_kind, a.count
            from (select from_owner_id, to_owner_id, count(*) from restructure_answer
                  where plan_id = %(plan)s and kind = %(kind)s and to_owner_id is not null
                    {"and rule = %(rule)s" if wanted.rule else ""} group by 1, 2) a
            join named o on o.unit_id = a.from_owner_id {"and o.code = %(from_code)s" if wanted.from_code else ""}
            join named n on n.unit_id = a.to_owner_id {"and n.code = %(to_code)s" if wanted.to_code else ""}
            order by o.code, n.code
            """,
            params_of(plan) | vars(wanted),
        )
    ]


def given(plan: Plan) -> list[tuple[str, str, str, int]]:
    """Code and name of each new provider, kind, and how many items of it are answered for the provider."""
    return [
        (code, name or "", kind, count)
        for code, name, kind, count in sql.rows(
            f"""
            with {NAMED}
            select n.code, n.name, a.kind, a.count
            from (select to_owner_id, kind, count(*) from restructure_answer
                  where plan_id = %(plan)s and standing = 'answered' group by 1, 2) a
            join named n on n.unit_id = a.to_owner_id
            order by 1, 3
            """,
            params_of(plan),
        )
    ]


def passing(plan: Plan, *, code: str) -> list[Passing]:
    """What a provider gives up and gets, by kind, rule and the provider at the other end; what stays with it is left out."""
    return [
        Passing(
            kind=kind,
            rule=rule,
            is_coming=is_coming,
            other_code=other,
            other_name=name or "",
            count=count,
        )
        for is_coming, kind, rule, other, name, count in sql.rows(
            f"""
            with {NAMED}, here as (select unit_id from named where code = %(code)s)
            select a.is_coming, a.kind, a.rule, n.code, n.name, a.count
            from (
                select to_owner_id in (select unit_id from here) as is_coming, kind, rule,
                       case when to_owner_id in (select unit_id from here) then from_owner_id else to_owner_id end as other_id,
                       count(*)
                from restructure_answer
                where plan_id = %(plan)s and to_owner_id is not null and to_owner_id <> from_owner_id
                  and (from_owner_id in (select unit_id from here) or to_owner_id in (select unit_id from here))
                group by 1, 2, 3, 4
            ) a join named n on n.unit_id = a.other_id
            order by a.is_coming desc, a.kind, a.count desc, n.code, a.rule
            """,
            params_of(plan) | {"code": code},
        )
    ]


def name_of(plan: Plan, *, code: str) -> str | None:
    """The name of a unit once the plan is live; None where there is no such unit."""
    rows = sql.rows(
        f"with {NAMED} select coalesce(name, code) from named where code = %(code)s limit 1",
        params_of(plan) | {"code": code},
    )
    return rows[0][0] if rows else None


def rules_used(plan: Plan) -> list[Used]:
    """Every rule that answered something, by kind, most used first."""
    return [
        Used(kind=kind, rule=rule, standing=standing, count=count, others_matched=others)
        for kind, rule, standing, count, others in sql.rows(
            "select kind, rule, standing, count(*), count(*) filter (where also <> '{}') from restructure_answer"
            " where plan_id = %s group by 1, 2, 3 order by 1, 4 desc, 2",
            [plan.pk],
        )
    ]


def count_items(plan: Plan, wanted: Wanted) -> int:
    found: int = sql.value(
        f"with {NAMED} select count(*) {_LISTED}{_narrowed(wanted)}", params_of(plan) | vars(wanted)
    )
    return found


def items(plan: Plan, wanted: Wanted, *, part: slice) -> list[Item]:
    """A part of the items wanted, those that somebody has to settle first, then by kind and reference."""
    params = params_of(plan) | vars(wanted)
    return [
        _item(row)
        for row in sql.named_rows(
            f"""
            with {NAMED}
            {_COLUMNS}
            {_LISTED}{_narrowed(wanted)}
            order by a.standing = 'answered', a.kind, a.reference, a.id
            limit %(most)s offset %(skipped)s
            """,
            params | {"most": part.stop - part.start, "skipped": part.start},
        )
    ]


_COLUMNS = """
select a.kind, a.item_id, a.reference, a.standing, o.code as from_code, coalesce(n.code, '') as to_code,
       coalesce(n.name, '') as to_name, coalesce(t.name, '') as team, coalesce(g.name, '') as guest,
       a.rule, a.also,
       a.contradicted_by, a.looked_at
"""

_LISTED = """
from restructure_answer a
join named o on o.unit_id = a.from_owner_id
left join named n on n.unit_id = a.to_owner_id
left join named t on t.unit_id = a.to_holder_id
left join named g on g.unit_id = a.guest_id
where a.plan_id = %(plan)s
"""

_CONDITIONS = {
    "kind": "a.kind = %(kind)s",
    "standing": "a.standing = %(standing)s",
    "rule": "a.rule = %(rule)s",
    "against": "a.contradicted_by @> array[%(against)s]::varchar[]",
    "from_code": "o.code = %(from_code)s",
    "to_code": "n.code = %(to_code)s",
    "reference": "a.reference = %(reference)s",
}


def _narrowed(wanted: Wanted) -> str:
    """Conditions for what is wanted alone: a plan made for any values expects that a condition which may be empty leaves nothing."""
    return "".join(
        f" and {condition}" for name, condition in _CONDITIONS.items() if getattr(wanted, name)
    )


def _item(row: dict[str, Any]) -> Item:  # Any: columns of a row
    return Item(**row | {"looked_at": json.loads(row["looked_at"])})


def one(plan: Plan, *, kind: str, item_id: int) -> Item | None:
    """One item; None where there is none that may be seen."""
    rows = sql.named_rows(
        f"with {NAMED} {_COLUMNS} {_LISTED} and a.kind = %(kind)s and a.item_id = %(item)s",
        params_of(plan) | {"kind": kind, "item": item_id},
    )
    return _item(rows[0]) if rows else None


def params_of(plan: Plan) -> dict[str, Any]:  # Any: values for SQL
    return {"plan": plan.pk, "change": plan.change_id, "at": plan.effective_at}
