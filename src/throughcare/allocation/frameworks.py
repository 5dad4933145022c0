"""The frameworks of tiering as data with dates, read from the files beside this module.

Scales are exact and half-open: a value has what the first line gives that it reaches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final, Generic, TypeVar

import yaml

Given = TypeVar("Given", int, str)
Version = TypeVar("Version", bound="Dated")

UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One version of some rules, in force on [starts_on, ends_on); `source` says where they were published."""

    starts_on: date
    ends_on: date | None
    source: str

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


@dataclass(frozen=True, slots=True)
class Scale(Generic[Given]):
    """Lines of (from, gives), the highest first."""

    lines: tuple[tuple[Decimal, Given], ...]

    def of(self, value: Decimal) -> Given | None:
        """What a value is given; None below the lowest line."""
        return next((gives for least, gives in self.lines if value >= least), None)

    def above(self, value: Decimal) -> tuple[Decimal, Given] | None:
        """The next line that a value does not reach; None for one that reaches the highest."""
        return next((line for line in reversed(self.lines) if line[0] > value), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoAxis(Dated):
    ignored_types: frozenset[str]
    rsr: Scale[int]
    rosh: Mapping[str, int]
    mappa_type: str
    mappa_levels: Mapping[str, int]
    complexity: tuple[str, ...]
    complexity_points: int
    women: Mapping[str, int]
    enforcement_days: int
    enforcement_outcomes: frozenset[str]
    protect_levels: Scale[str]
    mandate_sentences: frozenset[str]
    no_mandate_requirements: frozenset[str]
    without_mandate: int
    without_assessment: int
    need_weights: Mapping[str, int]
    severities: Mapping[str, int]
    ogrs_percent_per_point: int
    intensive: Mapping[str, int]
    change_levels: Scale[int]
    suspended_type: str
    suspended_suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleLetter(Dated):
    """`table` gives for each line of `csrp` a letter for each line of `arp`."""

    arp: tuple[Decimal, ...]
    csrp: tuple[Decimal, ...]
    table: tuple[tuple[str, ...], ...]
    contact_sexual: Mapping[str, Scale[str]]
    with_mappa: Mapping[str, str]
    without_mappa: Mapping[str, str]
    life: tuple[tuple[int | None, str], ...]
    history: Mapping[str, str]
    unknown_rosh_needs: Mapping[str, str]
    registered_as: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    standard: int
    severe: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs(Dated):
    """`thresholds` and `digital` are by section; a section without any has a score and no severity."""

    answers: Mapping[str, int]
    unanswered: frozenset[str]
    thresholds: Mapping[str, Thresholds | None]
    digital: Mapping[str, Thresholds | None]


def two_axis(*, on: date) -> TwoAxis:
    return in_force(two_axis_versions(), on=on, name="two-axis tiering")


def single_letter(*, on: date) -> SingleLetter:
    return in_force(single_letter_versions(), on=on, name="single-letter tiering")


def needs(*, on: date) -> Needs:
    return in_force(needs_versions(), on=on, name="the thresholds of needs")


def in_force(versions: Sequence[Version], *, on: date, name: str) -> Version:
    """The version in force on a day; LookupError when there is none."""
    for version in versions:
        if version.is_in_force(on):
            return version
    raise LookupError(f"No version of {name} is in force on {on:%d %B %Y}.")


@cache
def two_axis_versions() -> tuple[TwoAxis, ...]:
    return tuple(_two_axis(each) for each in read_versions("two_axis.yaml"))


@cache
def single_letter_versions() -> tuple[SingleLetter, ...]:
    return tuple(_single_letter(each) for each in read_versions("single_letter.yaml"))


@cache
def needs_versions() -> tuple[Needs, ...]:
    return tuple(_needs(each) for each in read_versions("needs.yaml"))


def read_versions(file: str) -> list[dict[str, Any]]:  # Any: YAML
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["versions"]  # Any: YAML
    return found


def _dates(written: Mapping[str, Any]) -> dict[str, Any]:  # Any: YAML
    return {name: written[name] for name in ("starts_on", "ends_on", "source")}


def _scale(lines: Sequence[Mapping[str, Any]]) -> Scale[Any]:  # Any: YAML
    return Scale(tuple((Decimal(line["from"]), line["gives"]) for line in lines))


def _two_axis(written: Mapping[str, Any]) -> TwoAxis:  # Any: YAML
    protect, change = written["protect"], written["change"]
    return TwoAxis(
        **_dates(written),
        ignored_types=frozenset(written["ignored_types"]),
        rsr=_scale(protect["rsr"]),
        rosh=protect["rosh"],
        mappa_type=protect["mappa_type"],
        mappa_levels=protect["mappa_levels"],
        complexity=tuple(protect["complexity"]),
        complexity_points=protect["complexity_points"],
        women=protect["women"],
        enforcement_days=protect["enforcement_days"],
        enforcement_outcomes=frozenset(protect["enforcement_outcomes"]),
        protect_levels=_scale(protect["levels"]),
        mandate_sentences=frozenset(change["mandate_sentences"]),
        no_mandate_requirements=frozenset(change["no_mandate_requirements"]),
        without_mandate=change["without_mandate"],
        without_assessment=change["without_assessment"],
        need_weights=change["need_weights"],
        severities=change["severities"],
        ogrs_percent_per_point=change["ogrs_percent_per_point"],
        intensive=change["intensive"],
        change_levels=_scale(change["levels"]),
        suspended_type=written["suspended_type"],
        suspended_suffix=written["suspended_suffix"],
    )


def _single_letter(written: Mapping[str, Any]) -> SingleLetter:  # Any: YAML
    return SingleLetter(
        **_dates(written),
        arp=tuple(map(Decimal, written["arp"])),
        csrp=tuple(map(Decimal, written["csrp"])),
        table=tuple(tuple(row) for row in written["table"]),
        contact_sexual={band: _scale(lines) for band, lines in written["contact_sexual"].items()},
        with_mappa=written["with_mappa"],
        without_mappa=written["without_mappa"],
        life=tuple((line["years"], line["gives"]) for line in written["life"]),
        history=written["history"],
        unknown_rosh_needs=written["unknown_rosh_needs"],
        registered_as={name: tuple(codes) for name, codes in written["registered_as"].items()},
    )


def _needs(written: Mapping[str, Any]) -> Needs:  # Any: YAML
    return Needs(
        **_dates(written),
        answers=written["answers"],
        unanswered=frozenset(written["unanswered"]),
        thresholds={name: _thresholds(each) for name, each in written["thresholds"].items()},
        digital={
            name: _thresholds(each and each.get("digital", each))
            for name, each in written["thresholds"].items()
        },
    )


def _thresholds(written: Mapping[str, int] | None) -> Thresholds | None:
    if written is None:
        return None
    return Thresholds(standard=written["standard"], severe=written["severe"])
