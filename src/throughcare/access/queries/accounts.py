"""Accounts, and who stands over them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import prefetch_related_objects

from throughcare.access.models import Account, Grant

# The manager of the same unit, or else of the same provider, or else its head.
_SUPERVISOR = """
SELECT p.account_id, code.code
FROM access_seats(%(account)s, tc_now(), tc_live()) s
JOIN access_post p ON p.role IN ('manager', 'executive') AND p.account_id <> %(account)s
    AND p.starts_at <= tc_now() AND (p.ends_at IS NULL OR p.ends_at > tc_now())
CROSS JOIN LATERAL (
    SELECT x.owner_id, x.holder_id FROM access_postassignment x
    WHERE x.item_id = p.id AND x.starts_at <= tc_now() AND x.superseded_at IS NULL
      AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) a
JOIN organisation_codes_at(tc_now(), tc_live()) code ON code.unit_id = a.holder_id
WHERE a.owner_id = s.owner_id
ORDER BY a.holder_id = s.holder_id DESC, p.role = 'manager' DESC, p.id LIMIT 1
"""


_TOLD_OF = """
SELECT g.* FROM access_grant g
WHERE g.told_account_id = %s AND g.starts_at <= %s AND g.ends_at > %s ORDER BY g.starts_at DESC, g.id
"""

# One of each that may sign in and is at work: role and provider, in the order of a lot that the seed draws.
_ONE_OF_EACH = """
SELECT DISTINCT ON (code.code, p.role) p.account_id, p.role, code.code
FROM access_post p
JOIN access_account u ON u.id = p.account_id AND u.is_active AND NOT u.is_system
CROSS JOIN LATERAL (
    SELECT x.owner_id, x.holder_id FROM access_postassignment x
    WHERE x.item_id = p.id AND x.starts_at <= tc_now() AND x.superseded_at IS NULL
      AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) a
JOIN organisation_codes_at(tc_now(), tc_live()) code ON code.unit_id = a.owner_id
WHERE p.starts_at <= tc_now() AND (p.ends_at IS NULL OR p.ends_at > tc_now())
  AND organisation_fact(a.owner_id, 'operating', tc_now(), tc_live()) = 'yes'
  AND organisation_fact(a.holder_id, 'operating', tc_now(), tc_live()) = 'yes'
ORDER BY code.code, p.role, md5(%s || p.code)
"""


@dataclass(frozen=True, kw_only=True)
class Seated:
    """An account with one of its roles, and the code of the provider that its post is with."""

    account_id: int
    role: str
    provider: str


def one_of_each(*, seed: str) -> list[Seated]:
    """For each provider and role an account that holds such a post, as things stand at the pinned moment; for the engine."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_OF_EACH, [seed])
        return [
            Seated(account_id=account_id, role=role, provider=provider)
            for account_id, role, provider in cursor.fetchall()
        ]


def count_active() -> int:
    """How many people may sign in."""
    return Account.objects.filter(is_active=True, is_system=False).count()


@dataclass(frozen=True, kw_only=True)
class Supervisor:
    account_id: int
    unit_code: str


def account_id(*, username: str) -> int | None:
    """The number of an active account, or None."""
    return (
        Account.objects.filter(username=username, is_active=True)
        .values_list("pk", flat=True)
        .first()
    )


def closed_account_id(*, username: str) -> int | None:
    """The number of an account that may not sign in any more, or None."""
    return (
        Account.objects.filter(username=username, is_active=False)
        .values_list("pk", flat=True)
        .first()
    )


def display_names(account_ids: Collection[int]) -> dict[int, str]:
    """How accounts are called on pages, by number; closed ones included."""
    return dict(Account.objects.filter(pk__in=account_ids).values_list("pk", "display_name"))


def account_ids(usernames: Collection[str]) -> dict[str, int]:
    """The numbers of accounts, by user name; closed ones included."""
    found = Account.objects.filter(username__in=usernames)
    return dict(found.values_list("username", "pk"))


def names_by_username(usernames: Collection[str]) -> dict[str, str]:
    """How accounts are called on pages, by user name; closed ones included."""
    found = Account.objects.filter(username__in=usernames)
    return dict(found.values_list("username", "display_name"))


def supervisor_of(account_id: int) -> Supervisor | None:
    """Who is told what an account does out of the ordinary, as things stand at the pinned moment."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPERVISOR, {"account": account_id})
        row = cursor.fetchone()
    return Supervisor(account_id=row[0], unit_code=row[1]) if row else None


def grants_to_look_at(*, account_id: int, now: datetime) -> list[Grant]:
    """Exceptions of others that open a record now and that the account was told of as supervisor, latest first."""
    found = list(Grant.objects.raw(_TOLD_OF, [account_id, now, now]))
    prefetch_related_objects(found, "account")
    return found
