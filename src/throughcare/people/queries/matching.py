"""One person against everybody known, by the weights that files are linked by."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from django.db import connection

from throughcare.linkage import queries as linkage
from throughcare.people.models import MatchRecord, MatchTerm

MOST_TOLD: Final = 5
AT_ONCE: Final = 5_000
_KNOWN: Final = 0.5
"""The chance that somebody at the door is known, before anything is said of them."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What one comparison says: in words, and what it adds to the weight in bits."""

    words: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be whom was asked for. Of one whose record is closed to the viewer only the CRN is given.

    `agree` names the numbers in common, `guard` says in words what speaks against joining, whatever the weight.
    """

    crn: str
    is_limited: bool
    weight: float | None
    probability: float | None
    reasons: tuple[Reason, ...] = ()
    agree: tuple[str, ...] = ()
    guard: str = ""


@dataclass(frozen=True, kw_only=True)
class Matched:
    """Who somebody is: `known` as the first candidate, `possible` to be one of them, or `new`.

    `is_behind` says that nobody was made ready for matching yet.
    """

    decision: str
    candidates: tuple[Candidate, ...]
    model: str
    is_behind: bool


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What two people weigh: beforehand, and by each comparison (its name, what it says, bits)."""

    probability: float
    prior: float
    parts: tuple[tuple[str, str, float], ...]
    guard: str


def match(asked: Mapping[str, str], *, today: date) -> Matched:
    """Compare a record, by the columns of `linkage`, with everybody who has a key in common with it. Three queries.

    Asked as the account in the seat; whoever may not search is told of nobody.
    """
    record = linkage.standardise({"record_id": ""} | dict(asked), today=today)
    model, share, is_behind = _weights(record)
    found = []
    for crn, is_limited, other in _near(record, today=today):
        beside = linkage.beside(record, other, model=model, share=share)
        if beside.weight >= model.thresholds.review:
            found.append((beside, crn, is_limited))
    found.sort(key=lambda each: (-each[0].weight, each[1]))
    return Matched(
        decision=_decision([each for each, _, _ in found], model),
        candidates=tuple(
            _candidate(beside, crn=crn, is_limited=is_limited)
            for beside, crn, is_limited in found[:MOST_TOLD]
        ),
        model=model.version,
        is_behind=is_behind,
    )


def _decision(found: list[linkage.Beside], model: linkage.Model) -> str:
    """Known, where one alone is sure enough and nothing speaks against it (linkage, section 7)."""
    sure = [each for each in found if each.weight >= model.thresholds.join]
    if len(sure) == 1 and sure[0].guard is None:
        return "known"
    return "possible" if found else "new"


def _candidate(beside: linkage.Beside, *, crn: str, is_limited: bool) -> Candidate:
    if is_limited:
        return Candidate(crn=crn, is_limited=True, weight=None, probability=None)
    return Candidate(
        crn=crn,
        is_limited=False,
        weight=round(beside.weight, 6),
        probability=round(beside.probability, 6),
        reasons=tuple(
            Reason(words=part.words, weight=round(part.weight, 3))
            for part in sorted(beside.parts, key=lambda part: -abs(part.weight))
        ),
        agree=tuple(
            part.comparison
            for part in beside.parts
            if part.level == "common" and part.comparison in {"pnc", "cro", "nino", "prison"}
        ),
        guard=beside.guard.words if beside.guard else "",
    )


def weigh(*, first_crn: str, second_crn: str, today: date) -> Weighed | None:
    """What two people weigh beside one another; None where the viewer may not know of both. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT crn, may_know_home, standard::text, raw::text FROM people_match_pair(%s, %s) ORDER BY crn",
            [first_crn, second_crn],
        )
        rows = cursor.fetchall()
    if len(rows) != 2:  # noqa: PLR2004  both
        return None
    both = [_read(standard, raw, today=today) for _, _, standard, raw in rows]
    if not all(may_know_home for _, may_know_home, _, _ in rows):
        both = [_without_home(each) for each in both]
    model, share, _ = _weights(both[0])
    beside = linkage.beside(both[0], both[1], model=model, share=share)
    return Weighed(
        probability=beside.probability,
        prior=model.prior_weight,
        parts=tuple((part.comparison, part.words, part.weight) for part in beside.parts),
        guard=beside.guard.words if beside.guard else "",
    )


def weights_of(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], float]:
    """What pairs of people weigh that are ready to be matched; for the engine. One query for some thousands of them, and two more."""
    model, totals = _model()
    found: dict[tuple[int, int], float] = {}
    for some in _some_at_a_time(pairs):
        ready = {
            row.person_id: read_standard(row.standard)
            for row in MatchRecord.objects.filter(
                person_id__in={number for pair in some for number in pair}
            )
        }
        share = _share(_held_of(ready.values()), totals)
        for first, second in some:
            if first in ready and second in ready:
                beside = linkage.beside(ready[first], ready[second], model=model, share=share)
                found[first, second] = round(beside.weight, 6)
    return found


def _some_at_a_time(
    pairs: Sequence[tuple[int, int]],
) -> Iterator[Sequence[tuple[int, int]]]:
    for at in range(0, len(pairs), AT_ONCE):
        yield pairs[at : at + AT_ONCE]


def _held_of(records: Iterable[linkage.Standard]) -> dict[tuple[str, str], int]:
    """How many people have each of the terms of some records."""
    wanted = {
        (term, value)
        for record in records
        for term in linkage.TERMS
        if (value := getattr(record, term))
    }
    rows = MatchTerm.objects.filter(value__in={value for _, value in wanted})
    return {(row.term, row.value): row.held for row in rows}


def _near(record: linkage.Standard, *, today: date) -> list[tuple[str, bool, linkage.Standard]]:
    """Whoever has a key in common, as far as the viewer may know: where somebody lives and is rung is told to few."""
    keys = set(linkage.keys_of(record))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT crn, is_limited, may_know_home, standard::text, raw::text FROM people_match_near(%s::text[], %s)",
            [sorted(keys), linkage.MOST],
        )
        rows = cursor.fetchall()
    found = []
    for crn, is_limited, may_know_home, standard, raw in rows:
        other = _read(standard, raw, today=today)
        if not may_know_home:
            other = _without_home(other)
        if not keys.isdisjoint(linkage.keys_of(other)):
            found.append((crn, is_limited, other))
    return found


def _read(standard: str | None, raw: str | None, *, today: date) -> linkage.Standard:
    if standard:
        return read_standard(json.loads(standard))
    return linkage.standardise(json.loads(raw or "{}"), today=today)


def _without_home(record: linkage.Standard) -> linkage.Standard:
    return replace(record, house="", houses=(), postcode="", postcodes=(), outwards=(), phones=())


def _weights(record: linkage.Standard) -> tuple[linkage.Model, linkage.Share, bool]:
    """The model for as many people as there are, and how frequent what this record has is among them."""
    wanted = {term: value for term in linkage.TERMS if (value := getattr(record, term))}
    model, totals = _model()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, value, held FROM people_match_held(%s::jsonb)", [json.dumps(wanted)]
        )
        held = {(term, value): count for term, value, count in cursor.fetchall()}
    return model, _share(held, totals), not totals


def _model() -> tuple[linkage.Model, dict[str, int]]:
    """The model for as many people as there are, and how many of them have each term at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people, held::text FROM people_match_counted()")
        counted = cursor.fetchone()
    people, totals = (counted[0], json.loads(counted[1])) if counted else (0, {})
    model = linkage.published().of_population(prior=_KNOWN / max(people, 1), records=people)
    return model, totals


def _share(
    held: Mapping[tuple[str, str], int], totals: Mapping[str, int]
) -> Callable[[str, str], float | None]:
    def share(term: str, value: str) -> float | None:
        count = held.get((term, value), 0)
        return count / totals[term] if count else None

    return share


def written_standard(record: linkage.Standard) -> dict[str, Any]:  # Any: as JSON has it
    """A standard record as it is kept: without what is empty."""
    return {each.name: value for each in fields(record) if (value := getattr(record, each.name))}


def read_standard(written: Mapping[str, Any]) -> linkage.Standard:  # Any: as JSON has it
    """A standard record as it was kept."""
    cells: dict[str, Any] = {  # Any: as above
        name: tuple(value) if isinstance(value, list) else value for name, value in written.items()
    }
    return linkage.Standard(**cells)
