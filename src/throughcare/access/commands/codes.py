"""The codes of an account: made, kept and used. To be called while the account is pinned, or its proof tried."""

import secrets
from datetime import datetime

from django.conf import settings
from pyotp import random_base32

from throughcare.access.models import CodeKey, RecoveryCode
from throughcare.access.rules import codes
from throughcare.kernel.sealing import digest, seal, unseal


def new_key() -> str:
    """A key for an app to make codes from: 32 letters and figures."""
    return random_base32()


def keep_key(*, account_id: int, key: str, step: int, machine_now: datetime) -> None:
    """Make codes from a key from now on; the code of `step` has shown that the app has it."""
    CodeKey.objects.update_or_create(
        account_id=account_id,
        defaults={
            "sealed": sealed_key(key, account_id=account_id),
            "set_at": machine_now,
            "last_step": step,
        },
    )


def sealed_key(key: str, *, account_id: int) -> str:
    """A key as it is kept for one account."""
    return seal(key, secret_key=settings.SECRET_KEY, purpose=_purpose(account_id))


def renew_recovery_codes(*, account_id: int, machine_now: datetime) -> list[str]:
    """New recovery codes in place of those there were. They are told once: here."""
    RecoveryCode.objects.filter(account_id=account_id, ended_at=None).update(ended_at=machine_now)
    made = [
        "".join(secrets.choice(codes.RECOVERY_LETTERS) for _ in range(codes.RECOVERY_LENGTH))
        for _ in range(codes.RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account_id, digest=_digest(code, account_id), made_at=machine_now)
        for code in made
    )
    return [codes.spelt(code) for code in made]


def use(*, account_id: int, typed: str, machine_now: datetime) -> str | None:
    """Use a code up and say what it was, or None where it is wrong or was used before."""
    code = codes.as_typed(typed)
    if not codes.is_one_time(code):
        used = RecoveryCode.objects.filter(
            account_id=account_id, digest=_digest(code, account_id), ended_at=None
        ).update(ended_at=machine_now)
        return "password and recovery code" if used else None
    kept = CodeKey.objects.filter(account_id=account_id).first()
    if kept is None:
        return None
    key = unseal(kept.sealed, secret_key=settings.SECRET_KEY, purpose=_purpose(account_id))
    if key is None:
        return None
    step = codes.matching_step(code, key=key, after=kept.last_step, now=machine_now)
    # Two that come at once with one code: the later finds it used.
    is_used = step is not None and CodeKey.objects.filter(
        account_id=account_id, last_step__lt=step
    ).update(last_step=step)
    return "password and one-time code" if is_used else None


def _digest(code: str, account_id: int) -> str:
    return digest(
        code, secret_key=settings.SECRET_KEY, purpose=f"recovery code of account {account_id}"
    )


def _purpose(account_id: int) -> str:
    return f"one-time codes of account {account_id}"
