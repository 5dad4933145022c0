"""The limits and times of this room as data with dates, read from the file beside this module."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from throughcare.probation.rules.limits import Limit, Limits, Version

SENTENCING_ACT_2026: Final = "sentencing-act-2026"
"""The commencement that ends post-sentence supervision, and the year for unpaid work."""


def limits(*, commenced: Mapping[str, date | None]) -> Limits:
    """Every limit; one that ends with a commencement is repealed from the day of it, where that is known."""
    return {limit.code: _ended(limit, commenced=commenced) for limit, _ in _written()}


def punitive() -> frozenset[str]:
    """Which types of requirement count as punishing."""
    return frozenset(_file()["punitive"])


def ends_with(code: str) -> str:
    """The commencement that a limit ends with, or nothing."""
    return next(ending for limit, ending in _written() if limit.code == code)


def _ended(limit: Limit, *, commenced: Mapping[str, date | None]) -> Limit:
    day = commenced.get(ends_with(limit.code))
    if day is None:
        return limit
    return replace(limit, versions=(*limit.versions, Version(starts_on=day, is_repealed=True)))


@cache
def _file() -> Mapping[str, Any]:  # Any: YAML
    text = resources.files(__package__).joinpath("limits.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)  # Any: YAML
    return read


@cache
def _written() -> tuple[tuple[Limit, str], ...]:
    return tuple((_limit(each), str(each.get("ends_with", ""))) for each in _file()["limits"])


def _limit(written: Mapping[str, Any]) -> Limit:  # Any: YAML
    return Limit(
        code=written["code"],
        unit=written["unit"],
        source=written["source"],
        versions=tuple(
            Version(
                starts_on=version["from"],
                least=_number(version.get("least")),
                most=_number(version.get("most")),
            )
            for version in written["versions"]
        ),
    )


def _number(written: int | None) -> Decimal | None:
    return None if written is None else Decimal(written)
