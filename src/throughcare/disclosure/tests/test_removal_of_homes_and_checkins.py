"""A record that goes takes along where its person lived, their check-ins, their face and their films, and no bed of anybody else."""

import pytest

from throughcare.checkins import queries as checkins
from throughcare.checkins.models import CheckIn, HelpAsked, Video
from throughcare.checkins.models import Registration as CheckInRegistration
from throughcare.checkins.tests.conftest import HELP
from throughcare.checkins.tests.conftest import submitted as handed_in
from throughcare.disclosure.models import Tombstone
from throughcare.disclosure.tests.keeping import agreed, night, removed
from throughcare.documents.models import Blob
from throughcare.housing import queries as housing
from throughcare.housing.models import Application, Bed, BedTaken, Premises, Stay, StepTaken
from throughcare.housing.tests.conftest import (
    NOW,
    TODAY,
    arrived,
    booked,
    left,
    submitted,
    wanted,
)
from throughcare.notify.models import Message
from throughcare.people.models import Paper, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(*, person, settings, officer_here, assessor, worker):
    """Somebody who lived in a bed, applied again, and handed a check-in in; somebody else has a bed of the house."""
    settings.DEMONSTRATION = True
    Person.objects.filter(id=person.person_id).update(sex="M")
    made = wanted(officer_here, assessor, person)
    booked(assessor, made)
    arrived(worker, made)
    left(worker, made, on=TODAY, at=NOW)
    submitted(officer_here, person)
    handed_in(officer_here, person, helps=HELP)
    return person


def of_somebody(case) -> list[int]:
    return [
        *(
            table.objects.filter(case=case).count()
            for table in (
                *(Application, StepTaken, Stay),
                *(CheckInRegistration, CheckIn, HelpAsked, Video),
            )
        ),
        Paper.objects.filter(person_id=case.person_id).count(),
        Message.objects.filter(recipient_reference=case.person.crn).count(),
    ]


def test_stays_check_ins_faces_and_films_go_with_a_record(
    *, lived, old, keeper_of_records, approver
):
    there = of_somebody(old), BedTaken.objects.count(), Blob.objects.count()
    night()
    agreed(old, keeper_of_records, approver)

    gone = removed()

    assert there == ([2, 7, 1, 1, 1, 2, 1, 1, 1], 1, 3)
    assert gone == [old.person.crn]
    assert of_somebody(old) == [0] * 9
    assert (BedTaken.objects.count(), Blob.objects.count()) == (0, 0)
    assert (Premises.objects.count(), Bed.objects.count()) == (1, 2)
    assert Tombstone.objects.get().contents_removed == 3
    assert (housing.broken(), checkins.broken()) == ([], [])


def test_a_bed_that_somebody_else_has_stays_taken(
    *, lived, old, nation, keeper_of_records, approver, assessor, other_man
):
    theirs = wanted(nation.accounts["N02"], assessor, other_man)
    stay = booked(assessor, theirs, bed=2)
    night()
    agreed(old, keeper_of_records, approver)
    removed()

    assert [*Stay.objects.values_list("pk", flat=True)] == [stay.pk]
    assert [*BedTaken.objects.values_list("stay_id", flat=True)] == [stay.pk]
    assert housing.broken() == []
