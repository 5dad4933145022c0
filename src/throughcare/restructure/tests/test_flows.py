"""The flow picture and what it leads to: a provider, a rule, each item. And waves of one reform, shown together."""

import re

from throughcare.access import commands as change_access
from throughcare.restructure import queries
from throughcare.restructure.rules.labels import labels
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.plans import F1


def test_every_provider_of_the_picture_is_a_link_and_every_link_opens(tried, sign_in):
    client = sign_in("planner", now=tried.now)

    page = client.get(f"{PLAN}/results?kind=case").content.decode()
    picture = page.split('<svg class="tc-flow"')[1].split("</svg>")[0]
    providers = set(re.findall(r'href="([^"]*/providers/[^"]*)"', picture))

    assert len({address.split("/providers/")[1].split("?")[0] for address in providers}) == 63
    opened = [client.get(address.replace("&amp;", "&")).status_code for address in providers]
    assert set(opened) == {200}


def test_the_picture_of_one_rule_counts_what_that_rule_sends(tried, sign_in):
    rows = tried.rows(
        "select rule, count(*) from restructure_answer where kind = 'case' group by 1"
    )

    counted = {
        rule: sum(flow.count for flow in _flows(tried, queries.Wanted(kind="case", rule=rule)))
        for rule, _ in rows
    }

    assert counted == dict(rows)
    client = sign_in("planner", now=tried.now)
    assert f'<span class="tc-quiet">({rows[0][0]})</span></strong>.' in text_of(
        client.get(f"{PLAN}/results?kind=case&rule={rows[0][0]}")
    )


def test_a_provider_shows_what_goes_and_what_comes_by_rule_and_each_item(tried, sign_in):
    client = sign_in("planner", now=tried.now)
    (gone,) = tried.rows(
        "select count(*) from restructure_answer a join organisation_unitcode c on c.unit_id = a.from_owner_id"
        " where a.kind = 'case' and c.code = 'ASP' and a.to_owner_id is not null"
    )[0]

    page = text_of(client.get(f"{PLAN}/providers/ASP?kind=case"))
    new = text_of(client.get(f"{PLAN}/providers/C15?kind=case"))

    with_numbers = _passing(tried, "ASP")
    assert sum(line.count for line in with_numbers if line.kind == "case") == gone
    assert "What goes" in page
    assert "What comes" not in page
    assert "What comes" in new
    assert "Each that comes" in new
    assert client.get(f"{PLAN}/providers/NONE").status_code == 404


def test_names_in_the_picture_are_as_short_as_it_needs(tried):
    flows = _flows(tried, queries.Wanted(kind="case"))

    old = labels({flow.from_code: flow.from_name for flow in flows})
    new = labels({flow.to_code: flow.to_name for flow in flows})

    assert old["DTV"] == "DTV Durham Tees Valley"
    assert (new["C05"], new["N03"]) == ("C05 West Yorkshire", "N03 Wales")
    assert labels({"X": "A very long name of something indeed"}) == {
        "X": "X A very long name of something…"
    }


def test_waves_of_one_reform_stand_together_in_the_order_of_their_instants(eve, sign_in):
    first = F1.read_text(encoding="utf-8").replace(
        "plan: transforming-rehabilitation-2014\n",
        "plan: wave-one\nprogramme: reform-in-waves\n",
        1,
    )
    second = (
        first.replace("plan: wave-one\n", "plan: wave-two\n")
        .replace("title: Transforming Rehabilitation\n", "title: The second wave\n")
        .replace("instant: 2014-06-01", "instant: 2014-06-02", 1)
    )
    one, two = eve.take_in(first), eve.take_in(second)
    client = sign_in("planner", now=eve.now)

    plans = text_of(client.get("/restructures"))
    page = text_of(client.get("/restructures/wave-one"))

    assert [each.pk for each in _waves(eve, two)] == [one.plan_id, two.plan_id]
    assert _waves(eve, eve) == []
    assert "Waves of reform-in-waves" in plans
    assert "Plans that stand alone" in plans
    assert 'href="/restructures/wave-two">The second wave</a>' in page


def _flows(reform, wanted) -> list[queries.Flow]:
    with change_access.as_engine(now=reform.now):
        return queries.flows(reform.plan, wanted)


def _passing(reform, code) -> list[queries.Passing]:
    with change_access.as_engine(now=reform.now):
        return queries.passing(reform.plan, code=code)


def _waves(reform, of) -> list[queries.Plan]:
    with change_access.as_engine(now=reform.now):
        return queries.waves(of.plan)
