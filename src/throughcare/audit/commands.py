import json
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

Detail = Mapping[str, str | int | bool | list[str] | None]


def record(
    *,
    account_id: int | None,
    action: str,
    subject_kind: str,
    subject_reference: str,
    now: datetime,
    detail: Detail | None = None,
    request_id: UUID | None = None,
) -> None:
    """Write that an account did or read something, in the transaction of the act.

    `account_id` is None for what the house does by itself. `detail` holds identifiers and codes,
    never a name, a date of birth or free text. One round trip; the account's chain stays locked
    until commit, so record last in a long transaction.
    """
    record_many(
        account_id=account_id,
        action=action,
        subject_kind=subject_kind,
        subject_references=(subject_reference,),
        now=now,
        detail=detail,
        request_id=request_id,
    )


def record_many(
    *,
    account_id: int | None,
    action: str,
    subject_kind: str,
    subject_references: Collection[str],
    now: datetime,
    detail: Detail | None = None,
    request_id: UUID | None = None,
) -> None:
    """Write one entry for an act on several records, such as the reading of a list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_append(%s::bigint, %s, %s, %s::text[], %s::jsonb, %s, %s)",
            [
                account_id,
                action,
                subject_kind,
                list(subject_references),
                json.dumps(dict(detail or {})),
                now,
                request_id,
            ],
        )


def seal(*, now: datetime) -> int:
    """Link the heads of all chains into the next seal, and return its number.

    For the engine alone. Keep the digest (`queries.last_seal`) outside the database.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_seal_heads(%s)", [now])
        row: tuple[int] = cursor.fetchone()
    return row[0]
