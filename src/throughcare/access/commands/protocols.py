"""What bodies of different kinds may read of each other's records."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import connection

_MINIMUM: Final = """
INSERT INTO access_protocol (reader_kind, owner_kind, view, starts_at)
SELECT reader.code, owner.code, 'minimum', %(now)s
FROM organisation_kind reader CROSS JOIN organisation_kind owner
WHERE reader.is_provider AND owner.is_provider AND (reader.code = ANY (%(kinds)s) OR owner.code = ANY (%(kinds)s))
  AND NOT EXISTS (SELECT FROM access_protocol p WHERE p.reader_kind = reader.code AND p.owner_kind = owner.code)
ON CONFLICT DO NOTHING
"""


def agree_minimum_view(*, kinds: Collection[str], now: datetime) -> None:
    """Let bodies of new kinds and all others read the minimum view of each other's records, and no more.

    Whoever meets a person has to know the risk, whichever body has the case (restructure rules, section 5). What was agreed
    between two kinds before stays as it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MINIMUM, {"kinds": list(kinds), "now": now})
