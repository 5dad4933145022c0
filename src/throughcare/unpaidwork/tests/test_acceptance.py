"""The acceptance example “Unpaid work” of the domain, in its three parts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.kernel.refusals import Refused
from throughcare.probation.models import Appointment as Slot
from throughcare.unpaidwork import commands, queries
from throughcare.unpaidwork.models import Appointment, Session
from throughcare.unpaidwork.tests.conftest import acting, allocated, recorded

pytestmark = pytest.mark.django_db

IN_2026 = datetime(2026, 6, 1, 9, tzinfo=UTC)


def worked(case, order, project, *, hours: float, at: datetime) -> None:
    """Days of seven hours at most that were attended, each a day after the last."""
    left = int(hours * 60)
    while left > 0:
        minutes = min(left, 420)
        ends_at = at + timedelta(minutes=420)
        slot = Slot.objects.create(
            case=case,
            type_id="CUPA",
            starts_at=at,
            ends_at=ends_at,
            outcome="ATTC",
            recorded_at=LONG_AGO,
        )
        session = Session.objects.create(
            project=project,
            day=at.date(),
            starts_at=at,
            ends_at=ends_at,
            places=6,
            recorded_at=LONG_AGO,
        )
        Appointment.objects.create(
            case=case,
            order=order,
            session=session,
            slot=slot,
            offered_minutes=420,
            penalty_minutes=420 - minutes,
            credited_minutes=minutes,
            recorded_at=LONG_AGO,
        )
        left -= minutes
        at += timedelta(days=1)


def test_unpaid_work_more_than_is_left_is_refused(officer_here, case, order, project):
    worked(case, order, project, hours=95, at=datetime(2014, 5, 3, 8, tzinfo=UTC))
    allocated(officer_here, case, project)
    (ahead,) = Appointment.objects.filter(credited_minutes=None).select_related("session")

    with pytest.raises(commands.EntriesRefused) as refused:
        recorded(officer_here, project, ahead, penalty_minutes=30)

    assert [reason.sentence for reason in refused.value.reasons] == [
        "6 hours 30 minutes is more than the 5 hours left of what is required."
    ]
    ahead.refresh_from_db()
    order.refresh_from_db()
    assert (ahead.credited_minutes, ahead.slot.outcome, order.credited_minutes) == (None, "", 5700)


def test_unpaid_work_on_a_wednesday_at_a_project_of_tuesdays_is_refused(
    officer_here, case, order, project
):
    with acting(officer_here), pytest.raises(Refused) as refused:
        commands.book_day(
            account_id=officer_here.pk,
            case_id=case.pk,
            sentence_number=1,
            project_code=project.code,
            day=date(2014, 6, 4),
            now=NOW,
        )

    assert refused.value.codes == ("not-that-weekday",)
    assert not Appointment.objects.exists()
    assert not Slot.objects.exists()


def test_unpaid_work_worked_cleanly_earns_time(officer_here, case, order, project):
    worked(case, order, project, hours=36, at=datetime(2026, 4, 1, 8, tzinfo=UTC))

    with acting(officer_here, IN_2026):
        (standing,) = queries.standings(case.pk, at=IN_2026)

    account = standing.account
    assert (account.required, account.credited) == (6000, 2160)
    assert (account.earned, account.remaining) == (Decimal(330), Decimal(3510))
    assert (queries.spoken(account.earned), queries.spoken(account.remaining)) == (
        "5 hours 30 minutes",
        "58 hours 30 minutes",
    )
