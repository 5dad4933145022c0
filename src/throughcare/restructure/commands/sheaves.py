"""Keeping digests of what hangs from no case, as it was when a plan was staged."""

from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sheaves, sql
from throughcare.restructure.queries.sheaves import Bound

# Into a table of its own first: several processes read for that, and one alone for an insert.
_BIND: Final = """
create temp table restructure_sheaf_fresh on commit drop as
select part, count(*) as records, bit_xor(leaf) as digest, array_agg(leaf) as leaves from ({rows}) kept group by part
"""
_KEEP: Final = """
insert into restructure_sheaf (plan_id, kind, part, records, digest, leaves)
select %(plan)s, %(kind)s, part, records, digest, leaves from restructure_sheaf_fresh
"""


def keep_sheaves(*, plan: Plan) -> int:
    """Keep digests of the assignments that count, of what belongs to persons and of the roles of seats; how many sheaves.

    In a transaction of the caller's, for which working memory is raised.
    """
    sql.write("delete from restructure_sheaf where plan_id = %s", [plan.pk])
    sql.write(sql.AMPLE_MEMORY)
    return sum(_keep(plan, bound) for bound in sheaves.all_bound())


def _keep(plan: Plan, bound: Bound) -> int:
    params = sheaves.params_of(plan, bound)
    sql.write(_BIND.format(rows=bound.rows), params)
    kept = sql.write(_KEEP, params)
    sql.write("drop table restructure_sheaf_fresh")
    return kept
