"""A refusal is appealed against once and in time, by the officer, and decided by an assessor who did not refuse it."""

from datetime import timedelta

import pytest
from django.db import connection

from throughcare.access.tests.small_nation import officer
from throughcare.desk.tests.conftest import words
from throughcare.housing import queries
from throughcare.housing.models import Application, StepTaken
from throughcare.housing.tests.conftest import (
    NOW,
    acting,
    answered,
    drafted,
    events,
    refused,
    stepped,
    submitted,
)
from throughcare.housing.tests.test_pages import at
from throughcare.probation.models import Contact

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)
NO = {"reason": "refusal.RISK", "note": "Too near to the victim"}


@pytest.fixture
def other_assessor(nation, codes):
    return officer(
        "second", owner=nation.units["N02"], holder=nation.units["N02"], role="approved-premises"
    )


@pytest.fixture
def turned_down(officer_here, assessor, man) -> Application:
    made = submitted(officer_here, man)
    answered(assessor, made, "refused", **NO)
    return made


@pytest.fixture
def appealed(officer_here, turned_down: Application) -> Application:
    stepped(officer_here, turned_down, "appealed", at=LATER, note="She moved away")
    turned_down.refresh_from_db()
    return turned_down


def test_an_appeal_opens_the_application_again_and_waits_for_somebody(
    *, appealed, officer_here, other_assessor
):
    with acting(officer_here, LATER):
        (line,) = queries.going_on([appealed.case_id])
    with acting(other_assessor, LATER):
        waits = queries.ids_to_answer(["appealed"])

    assert (appealed.state_id, appealed.ended_at, appealed.end_reason_id) == (
        "appealed",
        None,
        None,
    )
    assert (line.acts, line.due_on) == ("The assessor", (LATER + timedelta(days=10)).date())
    assert waits == [appealed.pk]
    assert queries.broken() == []


def test_allowed_it_is_assessed_again_and_the_officer_is_told(
    *, appealed, other_assessor, assessor
):
    answered(other_assessor, appealed, "submitted", at=LATER, note="The facts changed")
    answered(assessor, appealed, "accepted", at=LATER)

    appealed.refresh_from_db()
    told = Contact.objects.filter(case=appealed.case_id).order_by("-number")[1]
    assert appealed.state_id == "accepted"
    assert ("The appeal is allowed." in told.notes, told.is_alert) == (True, True)
    assert events() == ["housing.application-changed.v1"] * 5
    assert queries.broken() == []


def test_dismissed_it_stays_refused_and_is_not_appealed_against_again(
    *, appealed, other_assessor, officer_here
):
    answered(other_assessor, appealed, "refused", at=LATER, **NO)

    appealed.refresh_from_db()
    told = Contact.objects.filter(case=appealed.case_id).order_by("-number")[0]
    assert (appealed.state_id, appealed.ended_at) == ("refused", LATER)
    assert "The appeal is dismissed. The risk cannot be managed there." in told.notes
    assert refused(stepped, officer_here, appealed, "appealed", at=LATER, note="Again") == (
        "appealed-already",
    )


def test_whoever_refused_it_does_not_decide_whichever_way_they_ask(*, appealed, assessor):
    assert refused(answered, assessor, appealed, "refused", at=LATER, **NO) == ("refused-it",)
    assert refused(answered, assessor, appealed, "submitted", at=LATER, note="Yes") == (
        "refused-it",
    )
    with acting(assessor, LATER), connection.cursor() as cursor:
        cursor.execute(
            "select housing_take_step(%s, 'appealed:submitted', 'Yes', '', null)", [appealed.pk]
        )
        assert cursor.fetchone() == (None,)

    appealed.refresh_from_db()
    assert appealed.state_id == "appealed"


def test_too_late_nothing_is_written(*, turned_down, officer_here):
    late = NOW + timedelta(days=29)

    assert refused(stepped, officer_here, turned_down, "appealed", at=late, note="Why") == (
        "too-late",
    )
    assert StepTaken.objects.count() == 2


def test_no_appeal_is_made_while_another_application_goes_on(*, turned_down, officer_here, man):
    drafted(officer_here, man, at=LATER)

    assert refused(stepped, officer_here, turned_down, "appealed", at=LATER, note="Why") == (
        "goes-on",
    )


def test_officer_and_assessors_find_the_appeal_on_their_pages(
    *, browse, turned_down, officer_here, assessor, other_assessor, man, settings
):
    settings.DEMONSTRATION = True
    at(LATER)
    here = f"/cases/{man.person.crn}/housing/{turned_down.reference}"
    client, who_refused, another = (
        browse(each) for each in (officer_here, assessor, other_assessor)
    )
    offered = words(client.get(here))
    form = words(client.get(f"{here}/steps/appealed"))
    short = client.post(f"{here}/steps/appealed", {"note": ""})
    client.post(f"{here}/steps/appealed", {"note": "She moved away"})
    answer = f"/housing-assessments/{turned_down.reference}"
    listed, own, theirs = (
        words(another.get("/housing-assessments")),
        words(who_refused.get(answer)),
        words(another.get(answer)),
    )
    turned_away = who_refused.get(f"{answer}/steps/refused")
    done = another.post(f"{answer}/steps/submitted", {"note": "The facts changed"})

    assert "Appeal against the refusal" in offered
    assert "Why should the refusal be looked at again?" in form
    assert short.status_code == 422
    assert (turned_down.reference in listed, "Appealed against" in listed) == (True, True)
    assert ("Somebody else decides the appeal" in own, "Dismiss the appeal" in own) == (True, False)
    assert ("Dismiss the appeal" in theirs, "She moved away" in theirs) == (True, True)
    assert (turned_away.status_code, done.status_code) == (302, 302)
    assert Application.objects.get().state_id == "submitted"
    at(NOW + timedelta(days=40))
    Application.objects.update(state_id="refused")
    assert "Appeal against the refusal" not in words(client.get(here))
