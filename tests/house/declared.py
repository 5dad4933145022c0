"""What the rooms declare: tables, what is said of them, and events."""

from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.db import models

from tests.house.source import modules
from throughcare.kernel.holdings import REGISTER, Table
from throughcare.organisation.holdings import Direct, Joint
from throughcare.outbox.events import Event

PACKAGE = "throughcare."


class Assigned(Table):
    """Who has an item, and since when; declared with the item."""


def tables() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith(PACKAGE):
            yield from config.get_models(include_auto_created=True)


def declared() -> dict[str, Table]:
    """Give by its label what each table's room says of it. An assignment has no column that `Assignment` has not."""
    found = {table.table: table for table in REGISTER.tables()}
    for table in REGISTER.tables():
        if isinstance(table, Direct | Joint):
            found[table.assignments] = Assigned(table=table.assignments, plain=("basis",))
    return found


def events() -> Iterator[type[Event]]:
    """Give the events that rooms announce; tests have some of their own."""
    for module in modules():
        if module.path.endswith("/events.py"):
            name = module.path.removeprefix("src/").removesuffix(".py").replace("/", ".")
            yield from (
                found
                for found in vars(import_module(name)).values()
                if isinstance(found, type) and issubclass(found, Event) and found is not Event
            )
