"""Unpaid work is taken on, given to projects, planned ahead and completed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation.models import Appointment as Slot
from throughcare.probation.models import Case, Requirement
from throughcare.unpaidwork import queries
from throughcare.unpaidwork.models import (
    Adjustment,
    Allocation,
    Order,
    Project,
    Session,
)
from throughcare.unpaidwork.tests.conftest import (
    acting,
    allocated,
    change,
    days_ahead,
    first_ahead,
    recorded,
    told,
)

pytestmark = pytest.mark.django_db


def test_an_order_is_what_the_live_requirements_say(officer_here, case, sentence):
    Requirement.objects.create(
        number=2,
        case=case,
        sentence=sentence,
        type_id="W",
        length=600,
        starts_on=date(2014, 5, 20),
        recorded_at=NOW,
    )
    Requirement.objects.create(
        number=3,
        case=case,
        sentence=sentence,
        type_id="W",
        length=900,
        starts_on=date(2014, 5, 1),
        ended_on=date(2014, 5, 2),
        recorded_at=NOW,
    )

    made = change("take_order", officer_here, case, is_intensive=True)

    assert (made.ordered_minutes, made.additional_minutes, made.is_intensive) == (6000, 600, True)
    assert (made.status, made.completed_on) == ("to-allocate", None)
    assert told() == ["unpaidwork.order-changed.v1"]
    (act,) = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert (act.action, act.detail) == (
        "unpaid-work.taken-on",
        {"sentence": 1, "altered": f"unpaidwork.Order/{made.pk}"},
    )


def test_an_order_is_not_taken_on_twice_or_without_a_requirement(officer_here, case, order):
    Requirement.objects.update(ended_on=date(2014, 5, 2))

    with pytest.raises(Refused) as refused:
        change("take_order", officer_here, case, is_intensive=False)

    assert refused.value.codes == ("none-ordered", "taken-on")
    assert Order.objects.count() == 1


def test_an_order_of_a_sentence_that_ended_is_not_taken_on(officer_here, case, sentence):
    type(sentence).objects.update(terminated_on=date(2014, 5, 20))

    with pytest.raises(Refused) as refused:
        change("take_order", officer_here, case, is_intensive=False)

    assert refused.value.codes == ("no-sentence",)
    assert not Order.objects.exists()


def test_what_a_court_changes_is_taken_up_with_the_next_change(officer_here, case, order, project):
    Requirement.objects.update(length=840)

    allocated(officer_here, case, project)

    order.refresh_from_db()
    assert order.ordered_minutes == 840
    assert days_ahead() == [date(2014, 6, 3), date(2014, 6, 10)]


def test_a_place_books_enough_sessions_and_each_is_an_appointment_of_the_case(
    officer_here, case, order, project
):
    Requirement.objects.update(length=900)

    made = allocated(officer_here, case, project)

    assert (made.weekday, made.ends_on) == (2, None)
    assert days_ahead() == [date(2014, 6, 3), date(2014, 6, 10), date(2014, 6, 17)]
    slots = list(Slot.objects.order_by("starts_at").values_list("type_id", "starts_at", "ends_at"))
    assert slots[0] == (
        "CUPA",
        datetime(2014, 6, 3, 8, tzinfo=UTC),
        datetime(2014, 6, 3, 15, tzinfo=UTC),
    )
    assert list(Session.objects.values_list("booked", "places")) == [(1, 6)] * 3
    order.refresh_from_db()
    assert order.status == "working"


def test_planning_passes_over_what_is_booked_already_and_full_sessions(
    officer_here, case, order, project
):
    Requirement.objects.update(length=420)
    Slot.objects.create(
        case=case,
        type_id="COAP",
        starts_at=datetime(2014, 6, 3, 14, 30, tzinfo=UTC),
        ends_at=datetime(2014, 6, 3, 15, 30, tzinfo=UTC),
        recorded_at=NOW,
    )
    Session.objects.create(
        project=project,
        day=date(2014, 6, 10),
        starts_at=datetime(2014, 6, 10, 8, tzinfo=UTC),
        ends_at=datetime(2014, 6, 10, 15, tzinfo=UTC),
        places=6,
        booked=6,
        recorded_at=NOW,
    )

    allocated(officer_here, case, project)

    assert days_ahead() == [date(2014, 6, 17)]


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"weekday": 3}, ("not-that-weekday",)),
        ({"starts_on": date(2014, 4, 30)}, ("before-sentence",)),
        ({"ends_on": date(2014, 6, 2)}, ("ends-before-start",)),
    ],
)
def test_a_place_that_cannot_be_is_refused(*, officer_here, case, order, project, changed, reasons):
    with pytest.raises(Refused) as refused:
        allocated(officer_here, case, project, **changed)

    assert refused.value.codes == reasons
    assert not Allocation.objects.exists()
    assert not Slot.objects.exists()


def test_nobody_has_two_places_on_a_day_and_no_project_more_people_than_places(
    nation, officer_here, case, order, project
):
    allocated(officer_here, case, project, ends_on=date(2014, 8, 1))
    Project.objects.update(places=1, ends_on=date(2014, 6, 30))

    with pytest.raises(Refused) as twice:
        allocated(officer_here, case, project, starts_on=date(2014, 7, 31))
    with pytest.raises(Refused) as before:
        allocated(officer_here, case, project, starts_on=date(2014, 5, 6), ends_on=date(2014, 6, 2))

    assert twice.value.codes == ("has-place", "project-ended", "full")
    assert "Tuesday already: Canal path." in str(twice.value)
    assert before.value.codes == ("full",)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(
            case=case,
            order=order,
            project=project,
            weekday=2,
            starts_on=date(2014, 7, 31),
            recorded_at=NOW,
        )


def test_no_more_people_are_booked_on_a_session_than_it_has_places(
    officer_here, case, order, project
):
    allocated(officer_here, case, project)
    session = first_ahead().session

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(id=session.pk).update(booked=7)


def test_a_place_that_ends_lets_go_what_was_booked_after_it(officer_here, case, order, project):
    Requirement.objects.update(length=900)
    allocated(officer_here, case, project)

    change(
        "end_allocation",
        officer_here,
        case,
        project_code=project.code,
        weekday=2,
        ends_on=date(2014, 6, 10),
    )

    assert days_ahead() == [date(2014, 6, 3)]
    assert Slot.objects.filter(is_cancelled=True).count() == 2
    assert list(Session.objects.order_by("day").values_list("booked", flat=True)) == [1, 0, 0]
    with pytest.raises(Refused) as early:
        change(
            "end_allocation",
            officer_here,
            case,
            project_code=project.code,
            weekday=2,
            ends_on=date(2014, 6, 1),
        )
    with pytest.raises(Refused) as none:
        change(
            "end_allocation",
            officer_here,
            case,
            project_code=project.code,
            weekday=3,
            ends_on=date(2014, 6, 9),
        )
    assert (early.value.codes, none.value.codes) == (("ends-too-early",), ("no-place",))


def test_a_time_that_is_let_go_elsewhere_gives_up_its_place(officer_here, case, order, project):
    allocated(officer_here, case, project)
    ahead = first_ahead()

    with acting(officer_here):
        change_probation.cancel_appointment(
            account_id=officer_here.pk, appointment_id=ahead.slot_id, reason="Van broken", now=NOW
        )

    ahead.refresh_from_db()
    assert ahead.is_released
    assert Session.objects.get(id=ahead.session_id).booked == 0


def test_one_day_is_booked_beside_the_places_of_the_week_and_is_kept(
    officer_here, case, order, project
):
    Requirement.objects.update(length=420)
    made = change("book_day", officer_here, case, project_code=project.code, day=date(2014, 7, 1))
    with pytest.raises(Refused) as again:
        change("book_day", officer_here, case, project_code=project.code, day=date(2014, 7, 1))
    with pytest.raises(Refused) as past:
        change("book_day", officer_here, case, project_code=project.code, day=date(2014, 5, 27))
    allocated(officer_here, case, project)

    assert made.is_single
    assert (again.value.codes, past.value.codes) == (("clash",), ("in-the-past",))
    assert days_ahead() == [date(2014, 7, 1)]


def test_a_full_day_cannot_be_booked(officer_here, case, order, project):
    made = change("book_day", officer_here, case, project_code=project.code, day=date(2014, 7, 1))
    Session.objects.filter(id=made.session_id).update(places=1)
    Slot.objects.update(is_cancelled=False)

    with pytest.raises(Refused) as refused:
        change("book_day", officer_here, case, project_code=project.code, day=date(2014, 7, 1))

    assert refused.value.codes == ("full",)


def test_suspended_work_is_let_go_and_planned_again_when_it_is_resumed(
    officer_here, case, order, project
):
    allocated(officer_here, case, project)

    change("suspend_order", officer_here, case)
    while_suspended = days_ahead()
    with pytest.raises(Refused) as twice:
        change("suspend_order", officer_here, case)
    change("resume_order", officer_here, case)
    with pytest.raises(Refused) as resumed:
        change("resume_order", officer_here, case)

    assert while_suspended == []
    assert len(days_ahead()) == 15
    assert (twice.value.codes, resumed.value.codes) == (("suspended",), ("not-suspended",))


def test_what_was_given_to_no_project_waits_for_one_when_it_is_resumed(officer_here, case, order):
    change("suspend_order", officer_here, case)

    assert change("resume_order", officer_here, case).status == "to-allocate"


def test_work_is_completed_once_nothing_remains(officer_here, case, order, project):
    Requirement.objects.update(length=420)
    allocated(officer_here, case, project)
    with pytest.raises(Refused) as early:
        change("complete_order", officer_here, case, at=datetime(2014, 6, 4, 9, tzinfo=UTC))
    recorded(officer_here, project, first_ahead())
    at = datetime(2014, 6, 4, 9, tzinfo=UTC)

    made = change("complete_order", officer_here, case, at=at)
    with pytest.raises(Refused) as after:
        change("schedule", officer_here, case, at=at)

    assert early.value.codes == ("not-done", "minutes-missing")
    assert (made.status, made.completed_on) == ("completed", date(2014, 6, 4))
    assert after.value.codes == ("completed",)


def test_travel_time_is_taken_off_and_less_is_planned(officer_here, case, order, project):
    Requirement.objects.update(length=600)
    allocated(officer_here, case, project)

    made = change("adjust", officer_here, case, reason_code="TTX", minutes=-180)

    order.refresh_from_db()
    assert (made.minutes, made.made_on, order.adjusted_minutes) == (-180, date(2014, 6, 2), -180)
    assert days_ahead() == [date(2014, 6, 3)]
    with pytest.raises(Refused) as refused:
        change("adjust", officer_here, case, reason_code="NONE", minutes=0)
    assert refused.value.codes == ("no-minutes", "no-such-reason")
    assert Adjustment.objects.count() == 1


def test_a_place_at_a_project_of_another_body_is_not_for_this_officer_to_give(
    nation, officer_here, case, order, project
):
    Project.objects.update(unit=nation.units["N02T"])

    with pytest.raises(PermissionDenied):
        allocated(officer_here, case, project)

    assert not Allocation.objects.exists()


def test_a_closed_case_is_booked_for_nothing(officer_here, case, order, project):
    Case.objects.filter(id=case.pk).update(closed_at=LONG_AGO + timedelta(days=1))

    with pytest.raises(Refused) as refused:
        allocated(officer_here, case, project)

    assert refused.value.codes == ("case-closed",)
    assert not Allocation.objects.exists()


def test_nothing_is_changed_while_less_is_ordered_than_is_credited(
    officer_here, case, order, project
):
    allocated(officer_here, case, project)
    recorded(officer_here, project, first_ahead())
    Requirement.objects.update(length=360)

    with pytest.raises(Refused) as refused:
        change("suspend_order", officer_here, case)

    assert refused.value.codes == ("ordered-below-credited",)
    order.refresh_from_db()
    assert (order.status, order.ordered_minutes) == ("working", 6000)


def test_nothing_is_planned_after_the_sentence_ends(officer_here, case, order, project):
    type(order.sentence).objects.update(ends_on=date(2014, 6, 10))

    allocated(officer_here, case, project)

    assert days_ahead() == [date(2014, 6, 3), date(2014, 6, 10)]


def test_a_requirement_that_begins_after_the_sentence_is_ordered_and_one_added_later_is_not(
    officer_here, case, sentence
):
    Requirement.objects.update(starts_on=date(2014, 5, 12))
    Requirement.objects.create(
        number=2,
        case=case,
        sentence=sentence,
        type_id="W",
        length=600,
        starts_on=date(2014, 5, 20),
        recorded_at=NOW,
    )

    with acting(officer_here):
        (found,) = queries.ordered(case.pk, on=NOW.date())

    assert (found.minutes, found.additional_minutes, found.is_taken_on) == (6000, 600, False)
