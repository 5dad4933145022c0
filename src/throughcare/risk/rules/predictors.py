"""What a predictor is: parts that are added up, each a probability from terms, points, or the first line that holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from throughcare.risk.rules.inputs import Catalogue
from throughcare.risk.rules.levels import When
from throughcare.risk.rules.lines import Line

BANDED_AT: Final = 2  # the horizon, in years, by which bands go

UNCHECKED: Final = (
    "This variant of the predictor was not checked against published examples: none were found."
)

Bands = tuple[tuple[str, Decimal], ...]
"""Each band with the least that is in it, the lowest first."""


class Shown(StrEnum):
    """How a percentage is shown to people."""

    WHOLE = "whole"
    HUNDREDTHS = "hundredths"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A line that gives a probability by itself: by horizon in years, with a band where it has one of its own."""

    when: When
    probabilities: Mapping[int, Decimal]
    says: str
    band: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The lines of one variant of a part; `intercepts` are by horizon in years."""

    lines: tuple[Line, ...]
    intercepts: Mapping[int, Decimal]

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.term for line in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One probability. `before` is asked first; terms count where none of its lines holds.

    Of each term in `complete` some line has to hold. `per_point` is None where terms are no points; what they come to is then
    added to the intercept as it is. `without_points` is the probability of somebody with no point, where that is fixed.
    """

    name: str
    words: str
    before: tuple[Fixed, ...]
    complete: frozenset[str]
    variants: Mapping[str, Variant]
    per_point: Decimal | None = None
    without_points: Decimal | None = None
    bands_by_points: Bands = ()

    def variant(self, name: str) -> Variant | None:
        """The variant of a name; None for a part that has no terms. KeyError where it has others alone."""
        return self.variants[name] if self.variants else None


@dataclass(frozen=True, slots=True)
class Note:
    """What is said with a score to which it applies."""

    when: When
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One version of a predictor, in force on [starts_on, ends_on).

    `variants` give the parts of each with the variant of the part, in order of preference. `checked` says by variant what its scores
    were compared with; one for which nothing published was found is not there. `without_interview` names the variant for people
    who had none.
    """

    name: str
    version: str
    words: str
    starts_on: date
    ends_on: date | None
    checked: Mapping[str, str]
    shows: Shown
    bands: Bands
    variants: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, Part]
    notes: tuple[Note, ...]
    catalogue: Catalogue
    without_interview: str = ""
    is_offered: bool = True

    @property
    def label(self) -> str:
        return f"{self.name} ({self.version})"

    @property
    def first_variant(self) -> str:
        return next(iter(self.variants))

    def says_always(self, variant: str) -> tuple[str, ...]:
        """What is said with every score of a variant."""
        return () if variant in self.checked else (UNCHECKED,)

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)

    def parts_of(self, variant: str) -> tuple[tuple[Part, Variant | None], ...]:
        """Its parts and what each has of lines in a variant; KeyError where there is no such variant."""
        return tuple(
            (self.parts[name], self.parts[name].variant(of_part))
            for name, of_part in self.variants[variant].items()
        )

    def horizons(self, variant: str) -> tuple[int, ...]:
        """The years for which every part has a probability."""
        of_each = [_horizons(part, lines) for part, lines in self.parts_of(variant)]
        return tuple(sorted(set.intersection(*of_each)))

    def inputs(self, variant: str) -> tuple[str, ...]:
        """The inputs that a variant may need, in the order of the catalogue."""
        named: set[str] = set()
        for part, lines in self.parts_of(variant):
            named.update(*(fixed.when.names for fixed in part.before))
            for line in lines.lines if lines else ():
                named.update(line.when.names, line.of.names)
        return self.catalogue.sources(named)


def _horizons(part: Part, variant: Variant | None) -> set[int]:
    of_each = [set(fixed.probabilities) for fixed in part.before]
    if variant is not None:
        of_each.append(set(variant.intercepts))
    return set.intersection(*of_each)


def band_of(value: Decimal, bands: Bands) -> str:
    """The highest band that a value reaches; empty where there are no bands."""
    return next((name for name, least in reversed(bands) if value >= least), "")


def in_force(tools: Iterable[Tool], *, name: str, on: date) -> Tool:
    """The version of a predictor in force on a day, or the last one that was.

    Raises:
        LookupError: there was none yet, or there is no predictor of that name.
    """
    begun = [tool for tool in tools if tool.name == name and tool.starts_on <= on]
    if not begun:
        raise LookupError(f"No version of {name} is in force on {on:%d %B %Y}.")
    return max(begun, key=lambda tool: tool.starts_on)


def names(tools: Sequence[Tool]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tool.name for tool in tools))
