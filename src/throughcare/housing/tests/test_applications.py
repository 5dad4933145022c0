"""Applications: what they begin with, who takes which step, what is told of it, and what expires."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.housing import commands, queries
from throughcare.housing.choices import Kind
from throughcare.housing.models import Application, Stay, StepTaken
from throughcare.housing.tests.conftest import (
    NOW,
    TODAY,
    acting,
    answered,
    booked,
    drafted,
    events,
    refused,
    stepped,
    submitted,
    wanted,
    written,
)
from throughcare.probation.models import Contact, Registration, RiskProfile

pytestmark = pytest.mark.django_db


def alerts(case) -> list[str]:
    return list(
        Contact.objects.filter(case=case, is_alert=True)
        .order_by("number")
        .values_list("type_id", flat=True)
    )


def test_an_application_begins_with_what_the_record_knows(*, officer_here, case, codes):
    RiskProfile.objects.filter(case=case).update(rosh="high")
    Registration.objects.create(
        case=case,
        type_id="RCCO",
        starts_on=date(2014, 1, 1),
        review_on=date(2014, 7, 1),
        recorded_at=NOW,
    )

    made = drafted(officer_here, case)

    assert (made.kind, made.nights, made.arrives_on) == (Kind.APPROVED, 84, None)
    assert made.risk == "Risk of serious harm: High.\nFlags: Child concerns."
    assert made.reference.startswith("HA1")
    assert events() == []


def test_one_application_of_a_kind_goes_on_at_a_time(*, officer_here, case, codes):
    drafted(officer_here, case)
    drafted(officer_here, case, kind=Kind.TEMPORARY)

    assert refused(drafted, officer_here, case) == ("goes-on",)
    assert Application.objects.count() == 2


def test_nobody_applies_for_a_closed_case_or_one_of_another_body(
    *, officer_here, officer_elsewhere, case, codes
):
    with pytest.raises(Http404):
        drafted(officer_elsewhere, case)
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)

    assert refused(drafted, officer_here, case) == ("case-closed",)
    assert not Application.objects.exists()


def test_what_is_missing_is_refused_and_nothing_is_submitted(*, officer_here, case, codes):
    made = drafted(officer_here, case)
    written(officer_here, made, purpose="", arrives_on=None)

    assert refused(stepped, officer_here, made, "submitted") == ("no-day", "no-purpose")
    made.refresh_from_db()
    assert (made.state_id, made.submitted_at, StepTaken.objects.count()) == ("draft", None, 0)


def test_what_was_submitted_is_not_written_over(*, officer_here, case, codes):
    made = submitted(officer_here, case)

    assert refused(written, officer_here, made, purpose="Another") == ("submitted",)
    assert Application.objects.get().purpose == "To settle after prison"


def test_an_answer_is_due_by_the_terms_and_sooner_where_it_is_urgent(
    *, officer_here, assessor, case, codes
):
    slow = submitted(officer_here, case)
    quick = submitted(officer_here, case, kind=Kind.TEMPORARY, is_urgent=True)

    with acting(assessor):
        ids = queries.ids_to_answer(["submitted"])
        listed = queries.to_answer(ids)

    assert [(each.line.reference, each.line.due_on) for each in listed] == [
        (quick.reference, TODAY + timedelta(days=2)),
        (slow.reference, TODAY + timedelta(days=10)),
    ]
    assert ids == [quick.pk, slow.pk]


def test_more_is_asked_for_the_officer_is_alerted_and_answers(
    *, officer_here, assessor, case, codes
):
    made = submitted(officer_here, case)

    assert refused(answered, assessor, made, "information") == ("no-note",)
    answered(assessor, made, "information", note="Who is at risk?")
    assert alerts(case) == ["EAPC"]
    stepped(officer_here, made, "submitted", note="A neighbour")

    made.refresh_from_db()
    assert made.state_id == "submitted"
    assert list(
        StepTaken.objects.order_by("number").values_list("step_id", "note", "author_id")
    ) == [
        ("submitted", "", officer_here.pk),
        ("information", "Who is at risk?", assessor.pk),
        ("submitted", "A neighbour", officer_here.pk),
    ]
    told = Contact.objects.filter(case=case, type_id="EAPC").get()
    assert (told.author_id, told.notes) == (
        assessor.pk,
        f"{made.reference}: Further information asked for.\nWho is at risk?",
    )


def test_a_refusal_says_why_and_ends_it(*, officer_here, assessor, case, codes):
    made = submitted(officer_here, case)

    assert refused(answered, assessor, made, "refused", note="No") == ("no-reason",)
    answered(assessor, made, "refused", note="No staff at night", reason="refusal.RISK")

    made.refresh_from_db()
    assert (made.state_id, made.end_reason_id, made.ended_at) == ("refused", "refusal.RISK", NOW)
    assert alerts(case) == ["EAPE"]
    assert refused(stepped, officer_here, made, "withdrawn", reason="withdrawal.DIED") == (
        "does-not-follow",
    )
    assert drafted(officer_here, case).pk != made.pk


def test_the_officer_withdraws_and_nobody_else_does(*, officer_here, assessor, case, codes):
    made = submitted(officer_here, case)

    assert refused(answered, assessor, made, "withdrawn", reason="withdrawal.DIED") == (
        "does-not-follow",
    )
    assert refused(stepped, officer_here, made, "accepted") == ("does-not-follow",)
    stepped(officer_here, made, "withdrawn", reason="withdrawal.DIED", note="Last week")

    made.refresh_from_db()
    assert (made.state_id, made.end_reason_id) == ("withdrawn", "withdrawal.DIED")


def test_what_comes_of_a_stay_is_no_step_by_itself(*, officer_here, assessor, worker, man):
    made = wanted(officer_here, assessor, man)
    assert refused(answered, assessor, made, "booked") == ("of-a-stay",)
    booked(assessor, made)

    assert refused(stepped, officer_here, made, "placement-requested", reason="x") == ("of-a-stay",)
    assert refused(stepped, officer_here, made, "arrived") == ("of-a-stay",)


def test_a_placement_is_asked_for_with_its_days(*, officer_here, assessor, man, codes):
    made = submitted(officer_here, man)
    answered(assessor, made, "accepted")

    assert refused(stepped, officer_here, made, "placement-requested", nights=500) == (
        "no-day",
        "too-long",
    )
    stepped(
        officer_here,
        made,
        "placement-requested",
        arrives_on=TODAY + timedelta(days=3),
        nights=10,
    )

    made.refresh_from_db()
    assert (made.arrives_on, made.nights, made.state_id) == (
        TODAY + timedelta(days=3),
        10,
        "placement-requested",
    )


@pytest.mark.parametrize(("state", "days"), [("information", 28), ("accepted", 365)])
def test_what_nobody_goes_on_with_expires_the_night_after(
    *, officer_here, assessor, case, codes, state, days
):
    made = submitted(officer_here, case)
    answered(assessor, made, state, note="Who is at risk?")

    def expire(after: int) -> int:
        at = NOW + timedelta(days=after)
        with change_access.as_engine(now=at):
            return commands.expire_applications(now=at)

    assert (expire(days), expire(days + 1), expire(days + 1)) == (0, 1, 0)
    made.refresh_from_db()
    assert (made.state_id, made.due_on) == ("expired", None)
    last = StepTaken.objects.order_by("-number")[0]
    assert (last.step_id, last.author_id) == ("expired", None)
    assert Contact.objects.filter(case=case, author_id=None, is_alert=True).exists()
    assert events()[-1] == "housing.application-changed.v1"
    assert queries.broken() == []


def test_what_waits_for_others_does_not_expire(*, officer_here, case, codes):
    submitted(officer_here, case)
    late = NOW + timedelta(days=900)

    with change_access.as_engine(now=late):
        assert commands.expire_applications(now=late) == 0
    assert Application.objects.get().state_id == "submitted"


def test_the_kind_decides_what_the_log_says(*, officer_here, assessor, case, codes):
    made = submitted(officer_here, case, kind=Kind.TEMPORARY)
    answered(assessor, made, "information", note="Since when?")

    assert list(
        Contact.objects.filter(case=case, number__gt=1)
        .order_by("number")
        .values_list("type_id", flat=True)
    ) == ["ERFH", "CAS3B"]


def test_a_stranger_takes_no_step(*, officer_here, officer_elsewhere, worker, assessor, case):
    made = submitted(officer_here, case)

    with pytest.raises(Http404):
        answered(officer_elsewhere, made, "accepted")
    with pytest.raises(Http404):
        answered(worker, made, "accepted")
    with pytest.raises(Http404):
        stepped(assessor, made, "withdrawn", reason="withdrawal.DIED")
    made.refresh_from_db()
    assert (made.state_id, Stay.objects.count()) == ("submitted", 0)
