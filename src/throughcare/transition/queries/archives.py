"""Who keeps the closed cases of the body that somebody comes from, and whether they open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from throughcare.transition.queries import sql
from throughcare.transition.queries.names import NAMED, params

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan
    from throughcare.transition.models import Preview

_ARCHIVES: Final = f"""
with {NAMED}
select f.name as body, k.name as keeper, f.unit_id = any (%(opened)s) as is_opened
from named f
join named k on k.unit_id = organisation_keeper(f.unit_id, %(at)s, organisation_live('infinity') || %(change)s)
where f.unit_id = %(owner)s
"""


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A body that ends, who keeps what it still owns, and whether an account opens that from then on."""

    body: str
    keeper: str
    is_opened: bool


def archives_of(plan: Plan, preview: Preview) -> list[Archive]:
    """The archive of the body that an account leaves, where that ends with the plan; else nothing."""
    opened = [] if preview.after is None else preview.after.read_owners
    found = sql.rows(
        _ARCHIVES, params(plan) | {"owner": preview.from_owner_id, "opened": list(opened)}
    )
    return [Archive(**row) for row in found]
