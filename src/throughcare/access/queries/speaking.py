"""Who speaks for a provider when a reform is decided, and who belongs to it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from django.db import connection

from throughcare.access.choices import Action
from throughcare.access.models import Account

OF_A_PROGRAMME: Final = (Action.PLAN, Action.APPROVE, Action.SWITCH)
"""What those may who work on reforms."""

# Whose post lets them see plans for the whole of its provider, and no post of theirs anything of a programme or of an audit.
_SPEAKERS: Final = """
SELECT DISTINCT s.owner_id, p.account_id
FROM access_post p
JOIN access_permission q ON q.role = p.role AND q.action = %(sees)s AND q.reach = 'provider'
    AND q.starts_at <= tc_now() AND (q.ends_at IS NULL OR q.ends_at > tc_now())
CROSS JOIN LATERAL access_seats(p.account_id, tc_now(), tc_live()) s
WHERE p.account_id IS NOT NULL AND s.post_id = p.id AND s.owner_id = ANY (%(owners)s)
  AND NOT EXISTS (
      SELECT FROM access_post other
      JOIN access_permission m ON m.role = other.role AND m.action = ANY (%(others)s)
          AND m.starts_at <= tc_now() AND (m.ends_at IS NULL OR m.ends_at > tc_now())
      WHERE other.account_id = p.account_id AND other.starts_at <= tc_now()
        AND (other.ends_at IS NULL OR other.ends_at > tc_now()))
ORDER BY 1, 2
"""

# The provider of a post, held or vacant, and whether it is one of a programme.
_POST: Final = """
SELECT a.owner_id, EXISTS (
    SELECT FROM access_permission m WHERE m.role = p.role AND m.action = ANY (%(programme)s)
      AND m.starts_at <= tc_now() AND (m.ends_at IS NULL OR m.ends_at > tc_now()))
FROM access_post p
CROSS JOIN LATERAL (
    SELECT x.owner_id FROM access_postassignment x
    WHERE x.item_id = p.id AND x.starts_at <= tc_now() AND x.superseded_at IS NULL
      AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) a
WHERE p.code = %(code)s AND p.starts_at <= tc_now() AND (p.ends_at IS NULL OR p.ends_at > tc_now())
"""


def speakers(owner_ids: Collection[int]) -> dict[int, list[int]]:
    """For each of some providers, the accounts of those who see plans for all of it and are nothing in a programme.

    As things stand at the pinned moment. A provider without anybody is left out.
    """
    found: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            _SPEAKERS,
            {
                "sees": Action.SEE_PLAN.value,
                "owners": list(owner_ids),
                "others": [*OF_A_PROGRAMME, Action.AUDIT.value],
            },
        )
        for owner_id, account_id in cursor.fetchall():
            found[owner_id].append(account_id)
    return dict(found)


def is_account_of(*, account_id: int, owner_id: int) -> bool:
    """Whether an account may sign in and sits with a provider, or works on reforms, at the pinned moment."""
    if not Account.objects.filter(pk=account_id, is_active=True).exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM access_seats(%s, tc_now(), tc_live()) WHERE owner_id = %s)"
            " OR EXISTS (SELECT FROM access_reach(%s, tc_now(), tc_live()) WHERE action = ANY (%s))",
            [account_id, owner_id, account_id, list(OF_A_PROGRAMME)],
        )
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def is_post_of(*, code: str, owner_id: int) -> bool:
    """Whether a post is with a provider, or one of those who work on reforms, at the pinned moment."""
    with connection.cursor() as cursor:
        cursor.execute(_POST, {"code": code, "programme": list(OF_A_PROGRAMME)})
        row = cursor.fetchone()
    return row is not None and (row[0] == owner_id or row[1])


def holds_post(*, account_id: int, code: str) -> bool:
    """Whether an account sits in a post at the pinned moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM access_seats(%s, tc_now(), tc_live()) s"
            " JOIN access_post p ON p.id = s.post_id WHERE p.code = %s)",
            [account_id, code],
        )
        row: tuple[bool] = cursor.fetchone()
    return row[0]
