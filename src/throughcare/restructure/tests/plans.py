"""The plans of this repository, and how tests change them."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from throughcare.kernel.decisions import Decisions
from throughcare.restructure.queries import plans
from throughcare.restructure.rules import checks, reading
from throughcare.restructure.rules.plan import Plan

PLANS: Final = Path(__file__).resolve().parents[4] / "plans"
F1: Final = PLANS / "transforming-rehabilitation-2014.yaml"
F3: Final = PLANS / "share-sale-2015.yaml"
F4: Final = PLANS / "reunification-2021.yaml"
KINDS: Final = dict.fromkeys(("trust", "nps-division", "crc", "region"), True) | dict.fromkeys(
    ("owner", "national"), False
)
DECISIONS: Final[Decisions] = plans.decisions(on=datetime(2014, 6, 1, tzinfo=UTC))


@cache
def f1() -> Plan:
    """The reform of 2014, read once: a tenth of a second each time."""
    return reading.read_or_refuse(F1.read_text(encoding="utf-8"))


def f1_with(old: str, new: str) -> str:
    """The text of F1 with one passage changed; a fault when the passage is not there once."""
    text = F1.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def problems(text: str) -> list[str]:
    """All that is wrong with a plan, as sentences with their place."""
    read = reading.read(text)
    found = list(read.problems)
    if read.plan is not None:
        found += checks.check(read.plan, decisions=DECISIONS, kinds=KINDS)
    return [str(problem) for problem in found]
