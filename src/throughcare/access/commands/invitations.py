"""The first sign-in of an account, and the first again where its means are lost: a link, used once."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from throughcare.access.commands import accounts, codes, means, pinning, proof, sessions
from throughcare.access.models import Account, Invitation, Passkey
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.kernel.sealing import digest

TOKEN_BYTES = 32
HOURS = 72


@transaction.atomic
def invite(*, username: str, hours: int = HOURS, now: datetime, machine_now: datetime) -> str:
    """Make a link's token for an account. It ends earlier ones; what the account signs in with stays until it is used.

    For the owner of the tables: no page may invite.

    Raises:
        Refused: there is no such account that is active and somebody's.
    """
    account = accounts.active_account(username)
    Invitation.objects.filter(account=account, used_at=None).update(used_at=machine_now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.create(
        account=account,
        digest=digest_of(token),
        made_at=machine_now,
        ends_at=machine_now + timedelta(hours=hours),
    )
    audit.record(
        account_id=None,
        action="account.invited",
        subject_kind="account",
        subject_reference=str(account.reference),
        now=now,
        detail={"hours": hours},
    )
    return token


def account_invited(marked: str, *, machine_now: datetime) -> Account | None:
    """Whom the digest of a token invites, on a sign-in page; its credentials can be read from here on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_account_invited(%s, %s)", [marked, machine_now])
        row: tuple[int | None] = cursor.fetchone()
    if row[0] is None:
        return None
    pinning.prove(row[0])
    return Account.objects.get(pk=row[0])


@transaction.atomic
def set_up(
    *,
    session: SessionBase,
    invitation: str,
    password: str,
    key: str,
    code: str,
    now: datetime,
    machine_now: datetime,
) -> list[str]:
    """Use an invitation up: a password and the key of an app's codes from now on, and nothing of before. Signs in.

    `invitation` is the digest of its token. Gives the recovery codes.

    Raises:
        PermissionDenied: there is no such invitation, or it is over.
        Refused: the password is too weak, or the code does not fit the key.
    """
    account = account_invited(invitation, machine_now=machine_now)
    is_taken = account and Invitation.objects.filter(digest=invitation, used_at=None).update(
        used_at=machine_now
    )
    if account is None or not is_taken:
        raise PermissionDenied("This invitation is over")
    step = means.step_of(code, key=key, machine_now=machine_now)
    reasons = means.refusals_of_password(password, account=account)
    if step is None:
        reasons.append(means.WRONG_CODE)
    if reasons or step is None:
        raise Refused(reasons)
    means.keep_password(account_id=account.pk, password=password, machine_now=machine_now)
    codes.keep_key(account_id=account.pk, key=key, step=step, machine_now=machine_now)
    made = codes.renew_recovery_codes(account_id=account.pk, machine_now=machine_now)
    Passkey.objects.filter(account=account, ended_at=None).update(ended_at=machine_now)
    Account.objects.filter(pk=account.pk).update(signed_out_at=machine_now)
    sessions.begin(session, account_id=account.pk, machine_now=machine_now)
    proof.note(account=account, action="account.set-up", how="invitation", now=now)
    proof.note(account=account, action="account.signed-in", how="invitation", now=now)
    return made


def digest_of(token: str) -> str:
    return digest(token, secret_key=settings.SECRET_KEY, purpose="invitation")
