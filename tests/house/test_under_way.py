"""Whatever is begun and not ended is on a list that plans decide about, or is on none on purpose."""

import re

from django.apps import apps
from django.db import models

from tests.house.declared import tables
from throughcare.kernel.holdings import REGISTER, NotInFlight, Waiting
from throughcare.organisation.holdings import InFlight

STATES = {"state", "status", "standing", "phase", "is_alert", "is_approved", "is_final"}
ENDS = re.compile(
    r"(answered|approved|closed|compared|completed|concluded|decided|deleted|dismissed|done|ended|finished|gone|lapsed|left"
    r"|lifted|located|paused|read|reported|resolved|responded|reviewed|revoked|sent|settled|signed|submitted|taken_back|undone"
    r"|used|verified|withdrawn)_(at|on)"
)
DUE = re.compile(r"(due|review|respond|complete|next\w*)_(on|at|by)|kept_until")


def says_that_it_waits(field: models.Field) -> bool:
    """Whether a column tells a state, an end that is empty until there is one, or a day by which something is due."""
    if not isinstance(field, models.DateField):
        return field.name in STATES
    return bool(DUE.fullmatch(field.name) or (field.null and ENDS.fullmatch(field.name)))


def waits(table: type[models.Model]) -> list[str]:
    return [field.name for field in table._meta.concrete_fields if says_that_it_waits(field)]


def listed() -> set[str]:
    """Tables of which some list is declared, by label or by name."""
    return {each.table for each in REGISTER.holdings if isinstance(each, InFlight)} | {
        each.relation for each in REGISTER.holdings if isinstance(each, Waiting)
    }


def on_no_list() -> dict[str, str]:
    return {each.table: each.because for each in REGISTER.holdings if isinstance(each, NotInFlight)}


def test_a_table_with_a_state_or_an_end_is_listed_or_says_why_not():
    assert [
        f"{table._meta.label}: {', '.join(found)}"
        for table in tables()
        if (found := waits(table))
        and not {table._meta.label, table._meta.db_table} & listed()
        and table._meta.label not in on_no_list()
    ] == []


def test_no_table_is_listed_and_said_to_be_on_no_list():
    found = on_no_list()

    assert [label for label in found if not waits(apps.get_model(label))] == []
    assert [
        label for label in found if {label, apps.get_model(label)._meta.db_table} & listed()
    ] == []
    assert [label for label, because in found.items() if len(because) < 15] == []


def test_every_list_has_a_clock_or_is_of_those_that_have_none():
    assert [
        each.table
        for each in REGISTER.holdings
        if isinstance(each, InFlight) and not (each.due and (each.through or each.of_case))
    ] == []


def test_the_wall_sees_a_state_an_end_and_a_day():
    class Begun(models.Model):
        state = models.CharField(max_length=9)
        answered_at = models.DateTimeField(null=True)
        recorded_at = models.DateTimeField()
        due_on = models.DateField()

        class Meta:
            app_label = "people"

        def __str__(self) -> str:
            return "a table of this test alone"

    try:
        found = waits(Begun)
    finally:
        del apps.all_models["people"]["begun"]
        apps.clear_cache()

    assert found == ["state", "answered_at", "due_on"]
