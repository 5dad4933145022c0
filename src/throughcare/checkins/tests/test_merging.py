"""Two records made one where people check in by a link: links still open, numbers follow on, and it all goes back."""

from datetime import date

import pytest

from throughcare.checkins import commands as change_checkins
from throughcare.checkins.models import CheckIn, HelpAsked, Registration, Video
from throughcare.checkins.tests.conftest import (
    HELP,
    NOW,
    acting,
    latest,
    photograph,
    proved,
    ran,
    refused,
    registered,
    reviewed,
    sent,
    submitted,
    token,
)
from throughcare.people import queries as people
from throughcare.people.models import ContactPoint, ContactPreference, Name, Person
from throughcare.people.tests.becoming_one import (
    LATER,
    broken,
    merged,
    parted,
    rows,
    since,
)
from throughcare.probation.models import Case

pytestmark = pytest.mark.django_db

ALL = (Registration, CheckIn, HelpAsked, Video)


@pytest.fixture
def other(person, twin: Case) -> Case:
    """Another record of the person under other names, who may be asked to check in too."""
    Person.objects.filter(pk=twin.person_id).update(born_on=date(1985, 3, 28))
    Name.objects.filter(person=twin.person_id).update(last="Twin", search_text="ANN TWIN")
    ContactPoint.objects.create(
        person_id=twin.person_id, kind="mobile", value="07700 900777", **since()
    )
    ContactPreference.objects.create(person_id=twin.person_id, may_be_texted=True, **since())
    photograph(twin, b"\xff\xd8\xff another")
    return twin


def under_the_other_name(case: Case, link: str) -> str:
    answer, _ = proved(case, link, last="Twin", born_on=date(1985, 3, 28), crn_end="0777")
    return answer


def test_check_ins_follow_on_and_go_back(*, officer_here, colleague, person, other):
    submitted(officer_here, person, helps=HELP)
    with acting(officer_here):
        change_checkins.stop(
            account_id=officer_here.pk, case_id=person.pk, reason="Seen weekly", now=NOW
        )
    link = token(sent(officer_here, other))
    before = rows(*ALL)

    made = merged(officer_here, colleague, person, other)
    theirs = latest(person)
    opened = [
        under_the_other_name(person, link),
        proved(person, link)[0],
        proved(person, link, crn_end="0778")[0],
        proved(person, link, last="Other", born_on=date(1985, 3, 28))[0],
    ]
    whole, left_behind = broken(), people.left_behind()
    CheckIn.objects.filter(pk=theirs.pk).update(tries=0, proof_digest="", proven_at=None)
    parted(officer_here, made)

    assert (theirs.number, theirs.state) == (2, "sent")
    assert opened == ["proven", "proven", "wrong", "wrong"]
    assert (left_behind, whole, broken()) == ([], [], [])
    assert rows(*ALL) == before


def test_what_was_handed_in_is_reviewed_and_the_next_one_sent_under_the_record_that_goes_on(
    *, officer_here, colleague, person, other
):
    found = sent(officer_here, other)
    link = token(found)
    _, proof = proved(
        other, link, last="Twin", born_on=date(1985, 3, 28), crn_end=other.person.crn[-4:]
    )
    merged(officer_here, colleague, person, other)
    done = submitted(officer_here, person, of=found, helps=HELP)
    reviewed(officer_here, done, at=LATER)
    ran(LATER)

    after = latest(person)
    assert done.contact is not None
    assert done.contact.case_id == person.pk
    assert [*CheckIn.objects.order_by("number").values_list("case_id", "state")] == [
        (person.pk, "reviewed"),
        (person.pk, "sent"),
    ]
    assert (after.number, proof != "", broken()) == (2, True, [])


def test_whoever_is_asked_under_both_records_is_first_asked_under_one_alone(
    *, officer_here, colleague, person, other
):
    for each in (person, other):
        registered(officer_here, each)
    before = rows(*ALL)

    assert refused(merged, officer_here, colleague, person, other) == ("both-have-one",)
    assert rows(*ALL) == before
