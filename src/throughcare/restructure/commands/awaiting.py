"""Keeping what stood on each list of things begun and not ended when a plan was staged."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql


def keep_lists(*, plan: Plan) -> int:
    """Keep each item of each list that has no clock (`books.write_clocks` keeps the others); how many were written.

    A list may have anything from none to a third of all cases: without statistics it is held against them one by one.
    """
    sql.write("delete from restructure_awaited where plan_id = %s", [plan.pk])
    written = sum(
        sql.write(
            f"""
            insert into restructure_awaited (plan_id, list_name, item)
            select distinct %s, %s, t.{each.key}::text from {each.relation} t where {each.waits}
            """,
            [plan.pk, each.name],
        )
        for each in kinds.waiting()
    )
    sql.analyze("restructure_awaited")
    return written
