from datetime import date

import pytest

from throughcare.kernel.conditions.reading import parse
from throughcare.kernel.conditions.syntax import Attribute, Type, attributes
from throughcare.kernel.decisions import ALWAYS, Decision, DecisionRule, decide, position_sql

DECLARED = attributes(
    *(Attribute(name, Type.BOOLEAN) for name in ("one", "two", "three")),
)


def rule(name, outcome):
    when = ALWAYS if name == "rest" else parse(name, DECLARED)
    return DecisionRule(name=name, when=when, outcome=outcome, says=f"It is {name}.")


def decision(*rules: DecisionRule):
    return Decision(
        name="where",
        title="Where",
        starts_on=date(2014, 6, 1),
        ends_on=None,
        attributes=DECLARED,
        rules=rules,
    )


WHERE = decision(rule("one", "A"), rule("two", "A"), rule("three", "B"), rule("rest", "C"))


@pytest.mark.parametrize(
    ("one", "two", "three", "outcome", "deciding"),
    [
        (True, None, None, "A", "one"),
        (None, True, None, "A", "two"),  # A whatever the first turns out to be
        (None, None, True, None, "one"),
        (False, None, True, None, "two"),
        (False, False, True, "B", "three"),
        (False, False, None, None, "three"),
        (False, False, False, "C", "rest"),
    ],
)
def test_an_unknown_stands_in_the_way_only_of_another_outcome(one, two, three, outcome, deciding):
    decided = decide(WHERE, {"one": one, "two": two, "three": three})

    assert (decided.outcome, decided.rule) == (outcome, deciding)


def test_a_decision_must_end_with_a_rule_that_always_answers():
    with pytest.raises(ValueError, match="last rule of where"):
        decision(rule("one", "A"))
    with pytest.raises(ValueError, match="one name"):
        decision(rule("one", "A"), rule("one", "A"), rule("rest", "A"))


def test_sql_counts_rules_from_one_and_marks_the_unknown_with_a_minus():
    assert position_sql(WHERE, ("c1", "c2", "c3", "c4")) == (
        "CASE WHEN c1 THEN 1 WHEN c2 THEN 2"
        " WHEN c3 THEN CASE WHEN c1 IS NULL THEN -1 WHEN c2 IS NULL THEN -2 ELSE 3 END"
        " WHEN c4 THEN CASE WHEN c1 IS NULL THEN -1 WHEN c2 IS NULL THEN -2"
        " WHEN c3 IS NULL THEN -3 ELSE 4 END END"
    )
