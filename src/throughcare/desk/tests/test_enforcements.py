"""A breach on its page: evidence chosen, steps taken, referred to the public service and presented by it, and by whom."""

import pytest

from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import Case, Enforcement, EnforcementFailure, Requirement
from throughcare.probation.tests.taking import order_of

pytestmark = pytest.mark.django_db

ON = {"on-day": "2", "on-month": "6", "on-year": "2014"}
EVIDENCE = {"contacts": ["2", "3"], "of": ["whole"], "reason": "BR06"}


@pytest.fixture
def breach(browse, officer_here, record, crn) -> Enforcement:
    """Of a company's case, with the failures that there are."""
    order_of(record)
    browse(officer_here).post(f"/cases/{crn}/enforcements", {"action": "breach"})
    return Enforcement.objects.get()


def page_of(crn: str, breach: Enforcement) -> str:
    return f"/cases/{crn}/enforcements/{breach.reference}"


def referred(browse, officer_here, crn: str, breach: Enforcement) -> None:
    client, page = browse(officer_here), page_of(crn, breach)
    client.post(f"{page}/evidence", EVIDENCE)
    client.post(f"{page}/steps/referred", {"unit": "N02", **ON})


def test_the_page_says_where_it_stands_who_acts_until_when_and_what_follows(
    browse, officer_here, crn, breach
):
    client, page = browse(officer_here), page_of(crn, breach)
    assert f'href="{page}"' in words(client.get(f"/cases/{crn}"))

    shown = words(client.get(page))

    for each in (
        "To be referred to the public service",
        "The officer",
        "12 June 2014",
        "16 June 2014",
        f'href="{page}/steps/referred"',
        f'href="{page}/steps/breach-withdrawn"',
        f'href="{page}/evidence"',
    ):
        assert each in shown


def test_failures_are_chosen_from_the_log_and_shown(browse, officer_here, crn, breach):
    client, page = browse(officer_here), page_of(crn, breach)
    asked = words(client.get(f"{page}/evidence"))
    assert "27 May 2014: Office visit, Absent" in asked
    assert "Activity" in asked

    nothing = client.post(f"{page}/evidence", {"reason": ""})
    both = client.post(
        f"{page}/evidence", EVIDENCE | {"of": ["whole", str(Requirement.objects.get().pk)]}
    )
    assert (nothing.status_code, both.status_code) == (422, 422)
    assert "Select at least one failure" in words(nothing)
    assert not EnforcementFailure.objects.exists()
    answer = client.post(f"{page}/evidence", EVIDENCE, follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert "The whole sentence" in words(answer)
    assert EnforcementFailure.objects.count() == 2


def test_a_company_refers_and_the_public_service_presents_and_records_what_the_court_did(
    browse, officer_here, officer_elsewhere, crn, breach
):
    page = page_of(crn, breach)
    referred(browse, officer_here, crn, breach)
    there = browse(officer_elsewhere)
    listed = words(there.get("/breach-referrals"))
    assert f'href="/breach-referrals/{breach.reference}"' in listed
    here = f"/breach-referrals/{breach.reference}"
    assert "Office visit" in words(there.get(here))

    empty = there.post(f"{here}/steps/returned", ON)
    assert empty.status_code == 422
    assert "Say why" in words(empty)
    there.post(f"{here}/steps/accepted", ON)
    there.post(f"{here}/steps/information-laid", ON)
    assert "Select what came of it" in words(there.post(f"{here}/steps/breach-concluded", ON))
    wrong = there.post(
        f"{here}/steps/breach-concluded", {"result": "revoked", "court_outcome": "504", **ON}
    )
    assert wrong.status_code == 422
    there.post(
        f"{here}/steps/breach-concluded", {"result": "continues", "court_outcome": "504", **ON}
    )

    breach.refresh_from_db()
    assert (breach.state, breach.result) == ("concluded", "continues")
    shown = words(browse(officer_here).get(page))
    assert "The order continues" in shown
    assert f"{page}/steps/" not in shown
    assert "No breaches to present" in words(there.get("/breach-referrals"))


def test_it_is_withdrawn_with_a_reason(browse, officer_here, crn, breach):
    client, page = browse(officer_here), page_of(crn, breach)
    empty = client.post(f"{page}/steps/breach-withdrawn", ON)
    assert empty.status_code == 422
    assert "Select why it is withdrawn" in words(empty)

    client.post(f"{page}/steps/breach-withdrawn", {"reason": "excused", **ON})

    breach.refresh_from_db()
    assert (breach.state, breach.result) == ("withdrawn", "excused")
    again = client.post(f"{page}/steps/referred", {"unit": "N02", **ON}, follow=True)
    assert f"{breach.reference} went on meanwhile, or the step is for others." in words(again)


def test_it_is_found_under_the_number_of_its_own_case_alone(browse, officer_here, breach):
    other = (
        Case.objects.exclude(pk=breach.case_id).exclude(person__crn=breach.case.person.crn).first()
    )
    assert other is not None

    answer = browse(officer_here).post(
        f"/cases/{other.person.crn}/enforcements/{breach.reference}/steps/breach-withdrawn",
        {"reason": "error", **ON},
    )

    assert answer.status_code in {302, 404}
    breach.refresh_from_db()
    assert breach.state == "open"


def test_a_stranger_does_nothing_and_is_told_nothing(
    *, browse, nation, officer_here, crn, breach, planner
):
    referred(browse, officer_here, crn, breach)
    page, here = page_of(crn, breach), f"/breach-referrals/{breach.reference}"

    for account in (nation.accounts["N04"], nation.accounts["C11"], planner):
        client = browse(account)
        answers = [
            client.get(page),
            client.get(here),
            client.post(f"{page}/steps/breach-withdrawn", {"reason": "error", **ON}),
            client.post(f"{page}/evidence", EVIDENCE),
            client.post(f"{here}/steps/accepted", ON),
        ]

        assert {answer.status_code for answer in answers} <= {302, 403, 404}
        assert [leaks(answer) for answer in answers] == [[]] * 5
    breach.refresh_from_db()
    assert breach.state == "open"
    assert breach.steps.count() == 2


def test_whoever_presents_it_is_told_who_it_is_about_and_their_reading_is_on_the_trail(
    *, browse, officer_here, officer_elsewhere, crn, breach, acts
):
    referred(browse, officer_here, crn, breach)

    answer = browse(officer_elsewhere).get(f"/breach-referrals/{breach.reference}")

    assert leaks(answer) == ["Quillfeather"] or leaks(answer) == ["Quillfeather", "Zebedee"]
    assert acts(officer_elsewhere) == [("breach-referral.read", (crn,))]
