"""The acceptance examples of the log by name (domain rules, section 31): RAR, FTC, Clash, Reschedule."""

from datetime import date, datetime, timedelta

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands
from throughcare.probation.models import Appointment, Contact, Enforcement
from throughcare.probation.tests.logs import Log, begin, moment


@pytest.fixture
def log(case, officer_here) -> Log:
    return begin(case, officer_here, imposed_on=date(2026, 1, 1), at=moment(2026, 5, 6))


def fail(log: Log, on: datetime) -> Contact:
    log.at = max(log.at, on + timedelta(hours=1))
    with log.acting():
        return commands.record_contact(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=on,
            ends_at=on + timedelta(minutes=30),
            outcome_code="UAAB",
            subject=commands.Subject(sentence_id=log.sentence.pk),
            now=log.at,
        )


def test_acceptance_rar(log):
    activity = commands.Subject(
        sentence_id=log.sentence.pk, requirement_id=log.requirement.pk, is_rar=True
    )

    def did(on: datetime, code: str) -> None:
        commands.record_contact(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=on,
            ends_at=on + timedelta(hours=1),
            outcome_code=code,
            subject=activity,
            now=log.at,
        )

    with log.acting():
        did(moment(2026, 5, 1, 9), "ATTC")
        did(moment(2026, 5, 1, 14), "ATTC")
        did(moment(2026, 5, 3), "ATTC")
        did(moment(2026, 5, 5), "UAAB")
        commands.make_appointment(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=moment(2026, 5, 8),
            ends_at=moment(2026, 5, 8, 11),
            subject=activity,
            now=log.at,
        )

    assert log.days() == 3


def test_acceptance_ftc(log):
    log.at = moment(2026, 1, 2)

    fail(log, moment(2026, 1, 10, 9))
    fail(log, moment(2026, 1, 10, 14))
    after_one_day = (log.count(), len(log.entries("ARWS")))
    fail(log, moment(2026, 2, 20))
    after_a_second = (log.count(), len(log.entries("ARWS")))
    fail(log, moment(2026, 3, 1))
    after_a_third = (log.count(), len(log.entries("ARWS")))
    breach = Enforcement.objects.create(
        case=log.case,
        reference="E1",
        kind="breach",
        state="presented",
        opened_on=date(2026, 3, 2),
        due_on=date(2026, 3, 16),
        sentence=log.sentence,
        recorded_at=log.at,
    )
    log.at = moment(2026, 3, 15)
    with log.acting():
        commands.take_step(
            account_id=log.account.pk,
            crn=log.crn,
            reference=breach.reference,
            step="breach-concluded",
            words=commands.Words(result="continues"),
            now=log.at,
        )
    after_the_breach = log.count()
    fail(log, moment(2026, 3, 20))

    assert after_one_day == (1, 0)
    assert after_a_second == (2, 1)
    assert after_a_third == (3, 1)
    assert after_the_breach == 0
    assert log.count() == 1


def test_acceptance_clash(log):
    def book(begins: datetime, ends: datetime) -> Appointment:
        return commands.make_appointment(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=begins,
            ends_at=ends,
            now=log.at,
        )

    with log.acting():
        book(moment(2026, 6, 1, 9), moment(2026, 6, 1, 9, 45))
        book(moment(2026, 6, 1, 9, 45), moment(2026, 6, 1, 10, 15))
        with pytest.raises(Refused) as refused:
            book(moment(2026, 6, 1, 9, 30), moment(2026, 6, 1, 9, 45))

    assert str(refused.value) == (
        "There is another appointment then: Office visit, 1 June 2026 from 10:00 to 10:45."
    )
    assert Appointment.objects.count() == 2


def test_acceptance_reschedule(log):
    log.at = moment(2026, 6, 1)
    with log.acting():
        first = commands.make_appointment(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=moment(2026, 6, 3, 13),
            ends_at=moment(2026, 6, 3, 14),
            subject=commands.Subject(sentence_id=log.sentence.pk),
            now=log.at,
        )
        second = commands.move_appointment(
            account_id=log.account.pk,
            appointment_id=first.pk,
            starts_at=moment(2026, 6, 5, 13),
            ends_at=moment(2026, 6, 5, 14),
            asked_by="RSOF",
            now=log.at,
        )
    log.at = moment(2026, 6, 5, 15)
    with log.acting():
        kept = commands.record_outcome(
            account_id=log.account.pk,
            appointment_id=second.pk,
            outcome_code="ATTC",
            now=log.at,
        ).contact

    first.refresh_from_db()
    assert (first.contact.outcome_id, first.replaced_by_id) == ("RSOF", second.pk)
    assert (second.type_id, second.sentence_id) == ("COAP", log.sentence.pk)
    assert kept.linked_id == first.contact_id
    assert log.count() is None
