"""The names that lives are given: those of the invented nation."""

import csv
from collections import defaultdict
from functools import cache
from importlib import resources
from typing import Final

from throughcare.nation.legacy.lives import Names, Weighted

_PLACE: Final = resources.files("throughcare.nation") / "reference"


@cache
def of_the_nation() -> Names:
    found: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in _rows("names.csv"):
        found[row["group"], row["kind"]].append((row["name"], float(row["weight"])))
    groups = _rows("name_groups.csv")
    return Names(
        origins=Weighted(
            [row["group"] for row in groups], [float(row["weight"]) for row in groups]
        ),
        by_origin={
            of: Weighted([name for name, _ in each], [weight for _, weight in each])
            for of, each in found.items()
        },
        starts=_parts("start"),
        ends=_parts("end"),
        areas=_parts("area"),
        streets=[row["name"] for row in _rows("places.csv") if row["kind"] == "street"],
    )


def _parts(kind: str) -> list[str]:
    return [row["text"] for row in _rows("legacy_parts.csv") if row["kind"] == kind]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((_PLACE / name).read_text(encoding="utf-8").splitlines()))
