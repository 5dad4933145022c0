"""Where a question stands in time. Every question about the organisation is asked as at a moment, as known on another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from throughcare.organisation.models import Switch


@dataclass(frozen=True, kw_only=True)
class Moment:
    """True as at `at`, by the changes that are `live`, as known on `known`; None is all that is known."""

    at: datetime
    live: tuple[int, ...]
    known: datetime | None = None


def pinned() -> Moment:
    """The moment of this request, by the changes that are live in it, with all that is known.

    Raises:
        LookupError: nothing is pinned.
    """
    found = rows("SELECT tc_now(), tc_live()")
    at, live = found[0]
    if at is None:
        raise LookupError("No moment is pinned; ask within a request or a job.")
    return Moment(at=at, live=tuple(live or ()))


def standing() -> str:
    """Which changes are live in this request, as one word: another as soon as something was switched. One small query."""
    ((word,),) = rows("SELECT array_to_string(tc_live(), '.')")
    return str(word or "")


def last_switched_at() -> datetime | None:
    """When a change was last made live or taken back, up to the pinned moment."""
    ((at,),) = rows(
        "SELECT max(recorded_at) FROM organisation_switch WHERE recorded_at <= tc_now()"
    )
    return at if isinstance(at, datetime) else None


def as_at(at: datetime, *, known: datetime | None = None) -> Moment:
    """A moment by the changes that were live on the day of knowledge; without one, those live in this request or now."""
    found = rows(
        """
        SELECT CASE WHEN %(known)s::timestamptz IS NULL
            THEN coalesce(tc_live(), organisation_live('infinity')) ELSE organisation_live(%(known)s) END
        """,
        {"known": known},
    )
    return Moment(at=at, live=tuple(found[0][0]), known=known)


def with_change(moment: Moment, *, change_id: int) -> Moment:
    """The same moment as it will be once a change is live."""
    live = tuple(sorted({*moment.live, change_id}))
    return Moment(at=moment.at, live=live, known=moment.known)


Values = Mapping[str, int | str | datetime | list[int] | list[str] | None]


def rows(
    statement: str, values: Values | None = None
) -> list[tuple[Any, ...]]:  # Any: columns of any type
    """Run a query and return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def asked(moment: Moment, **values: int | str | list[int] | list[str]) -> Values:
    """The values of a statement that asks by `at`, `live` and `known`."""
    return {
        "at": moment.at,
        "live": list(moment.live),
        "known": "infinity" if moment.known is None else moment.known,
        **values,
    }


def was_live(*, change_id: int) -> bool:
    """Whether a change was ever switched on; what it wrote is then never deleted."""
    return Switch.objects.filter(change_id=change_id, is_live=True).exists()
