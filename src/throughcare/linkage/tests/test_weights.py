"""Weights: the same from files as at the door, and none that is missing."""

import json

import pytest

from throughcare.linkage import reading
from throughcare.linkage.commands.engine import Store
from throughcare.linkage.commands.preparing import standard_form
from throughcare.linkage.commands.training import fitted
from throughcare.linkage.rules.comparisons import COMPARISONS, sql_of
from throughcare.linkage.rules.weights import from_dict, probability, shares, to_dict
from throughcare.linkage.tests.records import TODAY, invented, standard


@pytest.fixture(scope="module")
def records():
    return standard_form(invented(1_500, 11)[0], today=TODAY)


@pytest.fixture(scope="module")
def store(records):
    kept = Store(records)
    yield kept
    kept.close()


def test_a_pair_weighs_the_same_from_files_as_at_the_door(store, records):
    model = fitted(store, start=reading.published())
    share = shares(records)

    weighed = store.scored(model)

    assert len(weighed) > 3_000
    assert [
        (one, other)
        for one, other, weight in weighed
        if abs(model.weight(model.parts(records[one], records[other], share=share)) - weight) > 1e-6
    ] == []


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda each: each.name)
def test_every_level_says_the_same_in_sql_as_in_python(store, records, comparison):
    cases = " ".join(
        f"when {sql_of(level, engine='duckdb')} then '{level.name}'"
        for level in comparison.levels[:-1]
    )
    columns = store.connection.execute("describe records").fetchall()
    sides = ", ".join(
        f"{side}.{name} as {name}_{side}" for name, *_ in columns for side in ("l", "r")
    )
    found = store.connection.execute(
        f"""with sides as (select {sides} from pairs p join records l on l.n = p.join_key_l join records r on r.n = p.join_key_r
            union all select {sides} from records l join records r on r.n = (l.n * 7 + 3) % 1500 and l.n <> r.n)
        select n_l, n_r, case when {comparison.missing_sql} then '' {cases} else 'else' end from sides"""
    ).fetchall()

    told = [
        (
            one,
            other,
            level.name if (level := comparison.level(records[one], records[other])) else "",
        )
        for one, other, _ in found
    ]

    assert told == found


def test_the_published_model_has_a_weight_for_every_level_and_is_read_as_written():
    model = reading.published()

    assert from_dict(json.loads(json.dumps(to_dict(model)))) == model


def test_a_model_with_a_level_that_was_not_trained_is_refused():
    written = to_dict(reading.published())
    del written["chances"]["born"]["swapped"]

    with pytest.raises(ValueError, match=r"born\.swapped"):
        from_dict(written)


def test_what_is_missing_says_nothing_and_a_number_in_common_says_most():
    model = reading.published()
    one = standard(pncs="12/395L", sex="")
    other = standard(record_id="2", pncs="2012/395L", sex="M", date_of_birth="")

    parts = model.parts(one, other, share=lambda _term, _value: None)

    assert {part.comparison for part in parts} == {"name", "place", "middle", "pnc"}
    assert max(parts, key=lambda part: part.weight).words == "a PNC number in common"


def test_a_rare_name_in_common_weighs_more_than_a_frequent_one():
    model = reading.published()
    one, other = standard(), standard(record_id="2")

    rare = model.parts(one, other, share=lambda _term, _value: 1e-6)
    frequent = model.parts(one, other, share=lambda _term, _value: 1e-2)

    assert model.weight(rare) > model.weight(frequent)


def test_a_weight_is_the_logarithm_of_odds():
    assert probability(1.0) == pytest.approx(2 / 3)


def test_of_two_groups_the_best_of_each_comparison_counts():
    model = reading.published()
    one, other = standard(), standard(record_id="2", date_of_birth="1991-12-30", sex="F")
    third = standard(record_id="3", first_name="Ann", postcodes="", sex="")

    def nothing(_term, _value) -> None:
        return None

    both = [model.parts(one, each, share=nothing) for each in (other, third)]

    assert model.of_wholes(both) > max(model.weight(parts) for parts in both)
    assert model.of_wholes(both[:1]) == pytest.approx(model.weight(both[0]))
