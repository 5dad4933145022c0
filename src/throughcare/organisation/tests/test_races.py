"""Two writers who each do half of what is forbidden: the second waits, and then is refused."""

import pytest
from django.db import IntegrityError, transaction

from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands, queries
from throughcare.organisation.models import (
    Placement,
    SuccessionEdge,
    SuccessionEvent,
    Switch,
    UnitCode,
    UnitFact,
)
from throughcare.organisation.tests import units
from throughcare.organisation.tests.races import Second

pytestmark = pytest.mark.usefixtures("own_database")


def close_by(reference: str, closed, *, successor=None) -> None:
    event = SuccessionEvent.objects.create(
        reference=reference, effective_at=units.REFORM, recorded_at=units.LONG_AGO
    )
    SuccessionEdge.objects.create(
        event=event,
        predecessor=closed,
        successor=successor,
        kind="replace" if successor else "close",
    )


def test_of_two_placements_that_close_a_ring_between_them_the_second_waits_and_is_refused():
    north, south = units.unit("N"), units.unit("S")
    second = Second(lambda: units.place(south, north))

    with transaction.atomic():
        units.place(north, south)
        units.check_now()
        second.begins_and_waits()

    outcome = second.outcome()
    assert isinstance(outcome, IntegrityError)
    assert outcome.__cause__.diag.constraint_name == "organisation_placement_no_ring"
    assert list(Placement.objects.values_list("unit_id", "parent_id")) == [(north.pk, south.pk)]


def test_of_two_switches_that_close_a_ring_between_them_the_second_waits_and_is_refused():
    north, south = units.unit("N"), units.unit("S")
    one, other = units.change("one"), units.change("other")
    units.place(north, south, starts_at=units.REFORM, change=one)
    units.place(south, north, starts_at=units.REFORM, change=other)
    second = Second(lambda: units.switch(other))

    with transaction.atomic():
        units.switch(one)
        second.begins_and_waits()

    outcome = second.outcome()
    assert isinstance(outcome, IntegrityError)
    assert outcome.__cause__.diag.constraint_name == "organisation_placement_no_ring"
    assert list(Switch.objects.values_list("change__reference", flat=True)) == ["one"]


def test_of_a_switch_and_a_placement_that_close_a_ring_the_placement_waits_and_is_refused():
    north, south = units.unit("N"), units.unit("S")
    reform = units.change("reform")
    units.place(north, south, starts_at=units.REFORM, change=reform)
    second = Second(lambda: units.place(south, north, starts_at=units.NOW))

    with transaction.atomic():
        units.switch(reform)
        second.begins_and_waits()

    outcome = second.outcome()
    assert isinstance(outcome, IntegrityError)
    assert outcome.__cause__.diag.constraint_name == "organisation_placement_no_ring"
    assert list(Placement.objects.values_list("unit_id", "parent_id")) == [(north.pk, south.pk)]


def test_of_two_events_that_close_a_unit_with_nothing_left_the_second_waits_and_is_refused():
    trust = units.unit("SWM")

    @transaction.atomic
    def close_again() -> None:
        close_by("other", trust)

    second = Second(close_again)
    with transaction.atomic():
        close_by("one", trust)
        units.check_now()
        second.begins_and_waits()

    outcome = second.outcome()
    assert isinstance(outcome, IntegrityError)
    assert outcome.__cause__.diag.constraint_name == "organisation_successionedge_one_closing"
    assert list(SuccessionEvent.objects.values_list("reference", flat=True)) == ["one"]


def test_of_two_events_that_make_two_units_each_others_successor_the_second_waits_and_is_refused():
    trust, division = units.unit("SWM"), units.unit("N04")

    @transaction.atomic
    def turn_back() -> None:
        close_by("other", division, successor=trust)

    second = Second(turn_back)
    with transaction.atomic():
        close_by("one", trust, successor=division)
        units.check_now()
        second.begins_and_waits()

    outcome = second.outcome()
    assert isinstance(outcome, IntegrityError)
    assert outcome.__cause__.diag.constraint_name == "organisation_successionedge_no_ring"
    assert list(SuccessionEvent.objects.values_list("reference", flat=True)) == ["one"]


def test_of_two_who_give_one_code_to_two_units_the_second_waits_and_is_refused():
    north, south = units.unit("N"), units.unit("S")
    second = Second(lambda: units.give("X01", south))

    with transaction.atomic():
        units.give("X01", north)
        second.begins_and_waits()

    outcome = second.outcome()
    assert isinstance(outcome, IntegrityError)
    assert outcome.__cause__.diag.constraint_name == "organisation_unitcode_one_unit"
    assert list(UnitCode.objects.filter(code="X01").values_list("unit_id", flat=True)) == [north.pk]


def test_of_two_who_correct_one_fact_the_second_waits_and_is_told():
    trust = units.unit("SWM")
    moment = queries.Moment(at=units.NOW, live=())

    def correct(value: str) -> None:
        commands.correct_fact(
            account_id=None,
            unit_id=trust.pk,
            fact="name",
            value=value,
            moment=moment,
            now=units.NOW,
        )

    second = Second(lambda: correct("Second"))
    with transaction.atomic():
        correct("First")
        second.begins_and_waits()

    outcome = second.outcome()
    assert isinstance(outcome, Refused)
    assert outcome.codes == ("just-corrected",)
    names = UnitFact.objects.filter(fact="name").order_by("pk")
    assert list(names.values_list("value", "superseded_at")) == [
        ("Unit SWM", units.NOW),
        ("First", None),
    ]
