"""Putting a fact into the order in which facts are told outside."""

import json
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from throughcare.outbox import queries as outbox
from throughcare.outbox.events import Event
from throughcare.partners.choices import told_as

TELL: Final = "partners.tell_all"
OF_THE_HOUSE: Final = frozenset({"crn", "case_id", "post_id", "person_id"})
"""Fields that name rows of this database, or what is told beside the details."""
TO_ALL: Final = ("post", "change")
"""What is told of a fact that everybody hears: nothing by which a person is known."""

_ANNOUNCE = """
INSERT INTO partners_announcement (case_id, crn, name, details, occurred_at)
SELECT c.id, p.crn, %(name)s, %(details)s::jsonb, %(now)s
FROM people_person p JOIN probation_case c ON c.person_id = p.id
WHERE p.crn = %(crn)s OR p.id = %(person)s
ORDER BY c.closed_at IS NOT NULL, c.opened_at DESC LIMIT 1
"""


_NOTE = """
INSERT INTO partners_notice (id, crn, name, details, occurred_at)
VALUES (nextval('partners_announcement_id_seq'), %(crn)s, %(name)s, %(details)s::jsonb, %(now)s)
"""


def announce(event: Event, *, now: datetime) -> None:
    """Tell a fact about somebody who has, or had, a case. Held until commit, so that positions are in the order of commits."""
    written = outbox.payload_of(event)
    details = {name: value for name, value in written.items() if name not in OF_THE_HOUSE}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partners_announcement'))")
        cursor.execute(
            _ANNOUNCE,
            {
                "crn": written.get("crn"),
                "person": written.get("person_id"),
                "name": told_as(event.name, written),
                "details": json.dumps(details),
                "now": now,
            },
        )
        is_told = cursor.rowcount == 1
    if is_told:
        _have_it_told()


def announce_to_all(event: Event, *, now: datetime) -> None:
    """Tell a fact that is about no case there is to every program that reads cases, by identifiers alone."""
    written = outbox.payload_of(event)
    details = {name: written[name] for name in TO_ALL if name in written}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partners_announcement'))")
        cursor.execute(
            _NOTE,
            {
                "crn": written.get("crn", ""),
                "name": told_as(event.name, written),
                "details": json.dumps(details),
                "now": now,
            },
        )
    _have_it_told()


def _have_it_told() -> None:
    # Whoever is about to look will find this one too.
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(TELL, queueing_lock=TELL).defer()
