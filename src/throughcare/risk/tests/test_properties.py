"""What has to hold of every score."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from throughcare.kernel.refusals import Refused
from throughcare.risk import reading
from throughcare.risk.rules import score
from throughcare.risk.rules.inputs import From, Kind
from throughcare.risk.rules.scoring import shown
from throughcare.risk.tests.people import (
    KNOWN,
    NO_NEEDS,
    every_variant,
    somebody,
    tool,
)

CATALOGUE = reading.catalogue()
QUICK = settings(max_examples=40, deadline=None)
VARIANTS = [tuple(each.values) for each in every_variant()]
BY_NAME = {f"{of.label} {variant}": (of, variant) for of, variant in VARIANTS}
WHICH = st.sampled_from(sorted(BY_NAME))


def scored(of, facts, *, variant):
    """A score, or the codes of what stands against it."""
    try:
        return score(of, facts, variant=variant)
    except Refused as refused:
        return refused.codes


def risen(value, asked):
    """The next greater answer."""
    if asked.kind is Kind.YES_NO:
        return "yes" if value == "no" else None
    return value + 1 if value < asked.most else None


def only_adds(of, variant, name):
    """Whether an input stands by itself, and for yes alone, in lines with coefficients of which none is below nothing."""
    lines = [
        line
        for _, of_part in of.parts_of(variant)
        for line in (of_part.lines if of_part else ())
        if name in (*line.when.names, *line.of.names)
    ]
    return bool(lines) and all(
        line.coefficient >= 0
        and set(line.when.names + line.of.names) == {name}
        and all(level.text in {None, "yes"} for level in line.when.levels)
        for line in lines
    )


RISING = {
    f"{of.label} {variant} {name}": (of, variant, name)
    for of, variant in VARIANTS
    for name in of.inputs(variant)
    if CATALOGUE.inputs[name].comes_from is From.INTERVIEW and only_adds(of, variant, name)
}


def test_all_needs_are_among_the_inputs_that_rise():
    of_rsr = {
        name
        for of, variant, name in RISING.values()
        if (of.label, variant) == ("RSR (2014)", "extended")
    }

    assert of_rsr == {name for name in tool("RSR").inputs("extended") if name in NO_NEEDS}


@QUICK
@given(facts=somebody(most_unknown=0), which=st.sampled_from(sorted(RISING)))
def test_a_rise_where_the_coefficient_is_positive_never_lowers_a_score(facts, which):
    of, variant, name = RISING[which]
    more = risen(facts[name], CATALOGUE.inputs[name])
    before = scored(of, facts, variant=variant)
    assume(more is not None and not isinstance(before, tuple))

    after = scored(of, facts | {name: more}, variant=variant)

    assert all(after.probabilities[years] >= p for years, p in before.probabilities.items())
    assert sum(term.value for term in after.terms) >= sum(term.value for term in before.terms)


@QUICK
@given(facts=somebody(), which=WHICH, shuffled=st.randoms(use_true_random=False))
def test_the_order_of_inputs_changes_nothing(facts, which, shuffled):
    of, variant = BY_NAME[which]
    names = list(facts)
    shuffled.shuffle(names)

    assert scored(of, {name: facts[name] for name in names}, variant=variant) == scored(
        of, facts, variant=variant
    )


@QUICK
@given(facts=somebody(most_unknown=0), which=WHICH, data=st.data())
def test_what_is_unknown_is_no_answer(facts, which, data):
    """Forgetting an input either changes nothing, since nothing hung on it, or leaves no score: it never makes another."""
    of, variant = BY_NAME[which]
    name = data.draw(st.sampled_from(of.inputs(variant)))
    before = scored(of, facts, variant=variant)
    assume(not isinstance(before, tuple))

    after = scored(of, facts | {name: None}, variant=variant)

    if isinstance(after, tuple):
        assert f"unknown:{name}" in after
    else:
        assert after.probabilities == before.probabilities


@QUICK
@given(facts=somebody(most_unknown=0), which=WHICH)
def test_terms_and_parts_add_up_to_what_is_said(facts, which):
    of, variant = BY_NAME[which]
    found = scored(of, facts, variant=variant)
    assume(not isinstance(found, tuple))

    for years, probability in found.probabilities.items():
        assert probability == sum(part.probabilities[years] for part in found.parts)
        assert probability >= 0
        assert found.percents[years] == shown(probability, as_=of.shows)
    assert {name for term in found.terms for name, _ in term.inputs} <= {
        *CATALOGUE.inputs,
        *CATALOGUE.derived,
    }


@pytest.mark.parametrize(("of", "variant"), VARIANTS)
def test_an_empty_record_is_refused_by_the_name_of_each_input(of, variant):
    with pytest.raises(Refused) as refused:
        score(of, {}, variant=variant)

    assert all(code.startswith("missing:") for code in refused.value.codes)
    assert {code.partition(":")[2] for code in refused.value.codes} <= set(of.inputs(variant))


@pytest.mark.parametrize(("of", "variant"), VARIANTS)
def test_somebody_of_whom_all_is_known_is_scored(of, variant):
    assert score(of, KNOWN, variant=variant).variant == variant
