"""Rules that contradict one another are told, pair by pair, but where the plan says which comes first."""

import pytest

from throughcare.restructure.choices import Step
from throughcare.restructure.models import Answer
from throughcare.restructure.rules import reading
from throughcare.restructure.rules.answers import answer
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.plans import DECISIONS, F1, f1_with, problems

LATER = "    - name: members\n      when: staff_count > 0\n"
LEADER = "      same as: leader\n"
FACTS = {"provider": "WTS", "kind": "team", "leader": "A0001", "staff_count": 8}
RELATED = {"leader": "C15", "larger_share": "N05", "smaller_share": None}
VERY_HIGH = """
    - name: very-high
      when: rosh = 'very high'
      hold: {owner: director, reason: Each is looked at, until: 2014-06-30}
      says: Very high risk is looked at.
    - name: high
      when: rsr is known and rosh in ['high', 'very high']
      table: division of the trust
      key: provider
      says: High risk goes to the NPS.
"""
CASES = "\n  case:\n"


def told(text: str, *, facts=FACTS, related=RELATED) -> tuple[str, ...]:
    plan = reading.read_or_refuse(text)
    facts = dict.fromkeys(("reference", "area", "origin", "before")) | facts
    return answer(plan, "team", facts, related=related, decisions=DECISIONS).contradicted_by


def test_a_later_rule_that_would_answer_otherwise_contradicts():
    assert told(F1.read_text()) == ("members",)


def test_a_later_rule_of_the_same_answer_does_not():
    assert told(F1.read_text(), related=RELATED | {"larger_share": "C15"}) == ()


def test_nothing_contradicts_that_comes_to_no_answer():
    assert told(F1.read_text(), related=RELATED | {"larger_share": None}) == ()


def test_what_the_plan_says_comes_before_another_is_no_contradiction():
    text = f1_with(LEADER, f"{LEADER}      before: [members]\n")

    assert told(text) == ()


def test_a_hold_contradicts_a_unit():
    hold = "      hold: {owner: director, reason: Wait, until: 2014-06-30}\n"
    text = f1_with(LATER + "      same as: larger_share\n", LATER + hold)

    assert told(text) == ("members",)


@pytest.mark.parametrize("name", ["nobody", "leader", "empty"])
def test_a_rule_comes_before_later_rules_that_ask_something_and_no_others(name):
    (found,) = problems(f1_with(LEADER, f"{LEADER}      before: [{name}]\n"))

    assert found == (
        "rules > team > leader > before: It is to come before"
        f" {name!r}, and no rule of that name comes later and asks something."
    )


@pytest.fixture
def tried(eve):
    """F1 with two rules more for cases, which differ on those of very high risk."""
    text = F1.read_text().replace("version: 2\n", "version: 3\n", 1)
    reform = eve.take_in(text.replace(CASES, CASES + VERY_HIGH, 1))
    return reform, reform.done(Step.PLAN)


def one_of(reform) -> Answer:
    contradicted = Answer.objects.filter(plan_id=reform.plan_id, contradicted_by=["high"])
    return contradicted.earliest("item_id")


def test_a_dry_run_tells_each_pair_with_its_items(tried):
    reform, report = tried

    found = [each for each in report["contradictions"] if each["kind"] == "case"]

    very_high = Answer.objects.filter(
        plan_id=reform.plan_id, kind="case", rule="very-high", also__contains=["high"]
    )
    assert very_high.count() > 0
    references = sorted(very_high.values_list("reference", flat=True))
    assert found == [
        {
            "kind": "case",
            "rule": "very-high",
            "other": "high",
            "count": len(references),
            "named": references[:5],
        }
    ]


def test_the_page_of_results_leads_to_the_items_of_a_pair(tried, sign_in):
    reform, report = tried
    client = sign_in("planner", now=reform.now)
    address = f"{PLAN}/items?kind=case&amp;rule=very-high&amp;against=high"

    page = text_of(client.get(f"{PLAN}/results?kind=case"))
    listed = text_of(client.get(address.replace("&amp;", "&")))

    (pair,) = [each for each in report["contradictions"] if each["kind"] == "case"]
    assert f'href="{address}">{pair["count"]:,}' in page
    assert all(f">{reference}<" in listed for reference in pair["named"])
    assert "Against the rule: high" in listed
    assert "No such items" in text_of(client.get(f"{PLAN}/items?kind=case&against=very-high"))


def test_an_item_says_which_rule_would_have_answered_otherwise(tried, sign_in):
    reform, _ = tried
    item = one_of(reform)

    page = text_of(sign_in("planner", now=reform.now).get(f"{PLAN}/items/case/{item.item_id}"))

    assert "High risk goes to the NPS." in page
    assert page.count("Would have answered otherwise") == 1


def test_what_a_person_settled_is_contradicted_by_nothing(tried):
    reform, _ = tried
    item = one_of(reform)

    reform.override(kind="case", item_id=item.item_id, unit="N01")
    again = reform.done(Step.PLAN)

    named = Answer.objects.get(plan_id=reform.plan_id, kind="case", item_id=item.item_id)
    assert named.contradicted_by is None
    assert [each["count"] for each in again["contradictions"] if each["kind"] == "case"] == [
        Answer.objects.filter(
            plan_id=reform.plan_id, rule="very-high", contradicted_by=["high"]
        ).count()
    ]
