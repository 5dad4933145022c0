"""A death: nobody is expected after it, and whoever has the case is asked to end what goes on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.kernel.refusals import Refused
from throughcare.notify.models import Message
from throughcare.outbox.models import Event
from throughcare.people.models import Person
from throughcare.probation import commands
from throughcare.probation.models import Appointment, CaseAssignment

pytestmark = pytest.mark.django_db

YESTERDAY = date(2014, 6, 1)


def record(account, crn: str, *, died_on: date = YESTERDAY) -> None:
    with change_access.acting_as(account_id=account.pk, now=NOW):
        commands.record_death(account_id=account.pk, crn=crn, died_on=died_on, now=NOW)


def test_what_is_booked_after_the_day_is_cancelled_and_what_was_before_is_left(
    officer_here, case, slot
):
    before = Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=NOW - timedelta(days=2),
        ends_at=NOW - timedelta(days=2, minutes=-30),
        post_id=officer_here.posts.get().pk,
        recorded_at=LONG_AGO,
    )
    CaseAssignment.objects.filter(item=case).update(post_id=officer_here.posts.get().pk)

    record(officer_here, case.person.crn)

    cancelled = dict(Appointment.objects.values_list("pk", "is_cancelled"))
    assert cancelled == {slot.pk: True, before.pk: False}
    assert Event.objects.filter(name="probation.appointment-cancelled.v1").count() == 1
    assert [(to.recipient_kind, to.recipient_reference) for to in Message.objects.all()] == [
        ("account", str(officer_here.pk))
    ]


def test_where_no_officer_has_the_case_the_unit_is_asked(officer_here, case):
    CaseAssignment.objects.filter(item=case).update(post_id=None)

    record(officer_here, case.person.crn)

    assert [(to.recipient_kind, to.recipient_reference) for to in Message.objects.all()] == [
        ("unit", "C05T")
    ]


def test_of_somebody_without_a_case_nobody_is_asked(officer_here, nation):
    Person.objects.create(crn="Z000009", recorded_at=LONG_AGO)

    record(officer_here, "Z000009")

    assert Person.objects.get(crn="Z000009").died_on == YESTERDAY
    assert not Message.objects.exists()


def test_a_day_to_come_is_refused_and_nothing_is_written(officer_here, case, slot):
    with pytest.raises(Refused) as refused:
        record(officer_here, case.person.crn, died_on=date(2014, 6, 3))

    assert refused.value.codes == ("not-dead",)
    assert Person.objects.get(pk=case.person_id).died_on is None
    assert list(Appointment.objects.values_list("is_cancelled", flat=True)) == [False]


def test_elsewhere_nobody_records_a_death(officer_elsewhere, case, slot):
    with pytest.raises(PermissionDenied):
        record(officer_elsewhere, case.person.crn)

    assert Person.objects.get(pk=case.person_id).died_on is None
    assert list(Appointment.objects.values_list("is_cancelled", flat=True)) == [False]
