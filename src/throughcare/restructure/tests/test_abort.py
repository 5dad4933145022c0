"""An abort forgets nothing that changed while the plan was live, and leaves nothing with a body that is no more."""

from datetime import timedelta

from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.test_between import KIND_OF_OWNER, OF_A_COMPANY, note_in_trail


def test_what_changes_while_the_plan_is_live_is_answered_again_by_the_next_switch(first_morning):
    ((item, _),) = first_morning.rows(OF_A_COMPANY, 1)
    sql.write(
        """
        with ended as (
            update probation_riskprofile set superseded_at = %s where case_id = %s returning *
        )
        insert into probation_riskprofile (case_id, rsr, rosh, mappa, meets_deportation_criteria, public_interest,
                                           other_sentence, starts_at, recorded_at)
        select case_id, rsr, 'high', mappa, meets_deportation_criteria, public_interest, other_sentence, %s, %s from ended
        """,
        [first_morning.now, item, first_morning.now, first_morning.now],
    )
    assert first_morning.rows(KIND_OF_OWNER, [item]) == [("crc",)]

    first_morning.done(Step.ABORT)
    first_morning.at(first_morning.now + timedelta(minutes=1)).done(Step.SWITCH)

    again = first_morning.at(first_morning.now + timedelta(minutes=2))
    assert again.rows(KIND_OF_OWNER, [item]) == [("nps-division",)]


def test_once_somebody_has_an_item_from_a_new_body_the_way_back_is_a_reversal(first_morning):
    ((item, _),) = first_morning.rows(OF_A_COMPANY, 1)
    sql.write(
        """
        insert into probation_caseassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
        select item_id, owner_id, holder_id, null, %s, %s, 'recorded' from probation_caseassignment
        where item_id = %s and change_id is not null
        """,
        [first_morning.now, first_morning.now, item],
    )

    assert first_morning.refusals(Step.ABORT) == ["given-since"]
    assert first_morning.plan.phase == Phase.LIVE


def test_a_reconciled_plan_waits_for_no_answers(first_morning):
    ((item, _),) = first_morning.rows(OF_A_COMPANY, 1)
    sql.write("update probation_case set closed_at = %s where id = %s", [first_morning.now, item])
    assert first_morning.rows("select count(*) from restructure_changed") == [(1,)]

    note_in_trail(first_morning, "case.closed", {item: ""})

    first_morning.done(Step.RECONCILE)

    assert first_morning.plan.phase == Phase.RECONCILED
    assert first_morning.rows("select count(*) from restructure_changed") == [(0,)]
