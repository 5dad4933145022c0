import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.kernel import digests


def test_the_canonical_form_is_plain_json_with_tags():
    value = {
        "b": [1, None, True, "é"],
        "a": {"n": Decimal("6.890"), "on": date(2014, 6, 1)},
        "u": UUID(int=1),
        "s": {"y", "x"},
        "raw": b"\x01",
    }

    assert digests.canonical(value).decode() == (
        '{"a":{"n":{"$number":"6.89"},"on":{"$date":"2014-06-01"}},"b":[1,null,true,"é"],'
        '"raw":{"$bytes":"01"},"s":{"$set":["\\"x\\"","\\"y\\""]},'
        '"u":{"$uuid":"00000000-0000-0000-0000-000000000001"}}'
    )


def test_one_moment_has_one_form_in_every_zone():
    here = datetime(2014, 6, 1, tzinfo=timezone(timedelta(hours=1)))
    there = datetime(2014, 5, 31, 23, tzinfo=UTC)

    assert digests.of(here) == digests.of(there)
    assert digests.of(there) != digests.of(there.date())


@pytest.mark.parametrize(
    "value", [1.5, datetime(2014, 6, 1), Decimal("NaN"), {1: 2}, {"$x": 1}, object()]  # noqa: DTZ001
)  # fmt: skip
def test_what_has_no_single_form_is_a_fault(value):
    with pytest.raises(TypeError):
        digests.canonical(value)


def test_a_root_is_built_pair_by_pair():
    one, two, three = (digests.leaf(key, b"") for key in "abc")
    pair = hashlib.sha256(b"\x01" + one + two).digest()

    assert digests.root([one, two, three]) == hashlib.sha256(b"\x01" + pair + three).digest()
    assert digests.root([one]) == one
    assert digests.root([]) == digests.EMPTY_ROOT


def test_key_and_content_cannot_trade_places():
    assert digests.leaf("ab", b"c") != digests.leaf("a", b"bc")


@given(
    contents=st.lists(st.binary(max_size=4), max_size=40),
    changed=st.sets(st.integers(0, 39), max_size=5),
)
def test_two_trees_name_exactly_the_records_that_differ(contents, changed):
    before = [digests.leaf(str(n), content) for n, content in enumerate(contents)]
    after = [
        digests.leaf(str(n), content + b"!") if n in changed else before[n]
        for n, content in enumerate(contents)
    ]
    expected = sorted(n for n in changed if n < len(contents))

    assert digests.differing(before, after) == expected
    assert (digests.root(before) == digests.root(after)) == (not expected)
