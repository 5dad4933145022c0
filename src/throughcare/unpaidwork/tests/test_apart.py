"""A company records and plans the unpaid work of somebody whose case is with another body, and nobody else does (decision record 14)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.access.tests.small_nation import NOW, give, officer
from throughcare.desk.tests.conftest import words
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation.models import Appointment as Slot
from throughcare.probation.models import Contact, HeldApart, Requirement
from throughcare.probation.tests.parting import hold_apart
from throughcare.unpaidwork import commands, queries
from throughcare.unpaidwork.commands.apart import hold_apart as hold_order_apart
from throughcare.unpaidwork.models import Allocation, Appointment, Order
from throughcare.unpaidwork.tests.conftest import (
    acting,
    allocated,
    first_ahead,
    recorded,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(officer_here):
    """Whoever took the person on, and keeps the unpaid work when the case goes to the service."""
    return officer_here


@pytest.fixture
def ahead(*, nation, company, case, order, project) -> Appointment:
    """A place at a project of the company for somebody whose case went to the service, and whose unpaid work did not."""
    units = nation.units
    allocated(company, case, project)
    hold_apart(Requirement.objects.get(), owner=units["C05"], holder=units["C05T"])
    give(case, owner=units["N02"], holder=units["N02T"], starts_at=NOW - timedelta(minutes=1))
    return first_ahead()


def test_who_has_the_unpaid_work_records_minutes_in_the_log_and_the_requirement(
    *, company, project, ahead, order
):
    recorded(
        company,
        project,
        ahead,
        penalty_minutes=20,
        wore_hi_vis=True,
        work_quality="GD",
        behaviour="EX",
        notes="Came",
    )

    ahead.refresh_from_db()
    order.refresh_from_db()
    entry = Contact.objects.get(type_id="CUPA")
    assert (ahead.credited_minutes, ahead.slot.outcome, ahead.work_quality) == (400, "ATTC", "GD")
    assert (entry.outcome_id, entry.notes, entry.author_id) == ("ATTC", "Came", company.pk)
    assert (order.credited_minutes, Requirement.objects.get().done) == (400, 400)
    assert told()[-2:] == ["unpaidwork.appointment-credited.v1", "unpaidwork.session-recorded.v1"]
    assert queries.broken() == []


def test_minutes_are_put_right_and_a_failure_stays_on_the_list_of_the_officer(
    *, company, project, ahead, order
):
    recorded(company, project, ahead, wore_hi_vis=True, work_quality="GD", behaviour="EX")
    recorded(
        company,
        project,
        ahead,
        penalty_minutes=60,
        wore_hi_vis=True,
        work_quality="GD",
        behaviour="EX",
    )
    second = first_ahead()
    recorded(company, project, second, "UAAB", notes="Did not come")

    order.refresh_from_db()
    assert (order.credited_minutes, Requirement.objects.get().done) == (360, 360)
    assert Contact.objects.get(outcome_id="UAAB").is_alert is True
    assert "unpaidwork.failure-recorded.v1" in told()


def test_what_the_rules_do_not_allow_is_refused_and_nothing_is_written(*, company, project, ahead):
    with pytest.raises(Refused) as early:
        recorded(
            company,
            project,
            ahead,
            at=NOW,
            wore_hi_vis=True,
            work_quality="GD",
            behaviour="EX",
        )
    with pytest.raises(Refused):
        recorded(
            company,
            project,
            ahead,
            penalty_minutes=900,
            wore_hi_vis=True,
            work_quality="GD",
            behaviour="EX",
        )

    assert "not-yet" in early.value.codes
    assert not Contact.objects.filter(type_id="CUPA").exists()


def test_whoever_has_the_case_goes_on_to_plan_and_a_third_body_does_neither(
    *, nation, officer_elsewhere, company, project, ahead
):
    third = officer("third", owner=nation.units["C11"], holder=nation.units["C11"])

    with acting(third):
        orders = [order.pk for order in Order.objects.all()]
    with pytest.raises(PermissionDenied):
        recorded(third, project, ahead)
    with acting(third), pytest.raises(PermissionDenied):
        hold_order_apart(ahead.order_id)
    with acting(company):
        assert queries.apart_of([ahead.order_id]) == frozenset({ahead.order_id})
    with acting(officer_elsewhere):
        assert queries.apart_of([ahead.order_id]) == frozenset()
        assert Allocation.objects.count() == 1
    assert orders == []
    assert not Contact.objects.filter(type_id="CUPA").exists()


def test_who_has_the_unpaid_work_gives_a_place_and_books_the_days_ahead(
    *, company, project, ahead, case, order
):
    before = Appointment.objects.filter(is_released=False).count()
    with acting(company):
        commands.end_allocation(
            account_id=company.pk,
            case_id=case.pk,
            sentence_number=1,
            project_code=project.code,
            weekday=Allocation.objects.get().weekday,
            ends_on=NOW.date(),
            now=NOW,
        )
    assert not Appointment.objects.filter(is_released=False).exists()
    assert not Slot.objects.filter(type_id="CUPA", is_cancelled=False, starts_at__gt=NOW).exists()

    allocated(company, case, project)

    made = Appointment.objects.filter(is_released=False)
    assert made.count() == before
    assert {each.slot.case_id for each in made.select_related("slot")} == {case.pk}
    assert set(made.values_list("slot__made_by_id", flat=True)) == {company.pk}
    assert {"probation.appointment-made.v1", "probation.appointment-cancelled.v1"} <= set(
        Event.objects.values_list("name", flat=True)
    )
    assert queries.broken() == []


def test_what_else_the_person_does_is_left_free_and_not_told(*, company, project, ahead, case):
    Slot.objects.filter(pk=ahead.slot_id).update(is_cancelled=True)
    taken = Slot.objects.create(
        case=case,
        type_id="COAP",
        starts_at=ahead.slot.starts_at,
        ends_at=ahead.slot.ends_at,
        recorded_at=NOW,
    )

    with acting(company):
        commands.schedule(account_id=company.pk, case_id=case.pk, sentence_number=1, now=NOW)

    days = Appointment.objects.filter(is_released=False).values_list("session__day", flat=True)
    assert taken.starts_at.date() not in set(days)


def test_a_single_day_is_booked_and_a_third_body_books_none(
    *, nation, company, project, ahead, case
):
    third = officer("third", owner=nation.units["C11"], holder=nation.units["C11"])
    last = Appointment.objects.filter(is_released=False).latest("session__day").session.day
    asked = {
        "case_id": case.pk,
        "sentence_number": 1,
        "project_code": project.code,
        "day": last + timedelta(days=7),
        "now": NOW,
    }

    with acting(company):
        made = commands.book_day(account_id=company.pk, **asked)
    with acting(third), pytest.raises((PermissionDenied, Http404)):
        commands.book_day(account_id=third.pk, **asked | {"day": last + timedelta(days=14)})

    assert (made.is_single, made.session.day) == (True, last + timedelta(days=7))


def test_what_is_for_whoever_has_the_case_is_not_for_the_company(*, company, ahead, case):
    for command in (commands.suspend_order, commands.complete_order):
        with acting(company), pytest.raises((PermissionDenied, Http404)):
            command(account_id=company.pk, case_id=case.pk, sentence_number=1, now=NOW)

    assert Order.objects.get().status == "working"


def test_the_page_of_the_company_shows_the_work_and_nothing_of_the_log(
    *, browse, company, project, ahead, case, nation
):
    crn = case.person.crn
    Contact.objects.filter(case=case).update(notes="Told me of the lodger")
    client = browse(company)

    minimum = words(client.get(f"/cases/{crn}/minimum-view"))
    page = words(client.get(f"/cases/{crn}/unpaid-work"))
    form = client.get(f"/cases/{crn}/unpaid-work/1/places")
    stranger = browse(nation.accounts["C11"]).get(f"/cases/{crn}/unpaid-work")

    assert f'href="/cases/{crn}/unpaid-work"' in minimum
    assert "Give a place at a project" in page
    assert "Adjust what is required" not in page
    assert "lodger" not in page
    assert form.status_code == 200
    assert stranger.status_code in {302, 403}


def test_once_the_part_goes_with_the_case_again_the_company_records_no_more(
    *, company, project, ahead
):
    HeldApart.objects.update(ended_at=NOW)

    with pytest.raises(Refused) as gone:
        recorded(company, project, ahead)

    assert gone.value.codes == ("nothing-recorded",)
    assert Requirement.objects.get().done == 0


def test_the_register_offers_whoever_the_company_has(*, browse, company, project, ahead, case):
    client = browse(company)
    page = f"/unpaid-work/projects/{project.code}/sessions/{ahead.session.day}"
    crn = case.person.crn

    read = words(client.get(page))
    saved = client.post(
        page,
        {
            f"{crn}-outcome": "ATTC",
            f"{crn}-hi_vis": "yes",
            f"{crn}-work": "GD",
            f"{crn}-behaviour": "EX",
        },
    )

    assert f'name="{crn}-outcome"' in read
    assert (saved.status_code, Requirement.objects.get().done) == (302, 420)
