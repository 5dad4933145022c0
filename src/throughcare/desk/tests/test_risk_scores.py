"""Scores of predictors on their pages: what lacks is asked, the rest is taken from the record, and the answer explains itself."""

import re
from datetime import date

import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.assessments.models import Score as ScoreOfCase
from throughcare.desk.tests.conftest import leaks, words
from throughcare.organisation import commands as change_organisation
from throughcare.people.models import Person
from throughcare.probation.models import Sentence
from throughcare.risk.models import Score

pytestmark = pytest.mark.django_db
SENTENCED_ON = date(2014, 3, 3)
SAID = {
    "age_at_first_sanction": "14",
    "total_sanctions": "21",
    "violent_sanctions": "5",
    "rsr_offence": "vehicle_theft",
    "sexual_history": "no",
}


@pytest.fixture(autouse=True)
def _sentenced(record) -> None:
    change_organisation.load_code_lists()
    Person.objects.filter(id=record.person_id).update(sex="M")
    Sentence.objects.create(
        case=record,
        number=1,
        type_id="201",
        offence_id="04600",
        imposed_on=SENTENCED_ON,
        convicted_on=SENTENCED_ON,
        recorded_at=NOW,
    )


@pytest.fixture
def page(crn):
    return f"/cases/{crn}/risk-scores"


@pytest.fixture
def here(browse, officer_here):
    return browse(officer_here)


def asked(answer):
    return set(re.findall(r'name="([a-z0-9_]+)"', words(answer))) - {"csrfmiddlewaretoken", "ask"}


def test_only_what_the_record_lacks_is_asked_and_the_score_explains_itself(
    here, page, crn, acts, officer_here
):
    assert "No scores worked out here" in words(here.get(page))
    begun = here.post(f"{page}/new", {"tool": "RSR"})
    assert begun["Location"] == f"{page}/new/RSR"

    form = here.get(f"{page}/new/RSR")

    shown = words(form)
    assert "34 (conviction, 3 March 2014)" in shown
    assert "Male (person)" in shown
    assert set(SAID) <= asked(form)
    assert not {"sex", "age_at_follow_up", "offence_free_months", "image_sanctions"} & asked(form)
    assert {"temper_control", "past_arson"} <= asked(form)

    done = here.post(f"{page}/new/RSR", SAID)

    kept = Score.objects.get()
    assert done["Location"] == f"{page}/1"
    assert (kept.label, kept.variant, kept.inputs["sex"]["source"]) == (
        "RSR (2014)",
        "brief",
        "record",
    )
    told = words(here.get(f"{page}/1"))
    assert f"RSR (2014): {kept.percent} percent" in told
    assert "This is a figure for a group" in told
    assert "With an interview it could be anything from" in told
    assert "Control of temper" in told
    assert f"{float(kept.parts[0]['terms'][0]['value']):.4f}" in told
    assert "RSR (2021), brief" in told
    assert ScoreOfCase.objects.get().value == kept.percent
    assert ("score.made", (crn,)) in acts(officer_here)
    assert f"{page}/1" in words(here.get(page))
    assert page in words(here.get(f"/cases/{crn}/assessments"))


def test_what_follows_from_an_answer_is_asked_next(here, page):
    more = here.post(f"{page}/new/RSR", SAID | {"rsr_offence": "violence", "sexual_history": "yes"})

    assert more.status_code == 200
    assert "Some more is asked because of what you answered." in words(more)
    assert {"violence_kind", "image_sanctions", "stranger_victim", *SAID} <= asked(more)
    assert not Score.objects.exists()

    done = here.post(
        f"{page}/new/RSR",
        SAID
        | {
            "rsr_offence": "violence",
            "sexual_history": "yes",
            "violence_kind": "summary",
            "contact_adult_sanctions": "1",
            "contact_child_sanctions": "0",
            "image_sanctions": "0",
            "paraphilia_sanctions": "0",
            "stranger_victim": "no",
            "age_at_last_sexual_offence": "20",
        },
    )

    assert done["Location"] == f"{page}/1"
    assert Score.objects.get().parts[1]["points"] == "16"


def test_what_the_record_has_can_be_said_otherwise(here, page):
    form = here.get(f"{page}/new/RSR?ask=age_at_follow_up")
    assert "age_at_follow_up" in asked(form)
    assert 'href="?ask=age_at_follow_up&amp;ask=sex"' in words(form)

    here.post(f"{page}/new/RSR", SAID | {"ask": "age_at_follow_up", "age_at_follow_up": "35"})

    assert Score.objects.get().inputs["age_at_follow_up"] == {
        "value": 35,
        "source": "said",
        "on": "2014-06-02",
    }


def test_what_contradicts_is_said_and_nothing_is_kept(here, page):
    refused = here.post(f"{page}/new/RSR", SAID | {"violent_sanctions": "22"})

    assert refused.status_code == 422
    assert "There are more violent sanctions than sanctions." in words(refused)
    assert 'value="22"' in words(refused)
    assert not Score.objects.exists()


def test_what_is_not_answered_is_said_beside_its_question(here, page):
    refused = here.post(f"{page}/new/OGRS3", {})

    assert refused.status_code == 422
    assert words(refused).count("Answer this question") == 2 * 3
    assert "total_sanctions is missing" not in words(refused)


def test_what_is_no_number_is_said_beside_its_question(here, page):
    refused = here.post(f"{page}/new/RSR", SAID | {"total_sanctions": "many"})

    assert refused.status_code == 422
    assert "Enter a whole number from 1 to 999" in words(refused)


def test_what_is_not_known_is_never_read_as_no(here, page):
    refused = here.post(f"{page}/new/RSR", SAID | {"sexual_history": "unknown"})

    assert refused.status_code == 422
    assert "There is no score as long as this is not known" in words(refused)
    assert not Score.objects.exists()


def test_with_an_interview_other_answers_are_shown_with_what_they_would_come_to(here, page):
    form = asked(here.get(f"{page}/new/RSR"))
    scales = {
        *("accommodation", "partner_relationship", "alcohol_use", "binge_drinking"),
        *("impulsivity", "temper_control", "attitudes"),
    }
    answers = {name: "0" if name in scales else "no" for name in form - set(SAID)}

    here.post(f"{page}/new/RSR", answers | SAID)

    assert Score.objects.get().variant == "extended"
    told = words(here.get(f"{page}/1"))
    assert "What another answer would come to" in told
    assert "No interview" not in told
    assert "Significant problems" in told


def test_a_predictor_that_is_not_in_force_or_not_offered_is_none(here, page):
    assert here.get(f"{page}/new/ARP").status_code == 404
    assert here.get(f"{page}/new/OGRS4G").status_code == 404
    assert here.get(f"{page}/7").status_code == 404
    offered = words(here.get(f"{page}/new"))
    assert "OGRS3: probability of any proven reoffending" in offered
    assert "CSRP" not in offered


def test_long_histories_are_read_by_page(here, page):
    for _ in range(21):
        here.post(f"{page}/new/RSR", SAID)

    first = words(here.get(page))

    assert "?before=2" in first
    assert f"{page}/21" in first
    assert f'{page}/1"' in words(here.get(f"{page}?before=2"))
    assert here.get(f"{page}?before=x").status_code == 200


def test_nobody_elsewhere_sees_or_makes_one(browse, officer_elsewhere, here, page):
    here.post(f"{page}/new/RSR", SAID)
    stranger = browse(officer_elsewhere)

    for address in (page, f"{page}/1", f"{page}/new", f"{page}/new/RSR"):
        answer = stranger.get(address)
        assert answer.status_code in {302, 403, 404}
        assert leaks(answer) == []
    stranger.post(f"{page}/new/RSR", SAID)
    assert Score.objects.count() == 1
