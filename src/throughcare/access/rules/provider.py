"""What a token of an OpenID Connect provider must say before anybody is believed to be its subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

LEEWAY = timedelta(seconds=60)
LONGEST_SUBJECT = 255


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An OpenID Connect provider, and what this installation is to it."""

    name: str
    issuer: str
    authorization_url: str
    token_url: str
    keys_url: str
    client_id: str
    client_secret: str
    algorithm: str

    @property
    def origin(self) -> str:
        """Where its page is: a form may lead there."""
        parts = urlsplit(self.authorization_url)
        return f"{parts.scheme}://{parts.netloc}"


def is_in_order(
    claims: Mapping[str, Any],  # Any: whatever the token says
    *,
    provider: Provider,
    now: datetime,
) -> bool:
    """Whether claims, whose signature and nonce are seen to already, are the provider's, for us, now, and name somebody.

    OpenID Connect Core 1.0, section 3.1.3.7, points 2 to 5, 9 and 10.
    """
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp", provider.client_id if len(audiences) == 1 else None)
    subject = claims.get("sub")
    return (
        claims.get("iss") == provider.issuer
        and provider.client_id in audiences
        and party == provider.client_id
        and _is_within(claims.get("iat"), claims.get("exp"), now=now)
        and isinstance(subject, str)
        and 0 < len(subject) <= LONGEST_SUBJECT
    )


def _is_within(
    issued_at: object,
    ends_at: object,
    *,
    now: datetime,
) -> bool:
    if not isinstance(issued_at, int | float) or not isinstance(ends_at, int | float):
        return False
    leeway = LEEWAY.total_seconds()
    return issued_at - leeway <= now.timestamp() < ends_at + leeway
