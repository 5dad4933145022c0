"""The rules of the log (domain rules, 13.2), one by one, and what keeps the database to them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.models import (
    AllowedOutcome,
    Appointment,
    Contact,
    ContactType,
    Requirement,
    Sentence,
)
from throughcare.probation.tests.logs import Log, begin, moment, names

NOW = moment(2014, 6, 2, 9)


@pytest.fixture
def log(case, officer_here) -> Log:
    return begin(case, officer_here, imposed_on=date(2014, 1, 1), at=NOW)


def book(log: Log, starts_at: datetime, **more: Any) -> Appointment:
    length = more.pop("minutes", 30)
    with log.acting():
        return commands.make_appointment(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code=more.pop("type_code", "COAP"),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=length),
            now=log.at,
            **more,
        )


def record(log: Log, **more: Any) -> Contact:
    starts_at = more.pop("starts_at", NOW - timedelta(hours=2))
    with log.acting():
        return commands.record_contact(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code=more.pop("type_code", "COAP"),
            starts_at=starts_at,
            ends_at=more.pop("ends_at", starts_at + timedelta(minutes=45)),
            outcome_code=more.pop("outcome_code", "ATTC"),
            now=more.pop("now", log.at),
            **more,
        )


def refused(log: Log, **more: Any) -> tuple[str, ...]:
    before = Contact.objects.count()
    with pytest.raises(Refused) as refusal:
        record(log, **more)
    assert Contact.objects.count() == before
    return refusal.value.codes


def test_hours_are_credited_when_attended_and_complied_and_taken_back_when_not(log):
    made = record(log)
    with log.acting():
        commands.change_outcome(
            account_id=log.account.pk,
            crn=log.crn,
            number=made.number,
            outcome_code="UAAB",
            version=1,
            now=NOW,
        )

    assert made.hours_credited == Decimal("0.75")
    assert Contact.objects.values_list("outcome_id", "hours_credited", "version").get(
        id=made.pk
    ) == ("UAAB", None, 2)


def test_an_outcome_that_somebody_changed_meanwhile_is_not_overwritten(log):
    made = record(log)
    Contact.objects.filter(id=made.pk).update(version=2)

    with log.acting(), pytest.raises(Refused) as refusal:
        commands.change_outcome(
            account_id=log.account.pk,
            crn=log.crn,
            number=made.number,
            outcome_code="UAAB",
            version=1,
            now=NOW,
        )

    assert refusal.value.codes == ("changed-since",)
    assert Contact.objects.get(id=made.pk).outcome_id == "ATTC"


def test_a_type_with_outcomes_of_its_own_allows_no_other(log):
    AllowedOutcome.objects.create(type_id="COAP", outcome_id="UAAB")

    assert refused(log) == ("outcome-not-allowed",)
    assert record(log, outcome_code="UAAB").outcome_id == "UAAB"


def test_a_location_is_needed_where_the_type_says_so(log, nation):
    ContactType.objects.filter(code="COAP").update(needs_location="yes")
    office = nation.units["C05T"].pk

    with pytest.raises(Refused) as refusal:
        book(log, NOW + timedelta(days=1))

    assert refusal.value.codes == ("location-missing",)
    assert book(log, NOW + timedelta(days=1), office_id=office).office_id == office


def test_an_officer_who_left_the_post_before_that_day_is_not_booked(log):
    post = log.account.posts.get()
    log.account.posts.update(ends_at=NOW + timedelta(days=2))

    assert book(log, NOW + timedelta(days=1), post_id=post.pk).post_id == post.pk
    with pytest.raises(Refused) as refusal:
        book(log, NOW + timedelta(days=3), post_id=post.pk)
    assert refusal.value.codes == ("not-in-post",)


def test_a_type_that_is_recorded_when_it_happened_is_not_booked(log):
    ContactType.objects.filter(code="COAP").update(may_be_ahead=False)

    with pytest.raises(Refused) as refusal:
        book(log, NOW + timedelta(days=1))

    assert refusal.value.codes == ("not-ahead",)


def test_a_component_must_be_active_unless_the_type_is_allowed_after_its_end(log):
    Sentence.objects.filter(id=log.sentence.pk).update(terminated_on=date(2014, 5, 31))
    Requirement.objects.filter(id=log.requirement.pk).update(ended_on=date(2014, 5, 31))
    about = commands.Subject(sentence_id=log.sentence.pk, requirement_id=log.requirement.pk)

    assert refused(log, subject=about) == ("sentence-not-active", "requirement-not-active")
    ContactType.objects.filter(code="COAP").update(is_allowed_after_end=True)
    assert record(log, subject=about).requirement_id == log.requirement.pk


def test_a_contact_is_about_nothing_of_another_case(log, nation):
    other = Sentence.objects.create(
        case=nation.cases["N02"],
        number=1,
        type_id="201",
        offence_id="04600",
        imposed_on=date(2014, 1, 1),
        recorded_at=NOW,
    )

    assert refused(log, subject=commands.Subject(sentence_id=other.pk)) == ("no-such-sentence",)
    elsewhere = commands.Subject(sentence_id=log.sentence.pk, requirement_id=0)
    assert refused(log, subject=elsewhere) == ("no-such-requirement",)
    without = commands.Subject(requirement_id=log.requirement.pk)
    assert refused(log, subject=without) == ("no-such-requirement",)

    def write() -> None:
        with transaction.atomic():
            Contact.objects.filter(case=log.case).update(sentence=other)
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        write()


def test_a_requirement_without_its_sentence_cannot_be_written(log):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(case=log.case).update(requirement=log.requirement)


def test_an_activity_is_for_a_requirement_and_of_a_type_that_may_be_one(log):
    of_nothing = commands.Subject(sentence_id=log.sentence.pk, is_rar=True)
    activity = commands.Subject(
        sentence_id=log.sentence.pk, requirement_id=log.requirement.pk, is_rar=True
    )

    assert refused(log, subject=of_nothing) == ("no-requirement",)
    ContactType.objects.filter(code="COAP").update(counts_as_rar=False)
    assert refused(log, subject=activity) == ("no-activity",)


def test_no_more_days_of_activity_are_booked_than_the_order_has(log):
    Requirement.objects.filter(id=log.requirement.pk).update(length=1)
    activity = commands.Subject(
        sentence_id=log.sentence.pk, requirement_id=log.requirement.pk, is_rar=True
    )

    book(log, NOW + timedelta(days=1), subject=activity)
    book(log, NOW + timedelta(days=1, hours=2), subject=activity)
    with pytest.raises(Refused) as refusal:
        book(log, NOW + timedelta(days=2), subject=activity)

    assert refusal.value.codes == ("days-used",)
    assert log.days() == 1


def test_a_cancelled_or_corrected_appointment_takes_its_day_with_it(log):
    activity = commands.Subject(
        sentence_id=log.sentence.pk, requirement_id=log.requirement.pk, is_rar=True
    )
    first = book(log, NOW + timedelta(days=1), subject=activity)
    second = book(log, NOW + timedelta(days=2), subject=activity)
    booked = log.days()

    with log.acting():
        commands.correct_appointment(
            account_id=log.account.pk,
            appointment_id=second.pk,
            starts_at=NOW + timedelta(days=1, hours=3),
            ends_at=NOW + timedelta(days=1, hours=4),
            now=NOW,
        )
        corrected = log.days()
        commands.cancel_appointment(
            account_id=log.account.pk, appointment_id=first.pk, reason="Ill", now=NOW
        )

    assert (booked, corrected, log.days()) == (2, 1, 1)
    assert Appointment.objects.count() == 2
    assert log.entries("COAP") == []


def test_only_its_maker_moves_an_appointment_in_place_and_only_before_it_starts(log):
    slot = book(log, NOW + timedelta(hours=1))
    Appointment.objects.filter(id=slot.pk).update(made_by_id=0)
    log.at = NOW + timedelta(hours=2)

    with log.acting(), pytest.raises(Refused) as refusal:
        commands.correct_appointment(
            account_id=log.account.pk,
            appointment_id=slot.pk,
            starts_at=NOW + timedelta(days=1),
            ends_at=NOW + timedelta(days=1, hours=1),
            now=log.at,
        )

    assert refusal.value.codes == ("not-its-maker", "has-started")
    assert Appointment.objects.get().starts_at == slot.starts_at


def test_notes_are_appended_with_author_and_time_and_what_was_written_stays(log):
    made = record(log, notes="Came on time")

    with log.acting():
        commands.append_note(
            account_id=log.account.pk, crn=log.crn, number=made.number, text="Rang later", now=NOW
        )
        shown = queries.later_notes(log.case.pk, number=made.number)
        for text, code in (("  ", "no-note"), ("x" * 12_001, "notes-too-long")):
            with pytest.raises(Refused) as refusal:
                commands.append_note(
                    account_id=log.account.pk, crn=log.crn, number=made.number, text=text, now=NOW
                )
            assert refusal.value.codes == (code,)

    made.refresh_from_db()
    assert made.notes == "Came on time"
    assert [(each.text, each.author, each.recorded_at) for each in shown] == [
        ("Rang later", "Officer-C05", NOW)
    ]
    assert names()[-1] == "probation.contact-changed.v1"


def test_a_sensitive_type_makes_its_entries_sensitive(log):
    ContactType.objects.filter(code="COAP").update(is_sensitive=True)

    assert record(log).is_sensitive is True


def test_an_alert_stays_until_it_is_cleared(log):
    ContactType.objects.filter(code="COAP").update(alerts_officer=True)
    made = record(log)

    with log.acting():
        commands.clear_alert(account_id=log.account.pk, crn=log.crn, number=made.number, now=NOW)
        commands.clear_alert(account_id=log.account.pk, crn=log.crn, number=made.number, now=NOW)

    assert made.is_alert is True
    assert Contact.objects.get(id=made.pk).is_alert is False


def test_an_alert_is_put_back_for_a_minute_by_whoever_cleared_it(log):
    ContactType.objects.filter(code="COAP").update(alerts_officer=True)
    made = record(log)

    def restore(*, after: int) -> str:
        later = replace(log, at=NOW + timedelta(seconds=after))
        with later.acting():
            try:
                commands.restore_alert(
                    account_id=log.account.pk, crn=log.crn, number=made.number, now=later.at
                )
            except Refused as refusal:
                return refusal.codes[0]
        return ""

    assert restore(after=0) == "too-late"
    with log.acting():
        commands.clear_alert(account_id=log.account.pk, crn=log.crn, number=made.number, now=NOW)
    assert restore(after=61) == "too-late"
    assert restore(after=60) == ""
    assert Contact.objects.get(id=made.pk).is_alert is True
    assert restore(after=60) == "too-late"
