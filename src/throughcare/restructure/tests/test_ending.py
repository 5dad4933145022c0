"""The end of a plan: what goes on after it was signed off, until when, and when it is settled."""

from datetime import UTC, datetime, timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.access.choices import GrantKind
from throughcare.access.models import Grant
from throughcare.access.tests.undoing import undone
from throughcare.audit.models import Entry
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries, tasks
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.models import OutsideDifference, Plan
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import account
from throughcare.restructure.tests.sign_offs import (
    ONE,
    accept,
    appoint,
    close,
    codes,
    everybody_accepts,
    head_of,
    in_days,
    list_exception,
    worker_closes,
)

A_YEAR_ON = datetime(2015, 5, 31, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def signed_off_once(reconciled_once):
    with undone():
        appoint(reconciled_once, ONE)
        list_exception(reconciled_once, ONE, due_on=in_days(reconciled_once, 10))
        accept(reconciled_once, ONE)
        everybody_accepts(reconciled_once, but=ONE)
        worker_closes(reconciled_once)
        yield reconciled_once


@pytest.fixture
def signed_off(signed_off_once):
    """Every provider has accepted its list, one of them with an exception."""
    with undone():
        yield signed_off_once


@pytest.fixture
def put_right(signed_off):
    close(signed_off, queries.ListedException.objects.get(), by=head_of(ONE))
    return signed_off


def end(reform, *, by: str | None = "planner") -> Plan:
    with change_access.as_engine(now=reform.now):
        return commands.end_plan(
            account_id=account(by) if by else None, plan_id=reform.plan_id, now=reform.now
        )


def goes_on(reform) -> list[tuple[str, bool]]:
    with change_access.as_engine(now=reform.now):
        plan = reform.plan
        found = queries.going_on(plan, queries.read(plan), now=reform.now)
    return [(each.says.split(maxsplit=1)[-1], each.is_over) for each in found]


CODES = "old codes lead on, with the links, mailboxes and calendar feeds that bear one"
IN_LAW = "bodies that ended still exist in law"
REVERSAL = "plan can be reversed"
EXCEPTION = "exception with which a list was accepted is open"


def test_what_goes_on_is_told_with_what_has_ended(signed_off):
    assert goes_on(signed_off) == [
        (CODES, False),
        (IN_LAW, False),
        (REVERSAL, False),
        (EXCEPTION, False),
    ]
    assert goes_on(signed_off.at(datetime(2014, 7, 1, 12, tzinfo=UTC))) == [
        (CODES, False),
        (IN_LAW, False),
        (REVERSAL, True),
        (EXCEPTION, False),
    ]


def test_a_difference_from_a_list_outside_goes_on_until_it_is_settled(put_right):
    year_on = put_right.at(A_YEAR_ON)
    difference = OutsideDifference.objects.create(
        plan=year_on.plan,
        body="The police",
        reference="X1",
        sort="missing-here",
        found_at=year_on.now,
    )

    with pytest.raises(Refused) as refused:
        end(year_on)
    assert "1 difference from the list of a body outside is open" in str(refused.value)

    difference.settled_at = year_on.now
    difference.save()
    assert end(year_on).phase == Phase.SETTLED


def test_old_codes_go_on_for_a_civil_year_to_the_moment(put_right):
    before = put_right.at(A_YEAR_ON - timedelta(microseconds=1))

    with pytest.raises(Refused) as refused:
        end(before)
    assert refused.value.codes == ("goes-on",)
    assert "until 1 June 2015, 00:00:00 BST" in str(refused.value)
    assert before.plan.phase == Phase.SIGNED_OFF

    assert end(put_right.at(A_YEAR_ON)).phase == Phase.SETTLED


def test_an_exception_goes_on_until_it_is_closed_and_not_until_its_day(signed_off):
    year_on = signed_off.at(A_YEAR_ON)

    with pytest.raises(Refused) as refused:
        end(year_on)

    assert "until all is settled, which was to be by 11 June 2014" in str(refused.value)
    close(year_on, queries.ListedException.objects.get(), by=head_of(ONE))
    assert end(year_on).phase == Phase.SETTLED


def test_somebody_who_still_reads_a_case_that_was_handed_over_keeps_it_from_being_settled(
    put_right,
):
    ((case_id,),) = put_right.rows(
        "select min(item_id) from restructure_answer where plan_id = %s and kind = 'case'"
        " and to_owner_id <> from_owner_id",
        put_right.plan_id,
    )
    Grant.objects.create(
        account_id=account("officer.future-crc"),
        case_id=case_id,
        kind=GrantKind.TRANSITION,
        reason="Handing over",
        starts_at=A_YEAR_ON - timedelta(days=20),
        ends_at=A_YEAR_ON + timedelta(days=2),
    )
    year_on = put_right.at(A_YEAR_ON)

    assert ("people may go on reading a case that they handed over", False) in goes_on(year_on)
    with pytest.raises(Refused):
        end(year_on)
    assert end(put_right.at(A_YEAR_ON + timedelta(days=2))).phase == Phase.SETTLED


def test_a_plan_that_is_not_signed_off_is_not_settled(first_morning):
    Plan.objects.filter(id=first_morning.plan_id).update(phase=Phase.RECONCILED)

    with pytest.raises(Refused) as refused:
        end(first_morning.at(A_YEAR_ON))

    assert refused.value.codes == ("not-signed-off",)


def test_the_worker_settles_it_in_the_night_after_and_once(put_right, settings):
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=A_YEAR_ON - timedelta(days=1), now_real=clock.machine_now())
    tasks.nightly(timestamp=0)
    early = put_right.plan.phase
    change_clock.set_moment(moment=A_YEAR_ON + timedelta(hours=2), now_real=clock.machine_now())

    tasks.nightly(timestamp=0)
    tasks.nightly(timestamp=0)

    assert (early, put_right.plan.phase) == (Phase.SIGNED_OFF, Phase.SETTLED)
    entry = Entry.objects.get(action="restructure.settled")
    assert entry.account_id is None


def test_the_worker_signs_off_what_it_did_not_hear_of(signed_off, settings):
    settings.DEMONSTRATION = True
    Plan.objects.filter(id=signed_off.plan_id).update(phase=Phase.RECONCILED)
    signed_off.plan.approvals.filter(gate="sign-off").delete()
    change_clock.set_moment(moment=signed_off.now, now_real=clock.machine_now())

    tasks.nightly(timestamp=0)

    assert signed_off.plan.phase == Phase.SIGNED_OFF


def test_a_settled_plan_holds_every_invariant_and_has_no_way_back(put_right, sign_in):
    year_on = put_right.at(A_YEAR_ON)
    end(year_on)

    assert year_on.broken() == {}
    with pytest.raises(Refused) as refused:
        year_on.reversal(instant=A_YEAR_ON + timedelta(days=3))
    assert refused.value.codes == ("not-live", "too-late")
    assert year_on.refusals(Step.RECONCILE) == ["signed-off"]
    client = sign_in("director", now=year_on.now)
    page = text_of(client.get(PLAN))
    assert "Nothing more. The plan is settled: everything that it kept going has ended." in page
    assert "Goes on" not in page
    assert "there is no way back any more" in text_of(client.get(f"{PLAN}/day"))
    assert client.get(f"{PLAN}/sign-offs").status_code == 200


def test_the_page_of_the_plan_says_what_goes_on_until_when(signed_off, sign_in):
    signed_off.done(Step.EVIDENCE)

    page = text_of(sign_in("planner", now=signed_off.now).get(PLAN))

    assert "Have settled what somebody still owes" in page
    assert "To be settled by" in page
    assert "The plan can be reversed" in page
    assert len(codes(signed_off)) > 1
