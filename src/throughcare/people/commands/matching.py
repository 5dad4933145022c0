"""Making people ready to be matched: standard form and keys of whoever changed, and how frequent what they have is."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from throughcare.access import commands as change_access
from throughcare.kernel.days import local_day
from throughcare.linkage import queries as linkage
from throughcare.people.models import MatchCount, MatchKey, MatchRecord
from throughcare.people.queries.matching import written_standard

MAKE_READY: Final = "people.make-ready"
QUEUE: Final = "people"
AT_ONCE: Final = 2_000

_DUE: Final = """
select d.person_id from people_matchdue d
union
(select p.id from people_person p
 where not exists (select from people_matchrecord r where r.person_id = p.id)
   and exists (select from people_name n where n.person_id = p.id and n.kind = 'legal') limit %(most)s)
union
(select r.person_id from people_matchrecord r where r.made_by <> %(version)s limit %(most)s)
limit %(most)s
"""
_COUNT: Final = """
insert into people_matchterm (term, value, held)
select w.term, r.standard ->> w.term, count(*)
from people_matchrecord r cross join unnest(%s::text[]) w (term)
where r.standard ->> w.term is not null
group by w.term, r.standard ->> w.term
"""


def have_people_made_ready() -> None:
    """Have the worker make ready whoever changed, unless it waits to already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(MAKE_READY, queue=QUEUE, queueing_lock=MAKE_READY).defer()


def mark_changed(person_id: int) -> None:
    """Say that somebody changed: until they are made ready, whoever is matched is compared with them as they are now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_match_mark(%s)", [person_id])


def make_ready(*, now: datetime) -> int:
    """Make ready whoever changed or was never made ready; how many there were. To be called by the worker."""
    made = 0
    while some := _make_some_ready(now=now):
        made += some
    return made


@transaction.atomic
def count_terms(*, now: datetime) -> MatchCount:
    """Count how frequent each name, house and postcode is, for the weights of everybody who is matched from now on."""
    with change_access.as_engine(now=now), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_matchterm")
        cursor.execute(_COUNT, [list(linkage.TERMS)])
        cursor.execute("SELECT term, sum(held) FROM people_matchterm GROUP BY term")
        held = {term: int(count) for term, count in cursor.fetchall()}
        return MatchCount.objects.create(
            version=linkage.published().version,
            people=MatchRecord.objects.count(),
            held=held,
            made_at=now,
        )


@transaction.atomic
def _make_some_ready(*, now: datetime) -> int:
    with change_access.as_engine(now=now), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.match'))")
        cursor.execute(_DUE, {"most": AT_ONCE, "version": linkage.VERSION})
        due = sorted(row[0] for row in cursor.fetchall())
        if not due:
            return 0
        cursor.execute("DELETE FROM people_matchdue WHERE person_id = ANY (%s)", [due])
        cursor.execute(
            "SELECT person_id, raw::text FROM people_match_raw(%s) ORDER BY person_id", [due]
        )
        found = [(person_id, json.loads(raw)) for person_id, raw in cursor.fetchall()]
        _keep(due, found, now=now)
        return len(due)


def _keep(due: Sequence[int], found: Sequence[tuple[int, linkage.Raw]], *, now: datetime) -> None:
    """Put the records and keys of some people in place of those they had; who has no name any more has none."""
    today = local_day(now)
    MatchRecord.objects.filter(person_id__in=due).delete()
    MatchKey.objects.filter(person_id__in=due).delete()
    records = [(person_id, linkage.standardise(raw, today=today)) for person_id, raw in found]
    MatchRecord.objects.bulk_create(
        MatchRecord(person_id=person_id, standard=written_standard(record), made_by=linkage.VERSION)
        for person_id, record in records
    )
    MatchKey.objects.bulk_create(
        MatchKey(person_id=person_id, shared=key)
        for person_id, record in records
        for key in linkage.keys_of(record)
    )
