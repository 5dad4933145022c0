"""Nobody is drawn by lot: a place on the list follows from the published order and from nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from throughcare.restructure.rules.staffing import Person, fill
from throughcare.restructure.tests.plans import f1

PLAN = f1()
SEATS = st.lists(
    st.tuples(
        st.sampled_from([None, 0, 3, 7]),
        st.sampled_from([None, "NPS", "CRC", "none"]),
        st.sampled_from([None, 40, 70]),
    ),
    min_size=1,
    max_size=12,
)


def people(seats, **more: str) -> list[Person]:
    return [
        Person(
            reference=f"ASP{number:04}",
            unit="ASP",
            facts={"high_risk_share": share, "preference": preference, "score": score, **more},
        )
        for number, (share, preference, score) in enumerate(seats)
    ]


@given(seats=SEATS, chance=st.randoms(use_true_random=False))
def test_the_place_on_the_list_hangs_on_nothing_but_what_is_published(seats, chance):
    told, _ = fill(PLAN, people(seats))
    others = people(seats, sex="F", grade="SPO", born_on="1970-01-01")
    chance.shuffle(others)

    again, _ = fill(PLAN, others)

    assert again == told


def test_whoever_carries_more_high_risk_work_comes_first_then_who_asked_then_the_higher_score():
    seats = [(0, "CRC", 90), (0, "NPS", 40), (7, "CRC", 40), (0, "none", 70), (0, "none", 80)]

    told, _ = fill(PLAN, people(seats))

    assert sorted(told, key=lambda reference: told[reference].place) == [
        "ASP0002",
        "ASP0001",
        "ASP0004",
        "ASP0003",
        "ASP0000",
    ]
