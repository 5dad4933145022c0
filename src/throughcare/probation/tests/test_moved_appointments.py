"""Another time for an appointment is one that could have been booked; what is ahead has not been attended (domain rules 8, 13.2, 30)."""

from datetime import date, datetime, timedelta

import pytest

from throughcare.probation import commands
from throughcare.probation.models import Appointment, Contact, Outcome, Requirement, Sentence
from throughcare.probation.tests.logs import Log, begin, moment
from throughcare.probation.tests.taking import refused

pytestmark = pytest.mark.django_db

NOW = moment(2014, 6, 2, 9)


@pytest.fixture
def log(case, officer_here) -> Log:
    made = begin(case, officer_here, imposed_on=date(2014, 1, 1), at=NOW)
    Outcome.objects.get_or_create(
        code="RSSR",
        defaults={"description": "Moved", "is_attended": False, "is_complied": True},
    )
    return made


def book(log: Log, at: datetime, *, is_rar: bool = False) -> Appointment:
    with log.acting():
        return commands.make_appointment(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=at,
            ends_at=at + timedelta(minutes=45),
            subject=commands.Subject(
                sentence_id=log.sentence.pk,
                requirement_id=log.requirement.pk,
                is_rar=is_rar or None,
            ),
            now=NOW,
        )


def move(log: Log, slot: Appointment, at: datetime, *, how=commands.move_appointment) -> None:
    with log.acting():
        how(
            account_id=log.account.pk,
            appointment_id=slot.pk,
            starts_at=at,
            ends_at=at + timedelta(minutes=45),
            now=NOW,
        )


@pytest.mark.parametrize("how", [commands.move_appointment, commands.correct_appointment])
def test_a_move_uses_no_more_days_of_activity_than_the_order_has(log, how):
    Requirement.objects.filter(pk=log.requirement.pk).update(length=2)
    first = book(log, moment(2014, 6, 4), is_rar=True)
    beside = book(log, moment(2014, 6, 4, 14), is_rar=True)
    book(log, moment(2014, 6, 5), is_rar=True)

    assert refused(move, log, beside, moment(2014, 6, 6), how=how) == ("days-used",)
    move(log, beside, moment(2014, 6, 5, 14), how=how)
    move(log, first, moment(2014, 6, 6), how=how)

    assert log.days() == 2


@pytest.mark.parametrize("how", [commands.move_appointment, commands.correct_appointment])
def test_it_is_not_moved_to_a_day_on_which_what_it_is_about_has_ended(log, how):
    slot = book(log, moment(2014, 6, 4))
    Sentence.objects.filter(pk=log.sentence.pk).update(
        terminated_on=date(2014, 6, 10), ended_for="revoked"
    )

    assert refused(move, log, slot, moment(2014, 6, 11), how=how)
    move(log, slot, moment(2014, 6, 10), how=how)


@pytest.mark.parametrize(("code", "why"), [("ATTC", ("not-yet",)), ("UAAB", ("not-yet",))])
def test_what_is_ahead_cannot_be_changed_into_attended_or_failed(log, code, why):
    slot = book(log, moment(2014, 6, 4))
    with log.acting():
        made = commands.record_outcome(
            account_id=log.account.pk, appointment_id=slot.pk, outcome_code="AAME", now=NOW
        ).contact

        assert (
            refused(
                commands.change_outcome,
                account_id=log.account.pk,
                crn=log.crn,
                number=made.number,
                outcome_code=code,
                version=made.version,
                now=NOW,
            )
            == why
        )

    assert Contact.objects.get(pk=made.pk).outcome_id == "AAME"
    assert log.count() in {None, 0}
