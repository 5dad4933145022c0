from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from throughcare.audit.models import Entry, Seal
from throughcare.audit.rules import ChainBooks, Fault, faults_of_chain

CHAINS = 64

# Spelled out here and not taken from the database: whoever can alter the trail can alter its
# functions too.
_WALK = """
WITH walk AS (
    SELECT number, digest,
        lag(number, 1, 0::bigint) OVER w AS number_before,
        previous IS DISTINCT FROM lag(
            digest, 1, sha256(convert_to('throughcare audit chain ' || %(chain)s, 'UTF8'))
        ) OVER w AS is_unlinked,
        digest IS DISTINCT FROM sha256(previous || convert_to(jsonb_build_array(
            chain, number,
            (extract(epoch FROM at) * 1000000)::bigint,
            (extract(epoch FROM written_at) * 1000000)::bigint,
            account_id, action, subject_kind, subject_references, detail, request_id
        )::text, 'UTF8')) AS is_altered
    FROM audit_entry WHERE chain = %(chain)s
    WINDOW w AS (ORDER BY number)
), books AS (
    SELECT count(*) AS entries,
        coalesce(max(number), 0) AS last,
        min(number) FILTER (WHERE is_altered) AS altered,
        min(number) FILTER (WHERE number <> number_before + 1) AS after_gap,
        min(number_before) FILTER (WHERE number <> number_before + 1) AS before_gap,
        min(number) FILTER (WHERE is_unlinked) AS unlinked
    FROM walk
)
SELECT entries, last, altered, after_gap, before_gap, unlinked,
    coalesce(head.number, 0),
    coalesce(head.digest = coalesce(
        (SELECT digest FROM audit_entry WHERE chain = %(chain)s AND number = last),
        sha256(convert_to('throughcare audit chain ' || %(chain)s, 'UTF8'))
    ), false)
FROM books LEFT JOIN audit_chain AS head ON head.id = %(chain)s
"""

_SEALS = """
WITH walk AS (
    SELECT number, heads,
        lag(number, 1, 0::bigint) OVER w AS number_before,
        previous IS DISTINCT FROM lag(digest, 1, sha256('throughcare audit seal')) OVER w
            AS is_unlinked,
        digest IS DISTINCT FROM sha256(previous || convert_to(jsonb_build_array(
            number,
            (extract(epoch FROM at) * 1000000)::bigint,
            (extract(epoch FROM written_at) * 1000000)::bigint,
            heads
        )::text, 'UTF8')) AS is_altered
    FROM audit_seal WINDOW w AS (ORDER BY number)
)
SELECT number, number_before, is_unlinked, is_altered,
    (SELECT min(key::int) FROM jsonb_each(heads)
     WHERE (value ->> 0)::bigint > 0 AND NOT EXISTS (
        SELECT FROM audit_entry
        WHERE chain = key::smallint AND audit_entry.number = (value ->> 0)::bigint
            AND encode(digest, 'hex') = value ->> 1
    )) AS broken_chain
FROM walk ORDER BY number
"""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What the checking of one chain found; the last proof, of the seals, has no chain."""

    chain: int | None
    entries: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class Act:
    """An entry, for people to read. No account: the house itself."""

    chain: int
    number: int
    at: datetime
    account_id: int | None
    action: str
    subject_kind: str
    subject_references: tuple[str, ...]
    detail: dict[str, Any]  # Any: codes and identifiers, as JSON has them
    request_id: UUID | None


Cursor = tuple[datetime, int, int]


def verify() -> Iterator[Proof]:
    """Prove each chain, then the seals: 65 proofs, each one pass in the database.

    Run as the owner or the engine; the application sees too little and finds all removed.
    """
    for chain in range(CHAINS):
        with connection.cursor() as cursor:
            cursor.execute(_WALK, {"chain": chain})
            row: tuple[Any, ...] = cursor.fetchone()  # Any: a row of the database
        entries, last, altered, after_gap, before_gap, unlinked, head, is_head_last = row
        books = ChainBooks(
            chain=chain,
            entries=entries,
            last=last,
            altered=altered,
            after_gap=after_gap,
            before_gap=before_gap,
            unlinked=unlinked,
            head=head,
            is_head_last=is_head_last,
        )
        yield Proof(chain=chain, entries=entries, faults=faults_of_chain(books))
    yield _proof_of_seals()


def _proof_of_seals() -> Proof:
    with connection.cursor() as cursor:
        cursor.execute(_SEALS)
        rows = cursor.fetchall()
    faults = []
    for number, number_before, is_unlinked, is_altered, broken_chain in rows:
        if number != number_before + 1:
            faults.append(Fault(chain=None, number=number_before + 1, what="removed"))
        elif is_altered:
            faults.append(Fault(chain=None, number=number, what="altered"))
        elif is_unlinked:
            faults.append(Fault(chain=None, number=number - 1, what="replaced by another"))
        elif broken_chain is not None:
            what = f"chain {broken_chain} is not the one that was sealed"
            faults.append(Fault(chain=None, number=number, what=what))
    return Proof(chain=None, entries=len(rows), faults=tuple(faults[:1]))


def last_seal() -> tuple[int, str] | None:
    """The number of the last seal and its digest in hexadecimal, to be kept elsewhere."""
    seal = Seal.objects.order_by("-number").values_list("number", "digest").first()
    return None if seal is None else (seal[0], bytes(seal[1]).hex())


def acts_about(
    *, subject_kind: str, subject_reference: str, limit: int, after: Cursor | None = None
) -> list[Act]:
    """What was done to and read of one record, latest first.

    `after` is the `cursor` of the last act seen.
    """
    entries = Entry.objects.filter(
        subject_references__contains=[subject_reference], subject_kind=subject_kind
    )
    return _page(entries, limit=limit, after=after)


def acts_by(*, account_id: int, limit: int, after: Cursor | None = None) -> list[Act]:
    """What one account did and read, latest first; `after` as in `acts_about`."""
    return _page(Entry.objects.filter(account_id=account_id), limit=limit, after=after)


def cursor(act: Act) -> Cursor:
    return (act.at, act.chain, act.number)


def _page(entries: QuerySet[Entry], *, limit: int, after: Cursor | None) -> list[Act]:
    if after is not None:
        at, chain, number = after
        entries = entries.filter(
            Q(at__lt=at) | Q(at=at, chain__lt=chain) | Q(at=at, chain=chain, number__lt=number)
        )
    return [
        Act(
            chain=entry.chain,
            number=entry.number,
            at=entry.at,
            account_id=entry.account_id,
            action=entry.action,
            subject_kind=entry.subject_kind,
            subject_references=tuple(entry.subject_references),
            detail=entry.detail,
            request_id=entry.request_id,
        )
        for entry in entries.order_by("-at", "-chain", "-number")[:limit]
    ]
