"""Proofs by which a rehearsal signs in as people do, at the real page: of accounts of a copy, and of no other database."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access.commands import accounts
from throughcare.access.commands.codes import new_key, sealed_key
from throughcare.access.models import Account, CodeKey, Password
from throughcare.access.rules import codes

PASSWORD_BYTES: Final = 24
NEVER: Final = 0


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What whoever stands in for an account types. Of no use but in the copy, and there until the next is given."""

    username: str
    password: str
    key: str

    def code(self, *, machine_now: datetime) -> str:
        return codes.code_at(machine_now, key=self.key)


@transaction.atomic
def give_proofs(
    *, account_ids: Collection[int], now: datetime, machine_now: datetime
) -> dict[int, Proof]:
    """Have accounts of a copy sign in with a password and a key that are made here; those of before count no more.

    For the owner of the tables: no page may. One password for all, since each digest takes its time, and one key.

    Raises:
        PermissionDenied: this is no copy of a rehearsal. Nobody's password is changed for them anywhere else.
    """
    if not settings.REHEARSAL:
        raise PermissionDenied("Only in the copy of a rehearsal is anybody stood in for")
    password, key = secrets.token_urlsafe(PASSWORD_BYTES), new_key()
    digest = make_password(password)
    stood_in_for = list(Account.objects.filter(pk__in=account_ids).order_by("pk"))
    Password.objects.bulk_create(
        [Password(account=each, digest=digest, set_at=machine_now) for each in stood_in_for],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["digest", "set_at"],
    )
    CodeKey.objects.bulk_create(
        [
            CodeKey(
                account=each,
                sealed=sealed_key(key, account_id=each.pk),
                set_at=machine_now,
                last_step=NEVER,
            )
            for each in stood_in_for
        ],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["sealed", "set_at", "last_step"],
    )
    for each in stood_in_for:
        accounts.note(each, action="account.stood-in-for", now=now)
    return {
        each.pk: Proof(username=each.username, password=password, key=key) for each in stood_in_for
    }
