"""The list of staff of a plan as it was published, and as it stands after whoever came and left since."""

import json
from collections.abc import Collection
from decimal import Decimal
from typing import Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.rules import listing, published
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.published import Entry, Published

_ROWS: Final = """
select l.reference, l.unit, l.looked_at, l.is_published, l.has_left from restructure_listed l
where l.plan_id = %(plan)s and (%(units)s::text[] is null or l.unit = any (%(units)s))
order by l.id
"""
read_json: Final = json.JSONDecoder(parse_float=Decimal).decode


def standing(
    plan: Plan, read: ReadPlan, *, beneath: Beneath, units: Collection[str] | None = None
) -> Published | None:
    """Where everybody stands, or those of some units; None where the plan has no list."""
    if read.staffing is None:
        return None
    first, since = [], []
    asked = {"plan": plan.pk, "units": None if units is None else sorted(units)}
    for reference, unit, looked_at, is_published, has_left in sql.rows(_ROWS, asked):
        seat = None if has_left else listing.seat_of(reference, read_json(looked_at))
        if is_published and seat is not None:
            first.append(seat)
        else:
            since.append(Entry(reference=reference, unit=unit, seat=seat))
    return published.stands(read, read.staffing, published=first, since=since, beneath=beneath)
