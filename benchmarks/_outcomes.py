"""What a round came to, as digests that two rounds share: without numbers of rows, moments, and what the load wrote."""

from collections.abc import Sequence
from typing import Final

from benchmarks._installation import Installation

_UNIT: Final = """
coalesce((select string_agg(k.code, '/' order by k.code) from organisation_unitcode k where k.unit_id = {0}),
         (select min(n.value) from organisation_unitfact n where n.unit_id = {0} and n.fact = 'name'), '-')
"""
_POST: Final = "coalesce((select o.code from access_post o where o.id = {0}), '-')"
_ASSIGNMENTS: Final = ("case", "courtreport", "victimcontact")


def _unit(column: str) -> str:
    return _UNIT.format(column)


_ANSWERS: Final = f"""
select r.reference as plan, a.kind, a.reference, a.standing, {_unit("a.from_owner_id")} as old, {_unit("a.to_owner_id")} as new,
       {_unit("a.to_holder_id")} as holder, {_POST.format("a.to_post_id")} as post, a.rule, a.also
from restructure_answer a join restructure_plan r on r.id = a.plan_id
"""
_OF_AN_ITEM: Final = """
select '{0}' as kind, a.item_id, {owner} as owner, {holder} as holder, {post} as post, a.basis, a.change_id is null as is_recorded
from {table} a where a.superseded_at is null
"""
_ROOTS: Final = """
select r.reference, d.kind, sum(d.records) as records, sum(d.digest::numeric) as root
from restructure_digest d join restructure_plan r on r.id = d.plan_id
join probation_case c on c.id = d.case_id join people_person p on p.id = c.person_id
where p.crn <> all (%s) group by 1, 2
"""
_BOOKS: Final = f"""
select r.reference, b.moment, b.kind, b.state, {_unit("b.old_owner_id")} as old, {_unit("b.new_owner_id")} as new, b.count
from restructure_book b join restructure_plan r on r.id = b.plan_id
where b.kind not in ('probation.Contact', 'partners.Announcement')
"""
# How many contacts there are to keep, and to announce, is for the load to say; those of all other cases are in the roots.


def _assignments() -> str:
    tables = {name: f"probation_{name}assignment" for name in _ASSIGNMENTS}
    return " union all ".join(
        _OF_AN_ITEM.format(
            name,
            owner=_unit("a.owner_id"),
            holder=_unit("a.holder_id"),
            post=_POST.format("a.post_id"),
            table=table,
        )
        for name, table in (tables | {"post": "access_postassignment"}).items()
    )


def outcome(place: Installation, *, without: Sequence[str]) -> dict[str, str]:
    """Digests by what they are of, those of records by kind. The cases that the load wrote to are left out of the roots of content."""
    parts: dict[str, tuple[str, list[object]]] = {
        "answers": (_ANSWERS, []),
        "assignments": (_assignments(), []),
        "digest roots": (_ROOTS, [list(without)]),
        "books": (_BOOKS, []),
    }
    found = {}
    for name, (statement, values) in parts.items():
        rows = place.rows(
            f"select t.kind, md5(string_agg(t::text, E'\\n' order by t::text)) from ({statement}) t group by 1",
            *values,
        )
        found |= {f"{name} of {kind}": str(digest) for kind, digest in rows}
    return found
