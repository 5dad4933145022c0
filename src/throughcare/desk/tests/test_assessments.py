"""Assessments on their pages: begun, written part by part, signed by two, read; and scores."""

import re

import pytest
from django.db.models.functions import Now

from throughcare.assessments.choices import Group
from throughcare.assessments.models import Answer, Assessment, Score
from throughcare.desk.tests.conftest import leaks, words
from throughcare.organisation import commands as change_organisation
from throughcare.probation.models import Registration

pytestmark = pytest.mark.django_db
SECRET_GOAL = "Stop seeing the lodger"


@pytest.fixture(autouse=True)
def _codes(record) -> None:
    change_organisation.load_code_lists()


@pytest.fixture
def page(crn):
    return f"/cases/{crn}/assessments/1"


@pytest.fixture
def begun(browse, officer_here, crn):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/assessments/new", {"tool": "OASYS1"})
    return client


def fill(client, page, *, level):
    shown = words(client.get(page))
    for section in (
        *("accommodation", "education_training_employability", "financial_management"),
        *("relationships", "lifestyle_and_associates", "drug_misuse", "alcohol_misuse"),
        *("emotional_wellbeing", "thinking_and_behaviour", "attitudes", "rosh_screening"),
    ):
        assert f"{page}/sections/{section}" in shown
        asked = re.findall(r'name="(q[^"]+)"', words(client.get(f"{page}/sections/{section}")))
        client.post(f"{page}/sections/{section}", dict.fromkeys(asked, "missing"))
    client.post(f"{page}/risks", {f"{group.name.lower()}_community": level for group in Group})


def test_an_assessment_is_begun_written_in_part_signed_and_countersigned(
    browse, manager_here, begun, page, crn
):
    begun.post(f"{page}/sections/accommodation", {"q3_3": "yes", "q3_4": "significant"})
    assert "2 of 4" in words(begun.get(page))
    assert "Standard, 4" in words(begun.get(page))
    early = begun.post(f"{page}/signature")
    assert early.status_code == 422
    assert "Say how high the risk is to" in words(early)
    fill(begun, page, level="high")
    assert "Waits for a countersignature" in words(begun.post(f"{page}/signature", follow=True))
    assert begun.post(f"{page}/countersignature").status_code == 403

    done = words(browse(manager_here).post(f"{page}/countersignature", follow=True))

    assert "Completed" in done
    assert Assessment.objects.get().state == "completed"
    assert Registration.objects.filter(type_id="RHRH", ended_on=None).exists()
    assert "OASys layer 1" in words(begun.get(f"/cases/{crn}/assessments"))
    assert begun.get(f"{page}/sections/accommodation")["Location"] == page


def test_from_the_case_an_assessment_is_gone_on_with_where_it_was_left(
    browse, officer_here, crn, page
):
    client, link = browse(officer_here), f"/cases/{crn}/assessments/next"

    assert f'href="{link}"' in words(client.get(f"/cases/{crn}"))
    assert client.get(link)["Location"] == f"/cases/{crn}/assessments/new"
    client.post(f"/cases/{crn}/assessments/new", {"tool": "OASYS1"})
    assert client.get(link)["Location"] == f"{page}/next"
    assert client.get(f"{page}/next")["Location"] == f"{page}/sections/accommodation"
    assert f'href="{page}/next"' in words(client.get(page))
    fill(client, page, level="low")

    assert client.get(f"{page}/next")["Location"] == page
    assert f'href="{page}/next"' not in words(client.get(page))


def test_one_that_is_being_written_is_a_link_beside_todays_people(
    browse, officer_here, crn, slot, page
):
    client = browse(officer_here)
    link = f'href="/cases/{crn}/assessments/next"'
    assert link not in words(client.get("/"))

    client.post(f"/cases/{crn}/assessments/new", {"tool": "OASYS1"})

    assert link in words(client.get("/"))
    Assessment.objects.update(state="locked", ended_at=Now(), lock_reason="The person moved.")
    assert link not in words(client.get("/"))


def test_a_plan_is_made_of_goals_and_steps(browse, officer_here, crn, page):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/assessments/new", {"tool": "PLAN"})
    empty = client.post(f"{page}/goals", {})
    client.post(f"{page}/goals", {"words": SECRET_GOAL})
    client.post(f"{page}/goals", {"words": "Another"})
    client.post(f"{page}/goals/2/removal")
    bad = client.post(f"{page}/goals/1", {"words": "Move out"})
    due = {"due_on-day": "1", "due_on-month": "9", "due_on-year": "2014"}
    client.post(f"{page}/goals/1", {"words": "Move out", "who": "Him"} | due)

    assert [empty.status_code, bad.status_code] == [422, 422]
    assert "Move out" in words(bad)
    shown = words(client.get(f"{page}/goals"))
    assert [each in shown for each in (SECRET_GOAL, "Move out: Him, by 1 September 2014")] == [
        True,
        True,
    ]
    assert "Another" not in shown
    assert client.get(f"{page}/goals/2").status_code == 404
    client.post(f"{page}/signature")
    assert "Initial sentence plan" in words(client.get(page))


def test_the_analysis_keeps_what_was_written(browse, officer_here, crn, page):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/assessments/new", {"tool": "ROSH"})
    client.post(f"{page}/analysis", {"who": "Those who live with him"})

    assert "Those who live with him" in words(client.get(f"{page}/analysis"))
    assert "1 of 9 parts" in words(client.get(page))


def test_one_that_is_not_finished_is_locked(begun, page):
    empty = begun.post(f"{page}/lock", {})
    begun.post(f"{page}/lock", {"reason": "Transferred"})

    assert empty.status_code == 422
    assert "Locked incomplete" in words(begun.get(page))
    assert begun.post(f"{page}/lock", {"reason": "Again"}).status_code == 422


def test_a_result_and_a_score_are_recorded(browse, officer_here, crn, page):
    client = browse(officer_here)
    chosen = client.post(f"/cases/{crn}/assessments/new", {"tool": "ARMS"})
    assert chosen["Location"] == f"/cases/{crn}/assessment-results/ARMS"
    day = {"day-day": "2", "day-month": "6", "day-year": "2014"}
    client.post(chosen["Location"], {"score": "31.5"} | day)
    client.post(f"/cases/{crn}/scores", {"measure": "RSR", "value": "7.1"} | day)
    bad = client.post(f"/cases/{crn}/scores", {"measure": "DC-SRP", "value": "7.1"} | day)

    assert "31.5" in words(client.get(page))
    assert "7.10" in words(client.get(f"/cases/{crn}/assessments"))
    assert bad.status_code == 422
    assert "Select the band of a DC-SRP score." in words(bad)
    assert Score.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["assessments/9", "assessments/9/risks", "assessment-results/OASYS1"]
)
def test_what_is_not_there_is_not_found(browse, officer_here, crn, address):
    assert browse(officer_here).get(f"/cases/{crn}/{address}").status_code == 404


@pytest.mark.parametrize("typed", [{}, {"tool": "NONE"}])
def test_a_kind_that_is_not_chosen_is_asked_for(browse, officer_here, crn, typed):
    answer = browse(officer_here).post(f"/cases/{crn}/assessments/new", typed)

    assert answer.status_code == 422
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    "door", ["", "/sections/attitudes", "/risks", "/goals", "/signature", "/lock"]
)
def test_a_stranger_reads_and_writes_nothing(browse, nation, begun, page, door):
    begun.post(f"{page}/sections/attitudes", {"q12_1": "significant"})
    client = browse(nation.accounts["N04"])

    answers = [client.get(f"{page}{door}"), client.post(f"{page}{door}", {"q12_1": "none"})]

    assert all(each.status_code in {302, 403, 404, 405} for each in answers)
    assert [leaks(each) for each in answers] == [[], []]
    assert Answer.objects.get().answer == "significant"
    assert Assessment.objects.get().state == "open"


def test_what_is_written_is_kept_by_the_page_itself_and_shown_to_nobody_by_it(begun, page, crn):
    shown = words(begun.get(f"{page}/sections/attitudes"))
    assert f'data-autosave-url="{page}/sections/attitudes"' in shown
    assert 'data-autosave-status="kept"' in shown

    kept = begun.post(f"{page}/sections/attitudes", {"q12_1": "significant", "quiet": "1"})
    refused = begun.post(f"{page}/sections/attitudes", {"q12_1": "perhaps", "quiet": "1"})

    assert (kept.status_code, kept.content) == (204, b"")
    assert (refused.status_code, refused.content) == (422, b"")
    assert Answer.objects.get().answer == "significant"


def test_a_lost_session_loses_nothing_that_was_kept(browse, officer_here, begun, page, crn):
    begun.post(f"{page}/sections/attitudes", {"q12_1": "some", "quiet": "1"})
    begun.session.flush()
    assert (
        begun.post(f"{page}/sections/attitudes", {"q12_1": "none", "quiet": "1"}).status_code == 302
    )

    again = words(browse(officer_here).get(f"{page}/sections/attitudes"))

    assert re.search(r'value="some"[^>]*checked|checked[^>]*value="some"', again)


def test_a_quiet_word_opens_no_page_without_a_trail(browse, officer_here, crn, page, acts):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/assessments/new", {"tool": "PLAN"})
    before = len(acts(officer_here))

    client.post(f"{page}/goals", {"quiet": "1"})

    assert acts(officer_here)[0] == ("case.read", (crn,))
    assert len(acts(officer_here)) == before + 1
