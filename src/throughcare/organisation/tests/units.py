"""The smallest units that tests of the organisation need, written as the owner of the tables."""

from datetime import UTC, datetime

from django.db import connection

from throughcare.organisation.choices import Fact, Hierarchy
from throughcare.organisation.models import Change, Placement, Switch, Unit, UnitCode, UnitFact

LONG_AGO = datetime(2010, 3, 31, 23, tzinfo=UTC)
REFORM = datetime(2014, 5, 31, 23, tzinfo=UTC)
NOW = datetime(2014, 6, 2, 9, tzinfo=UTC)


def unit(
    code: str, *, kind: str = "team", parent: Unit | None = None, starts_at: datetime = LONG_AGO
) -> Unit:
    """An open unit, under its parent in the line."""
    made = Unit.objects.create(recorded_at=LONG_AGO)
    give(code, made, starts_at=starts_at)
    for fact, value in (
        (Fact.KIND, kind),
        (Fact.NAME, f"Unit {code}"),
        (Fact.OPERATING, "yes"),
        (Fact.LEGAL, "yes"),
        (Fact.ACCEPTS_WORK, "yes"),
    ):
        state(made, fact, value, starts_at=starts_at)
    if parent is not None:
        place(made, parent, starts_at=starts_at)
    return made


def give(
    code: str, to: Unit, *, starts_at: datetime = LONG_AGO, change: Change | None = None
) -> UnitCode:
    return UnitCode.objects.create(
        code=code, unit=to, starts_at=starts_at, change=change, recorded_at=LONG_AGO
    )


def state(
    about: Unit,
    fact: Fact,
    value: str,
    *,
    starts_at: datetime,
    change: Change | None = None,
    recorded_at: datetime = LONG_AGO,
) -> UnitFact:
    return UnitFact.objects.create(
        unit=about,
        fact=fact,
        value=value,
        starts_at=starts_at,
        change=change,
        recorded_at=recorded_at,
    )


def place(
    placed: Unit,
    parent: Unit | None,
    *,
    starts_at: datetime = LONG_AGO,
    hierarchy: str = Hierarchy.LINE,
    change: Change | None = None,
    recorded_at: datetime = LONG_AGO,
) -> Placement:
    return Placement.objects.create(
        unit=placed,
        parent=parent,
        hierarchy=hierarchy,
        starts_at=starts_at,
        change=change,
        recorded_at=recorded_at,
    )


def change(reference: str, *, effective_at: datetime = REFORM) -> Change:
    return Change.objects.create(
        reference=reference, title=reference, effective_at=effective_at, recorded_at=LONG_AGO
    )


def switch(which: Change, *, at: datetime = REFORM, is_live: bool = True) -> None:
    Switch.objects.create(change=which, is_live=is_live, recorded_at=at)


def check_now() -> None:
    """Have the database look at once at what it looks at before a commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
