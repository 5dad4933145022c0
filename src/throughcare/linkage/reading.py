"""What is known beforehand, read from `reference`: forms of names, what stands for nothing, and the models that were published."""

import csv
import json
from collections import defaultdict
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import yaml

from throughcare.linkage.rules.standardising import Tables
from throughcare.linkage.rules.weights import Model, from_dict

_PLACE: Final = resources.files(__package__) / "reference"


@cache
def tables() -> Tables:
    groups: dict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader((_PLACE / "forms.csv").read_text().splitlines()):
        groups[row["name"]].append(row["group"])
    written = yaml.safe_load((_PLACE / "standard.yaml").read_text())
    return Tables(
        forms={name: tuple(sorted(found)) for name, found in groups.items()},
        litter=tuple(written["litter"]),
        placeholders=frozenset(written["placeholders"]),
        dummy_days=frozenset(written["dummy_days"]),
        not_homes=frozenset(written["not_homes"]),
    )


@cache
def published() -> Model:
    """The latest model that was published; its file says of which day it is, and how it was made."""
    latest = max(
        (each for each in _PLACE.iterdir() if each.name.startswith("model-")),
        key=lambda each: each.name,
    )
    return from_dict(json.loads(latest.read_text()))


def model_of(path: Path) -> Model:
    """A model from a file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no model, or a level has no weight.
    """
    return from_dict(json.loads(path.read_text()))
