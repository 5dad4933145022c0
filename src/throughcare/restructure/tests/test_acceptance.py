"""The acceptance examples of the restructure rules (section 13): where each is tested, and those tested nowhere else."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import evidence, sql
from throughcare.restructure.tests.nation_before import answers
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import EVE, INSTANT

EXAMPLES: Final = {
    1: [
        "test_every_case_is_answered_as_the_volumes_say_and_nothing_has_moved",
        "test_the_split_of_the_whole_nation_is_the_published_one",
        "test_the_dry_run_answers_all_cases_as_published",
    ],
    2: ["test_a_missing_row_of_a_table_is_named"],
    3: ["test_a_second_row_of_a_table_is_named_with_both_lines"],
    4: ["test_a_missing_score_stops_the_plan_until_each_case_is_settled_or_held"],
    5: ["test_a_person_with_two_live_sentences_that_point_apart_has_one_owner_and_is_counted_once"],
    6: ["test_what_is_opened_closed_and_raised_to_high_after_staging_is_right_after_the_switch"],
    7: ["test_during_the_switch_no_read_fails_no_write_is_lost_and_no_answer_mixes_old_and_new"],
    8: [
        "test_no_trust_may_be_given_anything_after_the_reform",
        "test_a_referral_to_an_old_code_reaches_the_body_that_has_the_person",
    ],
    9: [
        "test_an_officer_of_a_company_opens_the_minimum_view_of_a_case_of_the_nps_and_no_contact",
        "test_an_officer_of_a_company_sees_risk_and_flags_of_a_case_of_the_nps_and_no_contact_and_the_reason_is_logged",
        "test_a_court_officer_of_the_nps_sees_the_hours_done_on_an_order_of_a_company",
    ],
    10: ["test_one_character_changed_in_one_contact_is_found_and_named"],
    11: ["test_an_order_breached_two_days_before_is_due_on_the_same_day_after"],
    12: [
        "test_a_message_for_a_trust_accepted_in_its_last_second_reaches_the_successor_of_its_person"
    ],
    13: [
        "test_forward_and_back_is_the_identity",
        "test_reversed_three_days_later_what_was_written_and_opened_between_stays_and_new_cases_go_to_their_area",
        "test_reversed_three_days_later_every_case_has_its_trust_again_and_nothing_is_lost",
    ],
    14: [
        "test_the_sale_writes_no_assignment_and_changes_the_reporting_parent_of_21_companies",
        "test_an_owner_sees_the_cases_of_its_own_companies_alone",
    ],
    15: ["test_the_owner_on_the_day_before_stays_the_trust_whenever_one_asks"],
    16: [
        "test_the_reform_applied_twice_writes_nothing_the_second_time",
        "test_one_worker_and_sixteen_at_once_give_the_same_answers_and_the_same_root",
        "test_any_number_of_parallel_processes_gives_the_same_answers_and_the_same_roots",
    ],
    17: ["test_nobody_approves_what_they_made_or_what_has_no_report"],
    18: [
        "test_an_override_or_hold_that_nobody_answers_for_is_refused",
        "test_a_mistake_is_found_before_anything_runs",
    ],
    19: [
        "test_a_share_far_from_what_was_expected_is_flagged_with_the_rules_that_make_it",
        "test_a_gap_is_told_in_the_report_of_the_dry_run_and_on_its_page",
    ],
    20: [
        "test_the_reunification_of_the_whole_nation_is_the_published_one",
        "test_each_region_has_the_cases_of_the_trusts_of_its_place",
        "test_the_reunification_from_the_split_gives_each_region_what_is_published",
    ],
}
"""Example 7 at tiny size, as fast as a test asks; two hundred requests a second for a minute are `bench restructure`'s.

Examples 1, 13 and 20 are at the size of the tiny nation, a five-hundredth, with each commit, and in full each night.
"""


def test_every_example_is_tested_under_a_name():
    there = {
        node.name
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }

    named = [name for names in EXAMPLES.values() for name in names]

    assert [name for name in named if name not in there] == []
    assert sorted(EXAMPLES) == list(range(1, 21))


def test_an_order_breached_two_days_before_is_due_on_the_same_day_after(eve):
    ((number, case_id),) = eve.rows(
        "select e.id, e.case_id from probation_enforcement e join probation_case_facts f on f.item_id = e.case_id"
        " where e.state = 'open' and e.kind = 'breach' order by e.id limit 1"
    )
    sql.write(
        "update probation_enforcement set opened_on = '2014-05-30', due_on = '2014-06-13' where id = %s",
        [number],
    )

    first_day = eve.go_live(now=INSTANT).at(datetime(2014, 6, 1, 12, tzinfo=UTC))

    assert first_day.rows(
        "select opened_on, due_on, state from probation_enforcement where id = %s", number
    ) == [(date(2014, 5, 30), date(2014, 6, 13), "open")]
    assert first_day.rows(
        "select count(*) from probation_caseassignment where item_id = %s and change_id = %s",
        case_id,
        first_day.plan.change_id,
    ) == [(1,)]
    assert first_day.done(Step.RECONCILE)["differences"]["clocks"] == 0


WORKERS = {
    1: ("max_parallel_workers_per_gather = 0",),
    16: (
        "max_parallel_workers_per_gather = 16",
        "parallel_setup_cost = 0",
        "parallel_tuple_cost = 0",
        "min_parallel_table_scan_size = 0",
        "min_parallel_index_scan_size = 0",
    ),
}


@pytest.fixture
def on_workers(own_nation):
    """The reform staged on a number of workers: its answers, its staged rows and the roots of its digests."""
    assert own_nation is None

    def staged(workers: int) -> tuple[str, list[tuple[int, ...]], list[dict[str, object]]]:
        with undone():
            for setting in WORKERS[workers]:
                sql.write(f"set local {setting}")
            eve = Reform(now=EVE).take_in().stage()
            rows = eve.rows(
                "select item_id, owner_id - (select min(unit_id) from organisation_unitfact"
                " where change_id = a.change_id and fact = 'operating' and value = 'yes'), post_id"
                " from probation_caseassignment a where change_id = %s order by 1",
                eve.plan.change_id,
            )
            return answers(), rows, evidence.digests(eve.plan)

    return staged


def test_any_number_of_parallel_processes_gives_the_same_answers_and_the_same_roots(on_workers):
    alone, sixteen = on_workers(1), on_workers(16)

    assert len(alone[1]) > 400
    assert len(alone[2]) > 5
    assert sixteen == alone


def test_a_gap_is_told_in_the_report_of_the_dry_run_and_on_its_page(eve, sign_in):
    text = eve.plan.text.replace("version: 2\n", "version: 3\n", 1)
    changed = eve.take_in(text.replace("percent: 68.9", "percent: 80"))

    share, _ = changed.done(Step.PLAN)["shares"]

    assert (share["kind"], share["to"], share["percent"]) == ("case", "crc", "80")
    assert (share["is_met"], share["gap"].startswith("-1")) == (False, True)
    assert [rule for rule, _ in share["rules"]] == ["nps-or-crc/otherwise"]
    page = sign_in("planner", now=eve.now).get(f"/restructures/{changed.plan.reference}/results")
    assert f"Gap of {share['gap']} points" in page.content.decode()
    assert "every input is known. <span" in page.content.decode()
    assert "(nps-or-crc/otherwise)</span>: " in page.content.decode()
    readiness = sign_in("planner", now=eve.now).get(
        f"/restructures/{changed.plan.reference}/readiness"
    )
    assert (
        f"{share['found']} percent to Community rehabilitation company, expected 80"
        in readiness.content.decode()
    )
