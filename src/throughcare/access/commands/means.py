"""How an account signs in, changed by whoever is signed in as it and has been so for a few minutes only.

To be called while the account is pinned: row-level security gives an account its own means and no other's.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from throughcare.access.commands import codes, proof, sessions
from throughcare.access.models import Account, Passkey, Password
from throughcare.access.rules.codes import as_typed, is_one_time, matching_step
from throughcare.kernel.refusals import Reason, Refused

CHANGED = "account.means-changed"
WRONG_CODE = Reason(
    code="wrong-code",
    sentence="The code is wrong or too old. Enter the one that the app shows now.",
)
NOT_FRESH = Reason(
    code="not-fresh",
    sentence="You signed in too long ago to change how you sign in. Sign in again first.",
)


@transaction.atomic
def change_password(
    *, session: SessionBase, account: Account, password: str, now: datetime, machine_now: datetime
) -> None:
    """Every other session of the account ends.

    Raises:
        Refused: the password is too weak, or the account signed in too long ago.
    """
    require_fresh(session, machine_now=machine_now)
    if reasons := refusals_of_password(password, account=account):
        raise Refused(reasons)
    keep_password(account_id=account.pk, password=password, machine_now=machine_now)
    _sign_others_out(session, account=account, machine_now=machine_now)
    proof.note(account=account, action=CHANGED, how="password", now=now)


@transaction.atomic
def change_code_key(
    *,
    session: SessionBase,
    account: Account,
    key: str,
    code: str,
    now: datetime,
    machine_now: datetime,
) -> None:
    """Take codes from another app from now on. Every other session of the account ends.

    Raises:
        Refused: the code does not fit the key, or the account signed in too long ago.
    """
    require_fresh(session, machine_now=machine_now)
    step = step_of(code, key=key, machine_now=machine_now)
    if step is None:
        raise Refused([WRONG_CODE])
    codes.keep_key(account_id=account.pk, key=key, step=step, machine_now=machine_now)
    _sign_others_out(session, account=account, machine_now=machine_now)
    proof.note(account=account, action=CHANGED, how="one-time code", now=now)


@transaction.atomic
def renew_recovery_codes(
    *, session: SessionBase, account: Account, now: datetime, machine_now: datetime
) -> list[str]:
    """Raises Refused where the account signed in too long ago."""
    require_fresh(session, machine_now=machine_now)
    made = codes.renew_recovery_codes(account_id=account.pk, machine_now=machine_now)
    proof.note(account=account, action=CHANGED, how="recovery codes", now=now)
    return made


@transaction.atomic
def remove_passkey(
    *,
    session: SessionBase,
    account: Account,
    reference: UUID,
    now: datetime,
    machine_now: datetime,
) -> None:
    """Nobody signs in with it any more. Those who have go on until they sign out everywhere.

    Raises:
        PermissionDenied: the account has no such passkey.
        Refused: the account signed in too long ago.
    """
    require_fresh(session, machine_now=machine_now)
    ended = Passkey.objects.filter(account=account, reference=reference, ended_at=None)
    if not ended.update(ended_at=machine_now):
        raise PermissionDenied("There is no such passkey")
    proof.note(account=account, action=CHANGED, how="passkey removed", now=now)


@transaction.atomic
def sign_out_everywhere(
    *, session: SessionBase, account: Account, now: datetime, machine_now: datetime
) -> None:
    """End every session of an account, this one included. No fresh sign-in is asked: it only takes away."""
    Account.objects.filter(pk=account.pk).update(signed_out_at=machine_now)
    sessions.end(session)
    proof.note(account=account, action="account.signed-out", how="everywhere", now=now)


def keep_password(*, account_id: int, password: str, machine_now: datetime) -> None:
    Password.objects.update_or_create(
        account_id=account_id,
        defaults={"digest": make_password(password), "set_at": machine_now},
    )


def refusals_of_password(password: str, *, account: Account) -> list[Reason]:
    try:
        validate_password(password, user=account)
    except ValidationError as weak:
        return [Reason(code="weak-password", sentence=message) for message in weak.messages]
    return []


def step_of(code: str, *, key: str, machine_now: datetime) -> int | None:
    """The time step that a code for a key not in use yet belongs to, or None where it does not fit."""
    typed = as_typed(code)
    return matching_step(typed, key=key, after=0, now=machine_now) if is_one_time(typed) else None


def _sign_others_out(session: SessionBase, *, account: Account, machine_now: datetime) -> None:
    Account.objects.filter(pk=account.pk).update(signed_out_at=machine_now)
    sessions.begin(session, account_id=account.pk, machine_now=machine_now)


def require_fresh(session: SessionBase, *, machine_now: datetime) -> None:
    if not sessions.is_fresh(session, machine_now=machine_now):
        raise Refused([NOT_FRESH])
