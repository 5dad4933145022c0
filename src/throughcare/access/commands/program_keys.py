"""Keys by which programs ask over the interface: each is a program's own, is told once, and ends."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from throughcare.access.commands import accounts
from throughcare.access.models import ProgramKey
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.kernel.sealing import digest

TOKEN_BYTES: Final = 32
TOKEN_BEGINS: Final = "tck_"  # noqa: S105  what every token begins with is no secret
"""So that a key that was left somewhere is found by those who look for such things."""
MOST_DAYS: Final = 366


@transaction.atomic
def issue_key(
    *, username: str, name: str, days: int, now: datetime, machine_now: datetime
) -> tuple[ProgramKey, str]:
    """Make a key for a program's account, good for some days by the machine's clock. With its token, which is told this once.

    For the owner of the tables: no page issues keys.

    Raises:
        Refused: there is no such program, no name is given, or the days are none or more than a year.
    """
    account = accounts.active_program(username)
    if not name.strip():
        raise Refused.because("no-name", "Say where the key is used, so that it can be told apart.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused.because("unfit-days", f"A key is good for 1 to {MOST_DAYS} days.")
    token = TOKEN_BEGINS + secrets.token_urlsafe(TOKEN_BYTES)
    made = ProgramKey.objects.create(
        account=account,
        name=name.strip(),
        digest=digest_of(token),
        made_at=machine_now,
        ends_at=machine_now + timedelta(days=days),
    )
    accounts.note(account, action="account.given-key", now=now)
    return made, token


@transaction.atomic
def end_key(*, reference: UUID, now: datetime, machine_now: datetime) -> None:
    """Nobody asks by this key any more.

    Raises:
        Refused: no key of that reference goes on.
    """
    key = ProgramKey.objects.filter(reference=reference, ends_at__gt=machine_now).first()
    if key is None:
        raise Refused.because("no-key", f"No key {reference} goes on.")
    ProgramKey.objects.filter(pk=key.pk).update(ends_at=machine_now)
    audit.record(
        account_id=None,
        action="key.ended",
        subject_kind="key",
        subject_reference=str(reference),
        now=now,
    )


def account_of_key(token: str, *, machine_now: datetime) -> int | None:
    """Whose key a token is, before anybody is pinned; None for one that is over, was never made, or whose account is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_account_of_key(%s, %s)", [digest_of(token), machine_now])
        row: tuple[int | None] = cursor.fetchone()
    return row[0]


def digest_of(token: str) -> str:
    return digest(token, secret_key=settings.SECRET_KEY, purpose="program key")
