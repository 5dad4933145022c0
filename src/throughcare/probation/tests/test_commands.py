from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.access import commands as access
from throughcare.access.tests.small_nation import NOW
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.models import (
    Appointment,
    Case,
    CaseAssignment,
    Contact,
    Enforcement,
    RiskProfile,
)


def acting(account):
    return access.acting_as(account_id=account.pk, now=NOW)


def events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_a_contact_is_numbered_by_its_case_and_told(case, officer_here):
    Case.objects.filter(id=case.id).update(contacts_made=1)

    with acting(officer_here):
        made = commands.record_contact(
            account_id=officer_here.pk,
            case_id=case.id,
            type_code="CTOA",
            starts_at=NOW - timedelta(minutes=5),
            notes="Rang in",
            now=NOW,
        )

    assert (made.number, Case.objects.get(id=case.id).contacts_made) == (2, 2)
    assert events() == ["probation.contact-recorded.v1"]


def test_a_contact_is_refused_with_every_reason_and_leaves_no_trace(case, officer_here):
    with acting(officer_here), pytest.raises(Refused) as refused:
        commands.record_contact(
            account_id=officer_here.pk,
            case_id=case.id,
            type_code="COAP",
            starts_at=NOW + timedelta(hours=1),
            ends_at=NOW,
            now=NOW,
        )

    assert refused.value.codes == ("outcome-missing", "not-yet", "ends-before-start")
    assert Contact.objects.filter(case_id=case.id).count() == 1
    assert events() == []


def test_a_stranger_may_not_write_and_is_not_told_that_there_is_a_case(case, officer_elsewhere):
    with acting(officer_elsewhere), pytest.raises(Http404):
        commands.record_contact(
            account_id=officer_elsewhere.pk,
            case_id=case.id,
            type_code="CTOA",
            starts_at=NOW,
            now=NOW,
        )

    assert Contact.objects.filter(case_id=case.id).count() == 1


def test_an_outcome_makes_the_appointment_an_entry_of_the_log(slot, officer_here):
    Case.objects.filter(id=slot.case_id).update(contacts_made=1)

    with acting(officer_here):
        result = commands.record_outcome(
            account_id=officer_here.pk, appointment_id=slot.pk, outcome_code="ATTC", now=NOW
        )

    slot.refresh_from_db()
    assert (slot.outcome, slot.contact_id) == ("ATTC", result.contact.pk)
    assert result.prompts_enforcement is False
    assert events() == ["probation.contact-recorded.v1"]


def test_a_failure_asks_for_enforcement(slot, officer_here):
    Case.objects.filter(id=slot.case_id).update(contacts_made=1)

    with acting(officer_here):
        result = commands.record_outcome(
            account_id=officer_here.pk, appointment_id=slot.pk, outcome_code="UAAB", now=NOW
        )

    assert result.prompts_enforcement is True


def test_before_an_appointment_starts_only_an_acceptable_absence_is_recorded(slot, officer_here):
    Case.objects.filter(id=slot.case_id).update(contacts_made=1)
    Appointment.objects.update(starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2))

    with acting(officer_here):
        with pytest.raises(Refused) as refused:
            commands.record_outcome(
                account_id=officer_here.pk, appointment_id=slot.pk, outcome_code="ATTC", now=NOW
            )
        commands.record_outcome(
            account_id=officer_here.pk, appointment_id=slot.pk, outcome_code="AAME", now=NOW
        )

    assert refused.value.codes == ("not-yet",)
    assert Appointment.objects.get().outcome == "AAME"


def test_a_clash_names_the_other_and_touching_is_none(case, officer_here):
    begins = NOW + timedelta(days=1)

    def make(starts_at) -> Appointment:
        return commands.make_appointment(
            account_id=officer_here.pk,
            case_id=case.id,
            type_code="COAP",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            now=NOW,
        )

    with acting(officer_here):
        make(begins)
        with pytest.raises(Refused) as refused:
            make(begins + timedelta(minutes=15))
        make(begins + timedelta(minutes=30))

    assert str(refused.value) == (
        "There is another appointment then: Office visit, 3 June 2014 from 10:00 to 10:30."
    )
    assert Appointment.objects.count() == 2


def test_a_moved_appointment_is_kept_in_the_log_and_counts_as_no_failure(slot, officer_here):
    Case.objects.filter(id=slot.case_id).update(contacts_made=1)
    begins = NOW + timedelta(days=2)

    with acting(officer_here):
        new = commands.move_appointment(
            account_id=officer_here.pk,
            appointment_id=slot.pk,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            now=NOW,
        )

    slot.refresh_from_db()
    assert (slot.is_cancelled, slot.outcome, slot.replaced_by_id) == (True, "RSSR", new.pk)
    assert (new.starts_at, new.post_id) == (begins, slot.post_id)


def test_a_changed_risk_keeps_what_was_known_before(case, officer_here):
    with acting(officer_here):
        commands.change_risk(
            account_id=officer_here.pk,
            case_id=case.id,
            rosh="high",
            mappa="2",
            mappa_level=1,
            rsr=None,
            now=NOW,
        )

    assert list(
        RiskProfile.objects.filter(case=case).order_by("id").values_list("rosh", "superseded_at")
    ) == [(None, NOW), ("high", None)]


def test_only_a_manager_gives_a_case_and_the_row_before_stays(case, officer_here):
    post = officer_here.posts.get()

    def give() -> bool:
        return commands.give_case(
            account_id=officer_here.pk,
            case_id=case.id,
            post_id=post.pk,
            decision=commands.Decision(reason_code="IN1", justification="New"),
            now=NOW,
        )

    with acting(officer_here), pytest.raises(PermissionDenied):
        give()
    officer_here.posts.update(role="manager")
    with acting(officer_here):
        given, again = give(), give()

    assert (given, again) == (True, False)
    assert list(
        CaseAssignment.objects.filter(item=case).order_by("id").values_list("post_id", flat=True)
    ) == [None, post.pk]


def test_enforcement_has_a_clock_and_is_opened_once(case, officer_here):
    def open_it() -> Enforcement:
        return commands.open_enforcement(
            account_id=officer_here.pk, case_id=case.id, kind=EnforcementKind.BREACH, now=NOW
        )

    with acting(officer_here):
        made = open_it()
        with pytest.raises(Refused) as refused:
            open_it()

    assert (made.opened_on, made.due_on) == (date(2014, 6, 2), date(2014, 6, 16))
    assert refused.value.codes == ("already-open",)
