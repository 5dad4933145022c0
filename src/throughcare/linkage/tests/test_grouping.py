"""Groups: strongest first, never across what was forbidden or decided."""

from random import Random

import pytest

from throughcare.linkage.rules.grouping import (
    Question,
    Scored,
    doubts,
    group,
    name_of_group,
    names_of_groups,
)
from throughcare.linkage.rules.guards import Guard
from throughcare.linkage.rules.weights import Thresholds
from throughcare.linkage.tests.records import standard

PNC, OTHER_PNC = "12/395L", "99/1G"
THRESHOLDS = Thresholds()


def grouped(records, pairs, *, together=(), apart=(), known=None):
    groups, questions = group(
        records, pairs, thresholds=THRESHOLDS, together=together, apart=apart, known=known
    )
    parts: dict[int, list[int]] = {}
    for at in range(len(records)):
        parts.setdefault(groups.of(at), []).append(at)
    return sorted(parts.values()), questions


def people(*firsts: str):
    return [
        standard(record_id=str(at), first_name=first, middle_names="")
        for at, first in enumerate(firsts)
    ]


def test_a_pair_is_joined_from_eight_and_asked_about_from_nothing():
    parts, questions = grouped(
        people("Daniel", "Daniel", "Daniel"), [Scored(0, 1, 8.0), Scored(1, 2, 7.9)]
    )

    assert parts == [[0, 1], [2]]
    assert questions == [Question(1, 2, 7.9, "middle")]


def test_twins_are_not_joined_by_way_of_a_third_record():
    records = people("Daniel", "Steven", "D")
    pairs = [Scored(0, 2, 12.0), Scored(1, 2, 11.0), Scored(0, 1, 10.0, Guard.TWIN)]

    parts, questions = grouped(records, pairs)

    assert len(parts) == 2
    assert [question.reason for question in questions] == ["forbidden"]


def test_a_forename_known_to_both_sides_lifts_the_prohibition():
    records = [
        *people("Daniel", "Steven"),
        standard(record_id="2", alias_first_names="Steven", alias_last_names="Thorpe"),
    ]
    pairs = [Scored(0, 2, 12.0), Scored(1, 2, 11.0), Scored(0, 1, 10.0, Guard.TWIN)]

    assert grouped(records, pairs)[0] == [[0, 1, 2]]


def test_a_record_without_numbers_is_no_bridge_between_two_numbers():
    records = [
        standard(record_id="0", pncs=PNC),
        standard(record_id="1"),
        standard(record_id="2", pncs=OTHER_PNC),
    ]

    parts, questions = grouped(records, [Scored(0, 1, 12.0), Scored(1, 2, 11.0)])

    assert parts == [[0, 1], [2]]
    assert [question.reason for question in questions] == ["forbidden"]


@pytest.mark.parametrize("seed", range(5))
def test_no_weight_crosses_a_decision(seed):
    random = Random(seed)  # noqa: S311  dice
    records = people(*["Daniel"] * 12)
    pairs = [
        Scored(one, other, random.uniform(8, 30))
        for one in range(12)
        for other in range(one + 1, 12)
    ]

    parts, questions = grouped(records, pairs, together=[(0, 5)], apart=[(1, 2), (0, 3)])

    of = {at: number for number, part in enumerate(parts) for at in part}
    assert of[0] == of[5]
    assert of[1] != of[2]
    assert of[0] != of[3]
    assert questions == []


def test_the_order_of_pairs_leaves_no_trace():
    records = people(*["Daniel"] * 9)
    random = Random(3)  # noqa: S311  dice
    pairs = [
        Scored(one, other, float(random.randrange(5, 12)), random.choice((None, None, Guard.TWIN)))
        for one in range(9)
        for other in range(one + 1, 9)
    ]
    found = []
    for _ in range(20):
        random.shuffle(pairs)
        found.append(grouped(records, pairs))

    assert [each for each in found if each != found[0]] == []


def test_a_group_is_named_by_its_members_alone():
    assert name_of_group(["b", "a"]) == name_of_group(["a", "b"]) != name_of_group(["a", "b", "c"])


def test_a_bridge_a_large_group_and_two_numbers_are_to_be_looked_at():
    records = [standard(record_id=f"{at:02}", pncs=PNC if at else OTHER_PNC) for at in range(22)]
    chain = [Scored(at, at + 1, 30.0, None, True) for at in range(21)]
    groups, _ = group(records, chain, thresholds=THRESHOLDS)

    assert doubts(groups, groups.of(0), weights=chain, stay=3.0) == ["large", "two-pncs", "bridge"]


def test_groups_of_before_stay_whole_and_are_asked_about_before_they_become_one():
    known = {0: "first", 1: "first", 2: "second"}
    records = people("Daniel", "Daniel", "Daniel", "Daniel")
    pairs = [Scored(1, 2, 30.0), Scored(2, 3, 12.0)]

    parts, questions = grouped(records, pairs, known=known)

    assert parts == [[0, 1], [2, 3]]
    assert questions == [Question(1, 2, 30.0, "forbidden")]


def test_a_number_in_common_or_three_strong_pairs_make_two_groups_of_before_one():
    records = people(*["Daniel"] * 6)
    known = dict.fromkeys(range(3), "first") | dict.fromkeys(range(3, 6), "second")
    three = [Scored(at, at + 3, 15.0) for at in range(3)]

    assert len(grouped(records, [Scored(0, 3, 16.0, None, True)], known=known)[0]) == 1
    assert len(grouped(records, three, known=known)[0]) == 1
    assert len(grouped(records, three[:2], known=known)[0]) == 2
    assert (
        len(
            grouped(
                records, [Scored(0, 3, 30.0), Scored(0, 4, 30.0), Scored(0, 5, 30.0)], known=known
            )[0]
        )
        == 2
    )


def test_a_group_of_before_keeps_its_name():
    records = people("Daniel", "Daniel", "Ann")
    groups, _ = group(records, [Scored(0, 1, 12.0)], thresholds=THRESHOLDS, known={1: "kept"})

    names = names_of_groups(groups)

    assert names[groups.of(0)] == "kept"
    assert names[groups.of(2)] == name_of_group(["2"])


def test_a_pair_in_doubt_is_joined_where_both_groups_taken_whole_are_sure():
    records = people("Daniel", "Daniel", "Daniel")
    pairs = [Scored(0, 1, 12.0), Scored(1, 2, 3.0)]

    def sure(ones, others) -> float:
        return 6.0 if (list(ones), list(others)) in (([0, 1], [2]), ([2], [0, 1])) else -1.0

    joined, _ = group(records, pairs, thresholds=THRESHOLDS, wholes=sure)
    parted, questions = group(records, pairs, thresholds=THRESHOLDS, wholes=lambda _a, _b: 5.9)

    assert joined.of(2) == joined.of(0)
    assert parted.of(2) != parted.of(0)
    assert questions == [Question(1, 2, 3.0, "middle")]


def test_who_may_be_a_brother_is_asked_about_only_where_much_is_alike():
    records = people("Daniel", "Steven")

    assert grouped(records, [Scored(0, 1, 3.9, Guard.TWIN)])[1] == []
    assert grouped(records, [Scored(0, 1, 4.0, Guard.TWIN)])[1] == [Question(0, 1, 4.0, "twin")]
