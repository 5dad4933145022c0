"""Courses that were completed by e-learning are each resolved once."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.kernel.refusals import Refused
from throughcare.probation.models import Appointment as Slot
from throughcare.probation.models import Contact, Requirement
from throughcare.unpaidwork import commands, queries, terms
from throughcare.unpaidwork.models import Appointment, Completion, Opening, Project, Session
from throughcare.unpaidwork.tests.conftest import acting, allocated, first_ahead, recorded

pytestmark = pytest.mark.django_db

MESSAGE = UUID("10000000-0000-0000-0000-000000000001")


@pytest.fixture
def school(nation, codes) -> Project:
    made = Project.objects.create(
        code="UPW2",
        name="Courses",
        type_id="ET1",
        unit=nation.units["C05T"],
        places=50,
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )
    Opening.objects.create(project=made, weekday=5, starts=time(0), ends=time(23))
    return made


def received(case, *, message=MESSAGE, minutes=60, completed_on=date(2014, 5, 30)) -> bool:
    with change_access.as_engine(now=NOW):
        return commands.receive_completion(
            reference=message,
            crn=case.person.crn,
            course="Safety at work",
            minutes=minutes,
            completed_on=completed_on,
            now=NOW,
        )


def credited(account, case, project, *, message=MESSAGE) -> Appointment:
    with acting(account):
        return commands.credit_completion(
            account_id=account.pk,
            case_id=case.pk,
            sentence_number=1,
            reference=message,
            project_code=project.code,
            starts=time(10),
            now=NOW,
        )


def test_a_message_is_kept_once_however_often_it_comes(case, codes):
    assert [received(case), received(case)] == [True, False]

    (kept,) = Completion.objects.all()
    assert (kept.state, kept.minutes, kept.course) == ("waiting", 60, "Safety at work")


def test_a_message_that_says_nothing_that_can_be_is_refused(case, codes):
    with change_access.as_engine(now=NOW), pytest.raises(Refused) as refused:
        commands.receive_completion(
            reference=MESSAGE,
            crn="Z999999",
            course=" ",
            minutes=0,
            completed_on=date(2014, 6, 3),
            now=NOW,
        )

    assert refused.value.codes == ("no-case", "no-minutes", "no-course", "not-yet")
    assert not Completion.objects.exists()


def test_a_course_is_credited_to_an_appointment_once(officer_here, case, order, school):
    received(case)

    made = credited(officer_here, case, school)
    with pytest.raises(Refused) as again:
        credited(officer_here, case, school)

    kept = Completion.objects.get()
    order.refresh_from_db()
    contact = Contact.objects.get(type_id="CUPA")
    assert (kept.state, kept.appointment_id, kept.resolved_by_id) == (
        *("credited", made.pk, officer_here.pk),
    )
    assert (made.credited_minutes, order.credited_minutes, Requirement.objects.get().done) == (
        *(60, 60, 60),
    )
    assert (contact.outcome_id, contact.notes) == ("ATTC", "E-learning: Safety at work.")
    assert again.value.codes == ("resolved",)
    assert queries.broken() == []


def test_more_education_than_its_share_is_refused(officer_here, case, order, school):
    most = 6000 * terms.in_force(NOW.date()).education_percent // 100
    received(case, minutes=most + 1)

    with pytest.raises(Refused) as refused:
        credited(officer_here, case, school)

    assert refused.value.codes == ("too-much-education",)
    assert (Completion.objects.get().state, Appointment.objects.count()) == ("waiting", 0)


def test_a_course_is_credited_only_where_and_when_it_can_have_been(
    officer_here, case, order, school, project
):
    received(case)
    Slot.objects.create(
        case=case,
        type_id="COAP",
        starts_at="2014-05-30T09:00Z",
        ends_at="2014-05-30T09:30Z",
        recorded_at=LONG_AGO,
    )

    with pytest.raises(Refused) as elsewhere:
        credited(officer_here, case, project)
    with pytest.raises(Refused) as clash:
        credited(officer_here, case, school)
    Project.objects.filter(id=school.pk).update(code="GONE")
    with pytest.raises(Refused) as none:
        credited(officer_here, case, school)

    assert elsewhere.value.codes == ("not-that-weekday", "not-education")
    assert (clash.value.codes, none.value.codes) == (("clash",), ("no-project",))
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("name", "state"), [("hold_completion", "held"), ("reject_completion", "rejected")]
)
def test_a_course_is_held_or_rejected_for_a_reason(officer_here, case, codes, name, state):
    received(case)

    def resolve(reason: str) -> None:
        with acting(officer_here):
            getattr(commands, name)(
                account_id=officer_here.pk,
                case_id=case.pk,
                reference=MESSAGE,
                reason=reason,
                now=NOW,
            )

    with pytest.raises(Refused) as silent:
        resolve(" ")
    resolve("Done before")
    with pytest.raises(Refused) as again:
        resolve("Done before")

    kept = Completion.objects.get()
    assert (kept.state, kept.reason, kept.appointment_id) == (state, "Done before", None)
    assert (silent.value.codes, again.value.codes) == (("no-reason",), ("resolved",))
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.update(state="credited")


def test_nobody_elsewhere_reads_or_resolves_a_course(
    officer_here, officer_elsewhere, case, order, school
):
    received(case)

    with pytest.raises(Http404):
        credited(officer_elsewhere, case, school)
    with acting(officer_elsewhere):
        assert queries.completions(case.pk, limit=9) == []
    with acting(officer_here):
        (shown,) = queries.completions(case.pk, limit=9)

    assert (shown.reference, shown.state) == (MESSAGE, "waiting")


def test_a_course_on_a_day_that_is_full_is_refused(officer_here, case, order, school):
    received(case)
    Session.objects.create(
        project=school,
        day=date(2014, 5, 30),
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        places=1,
        booked=1,
        recorded_at=LONG_AGO,
    )

    with pytest.raises(Refused) as refused:
        credited(officer_here, case, school)

    assert refused.value.codes == ("full",)
    assert not Slot.objects.exists()


def test_a_lesson_is_recorded_up_to_the_share_of_education(officer_here, case, order, school):
    Requirement.objects.update(length=600)
    allocated(officer_here, case, school, weekday=5)
    lesson = first_ahead()

    with pytest.raises(Refused) as refused:
        recorded(officer_here, school, lesson, penalty_minutes=lesson.offered_minutes - 121)
    recorded(officer_here, school, lesson, penalty_minutes=lesson.offered_minutes - 120)

    order.refresh_from_db()
    assert refused.value.codes == ("too-much-education",)
    assert order.credited_minutes == 120
