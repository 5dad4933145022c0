"""Who manages a person, on its pages: what lacks is asked, the answer says why, and risk that rises is referred and answered."""

import re
from datetime import date
from decimal import Decimal

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.allocation import commands as change_allocation
from throughcare.allocation.models import (
    CaseDecision,
    Escalation,
    PostSkill,
    PublicInterestRequest,
)
from throughcare.allocation.tests.areas import divide, know, sentence
from throughcare.desk.tests.conftest import words
from throughcare.organisation import commands as change_organisation
from throughcare.probation.models import Case, CaseAssignment, RiskProfile

pytestmark = pytest.mark.django_db
GAPS = {
    "gap_reason": "The first appointment is on Friday",
    "gaps_mended_by-day": "9",
    "gaps_mended_by-month": "6",
    "gaps_mended_by-year": "2014",
}


@pytest.fixture(autouse=True)
def _divided(nation) -> None:
    change_organisation.load_code_lists()
    divide(nation)
    Case.objects.update(contacts_made=1)


@pytest.fixture
def case_there(nation):
    """With the division, sentenced today; all is known."""
    found = nation.cases["N02"]
    know(found)
    sentence(found)
    return found


@pytest.fixture
def page(case_there):
    return f"/cases/{case_there.person.crn}/decisions"


@pytest.fixture
def court(browse, nation):
    return browse(nation.accounts["N02"])


@pytest.fixture
def boss(nation):
    return officer("boss", owner=nation.units["N02"], holder=nation.units["N02"], role="manager")


def asked(answer):
    return set(re.findall(r'name="([a-z0-9_-]+)"', words(answer))) - {
        *("csrfmiddlewaretoken", "description", "viewport", "as-at", "theme-color")
    }


def test_what_the_record_has_is_shown_and_nothing_of_it_is_asked(court, page, acts, nation):
    shown = court.get(page)

    told = words(shown)
    assert "What the rules say now" in told
    assert "None of the reasons for the NPS applies" in told
    assert "1.1" in told
    assert "2 business days left" in told
    assert asked(shown) == set(GAPS)
    assert ("case.read", ("X000001",)) in acts(nation.accounts["N02"])


def test_only_what_lacks_is_asked_and_the_decision_takes_the_case_where_it_says(
    court, page, case_there
):
    know(case_there, mappa=None)
    form = court.get(page)
    assert "mappa" in asked(form)
    assert "rosh" not in asked(form)
    refused = court.post(page, GAPS)
    assert refused.status_code == 422
    assert "Select one: MAPPA category" in words(refused)

    done = court.post(page, GAPS | {"mappa": "none"})

    assert done["Location"] == "/"
    kept = CaseDecision.objects.get()
    assert (kept.decided_for, kept.deciding_rule) == ("CRC", "otherwise")
    owners = CaseAssignment.objects.filter(item=case_there).order_by("id")
    assert [each.owner.codes.get().code for each in owners] == ["N02", "C05"]


def test_a_score_that_lacks_is_worked_out_on_its_page_and_what_it_waits_for_is_kept(
    court, page, case_there
):
    know(case_there, rsr=None)
    assert "risk-scores/new/RSR" in words(court.get(page))

    court.post(page, GAPS)

    told = words(court.get(page))
    assert "No decision yet" in told
    assert CaseDecision.objects.get().decided_for == ""


def test_a_decision_that_was_made_shows_what_it_saw_then_and_is_corrected_for_a_reason(
    court, page, case_there
):
    know(case_there, rosh="high", rsr=Decimal("7.4"))
    court.post(page, GAPS)
    know(case_there)

    told = words(court.get(f"{page}/1"))
    assert "The risk of serious harm to somebody is high or very high." in told
    assert "The risk of serious recidivism is 6.89 percent or more." in told
    assert "High" in told
    assert "Correct the decision" in words(court.get(page))
    missing = court.post(f"{page}/correction", GAPS)
    assert "Select why it is corrected" in words(missing)
    court.post(f"{page}/correction", GAPS | {"correction": "wrong-fact"})
    assert CaseDecision.objects.get(number=2).correction_reason == "wrong-fact"


def test_the_public_interest_is_asked_for_and_answered_by_somebody_else(
    court, browse, boss, page, case_there
):
    there = page.replace("decisions", "public-interest")
    court.post(there, {"words": "Press interest"})
    assert "waits for an answer until 4 June 2014" in words(court.get(page))

    answered = browse(boss).post(there, {"answer": "approved", "words": "It is"})

    assert answered["Location"] == page
    assert PublicInterestRequest.objects.get().state == "approved"


def test_a_company_makes_no_decision_and_refers_risk_that_has_risen(
    browse, officer_here, case, nation, acts
):
    know(case)
    sentence(case)
    crn = case.person.crn
    here, there = browse(officer_here), browse(nation.accounts["N02"])
    shown = here.get(f"/cases/{crn}/decisions")
    assert asked(shown) == set()
    assert "Refer because risk has risen" in words(shown)
    assert here.post(f"/cases/{crn}/decisions", {}).status_code == 404

    bad = here.post(f"/cases/{crn}/escalations", {})
    assert bad.status_code == 422
    done = here.post(
        f"/cases/{crn}/escalations",
        {
            "rosh": "high",
            "reviewed_on-day": "2",
            "reviewed_on-month": "6",
            "reviewed_on-year": "2014",
            "facts": "Bought a weapon",
            "acted": "Police told",
            "is_imminent": "on",
        },
    )

    assert done["Location"] == f"/escalations/{crn}/1"
    assert "1 referral because risk has risen" in words(there.get("/"))
    listed = words(there.get("/escalations"))
    assert "Waits for you" in listed
    assert "Imminent" in listed
    shown = words(there.get(f"/escalations/{crn}/1"))
    assert "Bought a weapon" in shown
    assert "Not yet" not in shown
    assert ("escalations.read", (crn,)) in acts(nation.accounts["N02"])
    kept_back = there.post(f"/escalations/{crn}/1/answer", {"answer": "not-accepted"})
    assert kept_back.status_code == 422
    there.post(f"/escalations/{crn}/1/answer", {"answer": "accepted", "words": ""})
    assert Escalation.objects.get().state == "accepted"
    assert "Meeting of three by" in words(there.get(f"/escalations/{crn}/1"))
    assert RiskProfile.objects.get(case=case, superseded_at=None).rosh == "high"


def test_a_referral_that_is_not_accepted_is_objected_to_or_taken_back(
    browse, officer_here, case, nation, boss
):
    know(case)
    crn = case.person.crn
    here = browse(officer_here)
    risen = {
        "rosh": "high",
        "reviewed_on-day": "2",
        "reviewed_on-month": "6",
        "reviewed_on-year": "2014",
        "facts": "Bought a weapon",
        "acted": "Police told",
    }
    here.post(f"/cases/{crn}/escalations", risen)
    browse(nation.accounts["N02"]).post(
        f"/escalations/{crn}/1/answer", {"answer": "not-accepted", "words": "Nothing shows it"}
    )
    assert "Ask for a second opinion" in words(here.get(f"/escalations/{crn}/1"))

    here.post(f"/escalations/{crn}/1/objection", {"words": "He has it still"})
    browse(boss).post(
        f"/escalations/{crn}/1/answer", {"answer": "not-accepted", "words": "I agree"}
    )
    here.post(f"/cases/{crn}/escalations", risen)
    here.post(f"/escalations/{crn}/2/withdrawal")

    states = Escalation.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["upheld", "withdrawn"]
    assert "I agree" in words(here.get(f"/escalations/{crn}/1"))


def test_trials_are_for_whoever_sees_plans_everywhere(browse, nation, case_there):
    units = nation.units
    planner = officer("planner", owner=units["N02"], holder=units["N02"], role="planner")
    know(case_there, rsr=Decimal("6.00"))
    with change_access.as_engine(now=NOW):
        change_allocation.try_rules(
            title="Six percent",
            whens={"rsr": "rounded(rsr, 2) >= 6"},
            is_scored=False,
            now=NOW,
        )

    there = browse(planner)

    listed = words(there.get("/allocation-trials"))
    assert "Six percent" in listed
    assert "no group has ten scores" in listed
    shown = words(there.get("/allocation-trials/1"))
    assert "Everybody" in shown
    assert "Too few" in shown
    assert there.get("/allocation-trials/2").status_code == 404
    assert "Trials of other rules" in words(there.get("/"))
    head = officer("head", owner=nation.units["C05"], holder=nation.units["C05"], role="executive")
    for who in (head, nation.accounts["C05"]):
        assert browse(who).get("/allocation-trials").status_code in {403, 404}
        assert browse(who).get("/allocation-trials/1").status_code in {403, 404}


def test_strangers_find_nothing(browse, nation, page):
    stranger = browse(nation.accounts["C11"])

    assert stranger.get(page).status_code in {302, 404}
    assert stranger.get(f"{page}/1").status_code in {302, 404}
    assert stranger.get("/escalations/X000001/1").status_code == 404
    assert "No referral waits" in words(stranger.get("/escalations"))
    assert stranger.get("/unallocated-cases/sitting").status_code in {403, 404}


@pytest.fixture
def new_cases(nation):
    """Three cases of C05 that nobody has."""
    found = [nation.cases["C05"]]
    know(found[0])
    return found


def test_a_manager_gives_cases_in_a_sitting_with_the_reasons_of_the_suggestion(
    *, browse, manager_here, officer_here, new_cases, acts
):
    here = browse(manager_here)
    crn = new_cases[0].person.crn
    seat = officer_here.posts.get()
    seat.account.grade = "PO"
    seat.account.save(update_fields=["grade"])
    shown = words(here.get("/unallocated-cases/sitting"))
    assert "1 case waits" in shown
    assert "In the team of the case" in shown
    assert ("caseload.read", (crn,)) in acts(manager_here)

    done = here.post(
        "/unallocated-cases/sitting", {f"{crn}-post": seat.code, f"{crn}-reason": "IN1"}
    )

    assert done["Location"] == "/unallocated-cases/sitting"
    assert CaseAssignment.objects.filter(item=new_cases[0]).latest("id").post_id == seat.pk
    assert "No case waits" in words(here.get("/unallocated-cases/sitting"))


def test_whoever_something_speaks_against_is_given_a_case_only_with_words(
    browse, manager_here, officer_here, new_cases
):
    here = browse(manager_here)
    crn = new_cases[0].person.crn
    know(new_cases[0], rosh="high")
    account = officer_here
    account.grade = "PSO"
    account.save(update_fields=["grade"])
    chosen = {f"{crn}-post": account.posts.get().code, f"{crn}-reason": "IN1"}

    refused = here.post("/unallocated-cases/sitting", chosen)

    assert refused.status_code == 422
    assert "the grade is not for a risk that is high" in words(refused)
    assert CaseAssignment.objects.filter(item=new_cases[0]).count() == 1
    here.post("/unallocated-cases/sitting", chosen | {f"{crn}-why": "Supervised by a senior"})
    assert CaseAssignment.objects.filter(item=new_cases[0]).count() == 2
    assert "No officer was selected" in words(
        here.post("/unallocated-cases/sitting", {}, follow=True)
    )


def test_what_an_officer_may_be_given_is_recorded_suggests_them_and_ends(
    browse, manager_here, officer_here, new_cases
):
    here = browse(manager_here)
    post = officer_here.posts.get()
    crn = new_cases[0].person.crn
    place = f"/units/C05/workload/{post.code}/skills"
    assert "Nothing is recorded" in words(here.get(place))

    here.post(
        place,
        {"skill": "woman", "starts_on-day": "1", "starts_on-month": "6", "starts_on-year": "2014"},
    )

    assert PostSkill.objects.get().starts_on == date(2014, 6, 1)
    sat = words(here.get(f"/unallocated-cases/sitting?asks-{crn}=woman"))
    assert "Is a woman, as was asked" in sat
    here.post(f"{place}/woman/end")
    assert PostSkill.objects.get().ends_on == NOW.date()
    assert here.post(place, {}).status_code == 422
