"""The numbers of the whole nation, by the plain statement of the rules: what both reforms make of the published volumes."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from throughcare.kernel.conditions.syntax import Fact
from throughcare.kernel.tests.published import rows
from throughcare.nation import queries as nation
from throughcare.restructure.queries import plans
from throughcare.restructure.rules import reading
from throughcare.restructure.rules.answers import answer
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.plan import Plan
from throughcare.restructure.tests.plans import DECISIONS, F1, F4

NPS: dict[str, Fact] = {"rosh": "high"}
CRC: dict[str, Fact] = {
    "deferred": False,
    "other_active": "none",
    "mappa": "none",
    "rosh": "low",
    "deportation_criteria": False,
    "rsr": Decimal(3),
    "public_interest": "none",
}


@cache
def plan(path) -> Plan:
    return reading.read_or_refuse(path.read_text())


def provider_of(plan: Plan, **facts: Fact) -> str:
    asked = dict.fromkeys(KINDS["case"].attributes) | facts
    related = dict.fromkeys(KINDS["case"].related)
    decisions = DECISIONS if plan.reference.endswith("2014") else {}
    found = answer(plan, "case", asked, related=related, decisions=decisions)
    assert found.unit is not None, found
    return found.unit


def after_the_split() -> Counter[tuple[str, str]]:
    """Cases by trust and the provider that the plan of 2014 gives them."""
    found: Counter[tuple[str, str]] = Counter()
    for volume in nation.volumes("national"):
        split = {"NPS": (volume.cases_to_nps, CRC | NPS), "CRC": (volume.cases_to_crc, CRC)}
        for count, facts in split.values():
            found[volume.code, provider_of(plan(F1), provider=volume.code, **facts)] += count
    return found


def test_the_split_of_the_whole_nation_is_the_published_one():
    split = after_the_split()

    by_provider: Counter[str] = Counter()
    for (_, provider), count in split.items():
        by_provider[provider] += count
    assert by_provider == {
        row["provider_code"]: int(row["cases"])
        for row in rows("tr/synthetic_expected_after_split.csv")
    }
    assert (split["ASP", "N05"], split["ASP", "C15"]) == (1925, 4950)
    assert (split["LDN", "N07"], split["LDN", "C17"]) == (10997, 24476)
    assert {trust for trust, provider in split if provider == "C04"} == {"HBS", "LNS", "YSN"}
    assert by_provider["C04"] == 6973
    assert by_provider["N02"] == 11375
    assert sum(by_provider.values()) == 240_000


def test_the_reunification_of_the_whole_nation_is_the_published_one():
    by_region: Counter[str] = Counter()
    for (trust, provider), count in after_the_split().items():
        region = provider
        if provider not in plan(F4).going_on:
            region = provider_of(plan(F4), provider=provider, home_area=trust)
        by_region[region] += count

    assert by_region == {
        row["region_code"]: int(row["cases"]) for row in rows("tr/synthetic_expected_2021.csv")
    }
    assert (by_region["N53"], by_region["N50"]) == (16_404, 11_431)
    assert sum(by_region.values()) == 240_000


def test_the_allocation_policy_is_over_by_the_reunification():
    assert plans.decisions(on=datetime(2021, 6, 25, 22, tzinfo=UTC)).keys() == {"nps-or-crc"}
    assert plans.decisions(on=datetime(2021, 6, 25, 23, tzinfo=UTC)) == {}
