"""The law of release dates, read from the file beside this module: the whole of it, or as a scenario has it."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from throughcare.sentences.rules.dates import Duration, Fraction
from throughcare.sentences.rules.law import (
    Boundaries,
    CurfewLaw,
    CurfewScheme,
    Law,
    Manner,
    Reach,
    RecallLaw,
    ReleaseLaw,
    RemovalLaw,
    RemovalScheme,
    Track,
    Tranche,
    Unit,
)

AS_ENACTED: Final = "as-enacted"
LENGTH_OF_VERSION: Final = 12
Written = Mapping[str, Any]  # Any: YAML


@cache
def law(scenario: str = AS_ENACTED) -> Law:
    """The law under the name of a scenario.

    Raises:
        LookupError: there is no such scenario.
    """
    written = _written()
    if scenario not in written["scenarios"]:
        known = ", ".join(written["scenarios"])
        raise LookupError(f"There is no scenario {scenario!r} of the law; there are {known}.")
    changed = written["scenarios"][scenario]
    left_out, instead = changed.get("without", ()), changed.get("instead", {})
    holidays = changed.get("holidays")
    return Law(
        name=scenario,
        about=changed["about"],
        releases=tuple(
            _release({**each, **instead.get(each["name"], {})})
            for each in written["releases"]
            if each["name"] not in left_out
        ),
        recall_56=_recall(written["recall_56"]),
        curfew=_curfew(written["curfew"]),
        removal=_removal(written["removal"]),
        boundaries=Boundaries(**written["boundaries"]),
        holidays=None if holidays is None else frozenset(holidays),
    )


def scenarios() -> list[str]:
    return list(_written()["scenarios"])


def laws() -> dict[str, str]:
    """Every scenario with what it is about, in words; what is enacted first."""
    return {
        name: each["about"][:1].upper() + each["about"][1:]
        for name, each in _written()["scenarios"].items()
    }


@cache
def version() -> str:
    """The digest of all law data, by which a calculation says which it was made under."""
    return hashlib.sha256(_text().encode()).hexdigest()[:LENGTH_OF_VERSION]


def _text() -> str:
    return resources.files(__package__).joinpath("legislation.yaml").read_text(encoding="utf-8")


@cache
def _written() -> Written:
    found: Written = yaml.safe_load(_text())
    return found


def _release(written: Written) -> ReleaseLaw:
    return ReleaseLaw(
        name=written["name"],
        commences_on=written["commences_on"],
        source=written["source"],
        manner=Manner(written["manner"]),
        fractions={Track(track): Fraction(each) for track, each in written["fractions"].items()},
        reach=_reach(written["reach"]),
        tranches=_tranches(written.get("tranches", ())),
    )


def _reach(written: Written) -> Reach:
    return Reach(
        tracks=frozenset(map(Track, written["tracks"])),
        not_for=frozenset(written.get("not_for", ())),
        only_for=frozenset(written.get("only_for", ())),
        reaches_section_250=written.get("reaches_section_250", True),
        reaches_recalls=written.get("reaches_recalls", True),
        reaches_would_be_plus=written.get("reaches_would_be_plus", True),
    )


def _tranches(written: Sequence[Written]) -> tuple[Tranche, ...]:
    return tuple(Tranche(**{**each, "unit": Unit(each.get("unit", Unit.DAYS))}) for each in written)


def _recall(written: Written) -> RecallLaw:
    return RecallLaw(**{**written, "tranches": _tranches(written["tranches"])})


def _curfew(written: Written) -> CurfewLaw:
    schemes = {name: CurfewScheme(**written[name]) for name in ("before", "after")}
    return CurfewLaw(**{**written, **schemes})


def _removal(written: Written) -> RemovalLaw:
    schemes = {name: _removal_scheme(written[name]) for name in ("before", "after")}
    return RemovalLaw(**{**written, **schemes})


def _removal_scheme(written: Written) -> RemovalScheme:
    longest = {unit.lower(): count for unit, count in written["longest"].items()}
    return RemovalScheme(
        name=written["name"], longest=Duration(**longest), fraction=Fraction(written["fraction"])
    )
