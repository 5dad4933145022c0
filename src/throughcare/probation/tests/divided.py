"""A trust of the small nation, divided on 1 June 2014 between a division and a company, and a team that goes on elsewhere."""

from datetime import UTC, datetime

from throughcare.access.tests.small_nation import LONG_AGO, Nation, give, place, state, unit_of
from throughcare.organisation.choices import Fact
from throughcare.organisation.models import SuccessionEdge, SuccessionEvent, UnitCode

REFORM = datetime(2014, 5, 31, 23, tzinfo=UTC)


def divide(nation: Nation) -> None:
    """SWM ends; its case goes to C11. Its team SWMT goes on as N04T2, under N04."""
    units = nation.units
    state(units["SWM"], Fact.OPERATING, "no", starts_at=REFORM)
    event = SuccessionEvent.objects.create(
        reference="reform", effective_at=REFORM, legal_basis="2007 c 21", recorded_at=LONG_AGO
    )
    for code in ("N04", "C11"):
        SuccessionEdge.objects.create(
            event=event,
            predecessor=units["SWM"],
            successor=units[code],
            kind="split",
            rule="NPS or CRC",
        )
    place(units["SWMT"], units["N04"], starts_at=REFORM)
    UnitCode.objects.create(
        code="N04T2", unit=units["SWMT"], starts_at=REFORM, recorded_at=LONG_AGO
    )
    give(nation.cases["SWM"], owner=units["C11"], holder=units["C11T"], starts_at=REFORM)


def close_empty(nation: Nation, code: str) -> None:
    """A unit that nothing follows."""
    nation.units[code] = unit_of(code, kind="trust")
    state(nation.units[code], Fact.OPERATING, "no", starts_at=REFORM)
