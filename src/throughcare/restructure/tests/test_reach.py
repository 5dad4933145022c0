"""What a seat gained or lost is explained by the change of its units, or it is not."""

from throughcare.restructure.rules.reach import ChangeOfUnits, Reached, unexplained

OLD, NEW, THIRD = 1, 2, 3


def change(*, opened=None, moved=frozenset()) -> ChangeOfUnits:
    return ChangeOfUnits(
        old_owner_id=OLD, new_owner_id=NEW, opened=opened or {}, moved=frozenset(moved)
    )


def reads(through: str, body_id: int | None) -> Reached:
    return Reached(action="case.read", through=through, body_id=body_id)


def test_a_seat_reaches_its_new_owner_in_place_of_the_old():
    found = unexplained({reads("post", OLD)}, {reads("post", NEW)}, change())

    assert found == (frozenset(), frozenset())


def test_another_body_than_the_new_owner_is_gained_without_a_reason():
    found = unexplained({reads("post", OLD)}, {reads("post", NEW), reads("post", THIRD)}, change())

    assert found == (frozenset({reads("post", THIRD)}), frozenset())


def test_what_a_protocol_opens_to_the_new_kind_is_explained_and_more_is_not():
    before = {reads("post", OLD)}
    after = {reads("post", NEW), reads("protocol", THIRD)}

    assert unexplained(before, after, change(opened={"case.read": {THIRD}})) == (
        frozenset(),
        frozenset(),
    )
    assert unexplained(before, after, change()) == (
        frozenset({reads("protocol", THIRD)}),
        frozenset(),
    )


def test_what_a_protocol_still_opens_may_not_be_lost():
    before = {reads("post", OLD), reads("protocol", THIRD)}
    after = {reads("post", NEW)}

    assert unexplained(before, after, change(opened={"case.read": {THIRD}})) == (
        frozenset(),
        frozenset({reads("protocol", THIRD)}),
    )
    assert unexplained(before, after, change()) == (frozenset(), frozenset())


def test_along_another_hierarchy_only_bodies_that_the_plan_moved_come_and_go():
    before, after = {reads("reporting", OLD)}, {reads("reporting", THIRD)}

    assert unexplained(before, after, change(moved={OLD, THIRD})) == (frozenset(), frozenset())
    assert unexplained(before, after, change(moved={OLD})) == (
        frozenset({reads("reporting", THIRD)}),
        frozenset(),
    )
