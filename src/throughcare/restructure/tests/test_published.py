"""The list of staff once it was published: nobody who stands on it is moved by whoever comes, goes or asks after."""

from decimal import Decimal

from throughcare.kernel.conditions.evaluation import NO_UNITS
from throughcare.kernel.conditions.syntax import Facts
from throughcare.restructure.rules import listing
from throughcare.restructure.rules.published import Entry, Published, stands
from throughcare.restructure.tests.plans import f1

# The plan of 2014 has 258 posts of the NPS and 315 of the company for ASP: two and three for five people.
ASKS = {"A": "NPS", "B": "NPS", "C": "none", "D": "CRC", "E": "CRC"}


def seat(name: str, *, unit: str = "ASP", post_kind: str = "officer", **known: object) -> Facts:
    return listing.seat_of(name, {"provider": unit, "post_kind": post_kind, **known})


def asp() -> list[Facts]:
    return [seat(name, preference=asked, score=Decimal(50)) for name, asked in ASKS.items()]


def after(*since: Entry) -> Published:
    plan = f1()
    assert plan.staffing is not None
    return stands(plan, plan.staffing, published=asp(), since=since, beneath=NO_UNITS)


def comes(name: str, *, unit: str = "ASP", post_kind: str = "officer", **known: object) -> Entry:
    return Entry(
        reference=name, unit=unit, seat=seat(name, unit=unit, post_kind=post_kind, **known)
    )


def leaves(name: str, *, unit: str = "ASP") -> Entry:
    return Entry(reference=name, unit=unit, seat=None)


def told(found: Published) -> dict[str, tuple[str, int]]:
    return {name: (place.outcome, place.place) for name, place in sorted(found.places.items())}


def posts(found: Published) -> tuple[int, int]:
    return found.posts["ASP", "NPS"], found.posts["ASP", "CRC"]


PUBLISHED = {"A": ("NPS", 1), "B": ("NPS", 2), "C": ("CRC", 3), "D": ("CRC", 4), "E": ("CRC", 5)}


def test_what_is_published_is_the_order_of_the_plan_within_its_posts():
    found = after()

    assert told(found) == PUBLISHED
    assert posts(found) == (2, 3)


def test_whoever_leaves_frees_a_post_and_moves_nobody():
    found = after(leaves("A"))

    assert told(found) == {name: place for name, place in PUBLISHED.items() if name != "A"}
    assert posts(found) == (2, 3)


def test_whoever_comes_after_stands_after_the_last_with_a_post_that_is_free():
    found = after(leaves("A"), comes("F", preference="CRC"))

    assert told(found)["F"] == ("NPS", 6)
    assert posts(found) == (2, 3)
    assert found.places["F"].says == (
        "Number 6 on the list of ASP, after the 5 whose places were published. A post for the NPS was free."
    )


def test_where_no_post_is_free_there_is_one_more_in_the_proportion_of_the_plan():
    found = after(comes("F", preference="NPS", score=100), comes("G"), comes("H"))

    assert {name: told(found)[name] for name in PUBLISHED} == PUBLISHED
    # Six, seven and eight people have 2.7, 3.2 and 3.6 posts of the NPS by the plan: 3, 3 and 4.
    assert [told(found)[name] for name in "FGH"] == [("NPS", 6), ("CRC", 7), ("NPS", 8)]
    assert posts(found) == (4, 4)


def test_one_number_is_given_once_whoever_leaves():
    found = after(comes("F"), leaves("F"), comes("G"))

    assert told(found)["G"][1] == 7


def test_whoever_comes_back_has_their_place_again():
    found = after(leaves("A"), comes("A", preference="CRC"))

    assert told(found) == PUBLISHED
    assert posts(found) == (2, 3)


def test_a_post_of_another_kind_goes_where_that_kind_goes_with_its_number():
    found = after(comes("E", post_kind="court"))

    assert told(found) == PUBLISHED | {"E": ("NPS", 0)}
    assert posts(found) == (3, 2)


def test_a_post_that_is_put_right_again_has_its_place_again():
    found = after(comes("E", post_kind="court"), comes("E"))

    assert told(found) == PUBLISHED
    assert posts(found) == (2, 3)


def test_a_transfer_between_trusts_leaves_one_list_and_comes_after_the_last_of_the_other():
    found = after(leaves("A"), comes("A", unit="BED"))

    assert found.places["A"].says.startswith("Number 1 on the list of BED, after the 0 ")
    assert found.unit_of("A") == "BED"
    assert posts(found) == (2, 3)


def test_what_somebody_is_ranked_by_makes_nobody_come_anew():
    found = after()

    assert not found.is_new(seat("D", preference="NPS", score=100, high_risk_share=1))
    assert found.is_new(seat("D", unit="BED"))
    assert found.is_new(seat("D", post_kind="court"))
    assert found.is_new(seat("F"))
