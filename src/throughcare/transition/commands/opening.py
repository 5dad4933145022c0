"""Somebody opens what a plan does to them: from then on they count as told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from throughcare.transition.queries import sql
from throughcare.transition.queries.names import params
from throughcare.transition.queries.telling import TOUCHED

if TYPE_CHECKING:
    from datetime import datetime

    from throughcare.restructure.models import Plan


@transaction.atomic
def note_opening(*, account_id: int, plan: Plan, now: datetime) -> None:
    """Keep that an account was shown its own preview as it is now; shown again, the first time stays.

    To be called while the account is pinned.
    """
    sql.write(
        f"""
        with {TOUCHED}
        insert into transition_opening (reference, account_id, place, opened_at)
        select %(reference)s, t.account_id, t.place, %(now)s from touched t where t.account_id = %(account)s
        on conflict (reference, account_id, place) do nothing
        """,
        params(plan) | {"reference": plan.reference, "account": account_id, "now": now},
    )
