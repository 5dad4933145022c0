"""Until when what a change ended is still answered for: its old codes, and bodies that exist in law a while longer."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from throughcare.organisation.queries.moments import Values, rows

HERE = "Europe/London"

# Codes that units had before a change and that lead on since: the unit was closed by it, or has another code.
_CODES = """
    SELECT count(*) FROM (
        SELECT c.code FROM organisation_unitfact f
        JOIN organisation_unitcode c ON c.unit_id = f.unit_id AND c.starts_at < f.starts_at AND c.withdrawn_at IS NULL
        WHERE f.change_id = %(change)s AND f.fact = 'operating' AND f.value = 'no' AND f.superseded_at IS NULL
        UNION
        SELECT old.code FROM organisation_unitcode new
        JOIN organisation_unitcode old ON old.unit_id = new.unit_id AND old.code <> new.code
             AND old.starts_at < new.starts_at AND old.withdrawn_at IS NULL
        WHERE new.change_id = %(change)s AND new.withdrawn_at IS NULL
    ) ended
"""
_UNTIL = """
    SELECT coalesce(h.redirects_until,
        (h.effective_at AT TIME ZONE %(zone)s + make_interval(months => %(months)s)) AT TIME ZONE %(zone)s)
    FROM organisation_change h WHERE h.id = %(change)s
"""
_IN_LAW = """
    SELECT count(DISTINCT f.unit_id), max(f.starts_at) FROM organisation_unitfact f
    WHERE f.change_id = %(change)s AND f.fact = 'legal' AND f.value = 'no' AND f.superseded_at IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """How many there are, and the last moment of any; None where there are none."""

    count: int
    until: datetime | None


def codes_leading_on(*, change_id: int) -> Remaining:
    """Old codes that a change ended, and until when they lead on to what follows."""
    ((count,),) = rows(_CODES, {"change": change_id})
    values: Values = {"change": change_id, "zone": HERE, "months": settings.REDIRECT_MONTHS}
    found = rows(_UNTIL, values) if count else []
    return Remaining(count=count, until=found[0][0] if found else None)


def bodies_left_in_law(*, change_id: int) -> Remaining:
    """Bodies that a change ends in law, and when the last of them does."""
    ((count, until),) = rows(_IN_LAW, {"change": change_id})
    return Remaining(count=count, until=until)
