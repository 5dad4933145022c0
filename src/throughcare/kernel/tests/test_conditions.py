from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.kernel.conditions import syntax
from throughcare.kernel.conditions.evaluation import evaluate
from throughcare.kernel.conditions.reading import ConditionError, parse
from throughcare.kernel.conditions.sql import to_sql
from throughcare.kernel.conditions.syntax import And, Comparison, Fixed, Named, Not, Operator
from throughcare.kernel.conditions.writing import write
from throughcare.kernel.tests.some_conditions import (
    ATTRIBUTES,
    BENEATH,
    conditions,
    facts,
)

UNKNOWN = dict.fromkeys(ATTRIBUTES)


def answer(text, given_facts):
    return evaluate(parse(text, ATTRIBUTES), UNKNOWN | given_facts, beneath=BENEATH)


@given(condition=conditions())
def test_a_condition_reads_back_from_its_own_text(condition):
    assert parse(write(condition), ATTRIBUTES) == condition


@given(text=st.text("abdefinort ()[]'=<.,0169", max_size=40))
def test_any_other_text_is_refused_in_words_and_never_breaks(text):
    with suppress(ConditionError):
        condition = parse(text, ATTRIBUTES)
        assert parse(write(condition), ATTRIBUTES) == condition


@pytest.mark.parametrize(
    ("text", "given_facts", "expected"),
    [
        ("rosh in ['high', 'very high']", {"rosh": "very high"}, True),
        ("rosh in ['high', 'very high']", {"rosh": "low"}, False),
        ("rosh in ['high', 'very high']", {}, None),
        ("rosh not in ['high', 'very high']", {}, None),
        ("rounded(rsr, 2) >= 6.89", {"rsr": Decimal("6.885")}, True),
        ("rsr >= 6.89", {"rsr": Decimal("6.885")}, False),
        ("rounded(rsr, 2) >= 6.89", {"rsr": Decimal("6.8849999")}, False),
        ("released_on between 2014-05-01 and 2014-06-01", {"released_on": date(2014, 6, 1)}, True),
        ("sentenced_on < released_on", {"sentenced_on": date(2014, 6, 1)}, None),
        ("team under 'ASP'", {"team": "ASP1A"}, True),
        ("team under 'ASP1'", {"team": "ASP"}, False),
        ("team under 'ASP'", {}, None),
        ("postcode starts with 'BS'", {"postcode": "BS1 4DJ"}, True),
        ("flags has 'weapons'", {"flags": frozenset({"weapons", "staff"})}, True),
        ("flags has all ['weapons', 'staff']", {"flags": frozenset({"weapons"})}, False),
        ("flags has 'weapons'", {"flags": frozenset()}, False),
        ("rsr is unknown", {}, True),
        ("rsr is known", {}, False),
        ("postcode = 'it''s'", {"postcode": "it's"}, True),
        ("seen_at >= 2014-06-01T00:00:00+01:00 if unknown then true", {}, True),
        # Kleene: what is unknown does not matter when the rest settles it.
        ("deferred and rsr > 1", {"deferred": False}, False),
        ("deferred and rsr > 1", {"deferred": True}, None),
        ("deferred or rsr > 1", {"deferred": True}, True),
        ("deferred or rsr > 1", {"deferred": False}, None),
        ("not (rsr > 1)", {}, None),
        # or binds least, then and; "if unknown" takes one part only
        ("true or false and false", {}, True),
        ("(true or false) and false", {}, False),
        ("rsr > 1 and load > 1 if unknown then true", {"rsr": Decimal(2)}, True),
        ("rsr > 1 and load > 1 if unknown then true", {}, None),
        ("(rsr > 1 and load > 1) if unknown then false", {}, False),
        ("not deferred if unknown then true", {}, True),
    ],
)  # fmt: skip
def test_conditions_answer(text, given_facts, expected):
    assert answer(text, given_facts) is expected


def test_text_becomes_a_value_that_compares_equal():
    condition = parse("rsr >= 6.89 and not deferred", ATTRIBUTES)

    assert condition == And(
        (
            Comparison(Named("rsr"), Operator.AT_LEAST, Fixed(Decimal("6.89"))),
            Not(syntax.Truth("deferred")),
        )
    )
    assert syntax.names(condition) == ("rsr", "deferred")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "An attribute is wanted, but there is 'the end'. (at character 1)"),
        ("rosh = 'hihg'", "'rosh' is never 'hihg'; it may be low, medium, high, very high."),
        ("rsh = 'high'", "There is no attribute 'rsh'"),
        ("rosh > 'low'", "'rosh' is text and has no order."),
        ("rsr = '6.89'", "A number is wanted, but there is \"'6.89'\"."),
        ("deferred = true", "Write 'deferred' or 'not deferred'."),
        ("rsr", "'rsr' must be compared with something."),
        ("rsr = sentenced_on", "'rsr' is number but 'sentenced_on' is date."),
        ("sentenced_on > 2014-02-30", "There is no date '2014-02-30'."),
        ("seen_at > 2014-06-01T00:00:00", "has no zone."),
        ("rsr between 7 and 6", "The range ends before it begins."),
        ("rosh in ['low', 'low']", "A value stands twice in the list."),
        ("rosh under 'ASP'", "'rosh' is text; this asks about unit."),
        ("flags = 'weapons'", "'flags' is a set: ask what it has."),
        ("(rsr > 1", "')' is wanted, but there is 'the end'."),
        ("rsr > 1 deferred", "Nothing may follow here, but there is 'deferred'."),
        ("rsr > 1; drop", "';' has no meaning here. (at character 8)"),
        ("postcode = 'a\nb'", "Text is printable."),
        ("rounded(rosh, 2) = 1", "'rosh' is no number and cannot be rounded."),
        ("rounded(rsr, 10) = 1", "Round to a whole number of places from 0 to 9."),
        ("(" * 50 + "true" + ")" * 50, "Parentheses go at most 40 deep."),
        ("rsr > 1 or " * 400 + "true", "A condition has at most 4000 characters."),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(text, sentence):
    with pytest.raises(ConditionError) as refused:
        parse(text, ATTRIBUTES)

    assert sentence in str(refused.value)


@given(condition=conditions(), known=facts())
def test_filling_in_an_unknown_never_changes_a_settled_answer(condition, known):
    bare = without_unknown_settled(condition)
    hidden = {
        name: None if position % 2 else value
        for position, (name, value) in enumerate(known.items())
    }

    settled = evaluate(bare, hidden, beneath=BENEATH)

    assert settled is None or evaluate(bare, known, beneath=BENEATH) == settled


@given(condition=conditions())
def test_every_value_travels_as_a_parameter(condition):
    sql = to_sql(condition, lambda name: f"f.{name}", beneath=BENEATH)

    assert sql.text.count("%s") == len(sql.params)
    assert "'" not in sql.text
    assert sql == to_sql(condition, lambda name: f"f.{name}", beneath=BENEATH)


def test_sql_is_what_postgresql_reads():
    condition = parse("not (rounded(rsr, 2) >= 6.89 or rosh in ['low', 'high'])", ATTRIBUTES)

    sql = to_sql(condition, lambda name: f"f.{name}")

    assert sql.text == (
        "(NOT ((round(f.rsr, 2) >= %s::numeric) OR (f.rosh IN (%s::text, %s::text))))"
    )
    assert sql.params == (Decimal("6.89"), "low", "high")


def test_a_missing_fact_is_a_fault_and_not_an_unknown():
    with pytest.raises(KeyError):
        evaluate(parse("rsr > 1", ATTRIBUTES), {})


def without_unknown_settled(condition):
    """The condition without the forms that turn an unknown into an answer."""
    match condition:
        case syntax.Known() | syntax.IfUnknown():
            return syntax.Constant(value=True)
        case syntax.Not():
            return Not(without_unknown_settled(condition.part))
        case syntax.And():
            return syntax.every(*map(without_unknown_settled, condition.parts))
        case syntax.Or():
            return syntax.either(*map(without_unknown_settled, condition.parts))
        case _:
            return condition
