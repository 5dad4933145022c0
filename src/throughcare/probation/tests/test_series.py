"""Many times of a case at once, and what happened without having been booked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.models import (
    Appointment,
    Case,
    Contact,
    Offence,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAYS = [(NOW + timedelta(days=n), NOW + timedelta(days=n) + HOUR) for n in (1, 2)]


def acting(account):
    return change_access.acting_as(account_id=account.pk, now=NOW)


def made(account, case, times=DAYS) -> list[Appointment]:
    with acting(account):
        return commands.make_appointments(
            account_id=account.pk, case_id=case.pk, type_code="COAP", times=times, now=NOW
        )


def past(account, case, *, starts_at=NOW - 3 * HOUR) -> tuple[Appointment, Contact]:
    with acting(account):
        return commands.record_past_appointment(
            account_id=account.pk,
            case_id=case.pk,
            type_code="COAP",
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
            outcome_code="ATTC",
            notes="Came by",
            now=NOW,
        )


def told() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event order by id")
        return [name for (name,) in cursor.fetchall()]


def test_times_are_held_at_once_and_each_is_announced(officer_here, case):
    found = made(officer_here, case)

    assert [(each.starts_at, each.ends_at) for each in found] == DAYS
    assert told() == ["probation.appointment-made.v1"] * 2
    (act,) = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert (act.action, act.detail) == ("appointments.made", {"count": 2})
    with acting(officer_here):
        assert queries.times_taken(case.pk, since=DAYS[0][1]) == DAYS[1:]


def test_no_times_are_held_of_a_closed_case_and_none_is_nothing(officer_here, case):
    assert made(officer_here, case, times=[]) == []
    Case.objects.filter(id=case.pk).update(closed_at=LONG_AGO + HOUR)

    with pytest.raises(Refused) as refused:
        made(officer_here, case)

    assert refused.value.codes == ("case-closed",)
    assert (Appointment.objects.count(), told()) == (0, [])


def test_only_what_is_ahead_without_an_outcome_is_let_go(officer_here, case, slot):
    first, second = made(officer_here, case)
    Appointment.objects.filter(id=second.pk).update(outcome="AAME")

    def let_go() -> int:
        with acting(officer_here):
            return commands.cancel_appointments(
                account_id=officer_here.pk,
                case_id=case.pk,
                appointment_ids=[first.pk, second.pk, slot.pk],
                now=NOW,
            )

    assert [let_go(), let_go()] == [1, 0]
    cancelled = Appointment.objects.filter(is_cancelled=True).values_list("id", flat=True)
    assert list(cancelled) == [first.pk]
    assert told()[-1] == "probation.appointment-cancelled.v1"


def test_what_nobody_booked_is_an_entry_of_the_log(officer_here, case):
    Case.objects.filter(id=case.pk).update(contacts_made=1)

    appointment, contact = past(officer_here, case)

    assert (appointment.contact_id, appointment.outcome) == (contact.pk, "ATTC")
    assert (contact.number, contact.outcome_id, contact.notes) == (2, "ATTC", "Came by")
    assert told() == ["probation.contact-recorded.v1"]


def test_what_is_not_over_or_clashes_was_not_there(officer_here, case, slot):
    with pytest.raises(Refused) as early:
        past(officer_here, case, starts_at=NOW)
    with pytest.raises(Refused) as clash:
        past(officer_here, case, starts_at=slot.starts_at)

    assert (early.value.codes, clash.value.codes) == (("not-yet",), ("clash",))
    assert Appointment.objects.count() == 1


def test_what_is_done_fills_the_first_requirement_before_the_next(officer_here, case):
    sentence = Sentence.objects.create(
        case=case,
        number=1,
        type=SentenceType.objects.create(code="201", description="Order"),
        offence=Offence.objects.create(code="04600", description="Theft"),
        imposed_on=NOW.date(),
        recorded_at=NOW,
    )
    kind = RequirementType.objects.create(code="W", description="Unpaid work", unit="minutes")
    for number, length in enumerate((600, None), start=1):
        Requirement.objects.create(
            number=number,
            case=case,
            sentence=sentence,
            type=kind,
            length=length,
            starts_on=NOW.date(),
            recorded_at=NOW,
        )

    with acting(officer_here):
        commands.count_done(case_id=case.pk, sentence_id=sentence.pk, type_code="W", done=700)

    assert list(Requirement.objects.order_by("id").values_list("done", flat=True)) == [600, 100]


def test_nobody_elsewhere_holds_or_writes_times(officer_elsewhere, case):
    with pytest.raises((PermissionDenied, Http404)):
        made(officer_elsewhere, case)
    with pytest.raises((PermissionDenied, Http404)):
        past(officer_elsewhere, case)

    assert (Appointment.objects.count(), told()) == (0, [])


def test_the_engine_finds_the_open_case_under_a_number(case):
    with change_access.as_engine(now=NOW):
        found = queries.open_case_under(case.person.crn)
        none = queries.open_case_under("Z999999")
    Case.objects.filter(id=case.pk).update(closed_at=LONG_AGO + HOUR)

    with change_access.as_engine(now=NOW):
        closed = queries.open_case_under(case.person.crn)

    assert (found, none, closed) == (case.pk, None, None)
