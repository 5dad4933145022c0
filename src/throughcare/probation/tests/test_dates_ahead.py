"""Days that come up in sentences stand in the queue of the officer, and licences that are to be made by then."""

from datetime import date, datetime, timedelta

import pytest

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.kernel.days import HERE
from throughcare.probation.models import (
    CaseAssignment,
    Custody,
    KeyDate,
    Licence,
    Offence,
    Sentence,
    SentenceType,
)
from throughcare.probation.tests.test_queries import acting, tasks

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def custody(case, officer_here) -> Custody:
    """Of a sentence of a case of the officer's, in prison."""
    CaseAssignment.objects.filter(item=case).update(post_id=officer_here.posts.get().pk)
    kind, _ = SentenceType.objects.get_or_create(
        code="301", defaults={"description": "Determinate", "is_custodial": True, "kind": "SC"}
    )
    offence, _ = Offence.objects.get_or_create(code="04600", defaults={"description": "Theft"})
    sentence = Sentence.objects.create(
        case=case,
        number=3,
        type=kind,
        offence=offence,
        imposed_on=date(2013, 6, 3),
        recorded_at=LONG_AGO,
    )
    return Custody.objects.create(
        case=case, sentence=sentence, status="A", status_on=date(2013, 6, 3), recorded_at=LONG_AGO
    )


def ahead(custody: Custody, kind: str, *, days: int) -> KeyDate:
    return KeyDate.objects.create(
        case=custody.case,
        custody=custody,
        type=kind,
        day=TODAY + timedelta(days=days),
        source="prison",
        recorded_at=LONG_AGO,
    )


def told(account) -> list[tuple[str, str, str]]:
    with acting(account):
        return [
            (task.kind.value, task.what, task.key)
            for task in tasks(account)
            if task.kind in {"licence", "key-date"}
        ]


def licence(custody: Custody, state: str) -> Licence:
    return Licence.objects.create(
        case=custody.case,
        sentence=custody.sentence,
        number=1,
        state=state,
        policy="4.0",
        state_at=LONG_AGO,
        recorded_at=LONG_AGO,
    )


def test_a_licence_is_to_be_made_before_a_release_until_it_is_approved(custody, officer_here):
    ahead(custody, "ACR", days=28)
    ahead(custody, "LED", days=400)

    assert told(officer_here) == [("licence", "Conditional release, licence not started", "3")]
    made = licence(custody, "in-progress")
    assert told(officer_here) == [("licence", "Conditional release, licence in progress", "3")]
    Licence.objects.filter(pk=made.pk).update(state="approved")
    assert told(officer_here) == [("key-date", "Conditional release", "3")]


def test_a_sentence_without_a_licence_has_none_to_make(custody, officer_here):
    ahead(custody, "ACR", days=10)

    assert told(officer_here) == [("key-date", "Conditional release", "3")]


def test_each_day_is_told_from_its_time_on_and_not_when_it_is_over(custody, officer_here):
    ahead(custody, "EXP", days=29)
    ahead(custody, "HDE", days=14)
    ahead(custody, "PED", days=15)
    ahead(custody, "POM2", days=0)
    ahead(custody, "PR1", days=-1)

    assert told(officer_here) == [
        ("key-date", "Handover from prison: community responsible", "3"),
        ("key-date", "Home detention curfew eligibility", "3"),
    ]


def test_after_a_release_the_end_of_the_licence_is_told_and_no_release(custody, officer_here):
    Custody.objects.filter(pk=custody.pk).update(status="B")
    ahead(custody, "ACR", days=3)
    due = ahead(custody, "LED", days=5)
    KeyDate.objects.filter(pk=ahead(custody, "PSSED", days=6).pk).update(superseded_at=NOW)

    assert told(officer_here) == [("key-date", "Licence expiry", "3")]
    with acting(officer_here):
        (task,) = [each for each in tasks(officer_here) if each.kind == "key-date"]
    assert task.due_at == datetime(due.day.year, due.day.month, due.day.day, tzinfo=HERE)


def test_of_a_case_that_is_closed_to_its_officer_no_day_is_told(custody, officer_here):
    ahead(custody, "ACR", days=3)
    Restriction.objects.create(
        person_id=custody.case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="A relative",
        starts_at=LONG_AGO,
    )

    assert told(officer_here) == []


def test_a_sentence_that_has_ended_has_no_days_ahead(custody, officer_here):
    ahead(custody, "ACR", days=3)
    Sentence.objects.filter(pk=custody.sentence_id).update(terminated_on=TODAY, ended_for="revoked")

    assert told(officer_here) == []
