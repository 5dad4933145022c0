"""An abort forgets nothing that changed while the plan was live, and leaves nothing with a body that is no more."""

from datetime import datetime, timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.access.choices import Role
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import ONE, appoint, head_of
from throughcare.restructure.tests.test_between import (
    KIND_OF_OWNER,
    OF_A_COMPANY,
    note_in_trail,
    open_case_like,
)

DIFFERENCES = "select check_name, subject, found from restructure_difference order by 1, 2"


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


WHOSE = """
select a.owner_id, a.holder_id, a.post_id from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a where a.item_id = %s
"""
# Of the officers who go to a company with their team, two of one team, and a case of the first.
TWO_OF_A_TEAM = """
select a.item_id, a.from_owner_id, a.to_holder_id, a.to_post_id, o.id as other_post, a.to_owner_id
from restructure_answer a
join access_postassignment_at(%s, '{}', 'infinity') x on x.holder_id = a.to_holder_id and x.item_id <> a.to_post_id
join access_post o on o.id = x.item_id
where a.plan_id = %s and a.kind = 'case' and a.to_post_id is not null and x.owner_id = a.from_owner_id
order by 1, 5 limit 1
"""


def give(item: int, *, owner: int, holder: int, post: int | None, at: datetime) -> None:
    """What pages write when somebody is given a case."""
    sql.write(
        "insert into probation_caseassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)"
        " values (%s, %s, %s, %s, %s, %s, 'recorded')",
        [item, owner, holder, post, at, at],
    )


def test_what_was_given_on_the_first_day_goes_back_with_its_team_and_officer(first_morning):
    ((item, trust, team, post, other, company),) = first_morning.rows(
        TWO_OF_A_TEAM, first_morning.plan.before, first_morning.plan_id
    )
    opened = open_case_like(item, rosh="low", now=first_morning.now, is_given=False)
    give(opened, owner=company, holder=team, post=post, at=first_morning.now)
    give(item, owner=company, holder=team, post=other, at=first_morning.now)
    later = first_morning.at(first_morning.now + timedelta(hours=1))

    later.done(Step.ABORT)

    assert later.rows(WHOSE, item) == [(trust, team, other)]
    assert later.rows(WHOSE, opened) == [(trust, team, post)]
    assert later.rows(
        "select count(*) from audit_entry where action = 'restructure.given-back' and subject_kind = 'case'"
    ) == [(1,)]
    assert later.broken() == {}

    later.at(later.now + timedelta(minutes=1)).done(Step.SWITCH)

    again = later.at(later.now + timedelta(minutes=2))
    ((owner, _, _),) = again.rows(WHOSE, opened)
    assert owner == company
    assert again.broken() == {}
    found = again.done(Step.RECONCILE)["differences"]
    assert {name: count for name, count in found.items() if count} == {}, again.rows(DIFFERENCES)


def test_what_nobody_of_before_stands_for_keeps_the_way_back_a_reversal(first_morning):
    """A new case with a team that was opened on the first day itself."""
    ((item, _, _, _, _, company),) = first_morning.rows(
        TWO_OF_A_TEAM, first_morning.plan.before, first_morning.plan_id
    )
    opened = open_case_like(item, rosh="low", now=first_morning.now, is_given=False)
    give(opened, owner=company, holder=company, post=None, at=first_morning.now)

    refused = first_morning.at(first_morning.now + timedelta(hours=1)).refusals(Step.ABORT)

    assert refused == ["given-since"]
    assert first_morning.plan.phase == Phase.LIVE
    assert first_morning.rows(KIND_OF_OWNER, [opened]) == [("crc",)]


def test_a_reconciled_plan_waits_for_no_answers(first_morning):
    ((item, _),) = first_morning.rows(OF_A_COMPANY, 1)
    sql.write("update probation_case set closed_at = %s where id = %s", [first_morning.now, item])
    assert first_morning.rows("select count(*) from restructure_changed") == [(1,)]

    note_in_trail(first_morning, "case.closed", {item: ""})

    first_morning.done(Step.RECONCILE)

    assert first_morning.plan.phase == Phase.RECONCILED
    assert first_morning.rows("select count(*) from restructure_changed") == [(0,)]


OF_POST = "select ends_at from access_post where code = %s"


def posts_of(reform: Reform, username: str) -> list[str]:
    return [code for (code,) in reform.rows(_POSTS, account(username))]


_POSTS = "select code from access_post where account_id = %s order by id"


def open_seats(reform: Reform, username: str) -> list[tuple[int]]:
    return reform.rows(
        "select owner_id from access_post_facts where account_id = %s", account(username)
    )


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_post_of_a_head_ends_with_the_body_and_does_not_keep_the_abort(
    first_morning, is_closed
):
    appoint(first_morning, ONE)
    [post] = posts_of(first_morning, head_of(ONE))
    if is_closed:
        change_access.close_account(username=head_of(ONE), now=first_morning.now)

    report = first_morning.done(Step.ABORT)

    assert report["ended"] == [{"post": post, "role": Role.EXECUTIVE, "unit": ONE}]
    assert first_morning.rows(OF_POST, post) == [(first_morning.now,)]
    assert open_seats(first_morning, head_of(ONE)) == []
    assert first_morning.rows(
        "select subject_references, detail->'units'->>0 from audit_entry where action = 'restructure.post-ended'"
    ) == [([post], ONE)]
    assert first_morning.broken() == {}

    later = first_morning.at(first_morning.now + timedelta(hours=1))
    assert later.broken() == {}
    later.done(Step.SWITCH)
    again = later.at(later.now + timedelta(hours=1))
    assert open_seats(again, head_of(ONE)) == []
    assert again.broken() == {}
    assert again.plan.phase == Phase.LIVE


def test_the_head_of_a_company_of_one_trust_does_not_become_its_head(first_morning):
    """A company that one trust alone was split into stands, like a team, for that trust; its head does not."""
    [(company, *_)] = first_morning.rows(OF_ONE_TRUST, first_morning.plan.change_id)
    appoint(first_morning, company)

    report = first_morning.done(Step.ABORT)

    assert [each["unit"] for each in report["ended"]] == [company]
    assert open_seats(first_morning, head_of(company)) == []
    assert first_morning.broken() == {}


OF_ONE_TRUST = """
select c.code from organisation_successionedge s
join organisation_successionevent e on e.id = s.event_id and e.change_id = %s
join organisation_unitcode c on c.unit_id = s.successor_id and c.code like 'C__'
group by 1 having count(distinct s.predecessor_id) = 1 order by 1 limit 1
"""


def test_a_new_officer_in_a_team_keeps_the_post_there(first_morning):
    """The team stands for itself, or for that which it was made of."""
    [(team, company)] = first_morning.rows(
        "select c.code, x.owner_id from access_postassignment x join organisation_unitcode c on c.unit_id = x.holder_id"
        " where x.change_id = %s and x.holder_id <> x.owner_id order by x.id limit 1",
        first_morning.plan.change_id,
    )
    change_access.open_account(
        username="new.officer", display_name="Somebody new", now=first_morning.now
    )
    change_access.give_post(
        username="new.officer", role=Role.OFFICER, unit_code=team, now=first_morning.now
    )
    assert open_seats(first_morning, "new.officer") == [(company,)]
    later = first_morning.at(first_morning.now + timedelta(hours=1))

    report = later.done(Step.ABORT)

    assert report["ended"] == []
    [(owner,)] = open_seats(later, "new.officer")
    assert later.rows("select organisation_fact(%s, 'kind', tc_now(), tc_live())", owner) == [
        ("trust",)
    ]
    assert later.broken() == {}


def test_a_post_on_a_body_that_is_not_there_yet_is_not_given(staged):
    with pytest.raises(Refused):
        appoint(staged, ONE)
