"""The sixteen published examples of the decision, by name: what is known, the body of the area, and the rule that decides.

Source: allocation rules, section 1, and `allocation_examples.json` of the reference data. The bodies of each area are those of the
plan that carries the reform out.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
import yaml

from throughcare.allocation import rules
from throughcare.kernel.conditions.syntax import Fact
from throughcare.kernel.tests.published import HERE

FIRST_DAY = date(2014, 6, 1)


@dataclass(frozen=True, kw_only=True)
class Example:
    area: str
    answer: str | None
    rule: str
    facts: dict[str, Fact] = field(default_factory=dict)
    rsr: str | None
    rosh: str | None
    mappa: str = "none"
    also: tuple[str, ...] = ()


EXAMPLES = {
    "A01": Example(rsr="4.67", rosh="medium", area="YSW", answer="C05", rule="otherwise"),
    "A02": Example(rsr="9.35", rosh="medium", area="YSW", answer="N02", rule="rsr"),
    "A03": Example(rsr="2.31", rosh="high", area="YSW", answer="N02", rule="rosh"),
    "A04": Example(rsr="0.54", rosh="medium", mappa="1", area="LDN", answer="N07", rule="mappa"),
    "A05": Example(rsr="6.89", rosh="low", area="NTS", answer="N06", rule="rsr"),
    "A06": Example(rsr="6.88", rosh="low", area="NTS", answer="C13", rule="otherwise"),
    "A07": Example(
        rsr="1.1",
        rosh="medium",
        facts={"deportation_criteria": True},
        area="MCG",
        answer="N01",
        rule="deportation",
    ),
    "A08": Example(rsr="1.1", rosh="medium", area="MCG", answer="C07", rule="otherwise"),
    "A09": Example(
        rsr="0.9",
        rosh="low",
        facts={"other_active": "NPS"},
        area="LNS",
        answer="N02",
        rule="already_nps",
    ),
    "A10": Example(rsr=None, rosh="low", area="LNS", answer=None, rule="rsr"),
    "A11": Example(rsr=None, rosh="very high", area="LNS", answer="N02", rule="rosh"),
    "A12": Example(
        rsr=None, rosh=None, facts={"deferred": True}, area="WPT", answer="N03", rule="deferred"
    ),
    "A13": Example(
        rsr="2.0",
        rosh="medium",
        facts={"public_interest": "requested"},
        area="SWM",
        answer=None,
        rule="approval-pending",
    ),
    "A14": Example(
        rsr="2.0",
        rosh="medium",
        facts={"public_interest": "approved"},
        area="SWM",
        answer="N04",
        rule="public_interest",
    ),
    "A15": Example(
        rsr="7.4",
        rosh="high",
        mappa="2",
        area="KNT",
        answer="N06",
        rule="mappa",
        also=("rosh", "rsr"),
    ),
    "A16": Example(
        rsr="2.0",
        rosh="medium",
        facts={"other_active": "CRC"},
        area="HPS",
        answer="C20",
        rule="otherwise",
    ),
}


@pytest.fixture(scope="module")
def bodies():
    """The body of each area by outcome."""
    text = (HERE / "plans" / "transforming-rehabilitation-2014.yaml").read_text()
    tables = yaml.safe_load(text)["tables"]
    return {
        "NPS": tables["division of the trust"]["rows"],
        "CRC": tables["company of the trust"]["rows"],
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_published_example(name, bodies):
    example = EXAMPLES[name]
    known: dict[str, Fact] = {
        "deferred": False,
        "other_active": "none",
        "deportation_criteria": False,
        "public_interest": "none",
        "mappa": example.mappa,
        "rosh": example.rosh,
        "rsr": None if example.rsr is None else Decimal(example.rsr),
    }

    decided = rules.decide(known | example.facts, on=FIRST_DAY)

    answer = bodies.get(decided.outcome, {}).get(example.area)
    assert (answer, decided.rule, decided.also) == (example.answer, example.rule, example.also)
    assert decided.says
