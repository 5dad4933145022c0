"""Asking who has looked, which is written down as well."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.disclosure import queries


@transaction.atomic
def ask_who_looked(
    *,
    account_id: int,
    person_id: int,
    crn: str,
    now: datetime,
    limit: int,
    since: datetime | None = None,
    until: datetime | None = None,
    after: queries.Place | None = None,
) -> list[queries.Look]:
    """Who opened a record, the latest first; that this was asked is in the trail, and in the next answer.

    Raises:
        PermissionDenied: the account neither has the case nor manages or discloses it.
    """
    if not queries.may_ask_who_looked(person_id):
        raise PermissionDenied
    found = queries.looks(person_id, limit=limit, since=since, until=until, after=after)
    audit.record(
        account_id=account_id,
        action="record.who-looked-asked",
        subject_kind="person",
        subject_reference=crn,
        now=now,
        detail={"since": since.isoformat() if since else "", "answers": len(found)},
    )
    return found
