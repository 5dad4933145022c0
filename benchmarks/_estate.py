"""Bookings by chance, and how long it takes to calculate each kind of them."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from throughcare.sentences import statute_book
from throughcare.sentences.rules import calculate, messages
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    Booking,
    Direction,
    Kind,
    Movement,
    Offence,
    Offender,
    Recall,
    RecallType,
    Sentence,
)
from throughcare.sentences.rules.law import Switches

MIXES: Final = {
    "cases": {
        "one sentence": 24,
        "several sentences": 22,
        "chain": 20,
        "recall": 18,
        "extended or particular concern": 10,
        "training, fine or breach": 6,
    },
    "estate": {
        "one sentence": 42,
        "several sentences": 20,
        "chain": 13,
        "recall": 15,
        "extended or particular concern": 9,
        "training, fine or breach": 1,
    },
}
FIRST: Final = date(2019, 1, 1)
DAYS: Final = 2600
SHORT, VIOLENT, REMANDED, MOVED, REGISTERED, TO_BE_REMOVED = 0.4, 0.2, 0.5, 0.05, 0.15, 0.12
"""How often something is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Of one chunk: seconds of the processor by kind with how many there were, the same to make them, and how many had messages."""

    by_kind: dict[str, tuple[int, float]]
    making: float
    told: int


def measured(chunk: tuple[int, int, str]) -> Measured:
    seed, number, mix = chunk
    began = time.process_time()
    made = list(bookings(seed=seed, number=number, mix=mix))
    making = time.process_time() - began
    law, switches, told = statute_book.law(), Switches(), 0
    by_kind: dict[str, tuple[int, float]] = {}
    for kind, booking in made:
        began = time.process_time()
        told += bool(messages(booking, calculate(booking, law=law, switches=switches)))
        seconds = time.process_time() - began
        count, before = by_kind.get(kind, (0, 0.0))
        by_kind[kind] = (count + 1, before + seconds)
    return Measured(by_kind=by_kind, making=making, told=told)


def bookings(*, seed: int, number: int, mix: str) -> Iterator[tuple[str, Booking]]:
    """Bookings by chance, each with the kind it is of."""
    chance = random.Random(seed)  # noqa: S311  repeatable, and no secret
    kinds = MIXES[mix]
    for kind in chance.choices(list(kinds), weights=list(kinds.values()), k=number):
        yield kind, _booking(chance, _sentences(chance, kind))


def _sentences(chance: random.Random, kind: str) -> list[Sentence]:
    on = FIRST + timedelta(days=chance.randrange(DAYS))
    if kind == "extended or particular concern":
        which = chance.choice([Kind.EDS, Kind.SOPC])
        return [_sentence(chance, on, number=0, kind=which)]
    if kind == "training, fine or breach":
        which = chance.choice([Kind.DTO, Kind.FINE, Kind.BOTUS])
        return [_sentence(chance, on, number=0, kind=which)]
    count = 1 if kind in {"one sentence", "recall"} else chance.choice([2, 2, 2, 3, 3, 4, 6])
    made: list[Sentence] = []
    for number in range(count):
        later = chance.choice([0, 0, 0, 30, 120, 400])
        follows = made[-1].identifier if made and kind == "chain" else None
        made.append(
            _sentence(chance, on + timedelta(days=later), number=number, follows=follows)
            if kind != "recall"
            else _recalled(chance, on)
        )
    return made


def _sentence(
    chance: random.Random,
    on: date,
    *,
    number: int,
    kind: Kind = Kind.SDS,
    follows: str | None = None,
    recall: Recall | None = None,
) -> Sentence:
    is_short = kind.is_term or chance.random() < SHORT
    return Sentence(
        kind=kind,
        identifier=str(number),
        sentenced_on=on,
        offence=Offence(committed_on=on - timedelta(days=chance.randrange(10, 2000))),
        custody=Duration(months=chance.randrange(2, 18))
        if is_short
        else Duration(years=chance.randrange(2, 12)),
        extension=Duration(years=1) if kind in {Kind.EDS, Kind.SOPC} else Duration(),
        follows=follows,
        exclusions=frozenset({"VIOLENT"}) if chance.random() < VIOLENT else frozenset(),
        fine=500 if kind is Kind.FINE else None,
        recall=recall,
    )


def _recalled(chance: random.Random, on: date) -> Sentence:
    back = on + timedelta(days=chance.randrange(200, 900))
    recall = Recall(
        type=chance.choice(list(RecallType)),
        revoked_on=back - timedelta(days=1),
        returned_on=back,
    )
    return _sentence(chance, on, number=0, recall=recall)


def _booking(chance: random.Random, sentences: Sequence[Sentence]) -> Booking:
    first = sentences[0]
    deducted = AdjustmentKind.RECALL_REMAND if first.recall else AdjustmentKind.REMAND
    adjustments: dict[AdjustmentKind, list[Adjustment]] = {}
    if chance.random() < REMANDED:
        days = chance.randrange(1, 40)
        before = first.sentenced_on - timedelta(days=days)
        adjustments[deducted] = [
            replace(_adjustment(before, days=days), applies_from=first.sentenced_on)
        ]
    for kind, share in ((AdjustmentKind.AWARDED, 0.15), (AdjustmentKind.AT_LARGE, 0.1)):
        if chance.random() < share:
            later = first.sentenced_on + timedelta(days=chance.randrange(10, 60))
            adjustments[kind] = [_adjustment(later, days=chance.randrange(1, 20))]
    movements: list[Movement] = []
    if chance.random() < MOVED:
        out = first.sentenced_on + timedelta(days=chance.randrange(60, 200))
        movements.append(Movement(on=out, direction=Direction.OUT, reason="HDC"))
    return Booking(
        offender=Offender(
            born_on=date(chance.randrange(1955, 2006), 6, 1),
            is_registered=chance.random() < REGISTERED,
        ),
        sentences=tuple(sentences),
        adjustments=adjustments,
        movements=movements,
        returned_on=first.recall.returned_on if first.recall else None,
        wants_removal=chance.random() < TO_BE_REMOVED,
    )


def _adjustment(on: date, *, days: int) -> Adjustment:
    return Adjustment(
        applies_from=on, days=days, from_=on, to=on + timedelta(days=max(days - 1, 0))
    )
