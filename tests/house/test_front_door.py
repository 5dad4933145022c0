"""Walls 1 to 3 and 5: how one room may call on another."""

from pathlib import Path

import pytest

from tests.house.source import Import, Module, imports, modules, rooms

OPEN_THROUGHOUT = {"kernel", "govuk"}
SEES_EVERY_ROOM = {"config"}
FRONT_DOORS = {"commands", "queries"}
VOCABULARY = {"events", "choices"}
SHARED_DECLARATIONS = {("organisation", "holdings"), ("outbox", "subscriptions")}
LEFTOVERS = {"common", "core", "utils", "util", "helpers", "helper", "misc", "manager", "service"}


def objections(module: Module) -> list[str]:
    """Say what is wrong with how a module enters other rooms."""
    return [
        f"{module.path}:{found.line} {objection}"
        for found in imports(module.tree)
        if (objection := _objection(module, found=found))
    ]


def _objection(module: Module, *, found: Import) -> str:
    parts = f"{found.module}.{found.name}".strip(".").split(".")
    room, door = [*parts[1:], "", ""][:2]
    if parts[0] != "throughcare" or _is_at_home(module, room=room):
        return ""
    if room == "config":
        return "" if module.room == "cli" else f"reaches into config for {'.'.join(parts)}"
    if _is_open(module, room=room, door=door):
        return ""
    if door not in FRONT_DOORS:
        return f"enters {room} by {door or 'no door'}, which is not a front door"
    if found.module != f"throughcare.{room}" or room not in found.known_as:
        return f"imports from {room}.{door}; import the module under the room's name"
    return ""


def _is_at_home(module: Module, *, room: str) -> bool:
    return module.room in {room, "", *SEES_EVERY_ROOM}


def _is_open(module: Module, *, room: str, door: str) -> bool:
    return (
        room in {"", *OPEN_THROUGHOUT}
        or door in VOCABULARY
        or (room, door) in SHARED_DECLARATIONS
        or (module.is_test and door in {"tests", "models"})
    )


def test_other_rooms_are_entered_by_the_front_door_under_their_own_name():
    assert [line for module in modules() for line in objections(module)] == []


@pytest.mark.parametrize(
    ("statement", "objection"),
    [
        ("from throughcare.people.models import Person", "which is not a front door"),
        ("import throughcare.people.rules", "which is not a front door"),
        ("from throughcare.people.queries import hold", "under the room's name"),
        ("from throughcare.people import queries", "under the room's name"),
        ("from throughcare.config import settings", "reaches into config"),
    ],
)
def test_the_wall_sees_who_climbs_over_it(statement, objection):
    module = Module(path="src/throughcare/probation/commands.py", text=statement)

    assert [objection in line for line in objections(module)] == [True]


@pytest.mark.parametrize(
    "statement",
    [
        "from throughcare.people import queries as people",
        "from throughcare.people import commands as change_people",
        "from throughcare.people.events import PersonMerged",
        "from throughcare.organisation.holdings import declare",
        "from throughcare.kernel.refusals import Refused",
        "from throughcare.probation.models import Case",
        "if TYPE_CHECKING:\n    from throughcare.people.models import Person",
    ],
)
def test_the_wall_has_doors(statement):
    module = Module(path="src/throughcare/probation/commands.py", text=statement)

    assert objections(module) == []


def test_no_room_is_for_leftovers():
    names = {part for module in modules() for part in Path(module.path).with_suffix("").parts}

    assert LEFTOVERS & names == set()


def test_every_room_is_installed(settings):
    assert [name.rpartition(".")[2] for name in sorted(settings.ROOMS)] == sorted(
        set(rooms()) - {"kernel"}
    )
