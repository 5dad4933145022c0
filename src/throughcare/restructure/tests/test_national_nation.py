"""Acceptance examples 1, 13 and 20 in full: all 240,000 cases of the nation, each step as its people run it; each night."""

from collections import Counter

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.kernel.tests.published import rows as published
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.nation_before import OWNED, OWNERS
from throughcare.restructure.tests.national import make_national
from throughcare.restructure.tests.plans import F3, F4
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import (
    EVE,
    EVE_OF_REUNION,
    EVE_OF_SALE,
    INSTANT,
    REUNION,
    SALE,
)
from throughcare.restructure.tests.test_reversal import (
    AREAS,
    BACK,
    THIRD_MORNING,
    open_cases,
    owners,
    write_contacts,
    written,
)

pytestmark = pytest.mark.nightly
ALL = 240_000


@pytest.fixture(scope="module")
def whole_eve(nation):
    assert nation is None
    with undone():
        make_national(now=EVE)
        yield Reform(now=EVE).take_in()


@pytest.fixture(scope="module")
def tried_once(whole_eve):
    with undone():
        yield whole_eve, whole_eve.done(Step.PLAN)


@pytest.fixture(scope="module")
def live_once(tried_once):
    eve, _ = tried_once
    with undone():
        trusts = owners(eve)
        yield eve.go_live(now=INSTANT), trusts


@pytest.fixture
def live_and_trusts(live_once):
    """The plan is live; and what trust each case had."""
    with undone():
        yield live_once


def test_the_dry_run_answers_all_cases_as_published(tried_once):
    eve, report = tried_once

    split = {(trust, provider): count for trust, provider, count in eve.rows(OWNERS)}

    assert (report["undetermined"], sum(split.values())) == (0, ALL)
    assert eve.rows(
        "select standing, count(*) from restructure_answer where kind = 'case' group by 1"
    ) == [("answered", ALL)]
    of_a_trust = {
        trust: {provider: n for (t, provider), n in split.items() if t == trust}
        for trust in ("ASP", "LDN")
    }
    assert of_a_trust == {
        "ASP": {"N05": 1_925, "C15": 4_950},
        "LDN": {"N07": 10_997, "C17": 24_476},
    }
    received: Counter[str] = Counter()
    for (_, provider), count in split.items():
        received[provider] += count
    assert received == {
        row["provider_code"]: int(row["cases"])
        for row in published("tr/synthetic_expected_after_split.csv")
    }
    assert {trust for trust, provider in split if provider == "C04"} == {"HBS", "LNS", "YSN"}
    assert received["C04"] == 6_973
    assert len({trust for trust, provider in split if provider == "N02"}) == 7
    assert received["N02"] == 11_375


def test_reversed_three_days_later_every_case_has_its_trust_again_and_nothing_is_lost(
    live_and_trusts,
):
    live, trusts = live_and_trusts
    third = live.at(THIRD_MORNING)
    items = sorted(trusts)
    contacts = write_contacts(items[:: len(items) // 1_200][:1_200], now=THIRD_MORNING)
    opened = open_cases(items[5 :: len(items) // 90][:90], now=THIRD_MORNING)

    back = third.gone_back(instant=BACK)

    now = owners(back)
    assert (len(trusts), len(contacts), len(opened)) == (ALL, 1_200, 90)
    assert {item: now[item] for item in trusts} == trusts
    assert written(back) == contacts
    assert {item: now[item] for item in opened} == dict(back.rows(AREAS, list(opened)))
    assert set(now) == {*trusts, *opened}


def test_the_reunification_from_the_split_gives_each_region_what_is_published(live_and_trusts):
    live, _ = live_and_trusts
    live.done(Step.RECONCILE)
    Reform(now=EVE_OF_SALE).take_in(F3.read_text()).go_live(now=SALE)

    reunited = Reform(now=EVE_OF_REUNION).take_in(F4.read_text()).go_live(now=REUNION)

    found = dict(reunited.rows(OWNED))
    assert found == {
        row["region_code"]: int(row["cases"]) for row in published("tr/synthetic_expected_2021.csv")
    }
    assert (found["N53"], found["N50"], sum(found.values())) == (16_404, 11_431, ALL)
    assert sql.value("select count(*) from probation_case where closed_at is null") == ALL
