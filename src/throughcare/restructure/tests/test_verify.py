"""Each invariant names what breaks it: a fault is planted in a reform that is live and whole, and found."""

from datetime import UTC, datetime

import pytest

from throughcare.restructure import queries
from throughcare.restructure.queries import sql

BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)

A_CASE = "(select min(item_id) from probation_caseassignment where change_id is not null)"
UNGUARDED = "set constraints all immediate; alter table {} disable trigger user; "
SEATS_ANYWHERE = (
    "do $$ begin execute replace(pg_get_functiondef('access_seats(bigint, timestamptz, bigint[])'::regprocedure),"
    " '= ''yes''', '<> ''never'''); end $$; "
)
# Seats in closed units count like all others.
STAGED = f"update probation_caseassignment set {{what}} where change_id is not null and item_id = {A_CASE}"
SEAT_IN_A_TRUST = (
    "update access_postassignment set owner_id = trust.unit_id, holder_id = trust.unit_id"
    " from organisation_unitcode trust where trust.code = 'ASP' and item_id ="
    " (select min(item_id) from access_postassignment where change_id is not null) and access_postassignment.change_id is not null"
)

FAULTS = {
    "a case that nobody owns": (
        {"I1", "I13", "I14"},
        UNGUARDED.format("probation_caseassignment")
        + f"delete from probation_caseassignment where item_id = {A_CASE}",
    ),
    "a case that began before its first owner": (
        {"I2", "I4"},
        f"update probation_case set opened_at = opened_at - interval '1 day' where id = {A_CASE}",
    ),
    "a record that was not there before": (
        {"I3"},
        "update restructure_book set count = count + 1 where id = (select max(id) from restructure_book)",
    ),
    "a contact that was altered": (
        {"I4"},
        "update probation_contact set notes = notes || '.' where id = (select min(id) from probation_contact)",
    ),
    "a person with two open cases": (
        {"I5", "I4"},
        (
            "set constraints all immediate; drop index probation_case_one_open;"
            " update probation_case c set person_id = (select person_id from probation_case where id = 1) where c.id = 2"
        ),
    ),
    "a case given back to a trust": (
        {"I6", "I7", "I14"},
        STAGED.format(
            what="owner_id = (select unit_id from organisation_unitcode where code = 'ASP')"
        ),
    ),
    "an answer that cites another rule": (
        {"I7"},
        (
            "with wrong as (update restructure_answer set rule = 'nps-or-crc/mappa' where id ="
            " (select min(id) from restructure_answer where rule = 'nps-or-crc/otherwise') returning item_id)"
            " update probation_caseassignment s set basis = replace(basis, 'nps-or-crc/otherwise', 'nps-or-crc/mappa')"
            " from wrong where s.item_id = wrong.item_id and s.change_id is not null"
        ),
    ),
    "an exception without an end in sight": (
        {"I8"},
        (
            "insert into access_grant (account_id, case_id, kind, reason, starts_at, ends_at)"
            f" select min(id), {A_CASE}, 'explicit', 'Audit', tc_now(), tc_now() + interval '31 days'"
            " from access_account"
        ),
    ),
    "a seat in a closed unit": (
        {"I6", "I7", "I14"},
        SEAT_IN_A_TRUST,
    ),
    "a seat in a closed unit that gives something": (
        {"I6", "I7", "I9", "I14"},
        SEATS_ANYWHERE + SEAT_IN_A_TRUST,
    ),
    "a court officer who may open no minimum view": (
        {"I10"},
        "update access_permission set ends_at = tc_now() where role = 'court' and action = 'case.minimum'",
    ),
    "flags that the minimum view does not show": (
        {"I10"},
        "alter policy in_view on probation_registration using (probation_view_of(case_id) = 'full')",
    ),
    "flags that nobody may read": (
        {"I10"},
        "revoke select on probation_riskprofile from throughcare_app",
    ),
    "a body that may not see another's flags": (
        {"I10"},
        "delete from access_protocol where reader_kind = 'crc' and owner_kind = 'nps-division'",
    ),
    "a clock that was started again": (
        {"I4", "I11"},
        (
            "update probation_enforcement set due_on = due_on + 1 where id ="
            " (select min(id) from probation_enforcement where state = 'open')"
        ),
    ),
    "a message that nothing will deliver": (
        {"I12"},
        (
            "insert into notify_message (id, accepted_at, channel, recipient_kind, recipient_reference, subject_kind,"
            " subject_reference, template, parameters, state, attempts, owner, routed_to, undelivered_reason, sender_kind,"
            " sender_reference) values (gen_random_uuid(), tc_now(), 'in-app', 'unit', 'SWM', '', '', 'plain', '{}', 'waiting',"
            " 0, 'SWM', '', '', '', '')"
        ),
    ),
    "an answer about the past that the plan changes": (
        {"I13"},
        STAGED.format(what="starts_at = starts_at - interval '1 hour'"),
    ),
    "a plan whose text is another": (
        {"I15"},
        "update restructure_plan set text = text || '# and more'",
    ),
    "two cases looked at alike and answered apart": (
        {"I7", "I14", "I15"},
        (
            "update restructure_answer set to_owner_id = (select max(to_owner_id) from restructure_answer where kind = 'case')"
            " where id = (select min(a.id) from restructure_answer a join restructure_answer b"
            " on b.kind = 'case' and a.kind = 'case' and b.looked_at = a.looked_at and b.id > a.id"
            " where a.to_owner_id < (select max(to_owner_id) from restructure_answer where kind = 'case'))"
        ),
    ),
    "a plan approved by its maker": (
        {"I17"},
        (
            "set constraints all immediate; alter table restructure_approval drop constraint restructure_approval_by_another;"
            " update restructure_approval set approved_by_id = made_by_id"
        ),
    ),
    "a list accepted by the maker of the plan": (
        {"I17"},
        (
            "set constraints all immediate; alter table restructure_signoff drop constraint restructure_signoff_by_another;"
            " insert into restructure_signoff (provider_list_id, made_by_id, signed_by_id, recorded_at)"
            " select min(l.id), p.made_by_id, p.made_by_id, tc_now() from restructure_providerlist l"
            " join restructure_plan p on p.id = l.plan_id group by p.id"
        ),
    ),
    "a plan signed off though nobody accepted a list": (
        {"I19"},
        "update restructure_plan set phase = 'signed-off'",
    ),
    "a trust that leads nowhere": (
        {"I18"},
        UNGUARDED.format("organisation_successionedge")
        + "delete from organisation_successionedge where predecessor_id ="
        " (select unit_id from organisation_unitcode where code = 'ASP')",
    ),
    "a step that the trail does not know": (
        {"I19"},
        (
            "insert into restructure_run (plan_id, step, state, done, total, doing, result, asked_at)"
            " select id, 'evidence', 'done', 1, 1, '', '{}', tc_now() from restructure_plan"
        ),
    ),
    "a step taken twice that the trail knows once": (
        {"I19"},
        (
            "insert into restructure_run (plan_id, step, state, done, total, doing, result, asked_at)"
            " select plan_id, step, state, done, total, doing, result, asked_at from restructure_run"
            " where step = 'reconcile' order by id limit 1"
        ),
    ),
    "an assignment of the past that was written over": (
        {"I13"},
        UNGUARDED.format("probation_caseassignment")
        + "update probation_caseassignment set basis = 'recorded anew' where id ="
        " (select min(id) from probation_caseassignment where change_id is null)",
    ),
    "an address that was altered": (
        {"I4"},
        "update people_address set postcode = postcode || 'X' where id = (select min(id) from people_address)",
    ),
    "an engine that may write records": (
        {"I20"},
        "grant update on probation_contact to throughcare_engine",
    ),
    "an engine that may write more of a sentence than its end": (
        {"I20"},
        "grant update (court) on probation_sentence to throughcare_engine",
    ),
    "an engine that may remove what it may add": (
        {"I20"},
        "grant delete on probation_custody to throughcare_engine",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_the_invariants_that_it_breaks_and_by_no_other(
    reconciled_once, first_morning, fault
):
    broken, statement = FAULTS[fault]
    assert reconciled_once.plan.phase == "reconciled"
    sql.rows("select access_work_at(%s, %s)", [first_morning.now, first_morning.now])
    sql.write("reset role")

    sql.write(statement)

    assert set(first_morning.broken()) == broken


def test_what_a_reversal_did_not_give_back_is_found(first_morning):
    back = first_morning.gone_back(instant=BACK)
    assert back.broken() == {}
    sql.write(
        "update probation_caseassignment set owner_id = (select max(unit_id) from organisation_unitcode where code = 'ASP')"
        " where change_id = %s and item_id = (select max(item_id) from probation_caseassignment where change_id = %s)",
        [back.plan.change_id, back.plan.change_id],
    )

    assert set(back.broken()) == {"I7", "I14", "I16"}


def test_an_officer_that_a_reversal_did_not_give_back_is_found(first_morning):
    back = first_morning.gone_back(instant=BACK)
    assert back.broken() == {}
    sql.write(
        "update probation_caseassignment set post_id = post_id + 1 where id ="
        " (select min(id) from probation_caseassignment where change_id = %s and post_id is not null)",
        [back.plan.change_id],
    )

    broken = back.broken()

    assert set(broken) == {"I14", "I16"}
    assert broken["I16"][0].endswith("is not with the officer that had it before")


def test_every_invariant_of_the_rules_is_asked():
    assert [each.id for each in queries.INVARIANTS] == [f"I{number}" for number in range(1, 21)]
