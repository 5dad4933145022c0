import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.allocation import decisions, rules
from throughcare.kernel.conditions.syntax import Fact
from throughcare.kernel.tests.published import published, rows

FIRST_DAY = date(2014, 6, 1)
NOTHING_KNOWN_AGAINST: dict[str, Fact] = {
    "deferred": False,
    "other_active": "none",
    "mappa": "none",
    "rosh": "low",
    "deportation_criteria": False,
    "rsr": Decimal("1.1"),
    "public_interest": "none",
}


def decide(known):
    return rules.decide(NOTHING_KNOWN_AGAINST | known, on=FIRST_DAY)


def facts_of(example):
    rsr = example["rsr"]
    return {
        "deferred": example.get("deferred", False),
        "other_active": example.get("other_active", "none"),
        "mappa": str(example.get("mappa") or "none"),
        "rosh": example["rosh"],
        "deportation_criteria": example.get("deportation_criteria", False),
        "rsr": None if rsr is None else Decimal(str(rsr)),
        "public_interest": example.get("public_interest", "none"),
    }


def test_published_examples_have_the_published_answers():
    examples = json.loads(published("tr/allocation_examples.json").read_text())["examples"]
    trusts = {row["trust_code"]: row for row in rows("tr/trusts.csv")}
    body = {"NPS": "nps_division_code", "CRC": "crc_code"}

    found = {
        example["id"]: (
            trusts[example["trust"]][body[decided.outcome]] if decided.outcome in body else None,
            decided.rule,
            decided.also,
        )
        for example in examples
        for decided in [rules.decide(facts_of(example), on=FIRST_DAY)]
    }

    words = {"incomplete": "rsr", "approval pending": "approval-pending"}
    assert found == {
        example["id"]: (
            example["expect"],
            words.get(example["why"], example["why"]),
            tuple(example.get("also", ())),
        )
        for example in examples
    }
    assert len(found) == 16


@pytest.mark.parametrize(
    ("known", "outcome", "rule"),
    [
        ({}, "CRC", "otherwise"),
        ({"rsr": Decimal("6.885")}, "NPS", "rsr"),
        ({"rsr": Decimal("6.8849")}, "CRC", "otherwise"),
        ({"rsr": None}, None, "rsr"),
        ({"rosh": None}, None, "rosh"),
        ({"mappa": None}, None, "mappa"),
        ({"deportation_criteria": None}, None, "deportation"),
        ({"rosh": None, "rsr": Decimal(9)}, "NPS", "rsr"),
        ({"rsr": None, "public_interest": "approved"}, "NPS", "public_interest"),
        ({"rsr": None, "public_interest": "requested"}, None, "rsr"),
        ({"public_interest": "requested"}, "waiting", "approval-pending"),
        ({"public_interest": "requested", "rosh": "high"}, "NPS", "rosh"),
        ({"public_interest": "refused"}, "CRC", "otherwise"),
        (dict.fromkeys(NOTHING_KNOWN_AGAINST) | {"deferred": True}, "NPS", "deferred"),
    ],
)
def test_the_first_true_rule_answers_and_unknown_is_not_false(known, outcome, rule):
    decided = decide(known)

    assert (decided.outcome, decided.rule) == (outcome, rule)


def test_a_decision_shows_what_it_looked_at_and_what_else_was_true():
    decided = decide({"rosh": "very high", "mappa": "2", "rsr": Decimal("7.4")})

    assert decided.says == "The person is, or on release will be, eligible for MAPPA."
    assert decided.also == ("rosh", "rsr")
    assert decided.unknown == ()
    assert dict(decided.looked_at) == NOTHING_KNOWN_AGAINST | {
        "rosh": "very high",
        "mappa": "2",
        "rsr": Decimal("7.4"),
    }


@given(
    known=st.fixed_dictionaries(
        {
            "deferred": st.none() | st.booleans(),
            "other_active": st.sampled_from([None, "NPS", "CRC", "none"]),
            "mappa": st.sampled_from([None, "none", "1", "3"]),
            "rosh": st.sampled_from([None, "low", "very high"]),
            "deportation_criteria": st.none() | st.booleans(),
            "rsr": st.none() | st.decimals(0, 20, places=3),
            "public_interest": st.sampled_from([None, "none", "requested", "approved", "refused"]),
        }
    )
)
def test_a_company_never_gets_a_case_with_an_unknown_and_no_answer_depends_on_one(known):
    decided = rules.decide(known, on=FIRST_DAY)

    if decided.outcome == "CRC":
        assert None not in known.values()
    if decided.outcome is not None:
        filled = {
            name: NOTHING_KNOWN_AGAINST[name] if value is None else value
            for name, value in known.items()
        }
        assert rules.decide(filled, on=FIRST_DAY).outcome == decided.outcome


def test_a_person_with_sentences_for_both_bodies_goes_to_the_nps_with_one_explanation():
    company, service, unknown = decide({}), decide({"rosh": "high"}), decide({"rsr": None})

    assert rules.decide_person([company, service, unknown]) == service
    assert rules.decide_person([company, unknown]) == unknown
    assert rules.decide_person([company, company]) == company


def test_there_is_no_decision_before_the_reform_or_after_it_ended():
    for day in (date(2014, 5, 31), date(2021, 6, 26)):
        with pytest.raises(LookupError):
            rules.decide(NOTHING_KNOWN_AGAINST, on=day)
    assert decisions.in_force("nps-or-crc", on=date(2021, 6, 25)).outcomes == (
        "NPS",
        "waiting",
        "CRC",
    )


def test_a_case_is_allocated_by_the_end_of_the_second_business_day():
    assert rules.allocate_by(date(2014, 8, 22)) == date(2014, 8, 27)
