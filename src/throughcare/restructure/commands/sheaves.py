"""Keeping digests of what hangs from no case, as it was when a plan was staged."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sheaves, sql


def keep_sheaves(*, plan: Plan) -> int:
    """Keep digests of the assignments that count, of what belongs to persons and of the roles of seats; how many sheaves.

    In a transaction of the caller's, for which working memory is raised.
    """
    sql.write("delete from restructure_sheaf where plan_id = %s", [plan.pk])
    sql.write(sql.AMPLE_MEMORY)
    return sum(
        sql.write(
            f"""
            insert into restructure_sheaf (plan_id, kind, part, records, digest, leaves)
            select %(plan)s, %(kind)s, part, count(*), bit_xor(leaf), array_agg(leaf)
            from ({bound.rows}) kept group by part
            """,
            sheaves.params_of(plan, bound),
        )
        for bound in sheaves.all_bound()
    )
