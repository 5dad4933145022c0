"""Who somebody is, shown by password and code, by passkey, by a provider, or by a demonstration's click."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access import queries
from throughcare.access.commands import sessions
from throughcare.access.models import Account
from throughcare.audit import commands as audit


@transaction.atomic
def sign_in_for_demonstration(
    *, session: SessionBase, username: str, now: datetime, machine_now: datetime
) -> Account:
    """Sign in as anybody of an invented nation, with no proof.

    Raises:
        PermissionDenied: this is no demonstration of an invented nation, or there is no such
            account that is active.
    """
    if not queries.is_open():
        raise PermissionDenied("One click signs in to a demonstration only")
    account = Account.objects.filter(username=username, is_active=True, is_system=False).first()
    if account is None:
        raise PermissionDenied("There is no such account")
    sessions.begin(session, account_id=account.pk, machine_now=machine_now)
    note(account=account, action="account.signed-in", how="demonstration", now=now)
    return account


def note(*, account: Account, action: str, how: str, now: datetime) -> None:
    """Put a sign-in, or what changes how somebody signs in, in the audit trail."""
    audit.record(
        account_id=account.pk,
        action=action,
        subject_kind="account",
        subject_reference=str(account.reference),
        now=now,
        detail={"how": how},
    )
