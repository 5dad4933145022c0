"""What came of a session is recorded for everybody at once, or for nobody."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from throughcare.access.tests.small_nation import NOW, person_with_case
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation.models import Appointment as Slot
from throughcare.probation.models import Contact, FailureAction, Requirement
from throughcare.unpaidwork import commands, queries
from throughcare.unpaidwork.choices import Grade
from throughcare.unpaidwork.models import (
    Allocation,
    Appointment,
    Order,
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


def test_a_session_is_recorded_into_the_log_the_requirement_and_the_sum(
    officer_here, case, order, project
):
    allocated(officer_here, case, project)
    ahead = first_ahead()

    recorded(
        officer_here,
        project,
        ahead,
        penalty_minutes=30,
        wore_hi_vis=True,
        work_quality="GD",
        behaviour="EX",
        notes="Painted the lock.",
    )

    ahead.refresh_from_db()
    order.refresh_from_db()
    contact = Contact.objects.get(case=case, type_id="CUPA")
    assert (ahead.credited_minutes, ahead.work_quality, ahead.behaviour) == (390, "GD", "EX")
    assert (ahead.slot.contact_id, contact.outcome_id) == (contact.pk, "ATTC")
    assert contact.notes == "Painted the lock."
    assert (order.credited_minutes, Requirement.objects.get().done) == (390, 390)
    assert told()[-2:] == ["unpaidwork.appointment-credited.v1", "unpaidwork.session-recorded.v1"]
    assert queries.broken() == []


def test_a_failure_is_announced_for_the_officer_to_decide_on(officer_here, case, order, project):
    allocated(officer_here, case, project)

    recorded(officer_here, project, first_ahead(), "UAAB")

    assert told()[-3:] == [
        "unpaidwork.failure-recorded.v1",
        "unpaidwork.appointment-credited.v1",
        "unpaidwork.session-recorded.v1",
    ]
    order.refresh_from_db()
    assert order.credited_minutes == 0


def test_a_failure_is_referred_to_the_officer_and_waits_for_the_answer(
    officer_here, case, order, project
):
    allocated(officer_here, case, project)

    recorded(officer_here, project, first_ahead(), "UAAB")

    failure = Contact.objects.get(case=case, outcome_id="UAAB")
    action = FailureAction.objects.get()
    assert (action.action_id, action.contact_id, action.state) == ("ROM", failure.pk, "waiting")
    told_to_officer = Contact.objects.get(case=case, type_id="AROM")
    assert (told_to_officer.linked_id, told_to_officer.is_alert) == (failure.pk, True)


def test_a_session_is_recorded_for_all_or_for_none(nation, officer_here, case, order, project):
    allocated(officer_here, case, project)
    good = first_ahead()
    other = person_with_case("Y000001", owner=nation.units["C05"], holder=nation.units["C05T"])
    slot = Slot.objects.create(
        case=other,
        type_id="CUPA",
        starts_at=good.slot.starts_at,
        ends_at=good.slot.ends_at,
        recorded_at=NOW,
    )
    sentence = type(order.sentence).objects.create(
        case=other,
        number=1,
        type_id="201",
        offence_id="04600",
        imposed_on=date(2014, 5, 1),
        recorded_at=NOW,
    )
    bad = Appointment.objects.create(
        case=other,
        order=Order.objects.create(
            case=other, sentence=sentence, ordered_minutes=0, status="working", recorded_at=NOW
        ),
        session=good.session,
        slot=slot,
        offered_minutes=420,
        recorded_at=NOW,
    )
    at = good.session.ends_at

    with acting(officer_here, at), pytest.raises(commands.EntriesRefused) as refused:
        commands.record_session(
            account_id=officer_here.pk,
            project_code=project.code,
            day=good.session.day,
            entries=[
                commands.Entry(appointment_id=good.pk, outcome_code="ATTC"),
                commands.Entry(
                    appointment_id=bad.pk,
                    outcome_code="UAAB",
                    penalty_minutes=5,
                    behaviour=Grade.GOOD,
                ),
            ],
            now=at,
        )

    assert {key: [r.code for r in reasons] for key, reasons in refused.value.of.items()} == {
        bad.pk: ["not-there"]
    }
    good.refresh_from_db()
    assert (good.credited_minutes, good.slot.outcome) == (None, "")
    assert Contact.objects.filter(type_id="CUPA").count() == 0


@pytest.mark.parametrize(
    ("outcome", "more", "code"),
    [
        ("NONE", {}, "no-such-outcome"),
        ("ATTC", {"at": NOW}, "not-yet"),
        ("UAAB", {"at": NOW}, "not-yet"),
        ("ATTC", {"penalty_minutes": 421}, "penalty-too-long"),
        ("ATTC", {"notes": "x" * 4001}, "notes-too-long"),
    ],
)
def test_what_cannot_have_happened_is_refused_and_not_written(
    *, officer_here, case, order, project, outcome, more, code
):
    allocated(officer_here, case, project)
    ahead = first_ahead()

    with pytest.raises(Refused) as refused:
        recorded(officer_here, project, ahead, outcome, **more)

    assert refused.value.codes == (code,)
    ahead.refresh_from_db()
    assert (ahead.credited_minutes, ahead.slot.outcome) == (None, "")


def test_an_acceptable_absence_is_recorded_ahead_and_another_day_takes_its_place(
    officer_here, case, order, project
):
    Requirement.objects.update(length=420)
    allocated(officer_here, case, project)

    recorded(officer_here, project, first_ahead(), "AAME", at=NOW)

    assert days_ahead() == [date(2014, 6, 10)]


def test_minutes_are_corrected_counting_back_what_was_held(officer_here, case, order, project):
    Requirement.objects.update(length=420)
    allocated(officer_here, case, project)
    ahead = first_ahead()
    recorded(officer_here, project, ahead, penalty_minutes=60)

    recorded(officer_here, project, ahead)
    with pytest.raises(Refused) as refused:
        recorded(officer_here, project, ahead, "UAAB")

    order.refresh_from_db()
    assert (order.credited_minutes, Requirement.objects.get().done) == (420, 420)
    assert refused.value.codes == ("has-outcome",)
    assert days_ahead() == []


def test_an_outcome_from_another_page_waits_for_its_minutes(officer_here, case, order, project):
    allocated(officer_here, case, project)
    ahead = first_ahead()
    at = ahead.session.ends_at
    with acting(officer_here, at):
        change_probation.record_outcome(
            account_id=officer_here.pk, appointment_id=ahead.slot_id, outcome_code="ATTC", now=at
        )
        (before,) = queries.standings(case.pk, at=at)

    recorded(officer_here, project, ahead, at=at)

    with acting(officer_here, at):
        (after,) = queries.standings(case.pk, at=at)
    assert (before.without_minutes, before.account.credited) == (1, 0)
    assert (after.without_minutes, after.account.credited) == (0, 420)
    assert Contact.objects.filter(type_id="CUPA").count() == 1


def test_nothing_recorded_and_no_session_are_refused(officer_here, case, order, project):
    allocated(officer_here, case, project)
    ahead = first_ahead()

    with acting(officer_here):
        with pytest.raises(Refused) as nothing:
            commands.record_session(
                account_id=officer_here.pk,
                project_code=project.code,
                day=ahead.session.day,
                entries=[],
                now=NOW,
            )
        with pytest.raises(Refused) as none:
            commands.record_session(
                account_id=officer_here.pk,
                project_code=project.code,
                day=NOW.date(),
                entries=[],
                now=NOW,
            )

    assert (nothing.value.codes, none.value.codes) == (("nothing-recorded",), ("no-session",))


def test_the_database_holds_credit_within_what_is_required(officer_here, case, order, project):
    Requirement.objects.update(length=420)
    allocated(officer_here, case, project)
    ahead = first_ahead()

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(id=ahead.pk).update(credited_minutes=421)
    Appointment.objects.filter(id=ahead.pk).update(offered_minutes=900)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(id=ahead.pk).update(credited_minutes=421)
    Slot.objects.filter(id=ahead.slot_id).update(outcome="UAAB")
    Appointment.objects.filter(id=ahead.pk).update(credited_minutes=420)

    rules = [(each.rule, each.table) for each in queries.broken()]
    assert rules == [
        ("credit-needs-attendance", "unpaidwork.Appointment"),
        ("counted-in-the-requirement", "unpaidwork.Order"),
    ]


def test_nobody_elsewhere_takes_on_books_or_records(
    officer_here, officer_elsewhere, case, order, project
):
    allocated(officer_here, case, project)
    ahead = first_ahead()

    with pytest.raises(Http404):
        change("adjust", officer_elsewhere, case, reason_code="TTX", minutes=-60)
    with pytest.raises(PermissionDenied):
        recorded(officer_elsewhere, project, ahead)
    with acting(officer_elsewhere):
        assert not Appointment.objects.exists()
        assert not Order.objects.exists()
        assert not Allocation.objects.exists()
        assert queries.people_of([ahead.session_id]) == []
        assert Appointment.objects.filter(id=ahead.pk).update(credited_minutes=420) == 0

    order.refresh_from_db()
    assert (order.adjusted_minutes, order.credited_minutes) == (0, 0)
