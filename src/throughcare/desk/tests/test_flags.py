"""Flags on their pages: listed, registered, reviewed, ended, and late ones of a unit."""

from datetime import date

import pytest

from throughcare.desk.tests.conftest import leaks, words
from throughcare.organisation import commands as change_organisation
from throughcare.probation.models import Registration, RegistrationStep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _codes(record) -> None:
    change_organisation.load_code_lists()


def state():
    return list(
        Registration.objects.order_by("id").values_list("type_id", "level", "category", "ended_on")
    )


def test_a_flag_is_chosen_registered_given_another_level_reviewed_and_ended(
    browse, officer_here, crn
):
    client, page = browse(officer_here), f"/cases/{crn}/flags"
    assert "No flags" in words(client.get(page))

    chosen = client.post(f"/cases/{crn}/flag-types", {"flag": "MAPP"})
    assert chosen["Location"] == f"{page}/MAPP/registration"
    typed = {"starts_on-day": "1", "starts_on-month": "6", "starts_on-year": "2014"}
    client.post(f"{page}/MAPP/registration", typed | {"level": "M1", "category": "M2"})
    shown = words(client.get(page))
    assert "Category 2: violent or other sexual offender, Level 1: ordinary" in shown
    assert "The highest of them is" in shown
    assert "1 September 2014" in shown

    client.post(f"{page}/MAPP/registration", {"level": "M2", "category": "M2"})
    client.post(f"{page}/MAPP/review", {"notes": "Meeting held"})
    told = words(client.get(f"{page}/MAPP"))
    assert [each in told for each in ("Level changed", "Meeting held", "Officer-C05")] == [True] * 3
    client.post(f"{page}/MAPP/end", {"notes": "No longer eligible"})

    assert state() == [("MAPP", "M2", "M2", date(2014, 6, 2))]
    assert "Ended on 2 June 2014" in words(client.get(f"{page}/MAPP"))
    assert "MAPPA" in words(client.get(f"/cases/{crn}"))


def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(browse, officer_here, crn):
    client = browse(officer_here)

    nothing = client.post(f"/cases/{crn}/flag-types", {})
    half = client.post(f"/cases/{crn}/flags/MAPP/registration", {"notes": "Kept words"})
    future = client.post(
        f"/cases/{crn}/flags/WEAP/registration",
        {
            "starts_on-day": "3",
            "starts_on-month": "6",
            "starts_on-year": "2014",
            "notes": "Kept words",
        },
    )

    assert [each.status_code for each in (nothing, half, future)] == [422] * 3
    assert "Select a flag" in words(nothing)
    assert [each in words(half) for each in ("Select a level", "Select a category")] == [True] * 2
    assert "The first day cannot be in the future." in words(future)
    assert ["Kept words" in words(each) for each in (half, future)] == [True, True]
    assert state() == []


def test_the_same_again_is_said_to_change_nothing(browse, officer_here, crn):
    client, page = browse(officer_here), f"/cases/{crn}/flags/RMRH/registration"
    typed = {"starts_on-day": "1", "starts_on-month": "6", "starts_on-year": "2014"}
    client.post(page, typed)

    again = client.post(page, {"notes": "Again"}, follow=True)

    assert "stands so already: nothing was changed" in words(again)
    assert RegistrationStep.objects.count() == 1


@pytest.mark.parametrize("address", ["flags/NONE", "flags/NONE/registration", "flags/NONE/end"])
def test_a_flag_that_is_none_is_not_found(browse, officer_here, crn, address):
    assert browse(officer_here).get(f"/cases/{crn}/{address}").status_code == 404


def test_a_refused_review_is_said_on_the_page(browse, officer_here, crn):
    answer = browse(officer_here).post(f"/cases/{crn}/flags/WEAP/review", {})

    assert answer.status_code == 422
    assert "This flag is not registered." in words(answer)


def test_the_end_of_supervision_is_shown_before_it_is_done(browse, officer_here, crn):
    client = browse(officer_here)
    typed = {"starts_on-day": "1", "starts_on-month": "6", "starts_on-year": "2014"}
    for code in ("ALSH", "IIOM"):
        client.post(f"/cases/{crn}/flags/{code}/registration", typed)
    page = f"/cases/{crn}/end-of-supervision"
    assert page in words(client.get(f"/cases/{crn}/flags"))
    before = words(client.get(page))
    assert ["Is ended" in before, "Is kept" in before] == [True, True]

    bad = client.post(page, {"alerts": "IIOM"})
    client.post(page, {"alerts": "ALSH"})

    assert bad.status_code == 422
    active = Registration.objects.filter(ended_on=None).order_by("type_id")
    assert [each.type_id for each in active] == ["ALERT", "IIOM"]


def test_late_reviews_of_a_unit_are_its_managers_alone(
    browse, officer_here, manager_here, crn, record
):
    Registration.objects.create(
        case=record,
        type_id="WEAP",
        starts_on=date(2014, 1, 1),
        review_on=date(2014, 4, 1),
        recorded_at=record.recorded_at,
    )

    shown = browse(manager_here).get("/units/C05T/flag-reviews")
    refused = browse(officer_here).get("/units/C05T/flag-reviews")
    unknown = browse(manager_here).get("/units/NONE/flag-reviews")

    assert [each in words(shown) for each in ("Weapons", "1 April 2014", crn)] == [True] * 3
    assert "/units/C05/flag-reviews" in words(browse(manager_here).get("/units/C05"))
    assert (refused.status_code, unknown.status_code) == (403, 404)
    assert leaks(refused) == []


@pytest.mark.parametrize(
    "address",
    ["flags", "flags/WEAP", "flag-types", "flags/WEAP/registration", "end-of-supervision"],
)
def test_a_stranger_reads_no_flag_and_registers_none(browse, nation, crn, record, address):
    Registration.objects.create(
        case=record,
        type_id="WEAP",
        starts_on=date(2014, 1, 1),
        review_on=date(2014, 4, 1),
        recorded_at=record.recorded_at,
    )
    client = browse(nation.accounts["N04"])

    answers = [
        client.get(f"/cases/{crn}/{address}"),
        client.post(f"/cases/{crn}/flags/WEAP/end", {"notes": "Gone"}),
    ]

    assert [each.status_code in {302, 403, 404} for each in answers] == [True, True]
    assert [leaks(each) for each in answers] == [[], []]
    assert ["Weapons" in words(each) for each in answers] == [False, False]
    assert state() == [("WEAP", "", "", None)]
