"""Who somebody is, shown by password and code, by passkey, by a provider, or by a demonstration's click."""

from datetime import datetime
from enum import Enum, auto
from functools import partial

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access import queries
from throughcare.access.choices import AttemptKind
from throughcare.access.commands import codes, limits, pinning, sessions
from throughcare.access.models import Account, Password
from throughcare.audit import commands as audit

NOBODY = 0


class Outcome(Enum):
    """What came of a try. It is given and not raised, so that the count of failures is kept."""

    PROVED = auto()
    WRONG = auto()
    LOCKED = auto()
    TOO_LATE = auto()
    """What was begun was begun so long ago that it has to be begun again."""
    UNKNOWN = auto()
    """A provider vouches for somebody whom no account here is linked to."""
    UNREACHABLE = auto()
    """A provider does not answer."""


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


@transaction.atomic
def try_password(
    *,
    session: SessionBase,
    username: str,
    password: str,
    address: str,
    now: datetime,
    machine_now: datetime,
) -> Outcome:
    """The first half of signing in. A name that nobody has takes as long as a wrong password, and is answered alike."""
    tries = limits.of_name(name=username, address=address, machine_now=machine_now)
    if tries.is_locked:
        return Outcome.LOCKED
    account = Account.objects.filter(username=username, is_active=True, is_system=False).first()
    account_id = account.pk if account else NOBODY
    pinning.prove(account_id)
    kept = Password.objects.filter(account_id=account_id).values_list("digest", flat=True).first()
    if kept is None:
        make_password(password)  # thrown away: for the time it takes
    if kept is None or not check_password(password, kept, setter=partial(_renew, account_id)):
        return fail(tries, account=account, how="password", now=now, machine_now=machine_now)
    sessions.begin_half(session, account_id=account_id, machine_now=machine_now)
    return Outcome.PROVED


def _renew(account_id: int, password: str) -> None:
    """Digest a right password again, where its digest is of a kind that is made no more."""
    Password.objects.filter(account_id=account_id).update(digest=make_password(password))


@transaction.atomic
def try_code(
    *, session: SessionBase, code: str, address: str, now: datetime, machine_now: datetime
) -> Outcome:
    """The second half: a one-time code of the account whose password was right, or a recovery code."""
    account_id = sessions.account_half_proved(session, machine_now=machine_now)
    account = Account.objects.filter(pk=account_id or NOBODY, is_active=True).first()
    if account is None:
        return Outcome.TOO_LATE
    tries = limits.of_name(name=account.username, address=address, machine_now=machine_now)
    if tries.is_locked:
        return Outcome.LOCKED
    pinning.prove(account.pk)
    how = codes.use(account_id=account.pk, typed=code, machine_now=machine_now)
    if how is None:
        return fail(tries, account=account, how="code", now=now, machine_now=machine_now)
    limits.forget(tries)
    sessions.begin(session, account_id=account.pk, machine_now=machine_now)
    note(account=account, action="account.signed-in", how=how, now=now)
    return Outcome.PROVED


def fail(
    tries: limits.Tries,
    *,
    account: Account | None,
    how: str,
    now: datetime,
    machine_now: datetime,
) -> Outcome:
    """Count a failure and put it in the audit trail; the one that locks is noted as well."""
    is_locked = limits.count_failure(tries, machine_now=machine_now)
    for action in ("account.sign-in-failed", *(["account.locked"] if is_locked else [])):
        # Nobody is known to have done it: it is no act of the account, if there is one.
        audit.record(
            account_id=None,
            action=action,
            subject_kind="account" if account else "attempt",
            subject_reference=str(account.reference) if account else _mark(tries),
            now=now,
            detail={"how": how},
        )
    return Outcome.LOCKED if is_locked else Outcome.WRONG


def _mark(tries: limits.Tries) -> str:
    """What tells one unknown name, or else one address, from another."""
    return tries.digests.get(AttemptKind.NAME, tries.digests[AttemptKind.ADDRESS])[:16]


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
