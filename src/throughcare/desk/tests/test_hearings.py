"""Court hearings on the pages: added, adjourned, given a result; on the case, in the diary and in the queue."""

from datetime import timedelta

import pytest

from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import Court, Hearing

pytestmark = pytest.mark.django_db

COURT = "Abergavenny Magistrates' Court"
SHOWN = "Abergavenny Magistrates&#39; Court"
TYPED = {
    "kind": "breach",
    "court": "ABGVMC",
    "day-day": "4",
    "day-month": "6",
    "day-year": "2014",
    "start": "10am",
}
LATER = TYPED | {"day-day": "25", "reason": "Report not ready"}


@pytest.fixture(autouse=True)
def court(db) -> Court:
    return Court.objects.create(code="ABGVMC", name=COURT, kind="magistrates")


@pytest.fixture
def heard(record) -> Hearing:
    return Hearing.objects.create(
        case=record,
        reference="H1",
        court_id="ABGVMC",
        kind="breach",
        starts_at=NOW,
        recorded_at=LONG_AGO,
    )


def test_a_hearing_is_added_and_stands_on_the_case_in_the_diary_and_in_the_queue(
    browse, officer_here, crn
):
    client = browse(officer_here)

    answer = client.post(f"/cases/{crn}/hearings", TYPED, follow=True)

    (made,) = Hearing.objects.all()
    address = f"/cases/{crn}/hearings/{made.reference}"
    assert answer.redirect_chain == [(address, 302)]
    assert f"<title>Hearing {made.reference}, {crn} " in words(answer)
    assert SHOWN in words(answer)
    for page in (f"/cases/{crn}", "/diaries", "/", "/?show=hearing"):
        assert f'href="{address}"' in words(client.get(page)), page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"court": ""}, "Select a court"),
        ({"kind": ""}, "Select what it is for"),
        ({"day-day": "1"}, "A hearing is listed for today or a day to come."),
    ],
)
def test_a_hearing_that_cannot_be_is_refused_with_the_reason(
    *, browse, officer_here, crn, changed, says
):
    answer = browse(officer_here).post(f"/cases/{crn}/hearings", TYPED | changed)

    assert answer.status_code == 422
    summary = words(answer).partition('class="govuk-error-summary"')[2].partition("<h1")[0]
    assert says in summary
    assert not Hearing.objects.exists()


def test_without_a_list_of_courts_the_form_says_so(browse, officer_here, crn):
    Court.objects.all().delete()

    answer = browse(officer_here).get(f"/cases/{crn}/hearings")

    assert "The list of courts is empty." in words(answer)


def test_an_adjourned_hearing_leads_on_to_the_one_that_follows(browse, officer_here, crn, heard):
    client = browse(officer_here)
    address = f"/cases/{crn}/hearings/{heard.reference}"

    empty = client.post(f"{address}/adjournment", LATER | {"reason": ""})
    earlier = client.post(f"{address}/adjournment", LATER | {"day-day": "2", "start": "8am"})
    done = client.post(f"{address}/adjournment", LATER, follow=True)

    next_one = Hearing.objects.get(follows=heard)
    assert (empty.status_code, earlier.status_code) == (422, 409)
    assert "Enter why it is adjourned" in words(empty)
    assert "must be after the one it follows" in words(earlier)
    assert f"{next_one.reference} is the hearing that follows." in words(done)
    assert f'href="{address}"' in words(done)
    before = words(client.get(address))
    assert "Report not ready" in before
    assert f"/hearings/{next_one.reference}" in before
    assert "Adjourn this hearing" not in before


def test_a_result_is_recorded_from_its_page(browse, officer_here, crn, heard):
    client = browse(officer_here)
    address = f"/cases/{crn}/hearings/{heard.reference}"

    empty = client.post(f"{address}/result", {"result": ""})
    done = client.post(f"{address}/result", {"result": "Order & fine"}, follow=True)
    again = client.post(f"{address}/result", {"result": "Other"})

    assert (empty.status_code, again.status_code) == (422, 409)
    assert "Order &amp; fine" in words(done)
    assert "This hearing is held already." in words(again)


def test_a_hearing_is_taken_off_the_list_with_a_reason(browse, officer_here, crn, heard):
    client = browse(officer_here)
    address = f"/cases/{crn}/hearings/{heard.reference}/vacation"

    empty = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "Withdrawn"}, follow=True)

    assert empty.status_code == 422
    assert "The hearing is off the list." in words(done)
    assert "Vacated" in words(done)


def test_a_case_with_many_hearings_leads_to_all_of_them_in_pages(browse, officer_here, crn, record):
    client = browse(officer_here)
    empty = words(client.get(f"/cases/{crn}/court-hearings"))
    Hearing.objects.bulk_create(
        Hearing(
            case=record,
            reference=f"H{number}",
            court_id="ABGVMC",
            kind="review",
            starts_at=NOW + timedelta(days=number),
            recorded_at=LONG_AGO,
        )
        for number in range(26)
    )

    case = words(client.get(f"/cases/{crn}"))
    first = words(client.get(f"/cases/{crn}/court-hearings"))
    second = words(client.get(f"/cases/{crn}/court-hearings?page=2"))

    assert "No court hearings" in empty
    assert f'href="/cases/{crn}/court-hearings"' in case
    assert case.count(f"/cases/{crn}/hearings/H") == 6
    assert first.count(f"/cases/{crn}/hearings/H") == 25
    assert second.count(f"/cases/{crn}/hearings/H") == 1
    assert f"/cases/{crn}/hearings/H25" in second


def test_of_a_hearing_elsewhere_nothing_is_told_or_changed(browse, officer_elsewhere, crn, heard):
    stranger = browse(officer_elsewhere)
    address = f"/cases/{crn}/hearings/{heard.reference}"

    answers = [stranger.get(address), stranger.post(f"{address}/vacation", {"reason": "x"})]

    for answer in answers:
        assert answer.headers["Location"] == f"/cases/{crn}/minimum-view"
        assert leaks(answer) == []
    heard.refresh_from_db()
    assert heard.state == "listed"


def test_a_hearing_is_found_under_its_own_case_alone(browse, officer_here, crn, heard, nation):
    other = type(heard).objects.create(
        case=nation.cases["N02"],
        reference="H2",
        court_id="ABGVMC",
        kind="trial",
        starts_at=NOW,
        recorded_at=LONG_AGO,
    )

    assert browse(officer_here).get(f"/cases/{crn}/hearings/{other.reference}").status_code == 404
