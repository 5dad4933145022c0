"""What an account signs in with: its own, and while it is pinned."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from throughcare.access.models import (
    CodeKey,
    Passkey,
    Password,
    ProviderLink,
    RecoveryCode,
)


@dataclass(frozen=True, kw_only=True)
class NamedPasskey:
    reference: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Means:
    """Moments are None for what the account does not have."""

    password_set_at: datetime | None
    code_set_at: datetime | None
    recovery_codes_left: int
    passkeys: tuple[NamedPasskey, ...]
    issuers: tuple[str, ...]


def means_of(account_id: int, *, machine_now: datetime) -> Means:
    """Five queries, however much there is."""
    links = ProviderLink.objects.filter(account_id=account_id, starts_at__lte=machine_now)
    return Means(
        password_set_at=_set_at(Password.objects.filter(account_id=account_id)),
        code_set_at=_set_at(CodeKey.objects.filter(account_id=account_id)),
        recovery_codes_left=RecoveryCode.objects.filter(
            account_id=account_id, ended_at=None
        ).count(),
        passkeys=tuple(
            NamedPasskey(
                reference=one.reference, name=one.name, made_at=one.made_at, used_at=one.used_at
            )
            for one in Passkey.objects.filter(account_id=account_id, ended_at=None).order_by("pk")
        ),
        issuers=tuple(links.filter(ends_at=None).order_by("pk").values_list("issuer", flat=True)),
    )


def _set_at(kept: QuerySet[Password] | QuerySet[CodeKey]) -> datetime | None:
    return kept.values_list("set_at", flat=True).first()
