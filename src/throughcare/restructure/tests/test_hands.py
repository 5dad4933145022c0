"""What only few may end has somebody after the reform, or it is said before the day and named after it."""

import pytest

from throughcare.access import commands as change_access
from throughcare.access.choices import Role
from throughcare.disclosure import commands as change_disclosure
from throughcare.disclosure.models import Request
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

COPIES = "answer copies asked for"
WAITING = """
select r.id, r.reference, r.due_on, o.code from disclosure_request r
join probation_case c on c.person_id = r.person_id and c.closed_at is null
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = a.owner_id
where r.state = 'waiting' order by r.id
"""
KEEPERS = """
select p.id, p.account_id from access_post p
join access_postassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = p.id
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = a.owner_id
where p.role in ('disclosure', 'executive') and p.ends_at is null and o.code = %s order by p.id
"""
BOUND_FOR = """
select p.id from access_post p
join restructure_answer a on a.kind = 'account' and a.item_id = p.id
join organisation_unitcode c on c.unit_id = a.to_owner_id
where p.role in ('disclosure', 'executive') and c.code = %s order by p.id
"""
DIFFERENCES = "select subject, found from restructure_difference where check_name = 'in-flight' order by subject"


def seat_of_some(reform: Reform, *, code: str, left: int) -> None:
    """End the seats of those bound for a body who may answer copies, but for some."""
    ending = [post for (post,) in reform.rows(BOUND_FOR, code)][left:]
    sql.write(
        "update access_post set ends_at = %s where id = any (%s)",
        [reform.now, ending],
    )


def told(reform: Reform, *, does: str = COPIES) -> dict[str, tuple[int, int]]:
    """People and those needed, of each body that the dry run finds too few for."""
    hands = reform.done(Step.PLAN)["hands"]
    return {
        each["code"]: (each["people"], each["needed"]) for each in hands if each["does"] == does
    }


def test_each_copy_asked_for_is_prepared_and_approved_after_the_switch_by_its_day(eve):
    before = {key: due for key, _, due, _ in eve.rows(WAITING)}
    live = eve.go_live(now=INSTANT).at(FIRST_MORNING)

    differences = live.done(Step.RECONCILE)["differences"]

    waiting = live.rows(WAITING)
    assert (differences["in-flight"], differences["clocks"]) == (0, 0)
    assert {key: due for key, _, due, _ in waiting} == before
    assert {code[0] for *_, code in waiting} == {"N", "C"}
    for _, reference, _, code in waiting:
        (_, one), (_, other), *_ = live.rows(KEEPERS, code)
        with change_access.acting_as(account_id=one, now=live.now):
            change_disclosure.have_prepared(account_id=one, reference=reference, now=live.now)
        change_disclosure.prepare(reference=reference, now=live.now)
        with change_access.acting_as(account_id=other, now=live.now):
            change_disclosure.approve(account_id=other, reference=reference, now=live.now)
    assert {Request.objects.get(pk=key).state for key in before} == {"gone"}
    assert live.done(Step.RECONCILE)["differences"]["in-flight"] == 0


def test_the_dry_run_says_where_nobody_may_answer_and_the_books_name_each_copy(eve, sign_in):
    eve.done(Step.PLAN)
    seat_of_some(eve, code="N05", left=0)

    found = told(eve)
    page = sign_in("director", now=eve.now).get(f"/restructures/{eve.plan.reference}/results")

    assert found == {"N05": (0, 2)}
    assert "nobody of N05 may answer copies asked for: give somebody the seat" in (
        page.content.decode()
    )
    eve.sign(Gate.PLAN).done(Step.STAGE)
    eve.sign(Gate.GO)
    eve.at(INSTANT).done(Step.SWITCH)
    live = eve.at(FIRST_MORNING)
    live.done(Step.RECONCILE)
    assert live.rows(DIFFERENCES) == sorted(
        (
            f"disclosure.Request {key}",
            "nobody of N05 may answer copies asked for: give somebody the seat",
        )
        for key, _, _, code in live.rows(WAITING)
        if code == "N05"
    )
    assert live.rows(DIFFERENCES)


def test_one_alone_is_too_few_for_what_two_have_to_do(eve):
    eve.done(Step.PLAN)
    seat_of_some(eve, code="C15", left=1)

    assert told(eve) == {"C15": (1, 2)}


def test_whoever_is_given_the_seat_on_the_day_ends_the_difference(eve):
    eve.done(Step.PLAN)
    seat_of_some(eve, code="C15", left=1)
    live = eve.go_live(now=INSTANT).at(FIRST_MORNING)
    live.done(Step.RECONCILE)
    ((username,),) = live.rows(
        "select u.username from access_account u join access_post p on p.account_id = u.id and p.ends_at is null"
        " join access_postassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = p.id"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = a.owner_id"
        " where o.code = 'C15' and p.role = 'officer' order by 1 limit 1"
    )

    change_access.give_post(username=username, role=Role.DISCLOSURE, unit_code="C15", now=live.now)

    assert live.done(Step.RECONCILE)["differences"]["in-flight"] == 0


@pytest.mark.parametrize("which", ["disclosure_request", "disclosure_proposal"])
def test_what_waits_there_is_kept_at_staging(eve, which):
    eve.stage()

    kept = {
        "disclosure_request": "select count(*) from restructure_clock where kind = 'disclosure.Request'",
        "disclosure_proposal": "select count(*) from restructure_awaited where list_name = 'removal-proposal'",
    }[which]
    ((waiting,),) = eve.rows(
        f"select count(*) from {which} where state in ('waiting', 'proposed', 'agreed')"
    )

    assert eve.rows(kept) == [(waiting,)]
    assert waiting > 0
