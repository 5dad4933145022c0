"""Digests that any machine works out alike: one form in bytes for a value, and a tree of them.

The root of a tree stands for everything under it; two roots that differ lead, level by level, to
the records that differ, without reading the others.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

DIGEST_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces.

    Numbers keep their value and not their writing (6.90 is 6.9), moments are given in UTC, and
    what JSON lacks is tagged so that a date never equals the text of it. Binary floating point is
    a fault, since it has no single form.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def of(value: object) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def leaf(key: str, content: bytes) -> bytes:
    """The digest of one record under its key. Differs from any inner digest of a tree."""
    name = key.encode()
    return hashlib.sha256(b"\x00" + len(name).to_bytes(4, "big") + name + content).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree over leaves in their order: leaves first, root last. An odd one rises as it is."""
    rows = [list(leaves)]
    while len(rows[-1]) > 1:
        below = rows[-1]
        rows.append(
            [
                hashlib.sha256(b"\x01" + below[n] + below[n + 1]).digest()
                if n + 1 < len(below)
                else below[n]
                for n in range(0, len(below), 2)
            ]
        )
    return rows


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves in their order. Sort them by key first: order is part of it."""
    row = list(leaves)
    return levels(row)[-1][0] if row else EMPTY_ROOT


def differing(before: Sequence[bytes], after: Sequence[bytes]) -> list[int]:
    """Positions of the leaves that differ between two trees over the same keys."""
    if len(before) != len(after):
        raise ValueError("The trees are over different numbers of records.")
    if not before:
        return []
    old, new = levels(before), levels(after)
    suspects = [0] if old[-1] != new[-1] else []
    for depth in range(len(old) - 2, -1, -1):
        below = [child for at in suspects for child in (2 * at, 2 * at + 1)]
        suspects = [
            child
            for child in below
            if child < len(old[depth]) and old[depth][child] != new[depth][child]
        ]
    return suspects


def _plain(value: object) -> object:
    match value:
        case None | bool() | str() | int():
            return value
        case Mapping():
            return {_key(key): _plain(inner) for key, inner in value.items()}
        case set() | frozenset():
            return {"$set": sorted(canonical(inner).decode() for inner in value)}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return _tagged(value)


def _tagged(value: object) -> dict[str, str]:
    match value:
        case Decimal() if value.is_finite():
            return {"$number": _number(value)}
        case datetime() if value.tzinfo is not None:
            return {"$moment": value.astimezone(UTC).isoformat()}
        case date() if not isinstance(value, datetime):
            return {"$date": value.isoformat()}
        case UUID():
            return {"$uuid": str(value)}
        case bytes():
            return {"$bytes": value.hex()}
        case _:
            raise TypeError(f"{value!r} has no canonical form.")


def _number(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def _key(key: object) -> str:
    if not isinstance(key, str) or key.startswith("$"):
        raise TypeError("Keys are text that does not begin with a dollar sign.")
    return key
