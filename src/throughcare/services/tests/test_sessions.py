"""Meetings with a supplier: time in the diary of the case, days of activity, and what came of each."""

from datetime import timedelta

import pytest
from django.http import Http404

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.models import Appointment, Case, Compliance, Contact, Requirement
from throughcare.services import commands, queries
from throughcare.services.choices import AskedBy, Attendance, NotHeldFor, SessionKind
from throughcare.services.models import Session
from throughcare.services.tests.conftest import (
    FIRST,
    LATER,
    acting,
    approved,
    booked,
    events,
    refused,
    stepped,
    told,
)

pytestmark = pytest.mark.django_db

NEXT = FIRST + timedelta(days=1)
OVER = NEXT + timedelta(hours=2)


@pytest.fixture
def referral(officer_here, worker, case, duty):
    return approved(officer_here, worker, case, duty)


def days(duty) -> int:
    return Requirement.objects.get(id=duty.pk).done


def moved(worker, referral, number, *, to, at=LATER, asked_by=AskedBy.PERSON):
    with acting(worker, at):
        commands.move_session(
            account_id=worker.pk,
            reference=referral.reference,
            number=number,
            starts_at=to,
            ends_at=to + timedelta(hours=1),
            asked_by=asked_by,
            now=at,
        )


def test_a_session_is_an_appointment_of_the_case_and_a_day_of_activity(*, worker, referral, duty):
    before = days(duty)

    booked(worker, referral, on=NEXT, at=LATER)
    booked(worker, referral, on=NEXT + timedelta(hours=3), at=LATER)

    slot = Appointment.objects.get(starts_at=NEXT)
    assert (slot.type_id, slot.requirement_id, slot.sentence_id, slot.is_rar) == (
        *("CRSAPT", duty.pk),
        *(duty.sentence_id, True),
    )
    assert (before, days(duty)) == (0, 1)
    assert slot.made_by_id == worker.pk


def test_a_first_meeting_is_no_day_of_activity(*, worker, referral, duty):
    first = Session.objects.get(number=1)

    assert (first.kind, first.slot.is_rar, days(duty)) == ("assessment", None, 0)


def test_a_session_clashes_with_whatever_the_person_has(*, worker, officer_here, referral, case):
    with acting(officer_here, LATER):
        change_probation.make_appointment(
            account_id=officer_here.pk,
            case_id=case.pk,
            type_code="COAP",
            starts_at=NEXT,
            ends_at=NEXT + timedelta(minutes=30),
            now=LATER,
        )

    with pytest.raises(Refused) as refusal:
        booked(worker, referral, on=NEXT, at=LATER)
    booked(worker, referral, on=NEXT + timedelta(minutes=30), at=LATER)

    assert (refusal.value.codes, "Office visit" in str(refusal.value)) == (("clash",), False)
    assert Session.objects.filter(kind="session").count() == 1


def test_no_more_days_are_booked_than_the_referral_and_the_order_have(*, worker, referral, duty):
    for number in range(1, 6):
        booked(worker, referral, on=FIRST + timedelta(days=number), at=LATER)
    own = refused(booked, worker, referral, on=FIRST + timedelta(days=6), at=LATER)
    type(referral).objects.update(most_days=9)
    Requirement.objects.filter(id=duty.pk).update(length=5)
    ordered = refused(booked, worker, referral, on=FIRST + timedelta(days=6), at=LATER)
    booked(worker, referral, on=FIRST + timedelta(days=5, hours=4), at=LATER)

    assert (own, ordered, days(duty)) == (("days-used",), ("order-used",), 5)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: Case.objects.update(closed_at=LATER), "case-closed"),
        (lambda: Requirement.objects.update(ended_on=FIRST.date()), "order-ended"),
    ],
)
def test_nothing_is_booked_of_what_is_over(*, worker, referral, change, code):
    change()

    assert refused(booked, worker, referral, on=NEXT, at=LATER) == (code,)


def test_nothing_is_booked_in_the_past_or_backwards_or_where_it_is_not_due(*, worker, referral):
    past = refused(booked, worker, referral, on=FIRST - timedelta(days=1), at=LATER)
    meeting = refused(booked, worker, referral, on=NEXT, kind=SessionKind.ASSESSMENT, at=LATER)
    with acting(worker, LATER), pytest.raises(Refused) as refusal:
        commands.book_session(
            account_id=worker.pk,
            reference=referral.reference,
            kind=SessionKind.SESSION,
            starts_at=NEXT,
            ends_at=NEXT,
            now=LATER,
        )

    assert (past, meeting, refusal.value.codes) == (
        *(("in-the-past",), ("not-here",)),
        ("ends-before-start",),
    )


@pytest.mark.parametrize(
    ("said", "outcome", "counted", "is_alert"),
    [
        ({}, "ATTC", 1, None),
        ({"attendance": "late", "concern": "Sulky"}, "ATTC", 1, None),
        ({"concern": "Threats", "is_notified": True}, "AFTC", 1, True),
        ({"attendance": "no", "is_held": False}, "AFTA", 0, True),
        ({"is_held": False, "not_held_for": "logistics"}, "ATSS", 1, None),
        ({"is_held": False, "not_held_for": "person", "concern": "Drunk"}, "AFTC", 1, True),
    ],
)
def test_what_the_supplier_says_is_an_outcome_of_the_log(
    *, worker, referral, duty, said, outcome, counted, is_alert
):
    if "attendance" in said:
        said = said | {"attendance": Attendance(said["attendance"])}
    if "not_held_for" in said:
        said = said | {"not_held_for": NotHeldFor(said["not_held_for"])}
    number = booked(worker, referral, on=NEXT, at=LATER)

    answer = told(worker, referral, number, at=OVER, **said)

    entry = Contact.objects.get(starts_at=NEXT)
    assert (answer, entry.outcome_id, entry.is_alert, entry.author_id) == (
        *(outcome, outcome),
        *(is_alert, worker.pk),
    )
    assert (days(duty), entry.requirement_id, entry.hours_credited) == (
        counted,
        duty.pk,
        1 if outcome in {"ATTC", "ATSS"} else None,
    )
    assert Appointment.objects.get(starts_at=NEXT).contact_id == entry.pk
    assert events()[-1] == "services.session-told.v1"
    assert queries.broken() == []
    assert [each.check.name for each in probation.verify() if each.failed] == []


def test_the_second_failure_has_enforcement_reviewed_once(*, worker, referral, duty):
    for number in range(1, 4):
        at = FIRST + timedelta(days=number)
        session = booked(worker, referral, on=at, at=LATER)
        told(
            worker,
            referral,
            session,
            at=at + timedelta(hours=2),
            attendance=Attendance.NO,
            is_held=False,
        )

    reviews = Contact.objects.filter(type_id="ARWS")
    assert Compliance.objects.get().failures == 3
    assert list(reviews.values_list("is_alert", "sentence_id")) == [(True, duty.sentence_id)]
    assert [each.check.name for each in probation.verify() if each.failed] == []


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({"feedback": " "}, ("no-feedback",)),
        ({"is_held": False}, ("no-why",)),
        ({"is_notified": True}, ("no-concern",)),
    ],
)
def test_what_contradicts_itself_is_not_told(*, worker, referral, said, lacks):
    number = booked(worker, referral, on=NEXT, at=LATER)

    assert refused(told, worker, referral, number, at=OVER, **said) == lacks
    assert Session.objects.get(number=number).told_at is None
    assert not Contact.objects.filter(starts_at=NEXT).exists()


def test_a_session_is_told_of_once_when_it_has_begun_and_goes_on(
    *, worker, other_worker, officer_here, referral
):
    number = booked(worker, referral, on=NEXT, at=LATER)
    early = refused(told, worker, referral, number, at=LATER)
    told(worker, referral, number, at=OVER)

    assert early == ("not-here",)
    assert refused(told, worker, referral, number, at=OVER) == ("not-here",)
    with pytest.raises(Http404):
        told(worker, referral, 9, at=OVER)
    with pytest.raises(Http404):
        told(other_worker, referral, number, at=OVER)
    with pytest.raises(Http404):
        told(officer_here, referral, number, at=OVER)


def test_what_the_officer_recorded_stays(*, worker, officer_here, referral):
    number = booked(worker, referral, on=NEXT, at=LATER)
    with acting(officer_here, OVER):
        change_probation.record_outcome(
            account_id=officer_here.pk,
            appointment_id=Appointment.objects.get(starts_at=NEXT).pk,
            outcome_code="UAAB",
            now=OVER,
        )

    answer = told(worker, referral, number, at=OVER)

    assert (answer, Contact.objects.get(starts_at=NEXT).outcome_id) == ("UAAB", "UAAB")
    assert Session.objects.get(number=number).is_held is True


@pytest.mark.parametrize(
    ("asked_by", "outcome"), [(AskedBy.PERSON, "RSOF"), (AskedBy.SERVICE, "RSSR")]
)
def test_a_session_at_another_time_stays_in_the_log_as_rescheduled(
    *, worker, referral, duty, asked_by, outcome
):
    number = booked(worker, referral, on=NEXT, at=LATER)
    later = NEXT + timedelta(minutes=30)

    moved(worker, referral, number, to=later, asked_by=asked_by)

    old, new = Appointment.objects.filter(starts_at__gte=NEXT).order_by("starts_at")
    assert (old.is_cancelled, old.outcome, old.replaced_by_id) == (True, outcome, new.pk)
    assert (Session.objects.get(number=number).slot_id, new.is_rar, days(duty)) == (
        *(new.pk, True),
        1,
    )
    told(worker, referral, number, at=OVER)
    assert Contact.objects.get(starts_at=later).linked_id == old.contact_id
    assert refused(moved, worker, referral, number, to=OVER + timedelta(days=1), at=OVER) == (
        "not-here",
    )
    assert [each.check.name for each in probation.verify() if each.failed] == []


def test_no_session_moves_into_the_past_or_onto_another(*, worker, referral):
    number = booked(worker, referral, on=NEXT, at=LATER)
    booked(worker, referral, on=NEXT + timedelta(days=1), at=LATER)

    past = refused(moved, worker, referral, number, to=FIRST)
    onto = refused(moved, worker, referral, number, to=NEXT + timedelta(days=1, minutes=30))

    assert (past, onto) == (("in-the-past",), ("clash",))
    assert Appointment.objects.get(starts_at=NEXT).is_cancelled is False


def test_what_the_officer_moves_or_lets_go_is_so_for_the_supplier(
    *, worker, officer_here, referral
):
    number = booked(worker, referral, on=NEXT, at=LATER)
    later = NEXT + timedelta(days=2)
    with acting(officer_here, LATER):
        new = change_probation.move_appointment(
            account_id=officer_here.pk,
            appointment_id=Appointment.objects.get(starts_at=NEXT).pk,
            starts_at=later,
            ends_at=later + timedelta(hours=1),
            now=LATER,
        )
    followed = Session.objects.get(number=number)
    with acting(officer_here, LATER):
        change_probation.cancel_appointment(
            account_id=officer_here.pk, appointment_id=new.pk, reason="Ill", now=LATER
        )
    gone = Session.objects.get(number=number)

    assert (followed.slot_id, followed.is_released) == (new.pk, False)
    assert (gone.slot_id, gone.is_released) == (new.pk, True)
    assert refused(told, worker, referral, number, at=later + timedelta(hours=2)) == ("not-here",)


def test_after_its_end_nothing_is_told(*, worker, officer_here, referral):
    number = booked(worker, referral, on=NEXT, at=LATER)
    stepped(officer_here, referral, "withdrawn", at=OVER, reason="withdrawal.NOT")

    assert refused(told, worker, referral, number, at=OVER) == ("not-here",)
