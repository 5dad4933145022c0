"""What people suffered from in past reforms: for each of it, the tests that show that it cannot happen here, or what answers it."""

import ast
import csv
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from throughcare.access import commands as change_access
from throughcare.probation import commands as probation
from throughcare.probation.choices import HearingKind
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

ROOT: Final = Path(__file__).resolve().parents[4]
PUBLISHED: Final = ROOT.parent / "shared" / "reference" / "tr" / "user_pains.csv"
PAINS: Final = {
    "P01": [
        "test_during_the_switch_no_read_fails_no_write_is_lost_and_no_answer_mixes_old_and_new",
        "test_in_a_freeze_of_process_no_case_is_given_to_another_and_contacts_are_recorded",
    ],
    "P02": [
        "test_a_result_of_a_court_is_recorded_a_minute_after_the_switch_and_on_the_first_morning",
        "test_court_reports_that_are_ended_before_and_after_the_switch_are_accounted_for",
    ],
    "P03": [
        "test_one_contact_that_is_lost_is_missed_in_the_books_and_named",
        "test_what_goes_on_after_the_switch_is_counted_and_nothing_is_gone",
        "test_a_missing_record_is_reported_once_looked_for_and_answered",
    ],
    "P04": [
        "test_a_message_of_the_last_second_is_delivered_or_listed_and_the_queues_agree_to_the_message",
        "test_a_message_that_waits_without_a_job_is_found",
        "test_what_is_stuck_at_a_link_turns_it_red_and_is_told_of_that_link",
    ],
    "P05": [
        "test_an_officer_of_a_company_sees_risk_and_flags_of_a_case_of_the_nps_and_no_contact_and_the_reason_is_logged",
        "test_flags_that_could_not_be_read_once_the_plan_is_live_are_found_before",
    ],
    "P06": [
        "test_a_court_officer_of_the_nps_sees_the_hours_done_on_an_order_of_a_company",
        "test_the_minimum_view_says_how_many_hours_of_unpaid_work_are_done",
    ],
    "P07": [
        "test_one_that_waits_over_the_switch_is_accepted_by_a_successor_and_accounted_for",
        "test_what_the_record_knows_is_filled_in_with_its_source",
    ],
    "P08": [
        "test_the_place_on_the_list_hangs_on_nothing_but_what_is_published",
        "test_an_appeal_against_the_assignment_moves_the_post",
        "test_outcomes_count_what_people_said_of_themselves",
    ],
    "P09": [
        "test_a_score_is_kept_with_those_before_and_an_rsr_is_known_as_a_risk",
        "test_every_fact_of_a_case_is_read_for_its_tier",
        "test_a_missing_score_stops_the_plan_until_each_case_is_settled_or_held",
    ],
    "P10": [
        "test_a_score_is_kept_with_those_before_and_an_rsr_is_known_as_a_risk",
        "test_an_assessment_is_gone_on_with_by_a_click_for_each_answer_and_two",
    ],
    "P11": [
        "test_a_case_that_cannot_be_answered_stops_the_switch_until_it_is_held",
        "test_a_decision_shows_what_it_looked_at_and_what_else_was_true",
        "test_everything_that_is_missing_is_said_before_signing_and_nothing_is_signed",
    ],
    "P12": [
        "test_a_kept_appointment_with_a_note_is_two_clicks_from_home",
        "test_an_outcome_is_one_tap_from_home",
        "test_each_figure_of_the_board_opens_to_its_cases",
    ],
    "P13": [
        "test_a_note_is_kept_while_it_is_typed_and_survives_a_lost_session",
        "test_a_form_opened_before_the_switch_is_recorded_under_the_new_rights",
        "test_fifty_kills_leave_the_invariants_whole",
        "test_the_gate_is_green_at_the_share_that_is_set_and_not_below",
    ],
    "P14": [
        "test_28_packages_and_what_stays_are_the_whole_once",
        "test_whatever_is_sent_is_answered_as_described",
        "test_where_people_are_real_a_provider_without_a_list_is_a_difference",
    ],
    "P15": ["test_a_share_far_from_what_was_expected_is_flagged_with_the_rules_that_make_it"],
    "P16": [
        "test_each_figure_of_the_board_opens_to_its_cases",
        "test_what_no_record_shows_says_so_and_has_no_figure",
        "test_a_period_that_straddles_a_change_has_both_shapes_and_the_bridge",
    ],
    "P17": [
        "test_after_the_switch_everybody_is_with_a_successor_and_the_invariants_hold",
        "test_after_a_reform_the_words_of_an_author_who_lost_the_case_are_offered_to_who_has_it",
        "test_who_takes_it_on_has_it_from_then_and_both_are_on_the_trail",
    ],
    "P18": [
        "test_the_public_is_told_counts_in_two_languages_once_a_director_publishes",
        "test_a_signature_opens_the_run_that_it_rests_on",
        "test_amber_is_accepted_by_somebody_who_did_not_make_the_plan_and_green_is_not_accepted",
    ],
    "P19": [
        "test_each_region_has_the_cases_of_the_trusts_of_its_place",
        "test_no_trust_may_be_given_anything_after_the_reform",
        "test_the_gate_opens_after_two_good_rehearsals_in_a_row",
    ],
    "P20": [
        "test_go_is_refused_with_every_gate_that_stands_in_the_way_and_given_once_none_does",
        "test_a_plan_that_was_run_dry_is_answered_again_each_night_and_says_what_drifted",
    ],
    "P21": [
        "test_a_good_measurement_turns_the_gate_green_and_says_what_it_is_of",
        "test_one_that_falls_short_is_red_and_one_too_small_to_say_is_amber",
    ],
    "P23": [
        "test_the_receiver_sends_a_referral_back_and_has_to_say_why",
        "test_a_company_refers_and_the_public_service_presents_and_records_what_the_court_did",
        "test_somebody_else_approves_and_once",
    ],
}
NOT_HERE: Final = {
    "P22": "Money is kept by no room of this house, so that nothing here accounts for spending; docs/rooms/restructure.md says so.",
}


def named_tests() -> set[str]:
    """Every test of the house, by name."""
    return {
        node.name
        for place in ("src", "tests")
        for path in (ROOT / place).rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }


def test_every_pain_is_answered_by_tests_that_there_are():
    there = named_tests()

    assert [name for names in PAINS.values() for name in names if name not in there] == []
    assert [pain for pain, names in PAINS.items() if not names] == []
    assert sorted([*PAINS, *NOT_HERE]) == [f"P{number:02}" for number in range(1, 24)]


def test_every_pain_that_is_published_is_in_the_table_and_told_in_the_documentation():
    if not PUBLISHED.exists():
        pytest.skip("user_pains.csv is beside the checkout, and not in it")
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = [row["id"] for row in csv.DictReader(file)]
    page = (ROOT / "docs" / "rooms" / "restructure.md").read_text()

    assert sorted([*PAINS, *NOT_HERE]) == published
    assert [pain for pain in published if f"| {pain} |" not in page] == []


OFFICERS: Final = """
select f.item_id, t.account_id from probation_case_facts f join access_post t on t.id = f.post_id
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id
where t.account_id is not null and t.role = 'officer' and left(o.code, 1) = %s order by f.item_id limit 1
"""


def listed(reform: Reform, *, case_id: int, by: int) -> str:
    """The reference of a hearing of ten minutes ahead."""
    with change_access.as_engine(now=reform.now):
        ((court,),) = reform.rows("select min(code) from probation_court")
    with change_access.acting_as(account_id=by, now=reform.now):
        hearing = probation.list_hearing(
            account_id=by,
            case_id=case_id,
            court_code=court,
            kind=HearingKind.REVIEW,
            starts_at=reform.now + timedelta(minutes=10),
            now=reform.now,
        )
    return str(hearing.reference)


def recorded(reform: Reform, *, reference: str, by: int) -> str:
    with change_access.acting_as(account_id=by, now=reform.now):
        found = probation.record_hearing(
            account_id=by, reference=reference, result="The order continues.", now=reform.now
        )
    return str(found.state)


def test_a_result_of_a_court_is_recorded_a_minute_after_the_switch_and_on_the_first_morning(eve):
    eve.stage().sign(Gate.GO)
    before = eve.at(INSTANT - timedelta(minutes=20))
    ((case_id, officer),) = before.rows(OFFICERS, "A")
    of_the_last_hour = listed(before, case_id=case_id, by=officer)
    eve.at(INSTANT).done(Step.SWITCH)
    after = eve.at(INSTANT + timedelta(minutes=1))
    ((now_with,),) = after.rows(
        "select t.account_id from probation_case_facts f join access_post p on p.id = f.post_id"
        " join access_post t on t.id = p.id where f.item_id = %s",
        case_id,
    )

    found = [recorded(after, reference=of_the_last_hour, by=now_with)]
    for side in "NC":
        ((other, their_officer),) = after.rows(OFFICERS, side)
        of_the_night = listed(after, case_id=other, by=their_officer)
        found.append(recorded(eve.at(FIRST_MORNING), reference=of_the_night, by=their_officer))

    assert found == ["held"] * 3
    differences = eve.at(FIRST_MORNING).done(Step.RECONCILE)["differences"]
    assert {name: count for name, count in differences.items() if count} == {}
