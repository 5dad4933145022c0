"""Where the bars of a waterfall begin and end."""

import pytest

from throughcare.govuk.waterfalls import waterfall

PARTS = [("Beforehand", "at random", -10.0), ("Name", "the same", 12.0), ("Sex", "different", -4.0)]


def test_each_bar_begins_where_the_one_before_ended_and_the_sum_begins_at_nought():
    made = waterfall(PARTS, key="w", title="Weights", total="All in all")

    first, second, third, total = made.steps
    assert first.left + first.length == made.nought
    assert second.left == first.left
    assert round(second.left + second.length, 1) == round(third.left + third.length, 1)
    assert total.left == third.left
    assert total.left + total.length == pytest.approx(made.nought, abs=0.11)  # each is rounded
    assert [step.shade for step in made.steps] == ["down", "up", "down", "sum"]


def test_its_table_and_words_say_what_the_picture_says():
    made = waterfall(PARTS, key="w", title="Weights", total="All in all")

    assert made.rows[1] == ("Name", "the same", "+12.0")
    assert made.rows[-1] == ("All in all", "", "\u22122.0")
    assert made.description == "1 bars add, 2 take away. The sum is \u22122.0."


def test_nothing_to_add_up_is_drawn_all_the_same():
    assert [step.figure for step in waterfall([], key="w", title="W", total="All").steps] == [
        "+0.0"
    ]
