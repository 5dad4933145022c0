"""Who is suggested for a case, and what speaks for each."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.allocation.rules.suggesting import Officer, Wanted, suggestions
from throughcare.allocation.suggestions import suggesting

RULES = suggesting(on=date(2014, 6, 2))
OFFICERS = st.lists(
    st.builds(
        Officer,
        post_id=st.integers(1, 1000),
        code=st.text("ABC", min_size=1, max_size=4),
        grade=st.sampled_from(["PO", "PSO"]),
        is_of_team=st.booleans(),
        knows_person=st.booleans(),
        percent=st.none() | st.decimals(0, 150, places=1),
        skills=st.frozensets(st.sampled_from(list(RULES.skills))),
    ),
    max_size=6,
    unique_by=lambda each: each.code,
)


def officer(code: str, **more: Any) -> Officer:  # Any: fields
    of_all: dict[str, Any] = {  # Any: fields
        "post_id": 1,
        "grade": "PO",
        "is_of_team": True,
        "knows_person": False,
        "percent": Decimal("80.0"),
    }
    return Officer(code=code, **of_all | more)


def order(*officers: Officer, rosh="medium", skills=(), asked=()):
    wanted = Wanted(rosh=rosh, skills=frozenset(skills), asked=frozenset(asked))
    return [each.officer.code for each in suggestions(officers, wanted=wanted, rules=RULES)]


@pytest.mark.parametrize(
    ("better", "wanted"),
    [
        ({"percent": Decimal("79.9")}, {}),
        ({"is_of_team": True, "percent": Decimal("95.0")}, {}),
        ({"skills": frozenset({"stalking"}), "is_of_team": False}, {"skills": ["stalking"]}),
        ({"knows_person": True, "is_of_team": False}, {"skills": ["stalking"]}),
        ({"skills": frozenset({"woman"}), "percent": Decimal("140.0")}, {"asked": ["woman"]}),
    ],
)
def test_what_was_asked_comes_first_then_whoever_knows_the_person_training_team_and_room(
    better, wanted
):
    other = officer("A", is_of_team=False) if better.get("is_of_team") else officer("A")

    assert order(other, officer("B", **better), **wanted) == ["B", "A"]


def test_somebody_full_or_too_junior_stands_behind_and_it_is_said_why():
    full = officer("A", percent=Decimal("100.1"), knows_person=True)
    junior = officer("B", grade="PSO")
    free = officer("C", percent=Decimal("100.0"), is_of_team=False)

    found = suggestions([full, junior, free], wanted=Wanted(rosh="high"), rules=RULES)

    assert [each.officer.code for each in found] == ["C", "A", "B"]
    assert [each.speaks_against for each in found] == [
        (),
        ("Would be 100.1% full",),
        ("The grade is not for a risk that is high",),
    ]
    assert found[0].speaks_for == ("Would be 100.0% full",)


def test_flags_ask_for_training():
    assert RULES.of_flags(frozenset({"ARSO", "XXXX"})) == {"sexual-offending"}


@given(officers=OFFICERS, rosh=st.sampled_from([None, "low", "high"]))
def test_everybody_is_listed_once_with_a_reason_whatever_the_order(officers, rosh):
    wanted = Wanted(rosh=rosh, asked=frozenset({"woman"}))

    found = suggestions(officers, wanted=wanted, rules=RULES)

    assert sorted(each.officer.code for each in found) == sorted(each.code for each in officers)
    assert all(each.speaks_for or each.speaks_against for each in found)
    assert found == suggestions(list(reversed(officers)), wanted=wanted, rules=RULES)
