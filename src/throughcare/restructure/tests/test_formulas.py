"""Formulas: what they come to, the same in SQL, what may be written, and what is found before anything runs."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.kernel.conditions.syntax import (
    Comparison,
    Fact,
    Facts,
    Fixed,
    Named,
    Operator,
)
from throughcare.restructure.queries import sql
from throughcare.restructure.rules import formulas, reading
from throughcare.restructure.rules.answers import State, answer
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.formulas import (
    Band,
    ByFormula,
    Choice,
    First,
    Letters,
    Of,
    Part,
    Written,
)
from throughcare.restructure.tests.plans import DECISIONS, F1, problems

FACTS: Facts = {"provider": "ASP", "home_postcode": "LN11", "rsr": Decimal("6.885"), "rosh": "low"}
IS_LOW = Comparison(Named("rosh"), Operator.EQUAL, Fixed("low"))


def come_to(*parts: Part, **facts: Fact) -> str | None:
    return formulas.value(ByFormula(parts), {**FACTS, **facts}, beneath={})


def test_parts_are_written_one_after_the_other():
    assert come_to(Of("provider"), Written("/"), First("home_postcode", 3)) == "ASP/LN1"


def test_the_letters_that_a_postcode_begins_with_are_its_area():
    assert come_to(Letters("home_postcode")) == "LN"
    assert come_to(Letters("home_postcode"), home_postcode="11LN") is None


@pytest.mark.parametrize(
    ("rsr", "places", "band"),
    [
        ("2.99", None, "a"),
        ("3", None, "b"),
        ("6.885", None, "b"),
        ("6.885", 2, "c"),
        ("99", 2, "c"),
    ],
)
def test_a_number_lies_in_the_first_band_that_it_is_below(rsr, places, band):
    part = Band(("rsr",), (Decimal(3), Decimal("6.89")), ("a", "b", "c"), places)

    assert come_to(part, rsr=Decimal(rsr)) == band


def test_numbers_of_a_band_are_added_up():
    part = Band(("rsr", "other"), (Decimal(10),), ("less", "more"))

    assert come_to(part, other=Decimal("3.11")) == "less"
    assert come_to(part, other=Decimal("3.115")) == "more"
    assert come_to(part, other=None) is None


def test_the_first_condition_that_is_true_chooses_and_an_unknown_one_chooses_nothing():
    part = Choice(((IS_LOW, "L"),), "H")

    assert [come_to(part, rosh=rosh) for rosh in ("low", "high", None)] == ["L", "H", None]


def test_something_unknown_makes_all_of_it_unknown():
    assert come_to(Of("provider"), Of("home_postcode"), home_postcode=None) is None


TEXTS = st.one_of(
    st.none(),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=6),
    st.sampled_from(("LN11", "S", "9A")),
)
NUMBERS = st.one_of(st.none(), st.decimals(0, 100, places=3))
PARTS = st.one_of(
    st.builds(Written, st.text("ab-/%'", min_size=1, max_size=3)),
    st.builds(Of, st.sampled_from(("a", "b"))),
    st.builds(First, st.sampled_from(("a", "b")), st.integers(1, 4)),
    st.builds(Letters, st.sampled_from(("a", "b"))),
    st.builds(
        Band,
        st.sampled_from((("x",), ("x", "y"))),
        st.just((Decimal(3), Decimal("50.5"))),
        st.just(("low", "mid", "high")),
        st.sampled_from((None, 0, 2)),
    ),
    st.builds(
        Choice,
        st.lists(
            st.tuples(
                st.builds(
                    Comparison,
                    st.sampled_from((Named("x"), Named("y"))),
                    st.just(Operator.LESS),
                    st.builds(Fixed, st.decimals(0, 100, places=1)),
                ),
                st.sampled_from(("p", "q")),
            ),
            min_size=1,
            max_size=3,
        ).map(tuple),
        st.just("else"),
    ),
)


@pytest.mark.django_db
@settings(max_examples=200)
@given(
    parts=st.lists(PARTS, min_size=1, max_size=4).map(tuple),
    facts=st.fixed_dictionaries({"a": TEXTS, "b": TEXTS, "x": NUMBERS, "y": NUMBERS}),
)
def test_sql_comes_to_the_same(parts, facts):
    formula = ByFormula(parts)
    text, params = formulas.to_sql(formula, "f.{}".format, beneath={})
    row = "(select %s::text as a, %s::text as b, %s::numeric as x, %s::numeric as y) f"

    found = sql.value(f"select {text} from {row}", [*params, *(facts[name] for name in "abxy")])

    assert found == formulas.value(formula, facts, beneath={})


def test_what_a_formula_can_come_to_is_known_where_each_part_is():
    parts = (Of("provider"), Written("-"), Choice(((IS_LOW, "L"),), "H"))

    assert formulas.possible(ByFormula(parts), {"provider": ("A", "B")}) == [
        *("A-L", "A-H"),
        *("B-L", "B-H"),
    ]
    assert formulas.possible(ByFormula((Of("home_postcode"),)), {}) is None


CASES = "\n  case:\n"
TABLES = "\ntables:\n"
TABLE = """
tables:
  by band:
    covers: [low, high]
    rows: {low: C15, high: N05}
"""
RULE = """
  case:
    - name: banded
      when: provider = 'BED'
      formula: {}
      says: By the band of the score.
"""
BAND = "{band of: rsr, below: [6.89], gives: [low, high]}"


def with_formula(written: str) -> str:
    text = F1.read_text().replace(TABLES, TABLE, 1)
    return text.replace(CASES, RULE.replace("{}", written), 1)


def test_a_plan_answers_by_a_formula_and_says_how():
    plan = reading.read_or_refuse(with_formula(f"{{parts: [{BAND}], table: by band}}"))
    facts = dict.fromkeys(KINDS["case"].attributes) | {"provider": "BED"}

    low = answer(plan, "case", facts | {"rsr": Decimal(1)}, decisions=DECISIONS)
    unknown = answer(plan, "case", facts, decisions=DECISIONS)

    assert (low.unit, low.rule) == ("C15", "banded")
    assert low.says == "By the band of the score. By the table 'by band', low gives C15."
    assert dict(low.looked_at) == {"provider": "BED", "rsr": Decimal(1)}
    assert (unknown.state, unknown.rule) == (State.UNDETERMINED, "banded")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{parts: [{of: rsr}], table: by band}", "'rsr' is number; this takes text or unit."),
        ("{parts: [{of: nothing}], table: by band}", "There is no attribute 'nothing'"),
        ("{parts: [{band of: rosh, below: [1], gives: [a, b]}], table: by band}", "takes number"),
        (
            "{parts: [{band of: rsr, below: [2, 1], gives: [low, low, high]}], table: by band}",
            "The limits of the bands rise",
        ),
        (
            "{parts: [{band of: rsr, below: [1], gives: [a, b, c]}], table: by band}",
            "1 limits make 2 bands, and 3 are named.",
        ),
        ("{parts: [{of: provider, text: a}], table: by band}", "It must say exactly one of these"),
        (f"{{parts: [{BAND}], table: elsewhere}}", "There is no table 'elsewhere'"),
        (
            "{parts: [{band of: rsr, below: [1], gives: [low, most]}], table: by band}",
            "It may come to 'most', and the table 'by band' has no row for that.",
        ),
        ("{parts: [{of: home_postcode}]}", "What this comes to cannot be known beforehand"),
        ("{parts: [{text: YSW}]}", "It may come to 'YSW'. YSW stops operating"),
        (
            "{parts: [{choose: [{when: always and, gives: C15}], otherwise: N05}]}",
            "There is no attribute 'always'",
        ),
    ],
)
def test_a_formula_that_may_go_wrong_is_found_before_anything_runs(written, sentence):
    found = problems(with_formula(written))

    assert [problem for problem in found if sentence in problem], found


def test_a_formula_whose_every_result_is_an_open_unit_needs_no_table():
    written = "{parts: [{choose: [{when: rsr < 6.89, gives: C15}], otherwise: N05}]}"

    assert problems(with_formula(written)) == []
