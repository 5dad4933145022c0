"""Letting another calendar read a diary, and ending that."""

import hashlib
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.probation.models import CalendarFeed

MOST_FEEDS: Final = 10
"""Of one account: enough for a few calendars, and few enough to look through."""
TOKEN_BYTES: Final = 32


@transaction.atomic
def make_feed(*, account_id: int, unit_code: str, now: datetime) -> tuple[CalendarFeed, str]:
    """Make an address for a diary: the account's own, or that of a unit. With its token, which is told this once.

    Raises:
        PermissionDenied: the account may not read the cases of the unit.
        Refused: it has as many feeds as anybody may have, or the code is not one in use.
    """
    access.require(action=Action.READ_CASE)
    if unit_code:
        _require_readable(unit_code)
    if CalendarFeed.objects.filter(account_id=account_id, revoked_at=None).count() >= MOST_FEEDS:
        raise Refused.because(
            "too-many-feeds", f"You have {MOST_FEEDS} calendar feeds. End one that you do not use."
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = CalendarFeed.objects.create(
        account_id=account_id, unit_code=unit_code, token_digest=digest_of(token), made_at=now
    )
    _write_trail(made, action="feed.made", now=now)
    return made, token


@transaction.atomic
def revoke_feed(*, account_id: int, reference: UUID, now: datetime) -> None:
    """End a feed: its address answers nobody from here on.

    Raises:
        Http404: the account has no such feed that goes on.
    """
    found = (
        CalendarFeed.objects.select_for_update(no_key=True)
        .filter(account_id=account_id, reference=reference, revoked_at=None)
        .first()
    )
    if found is None:
        raise Http404
    CalendarFeed.objects.filter(id=found.pk).update(revoked_at=now)
    _write_trail(found, action="feed.revoked", now=now)


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 bits of chance, so that nobody finds it by trying."""
    return hashlib.sha256(token.encode()).hexdigest()


def _require_readable(unit_code: str) -> None:
    moment = organisation.pinned()
    found = organisation.routed(unit_code, moment=moment)
    if found.is_old:
        raise Refused.because("old-code", found.sentence)
    if not access.may(action=Action.READ_CASE, unit_id=found.given_to.unit_id):
        raise PermissionDenied


def _write_trail(feed: CalendarFeed, *, action: str, now: datetime) -> None:
    audit.record(
        account_id=feed.account_id,
        action=action,
        subject_kind="calendar-feed",
        subject_reference=str(feed.reference),
        now=now,
        detail={"unit": feed.unit_code},
    )
