"""What every provider has and may do just after a switch, as the engine and as sample accounts find it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, results, sql
from throughcare.restructure.queries.kinds import CASE
from throughcare.restructure.rules.smoke import Provider

TRIED: Final = 5
"""How many cases of a provider are tried at most."""

# What was written ahead for each provider, and what the same items have by the assignments that everybody reads.
_STAGED: Final = """
select to_owner_id as owner_id, kind, count(*) as staged, 0 as found from restructure_answer
where plan_id = %(plan)s and kind = any (%(kinds)s) and standing = 'answered' group by 1, 2
"""
_FOUND: Final = """
select x.owner_id, a.kind, 0, count(*)
from restructure_answer a
join {assignments}_at(tc_now(), tc_live(), 'infinity') x on x.item_id = a.item_id
where a.plan_id = %(plan)s and a.kind = '{kind}' and a.standing = 'answered' group by 1, 2
"""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Some cases of a provider and some of a provider of another kind, by number, to be tried by an account of it."""

    provider: str
    own: tuple[int, ...]
    others: tuple[int, ...]


def providers(plan: Plan) -> list[Provider]:
    """Every provider that was given something, by code, with what was staged for it and what it has; one query."""
    assigned = kinds.assigned()
    counted = " union all ".join(
        [
            _STAGED,
            *(_FOUND.format(assignments=each.assignments, kind=each.name) for each in assigned),
        ]
    )
    rows = sql.rows(
        f"""
        with {results.NAMED}
        select n.code, coalesce(n.name, ''), c.kind, sum(c.staged)::bigint, sum(c.found)::bigint
        from ({counted}) c join named n on n.unit_id = c.owner_id group by 1, 2, 3 order by 1, 3
        """,
        results.params_of(plan) | {"kinds": [each.name for each in assigned]},
    )
    found: dict[str, Provider] = {}
    for code, name, kind, staged, there in rows:
        one = found.setdefault(code, Provider(code=code, name=name, staged={}, found={}))
        found[code] = replace(
            one,
            staged={**one.staged, **({kind: staged} if staged else {})},
            found={**one.found, **({kind: there} if there else {})},
        )
    return list(found.values())


def samples(plan: Plan) -> list[Sample]:
    """For each new provider a few of its cases, and of those of another kind of provider; no personal data is read.

    Protocols open records among providers of one kind. A restriction may close one record to all but a few, so more
    than one is tried.
    """
    rows = sql.rows(
        f"""
        with {results.NAMED}, own as (
            select n.code, n.kind, (array_agg(a.item_id order by a.item_id))[1:{TRIED}] as items
            from restructure_answer a join named n on n.unit_id = a.to_owner_id
            where a.plan_id = %(plan)s and a.kind = %(case)s and a.standing = 'answered' group by 1, 2
        )
        select o.code, o.items, (select x.items from own x where x.kind <> o.kind order by x.code limit 1)
        from own o order by o.code
        """,
        results.params_of(plan) | {"case": CASE},
    )
    return [
        Sample(provider=code, own=tuple(own), others=tuple(others or ()))
        for code, own, others in rows
    ]


def rows_seen(case_ids: Collection[int]) -> set[int]:
    """Of some cases those whose rows the pinned account is shown."""
    table = kinds.assigned_kind(CASE).table
    rows = sql.rows(f"select id from {table} where id = any (%s)", [list(case_ids)])
    return {case_id for (case_id,) in rows}


def may_act() -> bool:
    """Whether whoever signed in to the database may act for accounts; the engine of the worker may not."""
    return bool(sql.value("select pg_has_role(session_user, 'throughcare_app', 'set')"))
