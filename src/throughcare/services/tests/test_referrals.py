"""A referral from draft to its end, by the officer and the supplier in turn."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from throughcare.probation.models import Appointment, Contact
from throughcare.services import commands, queries
from throughcare.services.choices import Achievement, Attendance, Complexity, SessionKind
from throughcare.services.models import (
    Referral,
    ReferralCategory,
    Report,
    StepTaken,
)
from throughcare.services.tests.conftest import (
    FIRST,
    LATER,
    NOW,
    TODAY,
    acting,
    approved,
    booked,
    drafted,
    events,
    planned,
    refused,
    sent,
    stepped,
    supplied,
    told,
    written,
)

pytestmark = pytest.mark.django_db


def test_a_draft_begins_with_what_the_record_knows(officer_here, worker, case, duty):
    type(duty).objects.filter(id=duty.pk).update(done=3)

    made = drafted(officer_here, case, duty)

    assert (made.most_days, made.complete_by, made.state_id, made.reference[:2]) == (
        *(7, date(2015, 4, 30)),
        *("draft", "CS"),
    )
    assert list(made.categories.values_list("category_id", "complexity", "is_live")) == [
        ("ACC", "medium", False)
    ]
    assert events() == ["services.referral-changed.v1"]


def test_a_draft_is_refused_for_what_is_not_offered_or_in_force(
    *, officer_here, worker, case, duty
):
    type(duty.sentence).objects.filter(id=duty.sentence_id).update(terminated_on=TODAY)

    codes = refused(drafted, officer_here, case, duty, contract="OTHER")

    assert codes == ("no-contract", "no-duty")
    assert not Referral.objects.exists()


def test_a_contract_of_another_area_is_not_offered(*, officer_here, worker, nation, case):
    with acting(officer_here):
        here = [each.code for each in queries.contracts_for(case.pk)]
        elsewhere = queries.contracts_for(nation.cases["C11"].pk)

    assert (here, elsewhere) == (["SUP1K"], [])


def test_a_stranger_drafts_and_sends_nothing(
    *, officer_here, officer_elsewhere, worker, case, duty
):
    made = drafted(officer_here, case, duty)

    with pytest.raises(Http404):
        drafted(officer_elsewhere, case, duty)
    with pytest.raises(Http404):
        written(officer_elsewhere, made)
    with pytest.raises(Http404):
        stepped(officer_elsewhere, made, "sent")

    assert Referral.objects.get().state_id == "draft"


def test_what_is_missing_is_named_as_it_is_sent(officer_here, worker, case, duty):
    made = drafted(officer_here, case, duty)
    written(
        officer_here, made, categories={}, outcomes=(), complete_by=None, risk=" ", most_days=None
    )
    empty = refused(stepped, officer_here, made, "sent")
    written(officer_here, made, outcomes=(), complete_by=TODAY - timedelta(days=1))
    late = refused(stepped, officer_here, made, "sent")

    assert empty == ("no-category", "no-day", "no-risk")
    assert late == ("no-outcome", "day-over")
    assert not StepTaken.objects.exists()


def test_a_draft_takes_no_words_of_others_and_a_sent_one_none_at_all(
    *, officer_here, worker, case, duty
):
    made = drafted(officer_here, case, duty, is_activity=False)
    foreign = refused(
        written, officer_here, made, categories={"ETE": Complexity.LOW}, outcomes=("ETE01",)
    )
    days = refused(written, officer_here, made, most_days=3)
    written(officer_here, made)
    stepped(officer_here, made, "sent")

    assert foreign == ("no-such-category", "no-such-outcome")
    assert days == ("no-days",)
    assert refused(written, officer_here, made, needs="More") == ("sent",)
    assert Referral.objects.get().needs == "Sleeps at a friend's"


def test_it_goes_from_draft_to_its_end_by_both_in_turn(*, officer_here, worker, case, duty):
    made = approved(officer_here, worker, case, duty)
    booked(worker, made, on=FIRST + timedelta(days=1), at=LATER)
    told(worker, made, 2, at=LATER + timedelta(days=1))
    with acting(worker, LATER):
        commands.write_report(
            account_id=worker.pk,
            reference=made.reference,
            words="Has a room",
            findings={"ACC02": Achievement.YES, "ACC04": Achievement.PARTLY},
            now=LATER,
        )
    supplied(worker, made, "report-submitted", at=LATER)
    title = stepped(officer_here, made, "concluded", at=LATER)

    found = Referral.objects.get()
    assert title == "Concluded"
    assert (found.state_id, found.worker, found.ended_at, found.end_reason) == (
        *("concluded", "Ms Hill"),
        *(LATER, None),
    )
    assert list(StepTaken.objects.order_by("number").values_list("step_id", flat=True)) == [
        *("sent", "assigned", "assessment-booked", "plan-drafted", "plan-submitted"),
        *("plan-approved", "report-submitted", "concluded"),
    ]
    assert queries.broken() == []


def test_no_step_is_left_out_and_each_is_for_its_party(*, officer_here, worker, case, duty):
    made = sent(officer_here, case, duty)

    assert refused(supplied, worker, made, "plan-submitted") == ("does-not-follow",)
    assert refused(stepped, officer_here, made, "assigned") == ("does-not-follow",)
    assert refused(supplied, worker, made, "assigned") == ("no-worker",)
    supplied(worker, made, "assigned", worker="Ms Hill")
    assert refused(supplied, worker, made, "assessment-booked") == ("no-meeting",)
    assert list(StepTaken.objects.values_list("step_id", flat=True)) == ["sent", "assigned"]


def test_the_database_takes_no_step_that_no_row_allows(*, officer_here, worker, case, duty):
    made = sent(officer_here, case, duty)

    def taken(account, move: str) -> int | None:
        with acting(account), connection.cursor() as cursor:
            cursor.execute("select services_take_step(%s, %s, '', '', '')", [made.pk, move])
            row: tuple[int | None] = cursor.fetchone()
            return row[0]

    assert [
        taken(officer_here, "plan-submitted:plan-approved"),
        taken(officer_here, "sent:assigned"),
        taken(officer_here, "sent:cancelled"),
        taken(worker, "nothing"),
    ] == [None, None, None, None]
    assert Referral.objects.get().state_id == "sent"


def test_a_plan_needs_a_meeting_that_was_attended_and_something_for_each_outcome(
    *, officer_here, worker, case, duty
):
    made = sent(officer_here, case, duty)
    early = refused(planned, worker, made)
    supplied(worker, made, "assigned", worker="Ms Hill")
    booked(worker, made, on=FIRST, kind=SessionKind.ASSESSMENT)
    supplied(worker, made, "assessment-booked")
    unmet = refused(supplied, worker, made, "plan-drafted")
    told(worker, made, 1, at=LATER, attendance=Attendance.NO, is_held=False)
    missed = refused(supplied, worker, made, "plan-drafted", at=LATER)
    booked(worker, made, on=FIRST + timedelta(days=1), kind=SessionKind.ASSESSMENT, at=LATER)
    told(worker, made, 2, at=LATER + timedelta(days=1))
    planned(worker, made, at=LATER, ACC02="Look for rooms", ACC04=" ")
    partly = refused(supplied, worker, made, "plan-drafted", at=LATER)
    none = refused(planned, worker, made, sessions=0, ETE01="Work")

    assert early == ("not-now",)
    assert unmet == ("not-assessed", "no-plan")
    assert missed == ("not-assessed", "no-plan")
    assert partly == ("no-activity",)
    assert none == ("no-such-outcome", "no-sessions")


def test_a_plan_is_sent_back_with_words(*, officer_here, worker, case, duty):
    made = sent(officer_here, case, duty)
    supplied(worker, made, "assigned", worker="Ms Hill")
    booked(worker, made, on=FIRST, kind=SessionKind.ASSESSMENT)
    supplied(worker, made, "assessment-booked")
    told(worker, made, 1, at=LATER)
    planned(worker, made, at=LATER)
    supplied(worker, made, "plan-drafted", at=LATER)
    supplied(worker, made, "plan-submitted", at=LATER)
    silent = refused(stepped, officer_here, made, "plan-drafted", at=LATER)
    stepped(officer_here, made, "plan-drafted", at=LATER, note="More on debts")
    planned(worker, made, sessions=6, at=LATER)

    with acting(worker, LATER):
        file = queries.file_of(made.reference)
    assert silent == ("no-note",)
    assert file is not None
    assert (file.steps[0].note, file.plan and file.plan.sessions) == ("More on debts", 6)


def test_a_report_needs_every_outcome_and_every_session_told(*, officer_here, worker, case, duty):
    made = approved(officer_here, worker, case, duty)
    booked(worker, made, on=FIRST + timedelta(days=1), at=LATER)
    without = refused(supplied, worker, made, "report-submitted", at=LATER)

    def reported(words: str, **findings: Achievement) -> Report:
        with acting(worker, LATER):
            return commands.write_report(
                account_id=worker.pk,
                reference=made.reference,
                words=words,
                findings=findings,
                now=LATER,
            )

    empty = refused(reported, "  ", ETE01=Achievement.NO)
    reported("Some", ACC02=Achievement.YES)
    reported("More", ACC02=Achievement.NO)
    partly = refused(supplied, worker, made, "report-submitted", at=LATER)

    assert without == ("no-report", "sessions-untold")
    assert empty == ("no-such-outcome", "no-words")
    assert partly == ("no-finding", "sessions-untold")
    with acting(worker, LATER):
        file = queries.file_of(made.reference)
    assert file is not None
    assert file.report is not None
    assert (file.report.words, [each.achieved for each in file.findings]) == ("More", ["no"])


@pytest.mark.parametrize(
    ("until", "reason", "step"),
    [("draft", "cancellation.MIS", "cancelled"), ("sent", "cancellation.DIE", "cancelled")],
)
def test_it_is_cancelled_with_a_reason_before_the_supplier_begins(
    *, officer_here, worker, case, duty, until, reason, step
):
    made = drafted(officer_here, case, duty)
    if until == "sent":
        written(officer_here, made)
        stepped(officer_here, made, "sent")

    wrong = refused(stepped, officer_here, made, step, reason="withdrawal.NOT")
    stepped(officer_here, made, step, reason=reason)

    found = Referral.objects.get()
    assert wrong == ("no-reason",)
    assert (found.state_id, found.end_reason_id, found.ended_at) == (step, reason, NOW)
    assert not ReferralCategory.objects.filter(is_live=True).exists()


def test_somebody_is_withdrawn_and_what_is_ahead_is_let_go(*, officer_here, worker, case, duty):
    made = approved(officer_here, worker, case, duty)
    booked(worker, made, on=FIRST + timedelta(days=1), at=LATER)
    counted = type(duty).objects.get(id=duty.pk).done

    stepped(officer_here, made, "withdrawn", at=LATER, reason="withdrawal.RET")

    found = Referral.objects.get()
    assert (found.state_id, found.end_reason_id) == ("withdrawn", "withdrawal.RET")
    assert Appointment.objects.filter(is_cancelled=False, outcome="").count() == 0
    assert (counted, type(duty).objects.get(id=duty.pk).done) == (1, 0)
    assert Contact.objects.filter(type_id="CRSAPT").count() == 1
    with acting(worker, LATER):
        assert refused(booked, worker, made, on=FIRST + timedelta(days=3), at=LATER) == (
            "not-here",
        )


def test_two_suppliers_hold_one_person_for_the_same_only_when_somebody_confirms_it(
    *, officer_here, worker, other_worker, case, duty
):
    first = sent(officer_here, case, duty)
    second = drafted(officer_here, case, duty, contract="SUP2K")
    written(officer_here, second)
    unconfirmed = refused(stepped, officer_here, second, "sent")
    stepped(officer_here, second, "sent", is_confirmed=True)

    assert unconfirmed == ("held-by-another",)
    assert list(
        ReferralCategory.objects.order_by("id").values_list(
            "referral_id", "is_live", "is_beside", "confirmed_by_id", "confirmed_at"
        )
    ) == [
        (first.pk, True, False, None, None),
        (second.pk, True, True, officer_here.pk, NOW),
    ]
    stepped(officer_here, first, "cancelled", reason="cancellation.DUP")
    assert list(
        ReferralCategory.objects.order_by("id").values_list(
            "is_live", "is_beside", "confirmed_by_id"
        )
    ) == [(False, False, None), (True, False, officer_here.pk)]
    assert queries.broken() == []


def test_the_database_keeps_a_second_supplier_out_whoever_writes(
    *, officer_here, worker, other_worker, case, duty
):
    sent(officer_here, case, duty)
    second = drafted(officer_here, case, duty, contract="SUP2K")
    written(officer_here, second)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralCategory.objects.filter(referral=second).update(is_live=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralCategory.objects.filter(referral=second).update(is_live=True, is_beside=True)
