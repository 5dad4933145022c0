"""Events, sentences and requirements on the pages: step by step, with warnings, changed and ended."""

from datetime import UTC, date, datetime

import pytest

from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import (
    AcceptedWarning,
    AdditionalOffence,
    AdditionalSentence,
    Appearance,
    CourtOutcome,
    CourtReport,
    FlagType,
    Registration,
    Requirement,
    Sentence,
)
from throughcare.probation.tests.sentencing import load_codes

pytestmark = pytest.mark.django_db

IN_2026 = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def codes(db, _at_the_moment) -> None:
    load_codes()
    change_clock.set_moment(moment=IN_2026, now_real=clock.machine_now())


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


@pytest.fixture
def event(record) -> Sentence:
    return Sentence.objects.create(
        case=record,
        number=1,
        offence_id="04600",
        referred_on=date(2026, 2, 1),
        recorded_at=LONG_AGO,
    )


@pytest.fixture
def order(event):
    event.type_id, event.imposed_on = "340", date(2026, 3, 9)
    event.length, event.length_unit = 18, "months"
    event.notional_ends_on = event.ends_on = date(2027, 9, 8)
    event.save()
    return event


DISPOSAL = {
    "court": "ABGVMC",
    **day("imposed_on", date(2026, 3, 9)),
    "length": "12",
    "length_unit": "months",
}


def test_an_event_is_entered_step_by_step_from_its_offence_to_its_sentence_and_requirements(
    browse, officer_here, crn
):
    client = browse(officer_here)
    at = f"/cases/{crn}/sentences"

    found = words(client.get(f"{at}?words=theft"))
    opened = client.post(
        f"{at}?offence=04600",
        {"count": "1", "taken": "0", **day("referred_on", date(2026, 2, 1))},
        follow=True,
    )
    chosen = client.post(f"{at}/1/disposal", {"chosen": "340"})
    recorded = client.post(f"{at}/1/disposal?type=340", DISPOSAL, follow=True)
    kind = client.post(f"{at}/1/requirements", {"chosen": "W"})
    added = client.post(
        f"{at}/1/requirements?type=W",
        {"length": "100", "sub_type": "W/W01", **day("starts_on", date(2026, 3, 9))},
        follow=True,
    )

    assert f'href="{at}?offence=04600"' in found
    assert opened.redirect_chain == [(f"{at}/1", 302)]
    assert "Not sentenced" in words(opened)
    assert chosen.url == f"{at}/1/disposal?type=340"
    assert "8 March 2027" in words(recorded)
    assert "at least one requirement that punishes" in words(recorded)
    assert kind.url == f"{at}/1/requirements?type=W"
    assert "Unpaid work: Regular" in words(added)
    assert "100 hours" in words(added)
    assert "at least one requirement that punishes" not in words(added)
    assert f'href="{at}/1"' in words(client.get(f"/cases/{crn}"))


def test_a_warning_is_asked_about_and_accepted_by_name(browse, officer_here, crn, event):
    client = browse(officer_here)
    address = f"/cases/{crn}/sentences/1/disposal?type=340"

    asked = client.post(address, DISPOSAL | {"length": "37"})
    kept = client.post(
        address, DISPOSAL | {"length": "37", "accepted": "community-length"}, follow=True
    )

    assert asked.status_code == 422
    assert "A community order is at most 36 months: 37 months was entered." in words(asked)
    assert 'value="community-length"' in words(asked)
    assert 'value="37"' in words(asked)
    assert kept.redirect_chain == [(f"/cases/{crn}/sentences/1", 302)]
    assert AcceptedWarning.objects.get().code == "community-length"


def test_a_warning_that_stands_is_accepted_on_the_page_of_the_sentence(
    browse, officer_here, crn, order
):
    client = browse(officer_here)
    address = f"/cases/{crn}/sentences/1"

    nothing = client.post(f"{address}/warnings")
    kept = client.post(f"{address}/warnings", {"accepted": "community-punishment"}, follow=True)

    assert nothing.status_code == 409
    assert "Select the warnings that you have checked" in words(nothing)
    assert "It is kept that you checked this" in words(kept)
    assert "Did the court order it so?" not in words(kept)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"court": ""}, "Select a court"),
        ({"length": "", "length_unit": ""}, "Enter the length of the sentence"),
        ({"length": "x"}, "Enter a whole number, like 12"),
        (day("imposed_on", date(2026, 6, 2)), "must be today or in the past"),
    ],
)
def test_a_sentence_that_cannot_be_is_refused_with_the_reason_and_nothing_typed_is_lost(
    *, browse, officer_here, crn, event, typed, says
):
    answer = browse(officer_here).post(
        f"/cases/{crn}/sentences/1/disposal?type=340", DISPOSAL | typed
    )

    assert answer.status_code == 422
    summary = words(answer).partition('class="govuk-error-summary"')[2].partition("<h1")[0]
    assert says in summary
    assert 'name="imposed_on-year" type="text" value="2026"' in words(answer)
    event.refresh_from_db()
    assert event.type_id is None


def test_offences_appearances_and_fines_are_added_to_an_event(browse, officer_here, crn, order):
    client = browse(officer_here)
    at = f"/cases/{crn}/sentences/1"

    offence = client.post(f"{at}/offences?offence=10501", {"count": "2", "verdict": "G"})
    appearance = client.post(
        f"{at}/appearances",
        {
            "court": "ABGVMC",
            **day("held_on", date(2026, 3, 9)),
            "kind": "sentence",
            "outcome": "340",
            "plea": "guilty",
        },
    )
    fine = client.post(f"{at}/additional-sentences", {"kind": "fine", "amount": "120.50"})
    shown = words(client.get(at))

    assert [each.status_code for each in (offence, appearance, fine)] == [302, 302, 302]
    assert (
        AdditionalOffence.objects.count(),
        Appearance.objects.count(),
        AdditionalSentence.objects.count(),
    ) == (1, 1, 1)
    for each in ("Common assault (10501), 2 counts, guilty", "Plea: guilty", "Fine, £120.50"):
        assert each in shown


def test_a_sentence_is_changed_ended_and_its_end_taken_back(browse, officer_here, crn, order):
    client = browse(officer_here)
    at = f"/cases/{crn}/sentences/1"

    changed = client.post(
        f"{at}/amendment",
        {
            "length": "12",
            "length_unit": "months",
            "reason": "Varied on appeal",
            **day("amended_on", date(2026, 4, 1)),
        },
        follow=True,
    )
    case_page = words(client.get(f"/cases/{crn}"))
    refused = client.post(f"{at}/end", {"reason": "good-progress"})
    ended = client.post(
        f"{at}/end",
        {"reason": "good-progress", **day("ended_on", date(2026, 5, 1))},
        follow=True,
    )
    resumed = client.post(f"{at}/resumption", follow=True)
    again = client.post(f"{at}/resumption", follow=True)

    page = words(changed)
    assert "8 March 2027" in page
    assert "Until the court's order of 1 April 2026: 18 months, to 8 September 2027." in page
    assert f"Changed by {officer_here.display_name} on" in page
    assert "Varied on appeal" in page
    assert "A court changed this on 1 April 2026" in case_page
    assert f"{at}#before" in case_page
    assert refused.status_code == 422
    assert "Ended on 1 May 2026: revoked for good progress." in words(ended)
    assert "The end is taken back." in words(resumed)
    assert "This sentence has not ended." in words(again)


def test_a_requirement_is_begun_and_ended(browse, officer_here, crn, order):
    Requirement.objects.create(
        case=order.case,
        sentence=order,
        number=1,
        type_id="F",
        length=20,
        starts_on=date(2026, 3, 9),
        recorded_at=LONG_AGO,
    )
    client = browse(officer_here)
    at = f"/cases/{crn}/sentences/1/requirements/1"

    begun = client.post(f"{at}/start", day("day", date(2026, 3, 20)), follow=True)
    ended = client.post(
        f"{at}/end", {"reason": "completed", **day("ended_on", date(2026, 5, 1))}, follow=True
    )
    missing = client.get(f"/cases/{crn}/sentences/1/requirements/2/end")

    assert "20 March 2026" in words(begun)
    assert "Completed" in words(ended)
    assert missing.status_code == 404


def test_a_report_that_a_court_asks_for_is_due_with_the_team_that_writes_it(
    browse, officer_here, officer_elsewhere, crn, event
):
    CourtOutcome.objects.create(
        code="101",
        description="For a report",
        kind="adjourned",
        asks_for_report=True,
        is_offered=True,
    )
    client = browse(officer_here)
    at = f"/cases/{crn}/sentences/1/appearances"
    adjourned = {
        "court": "ABGVMC",
        "kind": "trial",
        "outcome": "101",
        **day("held_on", date(2026, 5, 29)),
        **day("next_on", date(2026, 6, 19)),
    }

    without = client.post(at, adjourned)
    asked = client.post(at, adjourned | {"report_unit": "n02t"}, follow=True)

    reference = CourtReport.objects.get().reference
    assert without.status_code == 422
    assert "Enter the code of the unit that does." in words(without)
    assert "The appearance is added." in words(asked)
    assert "19 June 2026" in words(browse(officer_elsewhere).get(f"/court-reports/{reference}"))


PAGES = (
    "",
    "/offences",
    "/appearances",
    "/disposal",
    "/amendment",
    "/additional-sentences",
    "/end",
    "/requirements",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_sentence_is_shown_and_its_reading_is_on_the_trail(
    *, browse, officer_here, crn, order, page, acts
):
    answer = browse(officer_here).get(f"/cases/{crn}/sentences/1{page}")

    assert answer.status_code == 200
    assert acts(officer_here)[0] == ("case.read", (crn,))


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_shown_nothing_of_a_sentence(*, browse, officer_elsewhere, crn, order, page):
    order.court = "Quillfeather"
    order.save()

    answer = browse(officer_elsewhere).get(f"/cases/{crn}/sentences/1{page}")

    assert answer.status_code in {302, 403}
    assert leaks(answer) == []


def test_a_sentence_that_there_is_not_is_not_found(browse, officer_here, crn):
    assert browse(officer_here).get(f"/cases/{crn}/sentences/1").status_code == 404


def test_an_order_that_ended_offers_no_change(browse, officer_here, crn, order):
    Sentence.objects.update(terminated_on=date(2026, 5, 1), ended_for="expired")

    page = words(browse(officer_here).get(f"/cases/{crn}/sentences/1"))

    assert "Take the end back" in page
    assert "Add a requirement" not in page


def test_where_the_last_sentence_ends_the_officer_says_what_becomes_of_the_flags(
    browse, officer_here, crn, order
):
    client = browse(officer_here)
    end = {"reason": "good-progress", **day("ended_on", date(2026, 5, 1))}

    without_flags = client.post(f"/cases/{crn}/sentences/1/end", end)
    client.post(f"/cases/{crn}/sentences/1/resumption")
    FlagType.objects.get_or_create(code="RCCO", defaults={"review_months": 3})
    Registration.objects.create(
        case=order.case,
        type_id="RCCO",
        starts_on=date(2026, 3, 9),
        review_on=date(2026, 6, 9),
        recorded_at=LONG_AGO,
    )
    with_flags = client.post(f"/cases/{crn}/sentences/1/end", end)

    assert without_flags.url == f"/cases/{crn}/sentences/1"
    assert with_flags.url == f"/cases/{crn}/end-of-supervision"
