"""What the database refuses, whoever asks: rings, overlaps, second closings, deletions and rewriting."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from throughcare.access import commands as access
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands
from throughcare.organisation.choices import Fact, Hierarchy
from throughcare.organisation.models import (
    Placement,
    SuccessionEdge,
    SuccessionEvent,
    Switch,
    Unit,
    UnitCode,
    UnitFact,
)
from throughcare.organisation.tests import units

pytestmark = pytest.mark.django_db

LATER = units.NOW + timedelta(days=30)


class Kept:
    """The database as it was before what the block tried, which must be refused by a constraint."""

    def __init__(self, constraint: str) -> None:
        self._raises = pytest.raises(IntegrityError)
        self._constraint = constraint
        self._block = transaction.atomic()

    def __enter__(self) -> None:
        self._raised = self._raises.__enter__()
        self._block.__enter__()

    def __exit__(self, kind, error, trace) -> bool:
        if error is None:
            try:
                units.check_now()
            except IntegrityError as found:
                kind, error, trace = type(found), found, found.__traceback__
        self._block.__exit__(kind, error, trace)
        is_refused = self._raises.__exit__(kind, error, trace)
        assert error.__cause__.diag.constraint_name == self._constraint
        return is_refused


@pytest.mark.parametrize(
    ("hierarchy", "depth"),
    [(Hierarchy.LINE, 70), *((each, 3) for each in Hierarchy), (Hierarchy.LINE, 1)],
)
def test_a_ring_is_refused_in_every_hierarchy_however_deep(hierarchy, depth):
    chain = [units.unit(f"U{number}") for number in range(depth + 1)]
    for below, above in pairwise(chain):
        units.place(below, above, hierarchy=hierarchy)

    with Kept("organisation_placement_no_ring"):
        units.place(chain[-1], chain[0], hierarchy=hierarchy)

    assert Placement.objects.count() == depth


def test_a_unit_directly_under_itself_is_refused():
    trust = units.unit("SWM")

    with Kept("organisation_placement_not_under_itself"):
        units.place(trust, trust)

    assert not Placement.objects.exists()


def test_the_same_pair_may_stand_the_other_way_round_in_another_hierarchy():
    north, south = units.unit("N"), units.unit("S")
    units.place(north, south, hierarchy=Hierarchy.LINE)

    units.place(south, north, hierarchy=Hierarchy.CONTRACT)

    assert Placement.objects.count() == 2


def test_a_ring_within_a_staged_change_is_refused_before_it_is_live():
    north, south = units.unit("N"), units.unit("S")
    reform = units.change("reform")
    units.place(north, south, starts_at=units.REFORM, change=reform)

    with Kept("organisation_placement_no_ring"):
        units.place(south, north, starts_at=units.REFORM, change=reform)

    assert Placement.objects.count() == 1


def test_a_staged_change_is_refused_a_ring_with_what_is_live():
    north, south = units.unit("N"), units.unit("S")
    units.place(north, south)
    reform = units.change("reform")

    with Kept("organisation_placement_no_ring"):
        units.place(south, north, starts_at=units.REFORM, change=reform)

    assert Placement.objects.count() == 1


def test_a_change_that_closes_a_ring_with_what_was_placed_since_staging_is_not_made_live():
    north, south = units.unit("N"), units.unit("S")
    reform = units.change("reform")
    units.place(north, south, starts_at=units.REFORM, change=reform)
    units.check_now()
    units.place(south, north)

    with Kept("organisation_placement_no_ring"):
        commands.make_live(change_id=reform.pk, account_id=None, now=units.NOW)

    assert not Switch.objects.exists()


def test_a_change_that_would_uncover_a_ring_stays_live():
    north, south = units.unit("N"), units.unit("S")
    reform = units.change("reform")
    units.place(north, south)
    units.place(north, None, starts_at=units.REFORM, change=reform)
    units.switch(reform)
    units.place(south, north, starts_at=units.NOW)

    with Kept("organisation_placement_no_ring"):
        commands.make_not_live(change_id=reform.pk, account_id=None, now=LATER)

    assert list(Switch.objects.values_list("is_live", flat=True)) == [True]


def test_a_ring_that_would_arise_only_later_is_refused():
    north, middle, south = units.unit("N"), units.unit("M"), units.unit("S")
    units.place(south, middle, starts_at=LATER)
    units.place(north, south)

    with Kept("organisation_placement_no_ring"):
        units.place(middle, north)

    assert Placement.objects.count() == 2


def test_what_was_a_ring_only_with_a_placement_that_ended_is_allowed():
    north, south = units.unit("N"), units.unit("S")
    units.place(north, south)
    units.place(north, None, starts_at=units.REFORM)

    units.place(south, north, starts_at=units.REFORM)

    assert Placement.objects.count() == 3


def test_a_ring_among_many_units_of_one_change_is_refused_at_the_switch():
    top = units.unit("TOP")
    teams = [units.unit(f"T{number}") for number in range(60)]
    reform = units.change("reform")
    for team in teams:
        units.place(team, top, starts_at=units.REFORM, change=reform)
    units.check_now()
    units.place(top, teams[30])

    with Kept("organisation_placement_no_ring"):
        commands.make_live(change_id=reform.pk, account_id=None, now=units.NOW)

    assert not Switch.objects.exists()


@pytest.mark.parametrize("in_change", [True, False])
def test_two_rows_of_a_fact_at_one_instant_are_refused(in_change):
    trust = units.unit("SWM")
    reform = units.change("reform") if in_change else None
    units.state(trust, Fact.EMAIL, "a@x.example", starts_at=units.REFORM, change=reform)

    with Kept("organisation_unitfact_once"):
        units.state(trust, Fact.EMAIL, "b@x.example", starts_at=units.REFORM, change=reform)

    assert UnitFact.objects.filter(fact=Fact.EMAIL).count() == 1


def test_two_parents_at_one_instant_are_refused():
    trust, north, south = units.unit("SWM"), units.unit("N"), units.unit("S")
    units.place(trust, north)

    with Kept("organisation_placement_once"):
        units.place(trust, south)

    assert Placement.objects.count() == 1


def test_of_two_changes_that_say_something_of_one_fact_at_one_instant_only_one_is_live():
    trust = units.unit("SWM")
    one, other = units.change("one"), units.change("other")
    for change in (one, other):
        units.state(trust, Fact.NAME, str(change), starts_at=units.REFORM, change=change)
    commands.make_live(change_id=one.pk, account_id=None, now=units.NOW)

    with pytest.raises(Refused) as refused:
        commands.make_live(change_id=other.pk, account_id=None, now=units.NOW)

    assert refused.value.codes == ("clash",)
    assert list(Switch.objects.values_list("change__reference", flat=True)) == ["one"]


def pass_on(
    reference: str, predecessor, *successors: Unit, at=units.REFORM, change=None, back=False
):
    event = SuccessionEvent.objects.create(
        reference=reference, effective_at=at, recorded_at=units.LONG_AGO, change=change
    )
    for successor in successors or (None,):
        SuccessionEdge.objects.create(
            event=event,
            predecessor=predecessor,
            successor=successor,
            kind="split" if len(successors) > 1 else "replace" if successors else "close",
            rule="by the person" if len(successors) > 1 else "",
            is_reversal=back,
        )


def test_a_unit_does_not_come_to_succeed_itself():
    one, two, three = units.unit("A"), units.unit("B"), units.unit("C")
    pass_on("first", one, two)
    pass_on("second", two, three, at=units.NOW)

    with Kept("organisation_successionedge_no_ring"):
        pass_on("third", three, one, at=LATER)

    assert list(SuccessionEvent.objects.values_list("reference", flat=True)) == ["first", "second"]


def test_a_reversal_gives_duties_back():
    trust, division = units.unit("SWM"), units.unit("N04")
    pass_on("reform", trust, division)

    pass_on("reversal", division, trust, at=units.NOW, back=True)

    assert SuccessionEdge.objects.count() == 2


@pytest.mark.parametrize("has_successor", [True, False])
def test_two_events_do_not_close_one_unit(has_successor):
    trust, division, company = units.unit("SWM"), units.unit("N04"), units.unit("C11")
    pass_on("reform", trust, division)

    with Kept("organisation_successionedge_one_closing"):
        pass_on("again", trust, *([company] if has_successor else []), at=units.NOW)

    assert list(SuccessionEvent.objects.values_list("reference", flat=True)) == ["reform"]


def test_what_was_live_is_never_deleted_and_what_was_only_staged_is():
    trust, division = units.unit("SWM"), units.unit("N04")
    staged, lived = units.change("staged"), units.change("lived")
    for change in (staged, lived):
        units.state(trust, Fact.EMAIL, "x@x.example", starts_at=units.REFORM, change=change)
        units.place(trust, division, starts_at=units.REFORM, change=change)
        units.give(f"X{change.pk}", trust, starts_at=units.REFORM, change=change)
    pass_on("staged", trust, division, change=staged)
    pass_on("lived", division, change=lived)
    units.switch(lived)
    units.switch(lived, is_live=False, at=units.NOW)

    commands.unstage_units(change_id=staged.pk)
    for rows in (
        UnitFact.objects.filter(change=lived),
        Placement.objects.filter(change=lived),
        UnitCode.objects.filter(change=lived),
        SuccessionEdge.objects.filter(event__change=lived),
        UnitFact.objects.filter(change=None),
    ):
        with Kept("organisation_keep_what_was_live"):
            rows.delete()

    assert list(UnitFact.objects.exclude(change=None).values_list("change", flat=True)) == [
        lived.pk
    ]
    assert list(Placement.objects.values_list("change", flat=True)) == [lived.pk]
    assert list(SuccessionEvent.objects.values_list("reference", flat=True)) == ["lived"]


def test_a_row_is_stamped_once_and_never_rewritten():
    trust = units.unit("SWM")
    name = UnitFact.objects.filter(unit=trust, fact=Fact.NAME)

    with Kept("organisation_stamp_once"):
        name.update(value="Other")
    with Kept("organisation_stamp_once"):
        name.update(value="Other", superseded_at=units.NOW)
    name.update(superseded_at=units.NOW)
    with Kept("organisation_stamp_once"):
        name.update(superseded_at=None)

    assert list(name.values_list("value", "superseded_at")) == [("Unit SWM", units.NOW)]


def test_pages_may_not_write_the_organisation():
    trust = units.unit("SWM")

    with (
        access.acting_as(account_id=None, now=units.NOW),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        units.state(trust, Fact.EMAIL, "x@x.example", starts_at=units.REFORM)

    assert not UnitFact.objects.filter(fact=Fact.EMAIL).exists()
