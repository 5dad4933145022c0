"""The reunification of 2021 after the split of 2014 and the sale of 2015: the second reform stands on what the first made."""

from collections import Counter
from decimal import Decimal

from throughcare.access import commands as change_access
from throughcare.access.tests.undoing import undone
from throughcare.kernel.tests.published import rows as published
from throughcare.nation import queries as nation
from throughcare.organisation import queries as organisation
from throughcare.restructure import queries
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.queries import fitting, sql
from throughcare.restructure.tests.nation_before import HELD, OWNED
from throughcare.restructure.tests.plans import F4
from throughcare.restructure.tests.stages import EVE_OF_REUNION
from throughcare.restructure.tests.test_archive import closed_case, readers
from throughcare.restructure.tests.test_live import new_seat

REGION_OF_THE_TRUST = """
select f.item_id, t.code, o.code from probation_case_facts f
join probation_caseassignment first on first.item_id = f.item_id and first.change_id is null
join organisation_unitcode t on t.unit_id = first.owner_id
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id
"""


def regions() -> dict[str, str]:
    return {row["trust_code"]: row["region_code_2021"] for row in published("tr/trusts.csv")}


def test_what_the_split_brought_is_answered_or_the_reunification_is_told_of_it(before_reunion):
    """As where a wave of the split goes live after the reunification was answered."""
    with undone():
        before_reunion.done(Step.PLAN)
        with change_access.as_engine(now=before_reunion.now):
            plan = before_reunion.plan
            assert fitting.reasons_it_does_not_fit(plan) == []
            sql.write(_FORGET, [plan.pk])

            [left_behind] = fitting.reasons_it_does_not_fit(plan)

        assert left_behind.code == "stands-on-it"
        assert left_behind.sentence.startswith(
            "Transforming Rehabilitation has brought 3 items that are open to bodies that end"
        )
        assert left_behind.sentence.endswith("run it dry again.")


_FORGET = """
delete from restructure_answer where id in (
    select id from restructure_answer where plan_id = %s and kind = 'case' and standing = 'answered' order by id limit 3)
"""


def test_each_region_has_the_cases_of_the_trusts_of_its_place(reunited):
    wanted: Counter[str] = Counter()
    for volume in nation.volumes("tiny"):
        wanted[regions()[volume.code]] += volume.cases_to_nps + volume.cases_to_crc

    assert dict(reunited.rows(OWNED)) == wanted
    assert reunited.broken() == {}


def test_each_case_is_in_the_region_of_the_trust_that_had_it_first(reunited):
    rows = reunited.rows(REGION_OF_THE_TRUST)

    assert len(rows) > 400
    assert {(trust, region) for _, trust, region in rows} == {
        (trust, regions()[trust]) for _, trust, _ in rows
    }


def test_staff_teams_and_offices_are_in_the_region_of_their_place(reunited):
    seats = reunited.rows(
        "select distinct organisation_fact(f.holder_id, 'area', tc_now(), tc_live()), o.code from access_post_facts f"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id"
        " where f.holder_id <> f.owner_id"
    )
    places = reunited.rows(
        "select k.value, area.value, o.code from organisation_facts_at(tc_now(), tc_live(), 'infinity') k"
        " join organisation_facts_at(tc_now(), tc_live(), 'infinity') area"
        "   on area.unit_id = k.unit_id and area.fact = 'area'"
        " cross join lateral organisation_above(k.unit_id, 'line', tc_now(), tc_live()) up"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = up.unit_id"
        " where k.fact = 'kind' and k.value in ('team', 'office', 'cluster', 'delivery-unit')"
        "   and organisation_fact(k.unit_id, 'operating', tc_now(), tc_live()) = 'yes'"
        "   and organisation_fact(up.unit_id, 'kind', tc_now(), tc_live()) = 'region'"
    )

    assert set(seats) == set(regions().items())
    assert {kind for kind, _, _ in places} == {"team", "office", "cluster", "delivery-unit"}
    assert {(area, region) for _, area, region in places} == set(regions().items())


def test_a_place_that_the_split_made_two_is_one_again(reunited):
    names = reunited.rows(
        "select o.code, n.value, count(*) from organisation_facts_at(tc_now(), tc_live(), 'infinity') k"
        " join organisation_facts_at(tc_now(), tc_live(), 'infinity') n on n.unit_id = k.unit_id and n.fact = 'name'"
        " cross join lateral organisation_above(k.unit_id, 'line', tc_now(), tc_live()) up"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = up.unit_id and o.code in ('N53', 'N03')"
        " where k.fact = 'kind' and k.value = 'cluster'"
        "   and organisation_fact(k.unit_id, 'operating', tc_now(), tc_live()) = 'yes' group by 1, 2"
    )
    before = reunited.rows(
        "select count(*) from organisation_unitcode where code in ('C04LNSC01', 'N02LNSC01')"
    )

    assert before == [(2,)]
    assert len(names) == 5
    assert {count for _, _, count in names} == {1}


def test_one_region_answers_for_the_victim_and_for_the_case(reunited):
    apart = reunited.rows(
        "select v.reference from probation_victimcontact_facts v"
        " join probation_case_facts c on c.item_id = v.case_id where c.owner_id <> v.owner_id"
    )
    joint = reunited.rows(
        "select count(*) from probation_victimcontactassignment v"
        " join probation_victimcontact k on k.id = v.item_id"
        " join probation_caseassignment c on c.item_id = k.case_id and c.change_id = v.change_id"
        " where c.owner_id <> v.owner_id"
    )

    assert joint[0][0] > 0
    assert apart == []


def test_wales_and_london_go_on_as_regions_under_their_codes(reunited):
    found = reunited.rows(
        "select c.code, k.value, n.value from organisation_codes_at(tc_now(), tc_live()) c"
        " join organisation_facts_at(tc_now(), tc_live(), 'infinity') k on k.unit_id = c.unit_id and k.fact = 'kind'"
        " join organisation_facts_at(tc_now(), tc_live(), 'infinity') n on n.unit_id = c.unit_id and n.fact = 'name'"
        " where c.code in ('N03', 'N07', 'NPS') order by 1"
    )

    assert found == [
        ("N03", "region", "Probation Service, Wales"),
        ("N07", "region", "Probation Service, London"),
        ("NPS", "national", "Probation Service"),
    ]


def test_the_books_of_the_reunification_agree(reunited):
    found = reunited.done(Step.RECONCILE)["differences"]

    assert set(found.values()) == {0}
    assert reunited.plan.phase == Phase.RECONCILED
    assert reunited.broken() == {}


def test_an_old_code_of_2014_leads_to_the_region_of_its_item_today(reunited):
    owners = reunited.rows(
        "select distinct f.owner_id, o.code from probation_case_facts f"
        " join probation_caseassignment first on first.item_id = f.item_id and first.change_id is null"
        " join organisation_unitcode t on t.unit_id = first.owner_id and t.code = 'LNS'"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id"
    )

    with change_access.as_engine(now=reunited.now):
        now = organisation.pinned()
        found = {
            (code, organisation.destination(code=code, owner_of_item_id=owner, moment=now).code)
            for owner, _ in owners
            for code in ("LNS", "C04", "N02")
        }

    assert [code for _, code in owners] == ["N53"]
    assert found == {("LNS", "N53"), ("C04", "N53"), ("N02", "N53")}


def test_an_owner_of_companies_reads_nothing_of_the_regions(before_reunion, reunited):
    owner = new_seat(reunited, unit="SODEXO", role="contract", since=EVE_OF_REUNION)
    visible = "select count(*) from probation_case"

    with change_access.acting_as(account_id=owner, now=before_reunion.now):
        before = sql.value(visible)
    with change_access.acting_as(account_id=owner, now=reunited.now):
        after = sql.value(visible)

    assert before > 0
    assert after == 0


def test_shares_and_loads_count_what_stays_in_wales_and_london(reunited):
    told = queries.found_dry(reunited.plan)
    shares = {each["to"]: each for each in told["shares"]}
    held = dict(reunited.rows(OWNED))

    assert Decimal(shares["N07"]["found"]) == round(
        Decimal(100 * held["N07"]) / sum(held.values()), 1
    )
    assert {rule for rule, _ in shares["N07"]["rules"]} == {"stays", "whole"}
    assert {each["is_met"] for each in shares.values()} == {True}
    teams = dict(
        reunited.rows(
            "select o.code, sum(l.after) from restructure_load l"
            " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = l.owner_id"
            " where l.plan_id = %s and l.per = 'team' group by 1",
            reunited.plan_id,
        )
    )
    in_teams = reunited.rows(
        "select o.code, count(*) from probation_case_facts f"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id"
        " where f.holder_id <> f.owner_id group by 1"
    )
    assert teams == dict(in_teams)


def test_every_step_done_twice_changes_nothing_more(reunited):
    held = reunited.rows(HELD)

    reunited.done(Step.SWITCH)
    reunited.done(Step.PLAN)

    assert reunited.rows(HELD) == held
    assert reunited.take_in(F4.read_text()).plan_id == reunited.plan_id


def test_after_2021_the_region_keeps_what_the_division_kept(reunited):
    found = {
        trust: set(readers(reunited, closed_case(reunited, trust)[0]))
        for trust in ("ASP", "WPT", "HBS")
    }

    assert found == {"ASP": {"N58"}, "WPT": {"N03"}, "HBS": {"N55"}}
    assert reunited.broken() == {}
