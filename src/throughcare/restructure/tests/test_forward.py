"""The reform forwards: what is answered, what everybody reads before and after, and that it is done once."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.models import Answer, Run
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.nation_before import OWNED, OWNERS, answers, expected
from throughcare.restructure.tests.plans import F1, f1


def test_every_case_is_answered_as_the_volumes_say_and_nothing_has_moved(eve):
    """Example 1 at a five-hundredth; in full each night (`test_national_nation`)."""
    before = dict(eve.rows(OWNED))

    report = eve.done(Step.PLAN)

    split = {(trust, provider): count for trust, provider, count in eve.rows(OWNERS)}
    assert report["undetermined"] == 0
    assert split == expected()
    assert sum(split.values()) == sum(before.values()) == 480
    assert {trust for trust, provider in split if provider == "C04"} == {"HBS", "LNS", "YSN"}
    assert len({trust for trust, provider in split if provider == "N02"}) == 7
    assert {provider for trust, provider in split if trust == "ASP"} == {"N05", "C15"}
    assert {provider for trust, provider in split if trust == "LDN"} == {"N07", "C17"}
    assert dict(eve.rows(OWNED)) == before
    assert set(before) == {unit.code for unit in f1().old_units}


def test_a_dry_run_gives_the_same_answers_on_any_number_of_workers(eve):
    sql.write("set local max_parallel_workers_per_gather = 0")
    eve.done(Step.PLAN)
    alone = answers()
    for setting in (
        "max_parallel_workers_per_gather = 16",
        "parallel_setup_cost = 0",
        "parallel_tuple_cost = 0",
        "min_parallel_table_scan_size = '256kB'",
    ):
        sql.write(f"set local {setting}")

    eve.done(Step.PLAN)

    assert answers() == alone


def test_a_missing_score_stops_the_plan_until_each_case_is_settled_or_held(eve):
    ids = [
        item
        for (item,) in eve.rows(
            "select c.id from probation_case c join probation_riskprofile r on r.case_id = c.id"
            " where r.superseded_at is null and r.rsr < 6.885 and r.rosh in ('low', 'medium') and r.mappa = 'none'"
            " and r.other_sentence = 'none' and not r.meets_deportation_criteria and r.public_interest = 'none'"
            " and not exists (select from probation_sentence s where s.case_id = c.id and s.is_deferred)"
            " order by c.id limit 10"
        )
    ]
    sql.write("update probation_riskprofile set rsr = null where case_id = any (%s)", [ids])

    eve.done(Step.PLAN)

    undetermined = Answer.objects.filter(standing="undetermined").order_by("item_id")
    assert [(each.kind, each.item_id, each.rule) for each in undetermined] == [
        ("case", item, "nps-or-crc/rsr") for item in ids
    ]
    eve.sign(Gate.PLAN)
    assert eve.refusals(Step.STAGE) == ["undetermined"]

    sql.write("update probation_riskprofile set rsr = 3 where case_id = any (%s)", [ids[:4]])
    for item in ids[4:]:
        eve.hold(kind="case", item_id=item)
    eve.done(Step.PLAN)
    assert Counter(
        Answer.objects.filter(item_id__in=ids, kind="case").values_list("standing", flat=True)
    ) == {
        "answered": 4,
        "held": 6,
    }
    eve.done(Step.STAGE)


def test_a_person_with_two_live_sentences_that_point_apart_has_one_owner_and_is_counted_once(eve):
    """The second sentence is deferred, which is for the NPS; all else that is known of the person is for the company."""
    eve.done(Step.PLAN)
    cases = eve.rows(OWNERS)
    ((item, reference, trust),) = eve.rows(
        "select a.item_id, a.reference, o.code from restructure_answer a"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = a.from_owner_id"
        " where a.kind = 'case' and a.rule = 'nps-or-crc/otherwise' order by 1 limit 1"
    )
    sql.write(
        "insert into probation_sentence (case_id, number, type_id, offence_id, court, imposed_on, is_deferred, recorded_at)"
        " select case_id, 99, type_id, offence_id, court, imposed_on, true, recorded_at from probation_sentence"
        " where case_id = %s and terminated_on is null order by number limit 1",
        [item],
    )

    eve.done(Step.PLAN)

    live = "select count(*) from probation_sentence where case_id = %s and terminated_on is null"
    assert eve.rows(live, item)[0][0] >= 2
    (answer,) = Answer.objects.filter(kind="case", reference=reference)
    division = f1().tables["division of the trust"].rows[trust]
    company = f1().tables["company of the trust"].rows[trust]
    assert (answer.item_id, answer.standing) == (item, "answered")
    assert (answer.rule, answer.also) == ("nps-or-crc/deferred", [])
    moved = Counter({(a, b): n for a, b, n in cases})
    moved.update({(trust, company): -1, (trust, division): 1})
    assert +moved == Counter({(a, b): n for a, b, n in eve.rows(OWNERS)})
    first_day = eve.sign(Gate.PLAN)
    first_day.done(Step.STAGE)
    later = first_day.sign(Gate.GO).at(datetime(2014, 5, 31, 23, tzinfo=UTC))
    later.done(Step.SWITCH)
    assert later.rows(
        "select distinct o.code from probation_sentence s"
        " join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = s.case_id"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = a.owner_id"
        " where s.case_id = %s and s.terminated_on is null",
        item,
    ) == [(division,)]


def test_a_person_of_whom_another_live_sentence_is_with_the_nps_goes_there(eve):
    ((item, trust),) = eve.rows(
        "select f.item_id, o.code from probation_case_facts f"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id"
        " where f.rsr < 5 and f.rosh = 'low' and f.mappa = 'none' and f.other_active = 'none' and not f.deferred"
        " order by f.item_id limit 1"
    )
    sql.write("update probation_riskprofile set other_sentence = 'NPS' where case_id = %s", [item])

    eve.done(Step.PLAN)

    (answer,) = Answer.objects.filter(kind="case", item_id=item)
    division = f1().tables["division of the trust"].rows[trust]
    assert (answer.rule, answer.also) == ("nps-or-crc/already_nps", [])
    assert eve.rows(
        "select code from organisation_unitcode where unit_id = %s", answer.to_owner_id
    ) == [(division,)]


def test_the_switch_waits_for_approval_staging_and_the_instant(eve):
    assert eve.refusals(Step.STAGE) == ["not-dry-run"]
    eve.done(Step.PLAN)
    assert eve.refusals(Step.STAGE) == ["not-approved"]
    eve.sign(Gate.PLAN)
    eve.done(Step.STAGE)

    assert eve.refusals(Step.SWITCH) == ["too-early", "no-go"]
    assert eve.plan.phase == Phase.STAGED
    assert not eve.rows("select * from organisation_switch")


def test_nobody_approves_what_they_made_or_what_has_no_report(eve):
    with pytest.raises(Refused) as refused:
        eve.sign(Gate.GO, by="director")
    assert refused.value.codes == ("no-evidence",)
    eve.done(Step.PLAN)
    with pytest.raises(PermissionDenied):
        eve.sign(Gate.PLAN, by="planner")

    own = eve.plan
    own.made_by_id = Run.objects.latest("id").asked_by_id
    own.save(update_fields=["made_by_id"])
    with pytest.raises(Refused) as refused:
        eve.sign(Gate.PLAN, by="director")
    assert refused.value.codes == ("own-plan", "own-run")
    assert not own.approvals.exists()


def of_people(makers: str, approvers: str) -> str:
    named = "  makers: [planner]\n  approvers: [approver, director]\n"
    text = F1.read_text(encoding="utf-8")
    assert named in text
    text = text.replace(named, f"  makers: [{makers}]\n  approvers: [{approvers}]\n")
    text = text.replace("    by: approver\n", "    by: director\n")
    return text.replace("version: 2\n", "version: 3\n", 1)


@pytest.mark.parametrize(
    ("makers", "approvers", "codes"),
    [
        ("planner", "director", ("no-approver-of-it",)),
        ("planner, approver", "director", ("a-maker", "no-approver-of-it")),
    ],
)
def test_only_whom_the_plan_names_as_its_approver_signs_it(eve, makers, approvers, codes):
    reform = eve.take_in(of_people(makers, approvers))
    reform.run(Step.PLAN, by="planner")

    with pytest.raises(Refused) as refused:
        reform.sign(Gate.PLAN)

    assert refused.value.codes == codes
    assert not reform.plan.approvals.exists()
    reform.sign(Gate.PLAN, by="director")


def test_nobody_signs_what_rests_on_a_run_that_they_asked_for(eve):
    eve.done(Step.PLAN)

    with pytest.raises(Refused) as refused:
        eve.sign(Gate.PLAN, by="director")

    assert refused.value.codes == ("own-run",)
    assert not eve.plan.approvals.exists()


def test_a_planner_may_not_switch(eve):
    with pytest.raises(PermissionDenied):
        eve.run(Step.SWITCH, by="planner")


def test_staging_twice_writes_nothing_more(eve):
    eve.stage()

    assert eve.done(Step.STAGE)["written"] == {
        "account": 0,
        "case": 0,
        "victim-contact.victim": 0,
        "court-report": 0,
        "component": 0,
    }


def test_due_dates_of_what_is_under_way_stay_as_they_were(eve):
    due = "select id, due_on from probation_enforcement where state = 'open' order by id"
    before = eve.rows(due)
    assert before

    after = eve.go_live(now=datetime(2014, 5, 31, 23, tzinfo=UTC)).rows(due)

    assert after == before


def test_a_share_far_from_what_was_expected_is_flagged_with_the_rules_that_make_it(eve):
    text = eve.plan.text.replace("version: 2\n", "version: 3\n", 1).replace(
        "percent: 68.9", "percent: 80"
    )
    changed = eve.take_in(text)
    changed.done(Step.PLAN)

    with change_access.as_engine(now=eve.now):
        cases, _ = queries.shares(changed.plan, queries.read(changed.plan))

    counted = dict(
        changed.rows(
            "select case when rule = 'nps-or-crc/otherwise' then 'crc' else 'nps' end, count(*)"
            " from restructure_answer where kind = 'case' and plan_id = %s group by 1",
            changed.plan_id,
        )
    )
    found = round(Decimal(100 * counted["crc"]) / sum(counted.values()), 1)
    assert (cases.found, cases.is_met, cases.gap) == (found, False, found - 80)
    assert cases.rules == (("nps-or-crc/otherwise", counted["crc"]),)
    assert abs(found - Decimal("68.9")) < 1
    changed.sign(Gate.PLAN)


def test_an_answer_along_no_succession_keeps_the_plan_from_being_staged(eve):
    ((reference,),) = eve.rows(
        "select f.reference from probation_case_facts f join organisation_codes_at(tc_now(), tc_live()) o"
        " on o.unit_id = f.owner_id where o.code = 'LDN' order by 1 limit 1"
    )
    when = f"reference is known and reference = '{reference}'"
    rule = f'    - {{name: astray, when: "{when}", unit: C01, says: It is sent elsewhere.}}\n'
    text = eve.plan.text.replace("version: 2\n", "version: 3\n", 1)
    changed = eve.take_in(
        text.replace("    - name: nps-or-crc\n", f"{rule}    - name: nps-or-crc\n", 1)
    )

    changed.done(Step.PLAN)
    changed.sign(Gate.PLAN)

    assert changed.refusals(Step.STAGE) == ["no-succession"]
    assert changed.plan.phase == Phase.DRY_RUN


def test_bodies_of_a_kind_that_a_plan_brings_in_have_the_minimum_view_and_no_more(eve):
    text = F1.read_text().replace("version: 2\n", "version: 3\n", 1)
    brought = "kinds:\n  - {kind: mutual, name: Mutual, provider: true}\n  - {kind: hub, name: Hub, provider: false}\n"
    reform = eve.take_in(f"{text}\n{brought}")
    protocols = "select reader_kind, owner_kind, view from access_protocol where {} order by 1, 2"
    before = reform.rows(protocols.format("'mutual' not in (reader_kind, owner_kind)"))

    reform.done(Step.PLAN)
    reform.done(Step.PLAN)

    found = reform.rows(protocols.format("'mutual' in (reader_kind, owner_kind)"))
    assert {view for *_, view in found} == {"minimum"}
    assert {("mutual", "mutual"), ("mutual", "crc"), ("crc", "mutual")} <= {
        (reader, owner) for reader, owner, _ in found
    }
    assert len(found) == len(set(found))
    assert not [each for each in found if "hub" in each]
    assert reform.rows(protocols.format("'mutual' not in (reader_kind, owner_kind)")) == before


def test_a_rule_may_ask_for_the_district_of_the_postcode_and_the_type_of_the_sentence(eve):
    ((district, sentence, count),) = eve.rows(
        "select f.home_postcode, f.sentence, count(*) from probation_case_facts f"
        " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id and c.code = 'WTS'"
        " where f.home_postcode is not null group by 1, 2 order by 3 desc, 1, 2 limit 1"
    )
    rule = (
        "  case:\n    - name: near-the-river\n"
        f"      when: provider = 'WTS' and home_postcode = '{district}' and sentence = '{sentence}'\n"
        "      unit: N05\n      says: The division keeps this district.\n"
    )
    text = F1.read_text().replace("version: 2\n", "version: 3\n", 1).replace("  case:\n", rule, 1)
    reform = eve.take_in(text)

    reform.done(Step.PLAN)

    answered = Answer.objects.filter(plan_id=reform.plan_id, rule="near-the-river")
    assert answered.count() == count
    assert set(answered.values_list("looked_at__home_postcode", flat=True)) == {district}
