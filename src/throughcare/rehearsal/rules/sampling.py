"""Whom a rehearsal signs in as: as few as it takes to have every provider and every role."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

PRACTISES = "officer"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """An account in a role at a provider, which is named by its code."""

    account_id: int
    role: str
    provider: str


def cover(seats: Iterable[Seat], *, seed: str, most: int | None = None) -> tuple[Seat, ...]:
    """A seat for each role, and for each provider that has none yet an officer where it has one; the same for the same seed.

    With `most`, no more than so many, and then not every provider and role may be there.

    >>> seats = [Seat(account_id=n, role=r, provider=p) for n, (r, p) in enumerate([("officer", "A"), ("duty", "A"), ("officer", "B")])]
    >>> sorted(seat.account_id for seat in cover(seats, seed="2014"))
    [0, 1, 2]
    """
    drawn = sorted(seats, key=lambda seat: _lot(seat, seed))
    chosen = [
        next(seat for seat in drawn if seat.role == role)
        for role in sorted({seat.role for seat in drawn})
    ]
    for provider in sorted({seat.provider for seat in drawn} - {seat.provider for seat in chosen}):
        there = [seat for seat in drawn if seat.provider == provider]
        chosen.append(next((seat for seat in there if seat.role == PRACTISES), there[0]))
    # Of the few, those that everybody is: an officer works with cases.
    chosen.sort(key=lambda seat: (seat.role != PRACTISES, _lot(seat, seed)))
    return tuple(chosen[:most])


def is_whole(chosen: Iterable[Seat], *, of: Iterable[Seat]) -> bool:
    """Whether every provider and every role is among those chosen."""
    there, all_of_them = tuple(chosen), tuple(of)
    return {seat.role for seat in there} == {seat.role for seat in all_of_them} and {
        seat.provider for seat in there
    } == {seat.provider for seat in all_of_them}


def _lot(seat: Seat, seed: str) -> str:
    words = f"{seed}|{seat.account_id}|{seat.role}|{seat.provider}"
    return hashlib.sha256(words.encode()).hexdigest()
