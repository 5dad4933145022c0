"""How far answers agree with those that were published, at the first level and the second."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = Any  # Any: JSON

FIRST: Final = (
    "dates",
    "effectiveSentenceLength",
    "affectedBySds40",
    "affectedByProgressionModel",
    "trancheAllocationByLegislationName",
    "sdsEarlyReleaseAllocatedTranche",
    "validationCodes",
    "error",
)
SECOND: Final = ("sentenceLevelDates", "breakdown", "hints")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One case: what differs at each level, by key, as (expected, answered). `second` has a key for each that was asked."""

    id: str
    category: str
    configuration: str
    first: Mapping[str, tuple[Json, Json]]
    second: Mapping[str, tuple[Json, Json] | None]

    @property
    def agrees(self) -> bool:
        return not self.first


def compared(case: Mapping[str, Json], answer: Mapping[str, Json]) -> Compared:
    expected = case["expected"]
    first = {
        key: (expected[key], answer.get(key))
        for key in ("outcome", *FIRST)
        if key in expected and expected[key] != answer.get(key)
    }
    return Compared(
        id=case["id"],
        category=case["category"],
        configuration=case["params"]["configuration"],
        first=first,
        second={
            key: None
            if _is_same(key, expected[key], answer.get(key))
            else (expected[key], answer.get(key))
            for key in SECOND
            if key in expected
        },
    )


def _is_same(key: str, expected: Json, answered: Json) -> bool:
    if key == "sentenceLevelDates" and answered is not None:
        return _in_order(expected) == _in_order(answered)
    if key == "breakdown" and answered is not None:
        return bool(expected == {each: answered.get(each) for each in expected})
    return bool(expected == answered)


def _in_order(several: Sequence[Json]) -> list[str]:
    return sorted(json.dumps(each, sort_keys=True) for each in several)
