"""Whom a rehearsal signs in as: one account for each role of each provider, those first who make the widest few."""

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

    @property
    def pair(self) -> tuple[str, str]:
        return self.provider, self.role


def cover(seats: Iterable[Seat], *, seed: str, most: int | None = None) -> tuple[Seat, ...]:
    """A seat for each role of each provider, the same for the same seed.

    With `most`, no more than so many: officers of as many providers as that allows, then every other role and provider,
    then the rest.

    >>> seats = [Seat(account_id=n, role=r, provider=p) for n, (r, p) in enumerate([("officer", "A"), ("duty", "A"), ("officer", "A")])]
    >>> sorted(seat.role for seat in cover(seats, seed="2014"))
    ['duty', 'officer']
    """
    drawn = sorted(seats, key=lambda seat: _lot(seat, seed))
    one_of_each: dict[tuple[str, str], Seat] = {}
    for seat in drawn:
        one_of_each.setdefault(seat.pair, seat)
    widest = _widest(list(one_of_each.values()))
    chosen = sorted(widest, key=lambda seat: (seat.role != PRACTISES, _lot(seat, seed)))
    chosen += [seat for seat in one_of_each.values() if seat not in widest]
    return tuple(chosen[:most])


def is_whole(chosen: Iterable[Seat], *, of: Iterable[Seat]) -> bool:
    """Whether every role of every provider is among those chosen."""
    return {seat.pair for seat in chosen} == {seat.pair for seat in of}


def _widest(drawn: list[Seat]) -> list[Seat]:
    """A seat for each role, and for each provider that has none yet an officer where it has one."""
    chosen = [
        next(seat for seat in drawn if seat.role == role)
        for role in sorted({seat.role for seat in drawn})
    ]
    for provider in sorted({seat.provider for seat in drawn} - {seat.provider for seat in chosen}):
        there = [seat for seat in drawn if seat.provider == provider]
        chosen.append(next((seat for seat in there if seat.role == PRACTISES), there[0]))
    return chosen


def _lot(seat: Seat, seed: str) -> str:
    words = f"{seed}|{seat.account_id}|{seat.role}|{seat.provider}"
    return hashlib.sha256(words.encode()).hexdigest()
