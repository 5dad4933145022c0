"""What rooms above end between staging and the switch, and after it, is on the trail by the record that it was: nothing of it differs."""

from uuid import UUID

from throughcare.access import commands as change_access
from throughcare.checkins import commands as change_checkins
from throughcare.disclosure import commands as change_disclosure
from throughcare.housing import commands as change_housing
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.queries import lists
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT
from throughcare.restructure.tests.test_homes_and_checkins import APPLIED, HANDED_IN, found
from throughcare.unpaidwork import commands as change_unpaidwork

COMPLETED = "select k.case_id, k.reference::text as number from unpaidwork_completion k where k.state = 'waiting'"
COPY = """
select r.reference, p.account_id from disclosure_request r
join probation_case c on c.person_id = r.person_id and c.closed_at is null
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
join access_postassignment_at(tc_now(), tc_live(), 'infinity') s on s.owner_id = a.owner_id
join access_post p on p.id = s.item_id and p.role = 'disclosure'
where r.state = 'waiting' order by r.id, p.id limit 1
"""
ENDED = ("housing-application", "check-in", "unpaid-work-completion", "copy-request")


def end_one_of_each(reform: Reform) -> None:
    now = reform.now
    case_id, reference, by, _ = found(reform, APPLIED)
    with change_access.acting_as(account_id=by, now=now):
        change_housing.take_step(
            account_id=by,
            case_id=case_id,
            reference=reference,
            step="withdrawn",
            words=change_housing.Words(reason="withdrawal.NOT-NEEDED"),
            now=now,
        )
    case_id, number, by, _ = found(reform, HANDED_IN)
    with change_access.acting_as(account_id=by, now=now):
        change_checkins.review(
            account_id=by,
            case_id=case_id,
            number=int(number),
            is_them=True,
            follows=None,
            notes="",
            now=now,
        )
    case_id, course, by, _ = found(reform, COMPLETED)
    with change_access.acting_as(account_id=by, now=now):
        change_unpaidwork.reject_completion(
            account_id=by, case_id=case_id, reference=UUID(course), reason="Not theirs.", now=now
        )
    ((reference, by),) = reform.rows(COPY)
    with change_access.acting_as(account_id=by, now=now):
        change_disclosure.withdraw(
            account_id=by, reference=reference, answer="They asked for it no more.", now=now
        )


def test_what_is_ended_before_and_after_the_switch_is_accounted_for_in_every_room(eve):
    eve.stage().sign(Gate.GO)
    end_one_of_each(eve)
    live = eve.at(INSTANT)
    live.done(Step.SWITCH)
    later = live.at(FIRST_MORNING)
    end_one_of_each(later)

    differences = later.done(Step.RECONCILE)["differences"]

    standings = {each.name: each for each in lists.found(later.plan)}
    assert {name: standings[name].ended for name in ENDED} == dict.fromkeys(ENDED, 2)
    assert (differences["in-flight"], differences["clocks"], differences["content"]) == (
        0,
        0,
        0,
    ), later.rows("select check_name, subject, found from restructure_difference")
