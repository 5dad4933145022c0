"""One-time codes (RFC 6238) and the recovery codes that stand in for them."""

import hmac
from datetime import datetime

from pyotp import TOTP

STEPS_EITHER_SIDE = 1
"""A code is good for its half minute and one either side, since clocks differ and people type."""
RECOVERY_CODES = 10
RECOVERY_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
RECOVERY_LENGTH = 12


def matching_step(code: str, *, key: str, after: int, now: datetime) -> int | None:
    """The time step that a code belongs to: none where it is wrong, or not later than the last one used."""
    maker = TOTP(key)
    for step in range(
        maker.timecode(now) - STEPS_EITHER_SIDE, maker.timecode(now) + STEPS_EITHER_SIDE + 1
    ):
        if step > after and hmac.compare_digest(maker.generate_otp(step).encode(), code.encode()):
            return step
    return None


def code_at(now: datetime, *, key: str) -> str:
    """The code that an app shows for a key.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 5, 1, 9, tzinfo=UTC)
    >>> code = code_at(nine, key="A" * 32)
    >>> matching_step(code, key="A" * 32, after=0, now=nine) == int(nine.timestamp()) // 30
    True
    """
    return TOTP(key).at(now)


def is_one_time(typed: str) -> bool:
    """Whether it is a code of an app, and not a recovery code.

    >>> is_one_time("012345"), is_one_time("7KQ2MWXC4HTA")
    (True, False)
    """
    return typed.isascii() and typed.isdigit()


def as_typed(text: str) -> str:
    """A code as it is compared: people type spaces, hyphens and small letters.

    >>> as_typed(" 7kq2-mwxc-4hta")
    '7KQ2MWXC4HTA'
    """
    return "".join(text.split()).replace("-", "").upper()


def spelt(code: str) -> str:
    """A code as it is shown.

    >>> spelt("7KQ2MWXC4HTA")
    '7KQ2-MWXC-4HTA'
    """
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
