"""Flags, assessments, tiers, stays, check-ins and old cases of a tiny nation: a believable mix, each consistent with the others."""

import json

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.tests.undoing import undone
from throughcare.checkins import queries as checkins
from throughcare.disclosure import commands as disclosure
from throughcare.housing import queries as housing
from throughcare.nation.rules import EVE
from throughcare.nation.tests.looking import one, rows
from throughcare.sentences import queries as sentences


@pytest.fixture(scope="module")
def nation(a_nation):
    with a_nation(), undone():
        yield


@pytest.mark.usefixtures("nation")
def test_every_case_has_one_tier_and_no_level_is_empty():
    cases = one("select count(*) from probation_case where closed_at is null")

    assert one("select count(*) from allocation_tier where superseded_at is null") == cases
    tiers = [str(level) for (level,) in rows("select distinct level from allocation_tier")]
    assert {tier[0] for tier in tiers} == {"A", "B", "C", "D"}
    assert {tier[1] for tier in tiers} == {"0", "1", "2", "3"}


@pytest.mark.usefixtures("nation")
def test_flags_of_risk_say_what_the_risk_profile_says():
    assert rows(
        "select r.rosh, f.type_id from probation_riskprofile r"
        " left join probation_registration f on f.case_id = r.case_id and f.duplicate_group = 'ROSH'"
        " group by 1, 2 order by 1, 2"
    ) == [
        ("high", "RHRH"),
        ("low", "RLRH"),
        ("medium", "RMRH"),
        ("very high", "RVHR"),
        (None, None),
    ]


@pytest.mark.usefixtures("nation")
def test_levels_and_categories_are_in_the_lists():
    assert (
        rows(
            "select f.type_id, f.level, f.category from probation_registration f"
            " where f.level <> '' and not exists (select from probation_flaglevel l"
            "     where l.type_id = f.type_id and l.kind = 'level' and l.code = f.level)"
            " or f.category <> '' and not exists (select from probation_flaglevel l"
            "     where l.type_id = f.type_id and l.kind = 'category' and l.code = f.category)"
        )
        == []
    )


@pytest.mark.usefixtures("nation")
def test_some_three_in_ten_are_assessed_with_every_question_answered_and_the_risk_of_the_profile():
    share = one(
        "select count(a.id)::float8 / count(*) from probation_case c"
        " left join assessments_assessment a on a.case_id = c.id"
    )
    incomplete = rows(
        "select a.id from assessments_assessment a join probation_riskprofile r on r.case_id = a.case_id"
        " where a.rosh is distinct from r.rosh or a.state <> 'completed'"
        " or (select count(*) from assessments_answer w where w.assessment_id = a.id)"
        "     <> (select count(*) from assessments_question)"
    )

    assert isinstance(share, float)
    assert 0.2 < share < 0.35
    assert incomplete == []


@pytest.mark.usefixtures("nation")
def test_what_waits_to_be_removed_is_what_a_night_would_propose():
    proposals = "select person_id, due_on, rule from disclosure_proposal order by 1"
    waiting = rows(proposals)
    states = {state for (state,) in rows("select distinct state from disclosure_proposal")}

    with undone():
        with connection.cursor() as cursor:
            cursor.execute("delete from disclosure_proposal")
        with change_access.as_engine(now=EVE):
            while disclosure.propose(now=EVE):
                pass
        found = rows(proposals)

    assert found == waiting
    assert states >= {"proposed", "agreed"}
    assert one("select count(*) from disclosure_tombstone t join people_person p using (crn)") == 0
    assert one("select count(*) from disclosure_tombstone") == 3


@pytest.mark.usefixtures("nation")
def test_some_fail_at_sessions_of_suppliers_and_their_officers_are_told():
    assert {
        outcome
        for (outcome,) in rows(
            "select distinct outcome_id from probation_contact where type_id = 'CRSAPT'"
        )
    } == {"ATTC", "AAME", "AFTA", "AFTC"}
    assert not rows(
        "select c.id from probation_contact c join probation_outcome o on o.code = c.outcome_id"
        " where c.type_id = 'CRSAPT' and c.is_alert is true and o.is_complied"
    )


@pytest.mark.usefixtures("nation")
def test_people_are_housed_at_every_step_and_no_promise_is_broken():
    assert housing.broken() == []
    assert {state for (state,) in rows("select distinct state_id from housing_application")} <= {
        *("submitted", "information", "accepted", "placement-requested", "booked"),
        *("arrived", "moving", "not-arrived", "departed", "refused", "appealed"),
    }
    assert one("select count(*) from housing_application where state_id = 'moving'") == one(
        "select count(*) from housing_stay where state = 'booked' and number = 2"
    )
    assert one("select count(*) from housing_application where state_id = 'moving'")
    assert one("select count(*) from housing_stay where state = 'arrived'") == one(
        "select count(*) from people_address a join housing_stay s on s.address_key = a.key where a.ends_on is null"
    )
    assert one("select count(*) from housing_stay where state = 'arrived'")
    assert one("select count(*) from housing_premises") == 46


@pytest.mark.usefixtures("nation")
def test_some_check_in_by_a_link_and_what_waits_keeps_every_promise():
    assert checkins.broken() == []
    assert {state for (state,) in rows("select distinct state from checkins_checkin")} == {
        *("reviewed", "submitted", "missed", "due"),
    }
    assert one("select count(*) from checkins_checkin where contact_id is not null") == one(
        "select count(*) from checkins_checkin x join probation_contact c on c.id = x.contact_id"
        " where c.case_id = x.case_id and c.type_id = 'COVC'"
    )
    assert not rows(
        "select r.id from checkins_registration r join probation_case c on c.id = r.case_id"
        " where not exists (select from people_paper p where p.person_id = c.person_id and p.key = r.photograph)"
    )


@pytest.mark.usefixtures("nation")
def test_some_who_serve_in_prison_have_release_dates_that_the_rules_worked_out():
    found = rows(
        "select b.releases_on, c.inputs, c.dates, c.state, k.status from sentences_booking b"
        " join sentences_calculation c on c.booking_id = b.id"
        " join probation_custody k on k.sentence_id = b.id order by b.id"
    )

    assert len(found) >= 3
    assert {str(state) for *_, state, _ in found} <= {"approved", "draft"}
    assert {str(status) for *_, status in found} <= {"A", "C", "D"}
    assert [
        inputs
        for _, inputs, dates, *_ in found
        if sentences.answer(json.loads(str(inputs))).get("dates", {}) != json.loads(str(dates))
    ] == []
