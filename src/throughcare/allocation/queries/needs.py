"""How severe a need is, by the thresholds of a day."""

from collections.abc import Sequence
from datetime import date

from throughcare.allocation import frameworks
from throughcare.allocation.rules.needs import Need, severity

__all__ = ["Need", "need_of"]


def need_of(section: str, answers: Sequence[str], *, is_digital: bool, on: date) -> Need:
    """The score and severity of a section; neither where nothing is answered."""
    return severity(section, answers, rules=frameworks.needs(on=on), is_digital=is_digital)
