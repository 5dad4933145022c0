"""Whether somebody can be asked to check in by a channel, and if not why not (domain rules, 25)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

TEXT: Final = "text"
NO_NUMBER: Final = "no-number"
NO_ADDRESS: Final = "no-address"
NO_CONSENT: Final = "no-consent"
LIMITED: Final = "limited"
NOT_CARRIED: Final = "not-carried"


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What the record says today of how somebody is reached. `is_limited`: who may open it is decided by name."""

    mobile: str
    email: str
    may_be_texted: bool
    is_limited: bool


def reason_not_to_send(
    person: Reached, *, channel: str, asks_limited: bool, is_carried: Callable[[str], bool]
) -> str:
    """Why no link goes out, or nothing. Nobody is texted who did not agree to texts.

    >>> anybody = Reached(mobile="", email="a@example.com", may_be_texted=False, is_limited=False)
    >>> reason_not_to_send(anybody, channel="text", asks_limited=False, is_carried=bool)
    'no-number'
    >>> reason_not_to_send(anybody, channel="email", asks_limited=False, is_carried=bool)
    ''
    """
    if person.is_limited and not asks_limited:
        return LIMITED
    if channel == TEXT:
        if not person.mobile:
            return NO_NUMBER
        if not person.may_be_texted:
            return NO_CONSENT
    elif not person.email:
        return NO_ADDRESS
    return "" if is_carried(channel) else NOT_CARRIED
