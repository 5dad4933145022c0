"""What answers rest on is read from the records again: what was not followed, or altered behind everything's back, is found."""

from throughcare.access import commands as change_access
from throughcare.audit.models import Entry
from throughcare.people import commands as change_people
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Difference
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.reconciliation import rereading
from throughcare.restructure.tests.test_between import note_in_trail

OF_A_COMPANY = """
select a.item_id, a.reference, r.id from restructure_answer a
join probation_riskprofile r on r.case_id = a.item_id and r.superseded_at is null
where a.plan_id = %s and a.kind = 'case' and a.rule = 'nps-or-crc/otherwise' order by a.item_id limit 1
"""

HELD = """
select p.crn, seat.account_id from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a
join probation_case c on c.id = a.item_id
join people_person p on p.id = c.person_id
join access_post seat on seat.id = a.post_id
where c.closed_at is null and seat.account_id is not null
  and not exists (select from access_restriction r where r.person_id = p.id) order by c.id limit 1
"""


def raise_risk(item: int) -> None:
    """Behind everything that follows changes: no column is touched that a trigger looks at."""
    sql.write("update probation_riskprofile set rosh = 'very high' where case_id = %s", [item])


def found(reform) -> list[tuple[str, str]]:
    """What reconciling finds of answers, by item."""
    reform.done(Step.RECONCILE)
    differing = Difference.objects.filter(plan_id=reform.plan_id, check_name="follow-the-rule")
    return list(differing.order_by("subject").values_list("subject", "found"))


def test_what_was_altered_behind_the_trail_is_found_by_the_records(first_morning):
    ((item, crn, _),) = first_morning.rows(OF_A_COMPANY, first_morning.plan_id)
    assert found(first_morning) == []

    raise_risk(item)

    ((subject, told),) = found(first_morning)
    assert subject == f"case {crn}"
    assert told.startswith("by its records as they are now, nps-or-crc/rosh gives N0")
    assert told.endswith("no entry of the trail says what changed")


def test_what_somebody_changed_since_the_plan_is_live_is_accounted_for(first_morning):
    ((item, _, risk),) = first_morning.rows(OF_A_COMPANY, first_morning.plan_id)

    raise_risk(item)
    note_in_trail(first_morning, "risk.changed", {item: f"probation.RiskProfile/{risk}"})

    assert found(first_morning) == []


def test_the_trail_names_the_record_that_is_not_as_it_was_when_somebody_moves(first_morning):
    ((crn, account_id),) = first_morning.rows(HELD)

    with change_access.acting_as(account_id=account_id, now=first_morning.now):
        change_people.add_address(
            account_id=account_id,
            crn=crn,
            status="main",
            starts_on=first_morning.now.date(),
            now=first_morning.now,
            place=change_people.Place(is_no_fixed_abode=True),
        )

    told = Entry.objects.get(action="person.address-added").detail["altered"]
    assert told.partition("/")[0] in rereading.followed()


REPORT = """
select a.item_id, a.reference from restructure_answer a
where a.plan_id = %s and a.kind = 'court-report' and a.standing = 'answered' order by 1 limit 1
"""
NOT_THERE = (
    "by its records as they are now, it was not there just before the instant;"
    " no entry of the trail says what changed"
)


def end_report(item: int) -> None:
    sql.write("update probation_courtreport set state = 'done' where id = %s", [item])


def test_what_the_rules_answered_and_is_not_there_any_more_is_named(first_morning):
    ((item, reference),) = first_morning.rows(REPORT, first_morning.plan_id)

    end_report(item)

    assert found(first_morning) == [(f"court-report {reference}", NOT_THERE)]


def test_what_somebody_ended_since_the_plan_is_live_is_accounted_for(first_morning):
    ((item, _),) = first_morning.rows(REPORT, first_morning.plan_id)
    ((case, _, _),) = first_morning.rows(OF_A_COMPANY, first_morning.plan_id)

    end_report(item)
    note_in_trail(first_morning, "court-report.delivered", {case: f"probation.CourtReport/{item}"})

    assert found(first_morning) == []


def test_a_case_that_ended_before_the_instant_behind_the_trail_is_named(first_morning):
    ((item, crn, _),) = first_morning.rows(OF_A_COMPANY, first_morning.plan_id)

    sql.write("update probation_case set closed_at = '2014-05-30' where id = %s", [item])

    assert (f"case {crn}", NOT_THERE) in found(first_morning)


def test_what_changes_no_answer_is_no_difference(first_morning):
    ((item, _, _),) = first_morning.rows(OF_A_COMPANY, first_morning.plan_id)

    sql.write("update probation_riskprofile set rsr = 0.01 where case_id = %s", [item])

    assert found(first_morning) == []


def test_reading_again_leaves_the_moment_and_what_is_live_as_they_were(first_morning):
    asked = "select tc_now(), tc_live()"
    before = first_morning.rows(asked)

    found(first_morning)

    assert first_morning.rows(asked) == before
