"""Noting that an item of a staged plan has to be answered again."""

from throughcare.restructure.queries import sql


def note(*, plan_id: int, kind: str, item_id: int) -> None:
    """Have the worker answer an item again, if the plan is staged: a person has settled it, or settles it anew.

    In the transaction of the act, which it holds up the switch for.
    """
    sql.rows("select restructure_note_settled(%s, %s, %s)", [plan_id, kind, item_id])
