"""How a message to a webhook is signed, when it is tried again, and where one may lead."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

SECRET_BEGINS: Final = "whsec_"  # noqa: S105  what every secret begins with is no secret
MOST_FAILURES: Final = 12
"""In a row, over about two days; then the webhook pauses until its owner says go on."""
LONGEST_WAIT: Final = timedelta(hours=12)
FIRST_WAIT: Final = timedelta(seconds=30)


def signature(*, secret: str, message_id: str, sent_at: datetime, body: bytes) -> str:
    """The header `webhook-signature`, by the Standard Webhooks specification 1.0: HMAC-SHA256 of id, seconds and body.

    >>> signature(secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
    ...     sent_at=datetime.fromtimestamp(1614265330), body=b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    key = base64.b64decode(secret.removeprefix(SECRET_BEGINS))
    signed = f"{message_id}.{int(sent_at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def wait_after(failures: int) -> timedelta:
    """How long until the next try: twice as long after each failure in a row.

    >>> str(wait_after(1)), str(wait_after(4)), str(wait_after(40))
    ('0:00:30', '0:04:00', '12:00:00')
    """
    if failures > MOST_FAILURES:
        return LONGEST_WAIT
    doubled: int = 2 ** (failures - 1)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def is_given_up(failures: int) -> bool:
    return failures >= MOST_FAILURES


def may_lead_to(url: str, *, hosts: Collection[str]) -> bool:
    """Whether messages may go to an address: by https, to a host that the settings name, at its usual port, with no password in it.

    >>> may_lead_to("https://case.example.org/hooks", hosts=["case.example.org"])
    True
    >>> may_lead_to("https://case.example.org.elsewhere.net/", hosts=["case.example.org"])
    False
    >>> may_lead_to("http://127.0.0.1:9000/hooks", hosts=["127.0.0.1:9000"])
    True
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.username or parts.password or parts.fragment or not parts.hostname:
        return False
    if parts.hostname == "127.0.0.1":
        return f"127.0.0.1:{port}" in hosts
    return parts.scheme == "https" and port in {None, 443} and parts.hostname in hosts
