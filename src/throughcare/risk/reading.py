"""The predictors as data with dates, read from `reference`. Every number is text until it is exact."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from throughcare.risk.rules.inputs import (
    MOST_OF_SCALE,
    NO,
    YES,
    Catalogue,
    Contradiction,
    From,
    Input,
    Kind,
    Sum,
)
from throughcare.risk.rules.levels import When
from throughcare.risk.rules.lines import Line, parse
from throughcare.risk.rules.predictors import Bands, Fixed, Note, Part, Shown, Tool, Variant
from throughcare.risk.rules.scoring import DIGITS

_PLACE: Final = resources.files(__package__) / "reference"
_HORIZONS: Final = ("1", "2")


@cache
def catalogue() -> Catalogue:
    """All inputs, what follows from them, and what contradicts."""
    written = _yaml("inputs.yaml")
    return Catalogue(
        inputs={name: _input(name, each) for name, each in written["inputs"].items()},
        derived={name: _derived(each) for name, each in written["derived"].items()},
        contradictions=tuple(
            Contradiction(each["code"], each["says"], When.parse(when))
            for each in written["contradictions"]
            for when in each["when"]
        ),
    )


@cache
def tools() -> tuple[Tool, ...]:
    """Every version of every predictor, in the order of the file.

    Raises:
        ValueError, KeyError: the data contradicts itself: a name that is no input, a level that is none of its input.
    """
    written = _yaml("tools.yaml")
    parts = {name: _part(name, each) for name, each in written["parts"].items()}
    for_all = _notes(written["notes"])
    return tuple(
        _noted(_tool(each, parts=parts, catalogue=catalogue()), for_all)
        for each in written["tools"]
    )


def _yaml(name: str) -> dict[str, Any]:  # Any: YAML
    text = _PLACE.joinpath(name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 it makes texts, lists and mappings alone
    return found


def _input(name: str, written: Mapping[str, Any]) -> Input:  # Any: YAML
    kind = Kind(written["kind"])
    values = {YES: YES, NO: NO} if kind is Kind.YES_NO else written.get("values", {})
    most = MOST_OF_SCALE if kind is Kind.SCALE else int(written.get("most", "0"))
    return Input(
        name=name,
        kind=kind,
        words=written["words"],
        comes_from=From(written["from"]),
        least=int(written.get("least", "0")),
        most=most,
        values=values,
        unless_given=_sum(written["unless_given"]) if "unless_given" in written else None,
    )


def _derived(written: Mapping[str, str]) -> Sum:
    found = _sum(written["is"])
    return replace(found, most=int(written["most"])) if "most" in written else found


def _sum(written: str) -> Sum:
    plus: list[str] = []
    minus: list[str] = []
    number = 0
    sign = "+"
    for word in written.split():
        if word in {"+", "-"}:
            sign = word
        elif word.isdecimal():
            number += int(f"{sign}{word}")
        else:
            (plus if sign == "+" else minus).append(word)
    return Sum(plus=tuple(plus), minus=tuple(minus), number=number)


def _part(name: str, written: Mapping[str, Any]) -> Part:  # Any: YAML
    rows = _rows(written["file"]) if "file" in written else []
    return Part(
        name=name,
        words=written["words"],
        before=tuple(map(_fixed, written.get("before", ()))),
        complete=frozenset(written.get("complete", ())),
        variants={
            variant: Variant(lines=_lines(rows, variant), intercepts=_by_horizon(intercepts))
            for variant, intercepts in written.get("variants", {}).items()
        },
        per_point=_exact(written["per_point"]) if "per_point" in written else None,
        without_points=_exact(written["without_points"]) if "without_points" in written else None,
        bands_by_points=_bands(written.get("bands_by_points", {})),
    )


def _rows(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_PLACE.joinpath(file).read_text(encoding="utf-8").splitlines()))


def _lines(rows: list[dict[str, str]], variant: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            term=row["term"],
            when=When.parse(row["when"]),
            of=parse(row["of"]),
            coefficient=_exact(row[variant]),
        )
        for row in rows
        if row[variant]
    )


def _fixed(written: Mapping[str, str]) -> Fixed:
    return Fixed(
        when=When.parse(written["when"]),
        probabilities=_by_horizon(
            {years: written[years] for years in _HORIZONS if years in written}
        ),
        says=written["says"],
        band=written.get("band", ""),
    )


def _by_horizon(written: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(years): _exact(value) for years, value in written.items()}


def _bands(written: Mapping[str, str]) -> Bands:
    return tuple((name, _exact(least)) for name, least in written.items())


def _exact(written: str) -> Decimal:
    """A number as it was published; a fraction to as many digits as scores are made with."""
    if "/" not in written:
        return Decimal(written)
    fraction = Fraction(written)
    with localcontext(prec=DIGITS):
        return Decimal(fraction.numerator) / fraction.denominator


def _notes(written: list[dict[str, str]]) -> tuple[Note, ...]:
    return tuple(Note(When.parse(each["when"]), each["says"]) for each in written)


def _tool(
    written: Mapping[str, Any],  # Any: YAML
    *,
    parts: Mapping[str, Part],
    catalogue: Catalogue,
) -> Tool:
    ends_on = written.get("ends_on")
    return Tool(
        name=written["tool"],
        version=written["version"],
        words=written["words"],
        starts_on=date.fromisoformat(written["starts_on"]),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        checked=written["checked"] or {},
        shows=Shown(written["shows"]),
        bands=_bands(written["bands"] or {}),
        variants=written["variants"],
        parts=parts,
        notes=_notes(written.get("notes", [])),
        catalogue=catalogue,
        without_interview=written.get("without_interview", ""),
        is_offered=written.get("is_offered", YES) == YES,
    )


def _noted(tool: Tool, for_all: tuple[Note, ...]) -> Tool:
    """A tool with the notes that are about its own inputs."""
    known = {name for variant in tool.variants for name in tool.inputs(variant)}
    about = tuple(note for note in for_all if set(note.when.names) <= known)
    return replace(tool, notes=(*tool.notes, *about))
