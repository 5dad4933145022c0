"""What the books give each provider, laid down for the provider to accept: its lines of the books, and digests of its records.

Asked is every body that a plan gave something or took something from and that has anything now; where a plan moved
nothing, every provider that has anything. What is held with a body that has ended is on nobody's list.
"""

import hashlib
from collections import defaultdict
from datetime import datetime
from typing import Final

from throughcare.restructure.models import Plan, ProviderList
from throughcare.restructure.queries import plans, results, sql
from throughcare.restructure.queries.evidence import Json
from throughcare.restructure.rules.packs import canonical

_OPERATING: Final = f"""
with {results.NAMED}
select n.unit_id, n.code, coalesce(n.name, n.code) from named n
where n.unit_id = any (%(units)s) and (%(has_moved)s or n.kind in (select code from organisation_kind where is_provider)) and exists (
    select from organisation_facts_at(%(now)s, organisation_live('infinity') || %(change)s, 'infinity') f
    where f.unit_id = n.unit_id and f.fact = 'operating' and f.value = 'yes')
order by n.code
"""

_BOOKS: Final = """
select b.new_owner_id, b.kind, b.state, b.old_owner_id, coalesce(old.code, ''), b.count
from restructure_book b
left join lateral (select c.code from organisation_unitcode c
                   where c.unit_id = b.old_owner_id order by c.starts_at limit 1) old on true
where b.plan_id = %(plan)s and b.moment = 'after' and b.new_owner_id is not null and b.count > 0
order by 1, 2, 3, 5
"""

# The provider's part of the tree that the evidence has the root of, made in the same way of the nodes of its own cases.
# One kind at a time: what is sorted at once is in one place, and by numbers alone.
_DIGESTS: Final = """
select o.new_id, sum(d.records),
       encode(sha256(string_agg(int8send(d.case_id) || int8send(d.records) || int8send(d.digest), '' order by d.case_id)), 'hex')
from restructure_digest d join restructure_owned o on o.case_id = d.case_id
where d.plan_id = %(plan)s and d.kind = %(kind)s and o.new_id = any (%(units)s)
group by 1
"""


def write_lists(*, plan: Plan, now: datetime) -> None:
    """Lay down the list of each provider; one that is as it was laid down before stays, and with it who accepted it.

    The books must be written, and the owners of cases laid (`books.write_books`).
    """
    books, asked, has_moved = _books(plan)
    params = results.params_of(plan) | {
        "units": asked,
        "has_moved": has_moved,
        "now": max(now, plan.effective_at),
    }
    providers = sql.rows(_OPERATING, params)
    sql.write(sql.AMPLE_MEMORY)
    digests: dict[int, list[Json]] = defaultdict(list)
    kept = plans.kinds_with_digests(plan)
    for kind in sorted(kept):
        for owner_id, records, root in sql.rows(_DIGESTS, params | {"kind": kind}):
            digests[owner_id].append({"kind": kind, "records": int(records), "root": root})
    current = {
        each.owner_id: each for each in ProviderList.objects.filter(plan=plan, superseded_at=None)
    }
    fresh = []
    for owner_id, code, name in providers:
        body = {"provider": code, "books": books[owner_id], "digests": digests[owner_id]}
        digest = hashlib.sha256(canonical(body).encode()).hexdigest()
        if owner_id in current and current[owner_id].digest == digest:
            del current[owner_id]
            continue
        fresh.append(
            ProviderList(
                plan=plan,
                owner_id=owner_id,
                code=code,
                name=name,
                body=body,
                digest=digest,
                recorded_at=now,
            )
        )
    outdated = [each.pk for each in current.values()]
    ProviderList.objects.filter(id__in=outdated).update(superseded_at=now)
    ProviderList.objects.bulk_create(fresh)


def _books(plan: Plan) -> tuple[dict[int, list[Json]], list[int], bool]:
    """The lines of each owner in the books, the owners that may be asked, and whether the plan moved anything."""
    books: dict[int, list[Json]] = defaultdict(list)
    touched: set[int] = set()
    for new_id, kind, state, old_id, old_code, count in sql.rows(_BOOKS, {"plan": plan.pk}):
        books[new_id].append(
            {
                "kind": kind,
                "state": state,
                "from": old_code,
                "stayed": old_id == new_id,
                "count": count,
            }
        )
        if old_id != new_id:
            touched |= {old_id, new_id}
    return books, sorted(touched.intersection(books) if touched else books), bool(touched)
