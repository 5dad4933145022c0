"""The tier of somebody with a life sentence goes by their release: not one for a time, nor one that a recall ended."""

from datetime import UTC, date, datetime

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.allocation import queries
from throughcare.allocation.queries.facts import facts_of
from throughcare.assessments.models import Score
from throughcare.probation.models import Custody, Recall, Registration, Release, Sentence

pytestmark = pytest.mark.django_db

SENTENCED = date(2008, 6, 2)
WHEN = datetime(2026, 6, 15, 9, tzinfo=UTC)


@pytest.fixture
def custody(coded_case) -> Custody:
    """For life, with scores that alone give the lowest tier."""
    sentence = Sentence.objects.create(
        case=coded_case,
        number=1,
        type_id="308",
        offence_id="04600",
        imposed_on=SENTENCED,
        recorded_at=NOW,
    )
    for measure in ("ARP", "CSRP"):
        Score.objects.create(
            case=coded_case, measure=measure, value=0, scored_on=SENTENCED, recorded_at=NOW
        )
    Registration.objects.create(
        case=coded_case,
        type_id="INLL",
        starts_on=SENTENCED,
        review_on=date(2026, 12, 2),
        recorded_at=NOW,
    )
    made: Custody = Custody.objects.create(
        case=coded_case, sentence=sentence, status="B", status_on=SENTENCED, recorded_at=NOW
    )
    return made


def release(custody: Custody, on: date, *, kind: str = "parole") -> Release:
    made: Release = Release.objects.create(
        case=custody.case,
        custody=custody,
        number=1 + Release.objects.filter(custody=custody).count(),
        released_on=on,
        kind=kind,
        recorded_at=NOW,
    )
    return made


def lifer_step(custody: Custody) -> list[str]:
    with change_access.as_engine(now=WHEN):
        (facts,) = facts_of([custody.case_id], at=WHEN)
    letter = queries.answers(facts.inputs, on=WHEN.date())[1]
    return [str(term.gives) for term in letter.terms if term.part == "lifer"]


def test_before_a_release_it_gives_nothing(custody):
    assert lifer_step(custody) == []


def test_a_release_on_temporary_licence_gives_nothing(custody):
    release(custody, date(2026, 6, 1), kind="rotl")

    assert lifer_step(custody) == []


def test_the_latest_release_counts(custody):
    release(custody, date(2019, 6, 1))
    release(custody, date(2025, 9, 1))

    assert lifer_step(custody) == ["B"]


def test_one_that_a_recall_ended_counts_no_more(custody):
    ended = release(custody, date(2026, 1, 5))
    Recall.objects.create(
        case=custody.case,
        release=ended,
        recalled_on=date(2026, 3, 2),
        reason="missed",
        recorded_at=NOW,
    )

    assert lifer_step(custody) == []
