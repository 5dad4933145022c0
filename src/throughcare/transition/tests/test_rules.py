"""Small numbers are left out so that nobody can fill them in; who may challenge, decide and prefer."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from throughcare.transition.rules import challenges, statistics

GRIDS = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


def totalled(grid: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in grid]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


@given(GRIDS)
def test_no_line_has_a_single_gap_and_no_small_number_is_shown(grid):
    shown = statistics.suppressed(totalled(grid))

    lines = [*shown, *(list(column) for column in zip(*shown, strict=True))]
    assert all(line.count(None) != 1 for line in lines)
    assert all(count is None or count >= statistics.FEWEST for line in lines for count in line)


@given(GRIDS)
def test_what_is_shown_is_true(grid):
    whole = totalled(grid)

    shown = statistics.suppressed(whole)

    assert all(
        count in {None, whole[at][across]}
        for at, row in enumerate(shown)
        for across, count in enumerate(row)
    )


def test_large_numbers_all_stay_with_shares_and_ratios():
    made = statistics.table(
        {("A", "NPS"): 50, ("A", "CRC"): 50, ("B", "NPS"): 20, ("B", "CRC"): 60},
        values=["A", "B"],
        results=["NPS", "CRC"],
    )

    assert made.is_whole
    assert [row.is_low for row in made.rows] == [False, True]
    assert [(row.shares, row.ratio) for row in made.rows] == [
        ((Decimal("50.0"), Decimal("50.0")), Decimal("1.00")),
        ((Decimal("25.0"), Decimal("75.0")), Decimal("0.50")),
    ]


def test_four_fifths_are_enough():
    made = statistics.table(
        {("A", "NPS"): 50, ("A", "CRC"): 50, ("B", "NPS"): 40, ("B", "CRC"): 60},
        values=["A", "B"],
        results=["NPS", "CRC"],
    )

    assert [row.is_low for row in made.rows] == [False, False]


def test_a_group_that_is_small_as_a_whole_takes_a_second_with_it():
    made = statistics.table(
        {
            ("A", "NPS"): 50,
            ("A", "CRC"): 50,
            ("B", "NPS"): 1,
            ("B", "CRC"): 2,
            ("C", "NPS"): 9,
            ("C", "CRC"): 8,
        },
        values=["A", "B", "C"],
        results=["NPS", "CRC"],
    )

    assert {row.value: row.total for row in made.rows} == {"A": 100, "B": None, "C": None}
    assert not made.is_whole


def test_every_reason_against_a_challenge_is_given():
    reasons = challenges.reasons_against_challenge(
        phase="draft", is_found=False, is_appeal=True, grounds="", reason=" ", has_one=True
    )

    assert [each.code for each in reasons] == ["not-open", "no-grounds", "no-reason", "already"]


def test_a_challenge_is_open_until_the_plan_is_settled_or_given_back():
    def codes(phase: str) -> list[str]:
        reasons = challenges.reasons_against_challenge(
            phase=phase, is_found=True, is_appeal=False, grounds="", reason="Why", has_one=False
        )
        return [each.code for each in reasons]

    assert [codes(phase) for phase in ("dry-run", "reconciled", "signed-off")] == [[], [], []]
    assert [codes(phase) for phase in ("settled", "reversed")] == [["not-open"], ["not-open"]]


def test_preferences_close_for_everybody_at_staging_and_on_the_day():
    def codes(
        *, phase: str = "dry-run", today: date = date(2014, 5, 4), preference: str = "NPS"
    ) -> list[str]:
        reasons = challenges.reasons_against_preference(
            phase=phase,
            today=today,
            closes_on=date(2014, 5, 4),
            preference=preference,
            outcomes=("NPS", "CRC"),
        )
        return [each.code for each in reasons]

    assert codes() == []
    assert codes(today=date(2014, 5, 5)) == ["closed"]
    assert codes(phase="staged") == ["list-made"]
    assert codes(preference="home") == ["no-such"]


def test_the_maker_of_anything_does_not_decide():
    def codes(account_id: int) -> list[str]:
        return [
            each.code
            for each in challenges.reasons_against_deciding(
                state="recommended",
                account_id=account_id,
                made_by=frozenset({1, 2, 3, None}),
                words="x",
            )
        ]

    assert [codes(n) for n in (1, 2, 3, 4)] == [["own-work"], ["own-work"], ["own-work"], []]
