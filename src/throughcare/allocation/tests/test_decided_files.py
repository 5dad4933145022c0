"""Decisions of files, and the traps that a decision could fall into (allocation rules, section 12)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from throughcare.allocation import queries, rules
from throughcare.allocation.decisions import NPS_OR_CRC, in_force
from throughcare.allocation.rules import altering, given, turning
from throughcare.kernel.refusals import Refused
from throughcare.kernel.tests.published import published

FIRST_DAY = date(2014, 6, 1)
DECISION = in_force(NPS_OR_CRC, on=FIRST_DAY)
KNOWN = {
    "deferred": "no",
    "other_active": "none",
    "mappa": "none",
    "rosh": "low",
    "deportation_criteria": False,
    "rsr": "1.1",
    "public_interest": "none",
}
WRITTEN = st.fixed_dictionaries(
    {
        "deferred": st.sampled_from(["yes", "no", "unknown", True, None]),
        "other_active": st.sampled_from(["NPS", "CRC", "none", "unknown"]),
        "mappa": st.sampled_from(["none", "1", "2", "3", None]),
        "rosh": st.sampled_from(["low", "medium", "high", "very high", None]),
        "deportation_criteria": st.sampled_from(["yes", "no", None]),
        "rsr": st.none() | st.decimals(0, 100, places=4),
        "public_interest": st.sampled_from(["none", "requested", "approved", "refused"]),
    }
)


def codes(**written: object):
    with pytest.raises(Refused) as refused:
        given.read(KNOWN | written, decision=DECISION)
    return refused.value.codes


def answers(*cases: object, **file: object):
    said = {"on": "2014-06-02", "cases": list(cases)} | file
    text = json.dumps(said, default=str)
    return list(queries.decided_cases(json.loads(text, parse_float=Decimal)))


@pytest.mark.parametrize("number", [0, 1])
def test_a_number_is_no_answer_to_a_question_of_yes_or_no(number):
    """Published tables use 0 for yes: an absent answer that became 0 would say so of everybody who skipped the question."""
    assert codes(deferred=number) == ("value:deferred",)
    assert codes(deportation_criteria=number) == ("value:deportation_criteria",)


def test_a_misspelt_field_and_a_missing_one_are_refused_by_name():
    written = {name: value for name, value in KNOWN.items() if name != "rosh"}

    with pytest.raises(Refused) as refused:
        given.read(written | {"rossh": "low"}, decision=DECISION)

    assert refused.value.codes == ("strange:rossh", "missing:rosh")
    assert "Is rosh meant?" in str(refused.value)


def test_what_is_known_to_be_unknown_is_a_fact_and_decides_nothing():
    facts = given.read(KNOWN | {"rosh": "unknown"}, decision=DECISION)

    assert facts["rosh"] is None
    assert rules.decide(facts, on=FIRST_DAY).outcome is None


@pytest.mark.parametrize("value", [6.89, True, "", "a lot", "NaN", "-1", "100.01"])
def test_a_score_is_an_exact_percentage(value):
    assert codes(rsr=value) == ("value:rsr",)


@pytest.mark.parametrize(
    ("rsr", "outcome"),
    [("6.88", "CRC"), ("6.8849", "CRC"), ("6.885", "NPS"), ("6.89", "NPS"), ("6.8999", "NPS")],
)
def test_the_threshold_is_not_the_edge_of_a_band_and_halves_go_up(rsr, outcome):
    (found,) = answers({"facts": KNOWN | {"rsr": rsr}})

    assert found.answer["outcome"] == outcome
    assert found.answer["looked_at"]["rsr"] == rsr


def test_a_decision_that_did_not_wait_for_a_score_says_that_it_is_due_still():
    (found,) = answers({"facts": KNOWN | {"rsr": None, "rosh": "high"}})

    assert (found.answer["outcome"], found.answer["still_due"]) == ("NPS", ["rsr"])


def test_a_case_of_a_file_has_its_reason_its_version_its_clock_and_what_would_turn_it():
    (found,) = answers({"id": "one", "sentenced_on": "2014-08-22", "facts": KNOWN})

    assert found.reference == "one"
    assert {name: found.answer[name] for name in ("outcome", "rule", "also", "decide_by")} == {
        "outcome": "CRC",
        "rule": "otherwise",
        "also": [],
        "decide_by": "2014-08-27",
    }
    assert found.answer["version"] == "2014-06-01"
    assert {"fact": "rsr", "value": "6.89", "outcome": "NPS", "rule": "rsr"} in found.answer[
        "turns"
    ]
    assert "6.88" not in [each["value"] for each in found.answer["turns"]]


def test_a_case_that_is_refused_stands_beside_the_others():
    bad, good = answers({"facts": KNOWN | {"deferred": 0}}, {"facts": KNOWN})

    assert bad.answer == {"refused": ["value:deferred"]}
    assert good.answer["outcome"] == "CRC"


def test_a_file_says_its_day_and_is_decided_by_the_rules_of_it():
    with pytest.raises(ValueError, match="day"):
        list(queries.decided_cases({"facts": KNOWN}))
    with pytest.raises(LookupError):
        answers({"facts": KNOWN}, on="2021-06-26")


def test_what_differs_from_what_a_file_expects_is_told():
    right, wrong = answers(
        {"facts": KNOWN, "expect": {"outcome": "CRC"}},
        {"facts": KNOWN, "expect": {"outcome": "NPS"}},
    )

    assert (queries.differs(right), queries.differs(wrong)) == ({}, {"outcome": "NPS"})


def test_the_published_file_is_read_as_it_is():
    text = published("tr/allocation_examples.json").read_text()

    found = list(queries.decided_cases(json.loads(text, parse_float=Decimal)))

    assert len(found) == 16
    assert [each.reference for each in found if each.refused] == []
    assert [each.reference for each in found if each.answer["outcome"] in {None, "waiting"}] == [
        "A10",
        "A13",
    ]


@drawn(written=WRITTEN)
def test_every_decision_carries_its_reason_and_none_rests_on_an_unknown(written):
    facts = given.read(written, decision=DECISION)

    decided = rules.decide(facts, on=FIRST_DAY)

    assert decided.says
    assert decided.rule in {rule.name for rule in DECISION.rules}
    assert [name for name, _ in decided.looked_at] == list(facts)
    if decided.outcome == "CRC":
        assert None not in facts.values()
    for name, value in facts.items():
        if value is None and decided.outcome is not None:
            for other in turning.turns(decided, facts, decision=DECISION):
                assert other.name != name or other.outcome == "NPS" != decided.outcome


@drawn(written=WRITTEN, more=st.decimals(0, 50, places=2))
def test_a_higher_score_never_takes_somebody_away_from_the_public_service(written, more):
    facts = given.read(written, decision=DECISION)
    higher = None if facts["rsr"] is None else min(facts["rsr"] + more, Decimal(100))

    before = rules.decide(facts, on=FIRST_DAY)
    after = rules.decide({**facts, "rsr": higher}, on=FIRST_DAY)

    assert before.outcome != "NPS" or after.outcome == "NPS"


@drawn(written=WRITTEN, order=st.randoms())
def test_the_order_of_facts_changes_nothing(written, order):
    names = list(written)
    order.shuffle(names)

    shuffled = given.read({name: written[name] for name in names}, decision=DECISION)

    assert rules.decide(shuffled, on=FIRST_DAY) == rules.decide(
        given.read(written, decision=DECISION), on=FIRST_DAY
    )


def test_a_rule_is_altered_by_name_to_see_what_it_would_do():
    stricter = altering.altered(DECISION, {"rsr": "rounded(rsr, 2) >= 6.9", "rosh": "never"})

    facts = given.read(KNOWN | {"rsr": "6.89", "rosh": "high"}, decision=DECISION)

    assert rules.decide_by_version(facts, decision=stricter).outcome == "CRC"
    assert rules.decide(facts, on=FIRST_DAY).outcome == "NPS"
    assert "rosh" not in {rule.name for rule in stricter.rules}


@pytest.mark.parametrize(
    ("whens", "code"),
    [
        ({"rosch": "never"}, "no-rule:rosch"),
        ({"otherwise": "never"}, "no-rule:otherwise"),
        ({"rsr": "rsr >="}, "condition:rsr"),
    ],
)
def test_a_rule_that_cannot_be_altered_is_named(whens, code):
    with pytest.raises(Refused) as refused:
        altering.altered(DECISION, whens)

    assert refused.value.codes == (code,)
