"""A fact that stands for another never changes an answer."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from throughcare.kernel.conditions.evaluation import evaluate
from throughcare.kernel.conditions.syntax import Facts
from throughcare.kernel.tests.some_conditions import BENEATH, conditions, facts
from throughcare.restructure.rules.alike import Alike
from throughcare.restructure.rules.plan import ToUnit
from throughcare.restructure.tests.plans import DECISIONS, f1


@given(st.lists(conditions(), min_size=1, max_size=4), st.lists(facts(), min_size=1, max_size=6))
def test_what_stands_for_facts_has_the_same_truths(asked, items):
    rule = f1().rules["case"][0]
    rules = [
        replace(rule, number=at, when=condition, target=ToUnit("N05"))
        for at, condition in enumerate(asked, start=1)
    ]
    alike = Alike(rules, decisions={}, beneath=BENEATH)

    for item in items:
        other: Facts = {name: alike.fact(name, fact) for name, fact in item.items()}

        assert [evaluate(each, other, beneath=BENEATH) for each in asked] == [
            evaluate(each, item, beneath=BENEATH) for each in asked
        ]


def test_scores_on_one_side_of_a_threshold_are_one_question_and_the_keys_of_tables_are_not():
    alike = Alike(f1().rules["case"], decisions=DECISIONS, beneath={})

    low, high = Decimal("1.2"), Decimal("6.885")
    assert alike.fact("rsr", low) == low
    assert alike.fact("rsr", Decimal("6.8849")) == low
    assert alike.fact("rsr", high) == high
    assert alike.fact("rsr", Decimal(40)) == high
    assert alike.fact("rsr", None) is None
    assert alike.fact("provider", "LNS") == "LNS"
    assert alike.fact("provider", "HBS") == "HBS"
