"""Requests for copies, as those who may look after them see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from throughcare.disclosure.choices import KEPT_BACK, OPEN, RequestState
from throughcare.disclosure.models import LeftOut, Request, Withheld
from throughcare.organisation.holdings import KeptBack

After = tuple[date, int]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How many of a kind of entry a copy does not have, and why; None where they are not counted."""

    called: str
    because: str
    entries: int | None


def waiting(*, limit: int, after: After | None = None) -> list[Request]:
    """Requests that wait, those that are due first first; `after` is the day and the key of the last one seen."""
    found = Request.objects.filter(state__in=OPEN)
    if after is not None:
        due_on, key = after
        found = found.filter(due_on__gte=due_on).exclude(due_on=due_on, pk__lte=key)
    return list(found.select_related("person").order_by("due_on", "pk")[:limit])


def request(reference: str) -> Request | None:
    """A request, if the account may look after it."""
    return Request.objects.filter(reference=reference).select_related("person").first()


def requests_of(person_id: int) -> list[Request]:
    """All requests about a person, the latest first."""
    return list(Request.objects.filter(person=person_id).order_by("-asked_at", "-pk"))


def withheld(request_id: int) -> list[Kept]:
    """What a copy does not have, in the words that the person reads."""
    return [
        Kept(called=each.called, because=KEPT_BACK[KeptBack(each.because)], entries=each.entries)
        for each in Withheld.objects.filter(request=request_id).order_by("because", "called")
    ]


def left_out(request_id: int) -> list[LeftOut]:
    """Entries of the log that somebody has left out."""
    return list(
        LeftOut.objects.filter(request=request_id).select_related("contact").order_by("contact")
    )


def entry_key(case_id: int, *, number: int) -> int | None:
    """The key of an entry of the log that the account may read, by its number."""
    log: Any = LeftOut._meta.get_field("contact").related_model  # Any: a table of another room
    found: int | None = (
        log.objects.filter(case=case_id, number=number).values_list("pk", flat=True).first()
    )
    return found


def may_disclose(person_id: int) -> bool:
    """Whether the account may look after requests about a person."""
    with connection.cursor() as cursor:
        cursor.execute("select disclosure_may('person.disclose', %s)", [person_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def is_ready(found: Request) -> bool:
    """Whether there is a copy to be read."""
    return found.state in {RequestState.PREPARED, RequestState.GONE}


def everybody_in(person_id: int) -> Collection[int]:
    """A person and the records that were merged into theirs, however long ago. For the engine."""
    with connection.cursor() as cursor:
        cursor.execute("select person from disclosure_everybody_in(%s) person", [person_id])
        return [found for (found,) in cursor.fetchall()]
