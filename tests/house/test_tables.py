"""Wall 4, and what every table says of itself: who owns its rows."""

from collections import Counter
from configparser import ConfigParser

from django.apps import apps
from django.db import models
from django.db.models.fields.related import ForeignKey

from tests.house.declared import declared, tables
from tests.house.source import ROOT
from throughcare.kernel.holdings import REGISTER, Table


def floors() -> dict[str, int]:
    """Give the floor of each room, as `.importlinter` has it, 0 at the top."""
    read = ConfigParser()
    read.read(ROOT / ".importlinter")
    layers = read["importlinter:contract:floors"]["layers"].split("\n")
    return {
        room.strip(" ()"): floor for floor, layer in enumerate(layers) for room in layer.split("|")
    }


def objections_to_key(key: ForeignKey[models.Model, models.Model]) -> list[str]:
    here, there = key.model._meta.app_label, key.related_model._meta.app_label
    if here == there:
        return []
    heights = floors()
    remote = key.remote_field
    wrong = {
        "is not PROTECT": remote.on_delete is not models.PROTECT,
        'has no related_name="+"': remote.related_name != "+",
        "does not point down": heights[here] >= heights.get(there, len(heights)),
    }
    return [f"{key.model._meta.label}.{key.name} {what}" for what, is_so in wrong.items() if is_so]


def test_a_key_to_another_room_protects_points_down_and_cannot_be_climbed():
    found = [
        objection
        for table in tables()
        for key in table._meta.concrete_fields
        if isinstance(key, ForeignKey)
        for objection in objections_to_key(key)
    ]

    assert found == []


def test_the_wall_sees_a_key_that_climbs():
    class Climber(models.Model):
        case = models.ForeignKey("probation.Case", on_delete=models.CASCADE)

        class Meta:
            app_label = "people"

        def __str__(self) -> str:
            return "a table of this test alone"

    try:
        key = Climber._meta.get_field("case")
        assert isinstance(key, ForeignKey)

        found = objections_to_key(key)
    finally:
        del apps.all_models["people"]["climber"]
        apps.clear_cache()

    assert found == [
        "people.Climber.case is not PROTECT",
        'people.Climber.case has no related_name="+"',
        "people.Climber.case does not point down",
    ]


def test_no_table_has_an_order_of_its_own():
    assert [table._meta.label for table in tables() if table._meta.ordering] == []


def test_every_table_is_declared_once():
    labels = [table.table for table in REGISTER.tables()]

    assert [label for label, count in Counter(labels).items() if count > 1] == []
    assert [t._meta.label for t in tables() if t._meta.label not in declared()] == []


def test_every_table_says_how_the_owner_of_its_rows_is_found():
    silent = {label for label, table in declared().items() if type(table) is Table}

    assert [
        table._meta.label
        for table in tables()
        if table._meta.label in silent and may_know_a_unit(table._meta.app_label)
    ] == []


def may_know_a_unit(room: str) -> bool:
    """Whether a room stands where it can name a unit; what stands below keeps nothing under one."""
    return floors()[room] <= floors()["organisation"]
