"""Wall 4, and what every table says of itself: who owns its rows, and who may read them."""

from collections.abc import Iterator
from configparser import ConfigParser
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.fields.related import ForeignKey

from tests.house.source import ROOT, modules
from throughcare.organisation.holdings import REGISTER, Decides

PACKAGE = "throughcare."
FOR_ALL = {
    # How the country is organised, and the lists that codes come from: known to everybody.
    *(f"organisation.{name}" for name in ("Change", "Switch", "LegalEntity")),
    *(f"organisation.{name}" for name in ("Unit", "UnitCode", "UnitFact", "UnitOwnership")),
    *(f"organisation.{name}" for name in ("Placement", "SuccessionEvent", "SuccessionEdge")),
    *(f"probation.{name}" for name in ("ContactType", "Outcome", "SentenceType")),
    *(f"probation.{name}" for name in ("RequirementType", "FlagType", "Offence")),
    # How far a demonstration's clock is ahead, and which nation was made.
    "clock.Setting",
    "nation.Load",
    # Which contents a paper had and who wrote them, by numbers; contents and papers are closed.
    "documents.Version",
}
"""Tables that the application may read without row security, since no row is about anybody under supervision."""


def tables() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith(PACKAGE):
            yield from config.get_models(include_auto_created=True)


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


def test_every_table_says_how_the_owner_of_its_rows_is_found():
    for module in modules():
        if module.path.endswith("/holdings.py"):
            import_module(module.path.removeprefix("src/").removesuffix(".py").replace("/", "."))
    declared = {
        name
        for holding in REGISTER.holdings
        if not isinstance(holding, Decides)
        for name in (holding.table, getattr(holding, "assignments", ""))
    }

    assert [
        table._meta.label
        for table in tables()
        if table._meta.label not in declared and may_know_a_unit(table._meta.app_label)
    ] == []


def may_know_a_unit(room: str) -> bool:
    """Whether a room stands where it can name a unit; what stands below keeps nothing under one."""
    return floors()[room] <= floors()["organisation"]


@pytest.mark.django_db
def test_the_application_owns_no_table_and_reads_none_without_row_security_but_what_is_for_all():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, pg_get_userbyid(c.relowner) = 'throughcare_app', c.relrowsecurity,
                has_table_privilege('throughcare_app', c.oid, 'select, insert, update, delete')
            FROM pg_class c
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"""
        )
        found = cursor.fetchall()
    ours = {table._meta.db_table: table._meta.label for table in tables()}

    assert [name for name, is_owned, _, _ in found if is_owned] == []
    assert {
        ours[name]
        for name, _, is_secured, is_open in found
        if name in ours and is_open and not is_secured
    } == FOR_ALL
