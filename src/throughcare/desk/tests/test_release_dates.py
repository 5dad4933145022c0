"""Release dates on their pages: a warrant entered as it reads, dates explained, approved by a second person, and what if."""

from datetime import date

import pytest

from throughcare.desk.tests.conftest import leaks, words
from throughcare.sentences.models import Adjustment, Booking, Calculation, CourtOrder, Sentence

pytestmark = pytest.mark.django_db
WARRANT = {
    "court": "Elmstead Crown Court",
    "case_number": "T20130007",
    "imposed_on-day": "7",
    "imposed_on-month": "10",
    "imposed_on-year": "2013",
    "type": "ADIMP",
    "months": "18",
    "offence_code": "TH68010",
    "offence_from-day": "1",
    "offence_from-month": "5",
    "offence_from-year": "2013",
}
REMAND = {
    "kind": "REMAND",
    "from_on-day": "7",
    "from_on-month": "9",
    "from_on-year": "2013",
    "to_on-day": "6",
    "to_on-month": "10",
    "to_on-year": "2013",
}
RELEASED_ON = date(2014, 6, 7)


@pytest.fixture
def page(crn):
    return f"/cases/{crn}/release-dates"


@pytest.fixture
def here(browse, officer_here):
    return browse(officer_here)


@pytest.fixture
def senior(browse, manager_here):
    return browse(manager_here)


@pytest.fixture
def entered(here, page):
    here.post(f"{page}/new", {"number": "38339A"})
    here.post(f"{page}/orders/new", WARRANT)
    sentence = Sentence.objects.get()
    here.post(f"{page}/time/new", REMAND | {"sentence": str(sentence.key)})
    return Calculation.objects.latest("pk")


def test_a_warrant_is_entered_as_it_reads_and_every_date_explains_itself(here, page, crn):
    assert "No time in custody" in words(here.get(page))
    begun = here.post(f"{page}/new", {"number": ""})
    assert begun["Location"] == f"{page}/orders/new"
    assert "Enter a warrant" in words(here.get(f"{page}/orders/new"))

    done = here.post(f"{page}/orders/new", WARRANT)

    assert done["Location"] == page
    made = Calculation.objects.get()
    assert made.in_force["CRD"] == date(2014, 7, 7)
    shown = words(here.get(page))
    assert "7 July 2014" in shown
    assert "Nobody has approved these dates yet." in shown
    assert "<svg" in shown
    assert "TH68010" in shown
    told = words(here.get(f"{page}/calculations/{made.key}"))
    assert "Conditional release date" in told
    assert made.explanation["dates"]["CRD"]["steps"][0]["says"][:20] in told
    assert page in words(here.get(f"/cases/{crn}"))


def test_time_on_remand_brings_release_forward(here, page, entered):
    assert entered.in_force["CRD"] == RELEASED_ON
    assert "Remand in custody" in words(here.get(page))


def test_the_sheet_is_a_page_and_a_pdf(here, page, entered):
    sheet = words(here.get(f"{page}/calculations/{entered.key}/sheet"))
    pdf = here.get(f"{page}/calculations/{entered.key}/sheet.pdf")

    assert "Release dates, and how they were worked out" in sheet
    assert "7 June 2014" in sheet
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_what_is_wrong_is_said_beside_what_was_typed(here, page):
    here.post(f"{page}/new", {"number": ""})

    refused = here.post(f"{page}/orders/new", WARRANT | {"court": "", "months": "many"})

    assert refused.status_code == 422
    assert "Enter the court" in words(refused)
    assert "Enter a whole number" in words(refused)
    assert not CourtOrder.objects.exists()


def test_what_cannot_be_calculated_is_kept_and_said(here, page):
    here.post(f"{page}/new", {"number": ""})

    here.post(f"{page}/orders/new", WARRANT | {"type": "OTHER"}, follow=True)

    shown = words(here.get(page))
    assert "No dates can be given from what is entered now." in shown
    assert "Work the dates out by hand." in shown


def test_a_sentence_is_put_right_with_a_reason_and_time_is_taken_out(here, page, entered):
    sentence, time = Sentence.objects.get(), Adjustment.objects.get()
    form = words(here.get(f"{page}/counts/{sentence.key}"))
    assert 'value="18"' in form
    assert 'value="TH68010"' in form
    counts = {
        name: each
        for name, each in WARRANT.items()
        if not name.startswith(("court", "case", "imposed"))
    }

    unsaid = here.post(f"{page}/counts/{sentence.key}", counts | {"months": "12"})
    put_right = here.post(
        f"{page}/counts/{sentence.key}", counts | {"months": "12", "because": "Misread"}
    )
    out = here.post(f"{page}/time/{time.key}/removal", {"because": "Of another case"})

    assert unsaid.status_code == 422
    assert (put_right["Location"], out["Location"]) == (page, page)
    assert Calculation.objects.latest("pk").in_force["CRD"] == date(2014, 4, 7)
    assert "Of another case" in words(here.get(page))


def test_another_sentence_of_a_warrant_follows_the_first(here, page, entered):
    order, first = CourtOrder.objects.get(), Sentence.objects.get()
    counts = {
        name: each
        for name, each in WARRANT.items()
        if not name.startswith(("court", "case", "imposed"))
    }

    here.post(f"{page}/orders/{order.key}/counts/new", counts | {"follows": str(first.key)})

    assert Sentence.objects.count() == 2
    assert "Consecutive to 1.1" in words(here.get(page))


def test_a_second_person_approves_and_who_entered_is_told_why_not(
    *, here, senior, page, entered, acts, manager_here, crn
):
    own = here.post(f"{page}/calculations/{entered.key}/approval")
    assert own.status_code == 422
    assert "Somebody else has to approve them." in words(own)
    assert "Check and approve" not in words(here.get(page))
    assert "Check and approve" in words(senior.get(page))
    assert "Approve these dates" in words(senior.get(f"{page}/calculations/{entered.key}/approval"))

    done = senior.post(f"{page}/calculations/{entered.key}/approval")

    assert done["Location"] == page
    entered.refresh_from_db()
    assert entered.state == "approved"
    assert "Approved by" in words(here.get(page))
    assert ("release-dates.approved", (crn,)) in acts(manager_here)


def test_a_date_by_hand_is_shown_as_such(here, page, entered):
    here.post(
        f"{page}/calculations/{entered.key}/override",
        {
            "kind": "CRD",
            "on-day": "9",
            "on-month": "6",
            "on-year": "2014",
            "because": "Court of Appeal",
        },
    )

    shown = words(here.get(page))
    assert "9 June 2014" in shown
    assert "By hand" in shown
    assert "In place of 7 June 2014" in shown
    assert "Court of Appeal" in shown
    here.post(f"{page}/recalculation")
    assert "It does not count any more." in words(here.get(page))


def test_two_calculations_are_compared(here, page, entered):
    first = Calculation.objects.earliest("pk")
    assert "Compare the two" in words(here.get(f"{page}/calculations"))

    told = words(here.get(f"{page}/comparison?one={entered.key}&other={first.key}"))

    assert "-30" in told
    assert "Remand, 7 September 2013" in told
    assert here.get(f"{page}/comparison?one={entered.key}&other=x").status_code == 404


def test_what_if_is_worked_out_and_not_kept(here, page, entered):
    count = Calculation.objects.count()

    told = words(here.post(f"{page}/what-if", {"awarded": "14"}))
    lacking = here.post(f"{page}/what-if", {"remand": "5"})

    assert "+14" in told
    assert "21 June 2014" in told
    assert lacking.status_code == 422
    assert "Select the sentence that would be otherwise" in words(lacking)
    assert Calculation.objects.count() == count


def test_who_is_due_for_release_is_listed_with_what_is_to_be_looked_at(
    here, senior, page, crn, entered
):
    shown = words(here.get("/releases"))

    assert f'href="{page}"' in shown
    assert "Dates are not approved" in shown
    assert "/releases" in words(here.get("/"))
    Booking.objects.update(releases_on=date(2014, 9, 1))
    assert "Nobody is due for release" in words(here.get("/releases"))


def test_known_facts_and_the_end_of_custody(here, page, entered):
    here.post(f"{page}/person", {"is_registered": "on"})
    assert Booking.objects.get().is_registered
    here.post(f"{page}/recalculation")
    assert Calculation.objects.latest("pk").cause == "asked"

    assert "Have all sentences" in words(here.get(f"{page}/end"))
    here.post(f"{page}/end")

    assert "was closed on" in words(here.get(page))
    assert here.get(f"{page}/time/new").status_code == 404
    assert "Begin a time in custody" in words(here.get(page))


def test_a_merely_known_address_is_none(here, page, entered):
    assert here.get(f"{page}/nonsense/new").status_code == 404
    assert here.get(f"{page}/orders/{entered.key}").status_code == 404
    assert here.get(f"{page}/calculations/{Booking.objects.get().key}").status_code == 404


def test_a_list_asks_as_often_for_many_as_for_one(here, entered, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        here.get("/releases")


def test_nobody_elsewhere_sees_or_makes_anything(browse, officer_elsewhere, page, entered):
    stranger = browse(officer_elsewhere)
    key = entered.key

    for address in (
        page,
        f"{page}/calculations",
        f"{page}/calculations/{key}",
        f"{page}/calculations/{key}/sheet",
        f"{page}/calculations/{key}/sheet.pdf",
        f"{page}/what-if",
        f"{page}/orders/new",
    ):
        answer = stranger.get(address)
        assert answer.status_code in {302, 403, 404}
        assert leaks(answer) == []
    stranger.post(f"{page}/calculations/{key}/approval")
    stranger.post(f"{page}/end")
    assert Booking.objects.get().closed_at is None
    assert not Calculation.objects.filter(state="approved").exists()
