"""A breach or a court report that is ended between staging and the switch, or over it, is accounted for: nothing of it differs."""

from throughcare.access import commands as change_access
from throughcare.probation import commands as probation
from throughcare.probation.models import Enforcement
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.queries import lists
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

ENFORCEMENTS = """
select e.reference, t.account_id from probation_enforcement e
join probation_case_facts f on f.item_id = e.case_id join access_post t on t.id = f.post_id
where e.state in ('open', 'presented') and t.account_id is not null order by e.id limit 2
"""
DIFFERENCES = "select check_name, subject, found from restructure_difference order by 1, 2"


def withdraw(reform: Reform, *, reference: str, by: int) -> None:
    crn = Enforcement.objects.get(reference=reference).case.person.crn
    with change_access.acting_as(account_id=by, now=reform.now):
        probation.withdraw_enforcement(
            account_id=by, crn=crn, reference=reference, reason="excused", now=reform.now
        )


def test_enforcement_that_is_ended_before_and_after_the_switch_is_accounted_for(eve):
    (first, before), (second, _) = eve.rows(ENFORCEMENTS)
    eve.stage().sign(Gate.GO)
    withdraw(eve, reference=first, by=before)
    live = eve.at(INSTANT)
    live.done(Step.SWITCH)
    later = live.at(FIRST_MORNING)
    ((after,),) = later.rows(
        ENFORCEMENTS.replace("e.reference, ", "").replace("limit 2", "limit 1")
    )
    withdraw(later, reference=second, by=after)

    differences = later.done(Step.RECONCILE)["differences"]

    assert {name: count for name, count in differences.items() if count} == {}, later.rows(
        DIFFERENCES
    )
    (found,) = [each for each in lists.found(later.plan) if each.name == "enforcement"]
    assert (found.ended, found.gone) == (2, 0)
    assert later.broken() == {}


REPORTS = """
select r.reference, t.account_id from probation_courtreport r
join probation_courtreport_facts f on f.item_id = r.id
join access_postassignment_at(tc_now(), tc_live(), 'infinity') a on a.owner_id = f.owner_id
join access_post t on t.id = a.item_id
where t.account_id is not null and t.role in ('court', 'officer', 'manager') and t.ends_at is null
"""


def test_court_reports_that_are_ended_before_and_after_the_switch_are_accounted_for(eve):
    (first, second) = (
        found
        for (found,) in eve.rows(
            "select reference from probation_courtreport_facts order by item_id limit 2"
        )
    )
    eve.stage().sign(Gate.GO)
    deliver(eve, reference=first)
    live = eve.at(INSTANT)
    live.done(Step.SWITCH)
    later = live.at(FIRST_MORNING)
    deliver(later, reference=second)

    differences = later.done(Step.RECONCILE)["differences"]

    assert {name: count for name, count in differences.items() if count} == {}, later.rows(
        DIFFERENCES
    )
    (found,) = [each for each in lists.found(later.plan) if each.name == "court-report"]
    assert (found.ended, found.gone) == (2, 0)
    assert later.broken() == {}


def deliver(reform: Reform, *, reference: str) -> None:
    ((by,),) = reform.rows(
        REPORTS.replace("r.reference, ", "") + " and r.reference = %s order by t.id limit 1",
        reference,
    )
    with change_access.acting_as(account_id=by, now=reform.now):
        probation.deliver_report(account_id=by, reference=reference, now=reform.now)
