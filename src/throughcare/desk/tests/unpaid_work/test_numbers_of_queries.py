"""No page of unpaid work asks the database more because there is more to show."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.tests.small_nation import LONG_AGO, NOW, person_with_case
from throughcare.probation.models import Appointment as Slot
from throughcare.probation.models import Sentence
from throughcare.unpaidwork.models import (
    Adjustment,
    Allocation,
    Appointment,
    Completion,
    Opening,
    Order,
    Project,
)

pytestmark = pytest.mark.django_db

MOST = 26
PAGES = (
    "/unpaid-work/projects",
    "/unpaid-work/projects/new",
    "/unpaid-work/projects/UPW1",
    "/unpaid-work/projects/UPW1/week",
    "/unpaid-work/projects/UPW1/sessions/2014-06-03",
    "/unpaid-work/projects/UPW1/sessions/2014-06-03/arrangement",
    "/cases/{crn}/unpaid-work",
    "/cases/{crn}/unpaid-work/1/adjustments",
    "/cases/{crn}/unpaid-work/courses/10000000-0000-0000-0000-000000000001",
)


def more_work(unit, *, number: int) -> Project:
    project = Project.objects.create(
        code=f"UPX{number}",
        name="More work",
        type_id="NP1",
        unit=unit,
        places=2,
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )
    Opening.objects.create(project=project, weekday=3, starts=time(9), ends=time(16))
    return project


def another_order(case, *, number: int) -> Order:
    sentence = Sentence.objects.create(
        case=case,
        number=number + 1,
        type_id="201",
        offence_id="04600",
        imposed_on=date(2014, 5, 1),
        recorded_at=LONG_AGO,
    )
    return Order.objects.create(
        case=case, sentence=sentence, ordered_minutes=2400, status="working", recorded_at=LONG_AGO
    )


def booked_too(case, booked, *, order: Order) -> None:
    slot = Slot.objects.create(
        case=case,
        type_id="CUPA",
        starts_at=booked.slot.starts_at,
        ends_at=booked.slot.ends_at,
        recorded_at=LONG_AGO,
    )
    Appointment.objects.create(
        case=case,
        order=order,
        session=booked.session,
        slot=slot,
        offered_minutes=420,
        recorded_at=LONG_AGO,
    )


@pytest.fixture
def fill(nation, booked, order):
    """Add another person to the session, and another of everything to the case."""

    def filled(number: int) -> None:
        other = person_with_case(
            f"Y{number:06}", owner=nation.units["C05"], holder=nation.units["C05T"]
        )
        project = more_work(nation.units["C05T"], number=number)
        another_order(booked.case, number=number)
        booked_too(other, booked, order=another_order(other, number=number))
        week = date(2014, 6, 2) + timedelta(weeks=number)
        Allocation.objects.create(
            case=booked.case,
            order=order,
            project=project,
            weekday=3,
            starts_on=week,
            ends_on=week + timedelta(days=7),
            recorded_at=LONG_AGO,
        )
        Adjustment.objects.create(
            case=booked.case,
            order=order,
            reason_id="TTX",
            minutes=-number,
            made_on=NOW.date(),
            recorded_at=NOW,
        )
        Completion.objects.create(
            reference=UUID(f"10000000-0000-0000-0000-{number:012}"),
            case=booked.case,
            course="Safety",
            minutes=60,
            completed_on=NOW.date(),
            recorded_at=LONG_AGO,
        )

    return filled


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_same_of_one_row_and_of_three(*, browse, officer_here, crn, fill, page):
    client = browse(officer_here)
    fill(1)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page.format(crn=crn))
        assert answer.status_code == 200
        return len(queries)

    asked()
    with_one = asked()
    fill(2)
    fill(3)

    assert asked() == with_one
    assert with_one <= MOST
