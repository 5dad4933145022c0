"""Two records made one where people have beds, or apply for one: nothing is lost, nobody is shut in, and it all goes back."""

from datetime import timedelta

import pytest

from throughcare.housing import queries as housing
from throughcare.housing.choices import Kind
from throughcare.housing.models import Application, BedTaken, Stay, StepTaken
from throughcare.housing.tests.conftest import (
    NOW,
    TODAY,
    UNTIL,
    acting,
    arrived,
    booked,
    house_of,
    left,
    submitted,
    wanted,
    worker_of,
)
from throughcare.kernel.refusals import Refused
from throughcare.people import queries as people
from throughcare.people.models import Address, Merge, Person
from throughcare.people.tests.becoming_one import (
    LATER,
    broken,
    merged,
    parted,
    rows,
)
from throughcare.probation.models import Case

pytestmark = pytest.mark.django_db

ALL = (Application, StepTaken, Stay, BedTaken)


@pytest.fixture
def lived_in(officer_here, assessor, worker, twin) -> Application:
    """An application of the other record, which lives in bed 1."""
    made = wanted(officer_here, assessor, twin)
    booked(assessor, made)
    arrived(worker, made)
    return made


def test_applications_steps_and_stays_go_with_the_record_as_they_are_and_back(
    *, officer_here, colleague, case, twin, lived_in, worker
):
    left(worker, lived_in, on=TODAY, at=NOW)
    submitted(officer_here, case)
    before = rows(*ALL)

    made = merged(officer_here, colleague, case, twin)
    while_one, whole, left_behind = rows(*ALL), broken(), people.left_behind()
    parted(officer_here, made)

    assert [row | {"case_id": case.pk} if "case_id" in row else row for row in before] == while_one
    assert (left_behind, whole, broken()) == ([], [], [])
    assert rows(*ALL) == before


def test_whoever_lived_there_is_looked_after_under_the_record_that_goes_on(
    *, officer_here, colleague, case, twin, lived_in, worker
):
    merged(officer_here, colleague, case, twin)
    with acting(worker):
        known = housing.people([lived_in.pk])[lived_in.pk]
    gone = left(worker, lived_in, on=LATER.date(), at=LATER)

    assert gone.address_key is not None
    there = Address.objects.get(key=gone.address_key)
    assert (known.crn, known.case_id) == (case.person.crn, case.pk)
    assert (gone.case_id, gone.state) == (case.pk, "departed")
    assert (there.person_id, there.ends_on) == (case.person_id, LATER.date())
    assert broken() == []


def test_beds_and_steps_are_numbered_within_their_application_whosever_it_was(
    *, officer_here, colleague, assessor, case, twin, house
):
    own = wanted(officer_here, assessor, case)
    booked(assessor, own, starts_on=UNTIL, ends_on=UNTIL + timedelta(days=7))
    other = house_of("TA1", sex="", kind=Kind.TEMPORARY)
    theirs = wanted(officer_here, assessor, twin, kind=Kind.TEMPORARY)
    booked(assessor, theirs, house="TA1")

    merged(officer_here, colleague, case, twin)
    arrived(worker_of(other), theirs)

    assert [
        *StepTaken.objects.filter(application=theirs).order_by("number").values_list("number")
    ] == [(number,) for number in range(1, 6)]
    assert [*Stay.objects.values_list("number", "state").order_by("id")] == [
        (1, "booked"),
        (1, "arrived"),
    ]
    assert broken() == []


def test_what_each_has_and_there_can_be_one_of_is_named(officer_here, colleague, case, twin, house):
    for each in (case, twin):
        submitted(officer_here, each)
    before = rows(Application, StepTaken)

    with pytest.raises(Refused) as refused:
        merged(officer_here, colleague, case, twin)

    assert [(each.code, each.sentence) for each in refused.value.reasons] == [
        (
            "both-have-one",
            "Each record has something of which there can be one alone: applications for housing. End one of them first.",
        )
    ]
    assert rows(Application, StepTaken) == before


def test_beds_on_one_day_stand_against_it_though_one_case_is_closed(
    *, officer_here, colleague, assessor, case, twin, lived_in, worker
):
    own = wanted(officer_here, assessor, case)
    booked(assessor, own, bed=2)
    left(worker, lived_in, on=LATER.date(), at=LATER)
    Case.objects.filter(pk=twin.pk).update(closed_at=LATER)

    with pytest.raises(Refused) as refused:
        merged(officer_here, colleague, case, twin, at=LATER)

    assert refused.value.codes == ("two-beds",)
    assert not Merge.objects.exists()


def test_where_the_records_have_different_sexes_nobody_is_shut_in(
    *, officer_here, colleague, case, twin, lived_in, worker
):
    Person.objects.filter(pk=case.person_id).update(sex="F")

    merged(officer_here, colleague, case, twin)
    whole = broken()
    gone = left(worker, lived_in, on=LATER.date(), at=LATER)

    assert (gone.state, whole, broken()) == ("departed", [], [])
