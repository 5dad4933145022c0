"""Requirements of an order, and the end of an order with all that hangs from it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.choices import EndReason
from throughcare.probation.models import Appointment, Commencement, Requirement, Sentence
from throughcare.probation.tests.sentencing import (
    IMPOSED,
    NOW,
    acting,
    load_codes,
    opened,
    required,
    sentenced,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


@pytest.fixture
def order(officer_here, case) -> Sentence:
    return sentenced(officer_here, case)


@pytest.fixture
def ahead(case) -> Appointment:
    return Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, minutes=30),
        recorded_at=NOW,
    )


def names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event order by id")
        return [name for (name,) in cursor.fetchall()]


def ended(account, case, *, number=1, reason=EndReason.GOOD_PROGRESS, on=date(2026, 5, 1)):
    with acting(account):
        return commands.terminate_sentence(
            account_id=account.pk,
            case_id=case.pk,
            number=number,
            reason=reason,
            ended_on=on,
            now=NOW,
        )


def requirement_ended(account, case, *, requirement=1, reason=EndReason.COMPLETED, on=IMPOSED):
    with acting(account):
        return commands.end_requirement(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            requirement=requirement,
            reason=reason,
            ended_on=on,
            now=NOW,
        )


def test_requirements_are_numbered_within_their_order_and_end_as_their_length_has_it(
    officer_here, case, order
):
    work = required(officer_here, case, number=1, type_code="W", sub_type_code="W/W01", length=6000)
    curfew = required(
        officer_here, case, number=1, type_code="M", length=3, daily_hours=Decimal(12)
    )

    assert [(each.number, each.expected_ends_on) for each in (work, curfew)] == [
        (1, None),
        (2, date(2026, 6, 8)),
    ]
    assert names()[-2:] == ["probation.requirement-added.v1"] * 2


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"type_code": "RUW"}, "no-such-type"),
        ({"type_code": "F", "sub_type_code": "W/W01"}, "no-such-sub-type"),
        ({"starts_on": date(2026, 3, 8)}, "starts-before"),
        ({"length": 0}, "no-length"),
        ({"expected_ends_on": date(2026, 3, 8)}, "ends-before"),
    ],
)
def test_a_requirement_that_cannot_be_is_refused_and_nothing_is_written(
    *, officer_here, case, order, facts, code
):
    with pytest.raises(Refused) as refused:
        required(officer_here, case, number=1, **facts)

    assert refused.value.codes == (code,)
    assert not Requirement.objects.exists()


def test_only_orders_in_the_community_have_requirements(officer_here, case):
    sentenced(officer_here, case, type_code="301", length=24)

    with pytest.raises(Refused) as refused:
        required(officer_here, case, number=1)

    assert refused.value.codes == ("no-requirements",)


def test_a_warning_of_a_requirement_is_accepted_by_name(officer_here, case, order):
    facts: dict[str, Any] = {  # Any: as the command has it
        "type_code": "M",
        "length": 3,
        "daily_hours": Decimal(21),
    }

    with pytest.raises(commands.Warned) as warned:
        required(officer_here, case, number=1, **facts)
    made = required(officer_here, case, number=1, accepted=("curfew-daily:1",), **facts)

    assert warned.value.codes == ("curfew-daily:1",)
    assert made.daily_hours == 21


def test_a_requirement_commences_and_ends_while_the_order_goes_on(officer_here, case, order):
    required(officer_here, case, number=1)

    with acting(officer_here):
        commands.commence_requirement(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            requirement=1,
            commenced_on=date(2026, 3, 20),
            now=NOW,
        )
    made = requirement_ended(officer_here, case, on=date(2026, 5, 30))

    made.refresh_from_db()
    assert (made.commenced_on, made.ended_on, made.ended_for) == (
        date(2026, 3, 20),
        date(2026, 5, 30),
        "completed",
    )
    assert Sentence.objects.get().terminated_on is None


def test_every_reason_against_the_end_of_a_requirement_is_given(officer_here, case, order):
    required(officer_here, case, number=1, starts_on=date(2026, 7, 1))

    with pytest.raises(Refused) as refused:
        requirement_ended(officer_here, case, reason=EndReason.DIED, on=date(2026, 6, 2))
    Requirement.objects.update(ended_on=date(2026, 7, 2))
    with acting(officer_here), pytest.raises(Refused) as late:
        commands.commence_requirement(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            requirement=1,
            commenced_on=date(2026, 6, 2),
            now=NOW,
        )
    with pytest.raises(Http404):
        requirement_ended(officer_here, case, requirement=7)

    assert refused.value.codes == ("not-a-reason", "ends-in-future", "ends-before")
    assert late.value.codes == ("requirement-ended", "commenced-in-future", "commenced-before")


def test_the_end_of_an_order_ends_its_requirements_with_its_reason_and_cancels_what_is_ahead(
    officer_here, case, order, ahead
):
    required(officer_here, case, number=1)
    required(officer_here, case, number=1, starts_on=date(2026, 5, 20))
    requirement_ended(officer_here, case, on=date(2026, 4, 1))

    ended(officer_here, case)

    assert list(Requirement.objects.order_by("number").values_list("ended_on", "ended_for")) == [
        (date(2026, 4, 1), "completed"),
        (date(2026, 5, 20), "good-progress"),
    ]
    ahead.refresh_from_db()
    assert ahead.is_cancelled
    assert names()[-3:] == [
        "probation.requirement-ended.v1",
        "probation.appointment-cancelled.v1",
        "probation.sentence-ended.v1",
    ]


def test_appointments_stay_while_another_sentence_is_live(officer_here, case, order, ahead):
    sentenced(officer_here, case)

    ended(officer_here, case)

    ahead.refresh_from_db()
    assert not ahead.is_cancelled


def test_every_reason_against_the_end_of_an_order_is_given_and_nothing_ends(
    officer_here, case, order, ahead
):
    with pytest.raises(Refused) as refused:
        ended(officer_here, case, reason=EndReason.AUTOMATIC, on=date(2026, 6, 2))
    with pytest.raises(Refused) as before:
        ended(officer_here, case, on=date(2026, 3, 8))

    assert refused.value.codes == ("not-a-reason", "ends-in-future")
    assert before.value.codes == ("ends-before",)
    ahead.refresh_from_db()
    assert (Sentence.objects.get().terminated_on, ahead.is_cancelled) == (None, False)


def test_a_stranger_ends_nothing(officer_elsewhere, case, order):
    with pytest.raises((PermissionDenied, Http404)):
        ended(officer_elsewhere, case)

    assert Sentence.objects.get().terminated_on is None


def test_an_order_ends_early_by_completion_once_that_is_law_and_nothing_is_left_to_do(
    officer_here, case, order
):
    required(officer_here, case, number=1)
    early = {"reason": EndReason.COMPLETED_EARLY}

    with pytest.raises(Refused) as before:
        ended(officer_here, case, **early)
    Commencement.objects.update(starts_on=NOW.date())
    with pytest.raises(Refused) as undone:
        ended(officer_here, case, **early)
    requirement_ended(officer_here, case)
    with acting(officer_here):
        listed = queries.orders_to_complete(case_ids=[case.pk])
    ended(officer_here, case, **early)

    assert before.value.codes == ("not-commenced", "requirements-left")
    assert undone.value.codes == ("requirements-left",)
    assert [(each.crn, each.number) for each in listed] == [(case.person.crn, 1)]
    assert Sentence.objects.get().ended_for == "completed-early"


def test_the_end_of_an_order_is_taken_back_with_those_that_ended_with_it(officer_here, case, order):
    required(officer_here, case, number=1)
    required(officer_here, case, number=1)
    requirement_ended(officer_here, case, on=date(2026, 4, 1))
    ended(officer_here, case)

    with acting(officer_here):
        commands.resume_sentence(account_id=officer_here.pk, case_id=case.pk, number=1, now=NOW)
        with pytest.raises(Refused) as refused:
            commands.resume_sentence(account_id=officer_here.pk, case_id=case.pk, number=1, now=NOW)

    assert refused.value.codes == ("is-live",)
    assert Sentence.objects.get().terminated_on is None
    assert list(Requirement.objects.order_by("number").values_list("ended_on", flat=True)) == [
        date(2026, 4, 1),
        None,
    ]
    (told,) = Event.objects.filter(name="probation.requirement-resumed.v1")
    assert (told.payload["number"], told.payload["requirement"]) == (1, 2)


def test_what_is_closed_or_had_a_custody_is_not_taken_back(officer_here, case):
    sentenced(officer_here, case, type_code="301", length=24)
    ended(officer_here, case, reason=EndReason.APPEAL)
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)

    with acting(officer_here), pytest.raises(Refused) as refused:
        commands.resume_sentence(account_id=officer_here.pk, case_id=case.pk, number=1, now=NOW)

    assert refused.value.codes == ("case-closed", "had-custody")


def test_sentences_end_by_themselves_the_day_after_their_last_and_not_again(
    officer_here, case, ahead
):
    sentenced(officer_here, case, length=12, imposed_on=date(2025, 6, 1))
    required(officer_here, case, number=1, starts_on=date(2025, 6, 1))
    custody = sentenced(officer_here, case, type_code="301", length=12, imposed_on=date(2025, 6, 1))
    Sentence.objects.filter(number=1).update(ends_on=NOW.date(), notional_ends_on=NOW.date())

    def end_due(at) -> int:
        with change_access.as_engine(now=at):
            return commands.end_due_sentences(now=at)

    assert end_due(NOW) == 0
    assert end_due(NOW + timedelta(days=1)) == 1
    assert end_due(NOW + timedelta(days=1)) == 0
    order = Sentence.objects.get(number=1)
    assert (order.terminated_on, order.ended_for) == (NOW.date(), "automatic")
    assert Requirement.objects.get().ended_for == "automatic"
    custody.refresh_from_db()
    assert custody.terminated_on is None
    ahead.refresh_from_db()
    assert not ahead.is_cancelled


def test_a_community_order_and_a_life_sentence_that_never_end_are_left_alone(officer_here, case):
    sentenced(officer_here, case, type_code="308", length=None, length_unit=None)

    with change_access.as_engine(now=NOW + timedelta(days=36_500)):
        assert commands.end_due_sentences(now=NOW + timedelta(days=36_500)) == 0


def test_no_end_is_before_a_start_and_no_number_is_given_twice(officer_here, case, order):
    made = required(officer_here, case, number=1)

    for facts in ({"ended_on": date(2026, 3, 8)}, {"ended_for": "expired"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Requirement.objects.filter(id=made.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sentence.objects.filter(id=order.pk).update(terminated_on=date(2026, 3, 8))
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(
            case=case, sentence=order, number=1, type_id="F", starts_on=IMPOSED, recorded_at=NOW
        )


def test_an_event_without_a_sentence_ends_with_a_reason_of_its_own(officer_here, case):
    opened(officer_here, case)

    with pytest.raises(Refused) as refused:
        ended(officer_here, case)
    ended(officer_here, case, reason=EndReason.NOT_SENTENCED)

    assert refused.value.codes == ("not-a-reason",)
    assert Sentence.objects.get().ended_for == "not-sentenced"
