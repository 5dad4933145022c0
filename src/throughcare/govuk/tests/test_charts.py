from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from throughcare.govuk.charts import FLOW_TOP, bars, flow

names = st.text("abcdef", min_size=1, max_size=3)
links = st.dictionaries(st.tuples(names, names), st.integers(0, 9_000), max_size=40).map(
    lambda found: [(left, right, count) for (left, right), count in found.items()]
)


def drawn_flow(rows, *, highlighted=()):
    return flow(
        rows,
        key="flow",
        title="Cases",
        left_heading="From",
        right_heading="To",
        count_heading="Cases",
        highlighted=highlighted,
    )


@given(links)
def test_flow_loses_and_invents_nothing(rows):
    chart = drawn_flow(rows)

    moved = [row for row in rows if row[2]]
    assert sorted((r.left, r.right, r.count) for r in chart.ribbons) == sorted(moved)
    assert list(chart.rows) == moved
    assert sum(node.count for node in chart.nodes) == 2 * sum(row[2] for row in moved)


@given(links)
def test_names_in_a_flow_never_touch_and_stay_in_the_picture(rows):
    chart = drawn_flow(rows)

    for anchor in ("start", "end"):
        heights = [node.label_y for node in chart.nodes if node.anchor == anchor]
        assert all(lower - upper >= 16.5 for upper, lower in pairwise(heights))
        assert all(FLOW_TOP <= height <= chart.height for height in heights)


def test_highlighted_name_has_a_shade_of_its_own():
    chart = drawn_flow([("a", "NPS", 3), ("a", "CRC", 7)], highlighted=["NPS"])

    assert {node.label: node.shade for node in chart.nodes} == {
        "a": "left",
        "NPS": "0",
        "CRC": "1",
    }


def test_longest_bar_fills_the_room_and_the_others_keep_proportion():
    chart = bars(
        [("Tier A", 50), ("Tier B", 200), ("Tier C", 0)],
        key="tiers",
        title="Cases by tier",
        label_heading="Tier",
        value_heading="Cases",
    )

    lengths = [bar.length for bar in chart.bars]
    assert lengths[1] + chart.axis < chart.width
    assert [round(length / lengths[1], 2) for length in lengths] == [0.25, 1.0, 0.0]
    assert chart.description == (
        "3 bars. The longest is Tier B with 200, the shortest Tier C with 0."
    )


def test_picture_of_nothing_is_drawn():
    assert drawn_flow([]).description == "Nothing moves."
