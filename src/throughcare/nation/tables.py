"""The facts and word lists that a nation is made from, read from `reference/` (see NOTICES.md at the root)."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from throughcare.kernel.names import standard
from throughcare.nation.choices import DIVISORS, Size
from throughcare.nation.rules import (
    TEAMS_IN_A_DELIVERY_UNIT,
    TEAMS_IN_AN_OFFICE,
    Volume,
    apportion,
    scaled,
    staffing,
)

PLACE = Path(__file__).parent / "reference"
GROUP_SLOTS = 1000
FIRST_CONTACT = "COAI"
NOT_IN_CUSTODY = {"CUPA"}

Row = Sequence[str | int | bool | None]


def read(name: str) -> list[dict[str, str]]:
    with (PLACE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def national_volumes() -> list[Volume]:
    """Give the 35 trusts with their invented volumes, which add up to the national figures."""
    return [
        Volume(
            code=row["code"],
            name=row["name"],
            clusters=int(row["clusters"]),
            cases_to_nps=int(row["cases_to_nps"]),
            cases_to_crc=int(row["cases_to_crc"]),
            staff_to_nps=int(row["staff_to_nps"]),
            staff_to_crc=int(row["staff_to_crc"]),
            teams=int(row["teams"]),
        )
        for row in read("trusts")
    ]


def volumes(size: Size) -> list[Volume]:
    return scaled(national_volumes(), divisor=DIVISORS[size])


def staged(size: Size) -> Iterator[tuple[str, list[Row]]]:
    """Give each small table that the steps work from, with its rows in the table's own order."""
    yield "nation_stage_trust", _trusts(size)
    yield "nation_stage_group", _groups()
    yield "nation_stage_name", _names()
    yield "nation_stage_place", _places()
    yield "nation_stage_contact", [*contacts(is_custodial=False), *contacts(is_custodial=True)]


def _trusts(size: Size) -> list[Row]:
    rows: list[Row] = []
    for number, volume in enumerate(volumes(size), start=1):
        staff = staffing(volume)
        delivery_units = max(volume.clusters, round(volume.teams / TEAMS_IN_A_DELIVERY_UNIT))
        rows.append(
            [
                *(number, volume.code, volume.name, volume.clusters, delivery_units),
                *(max(2, round(volume.teams / TEAMS_IN_AN_OFFICE)), volume.teams),
                *(staff.leaders_to_nps, staff.fixed_to_nps, staff.fixed_to_crc, staff.officers),
                *(staff.administrators, staff.executives),
                *(volume.staff_to_nps + volume.staff_to_crc,),
                *(volume.cases_to_nps, volume.cases_to_crc),
            ]
        )
    return rows


def _groups() -> list[Row]:
    """Deal a thousand slots to the groups of names by their shares, in Wales and elsewhere."""
    names = _slots_of_names()
    rows: list[Row] = []
    for in_wales, column in ((False, "weight"), (True, "weight_in_wales")):
        shares = apportion(
            {row["group"]: int(row[column]) for row in read("name_groups")}, total=GROUP_SLOTS
        )
        slots = [group for group, share in shares.items() for _ in range(share)]
        rows.extend(
            [
                *(in_wales, slot, group),
                *(len(names[group, kind]) for kind in ("male", "female", "last")),
            ]
            for slot, group in enumerate(slots)
        )
    return rows


def _slots_of_names() -> dict[tuple[str, str], list[str]]:
    slots: dict[tuple[str, str], list[str]] = {}
    for row in read("names"):
        names = slots.setdefault((row["group"], row["kind"]), [])
        names.extend([row["name"]] * int(row["weight"]))
    return slots


def _names() -> list[Row]:
    return [
        [group, kind, slot, name, standard(name)]
        for (group, kind), names in _slots_of_names().items()
        for slot, name in enumerate(names)
    ]


def places(kind: str) -> list[str]:
    """Give the invented names of a kind: `place` or `street`."""
    return [row["name"] for row in read("places") if row["kind"] == kind]


def _places() -> list[Row]:
    return [
        [kind, slot, name] for kind in ("place", "street") for slot, name in enumerate(places(kind))
    ]


def contacts(*, is_custodial: bool) -> list[Row]:
    """Deal slots to the usual entries of a log by weight; slot 0 is the first appointment."""
    entries = [
        row for row in read("contact_slots") if not (is_custodial and row["type"] in NOT_IN_CUSTODY)
    ]
    first = {
        "type": FIRST_CONTACT,
        "outcome": "ATTC",
        "minutes": "60",
        "note": "First appointment. Order and conditions explained, signed and a copy given.",
    }
    slots = [first, *(row for row in entries for _ in range(int(row["weight"])))]
    return [
        [
            *(is_custodial, slot, row["type"], row["outcome"] or None),
            *(int(row["minutes"]), row["note"]),
        ]
        for slot, row in enumerate(slots)
    ]
