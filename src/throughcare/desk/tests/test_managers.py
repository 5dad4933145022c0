"""Who manages each part of a case on the pages: shown, given, put back; and what a unit does of a case that others have."""

from datetime import date

import pytest

from throughcare.access.tests.small_nation import LONG_AGO, officer
from throughcare.desk.tests.conftest import SECRET, words
from throughcare.probation.models import (
    CaseAssignment,
    Contact,
    HeldApart,
    HeldApartAssignment,
    Institution,
    Offence,
    PrisonManager,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)

pytestmark = pytest.mark.django_db
KEY = "requirement-7-1"


@pytest.fixture
def duty(record) -> Requirement:
    Offence.objects.get_or_create(code="00999", defaults={"description": "An offence"})
    SentenceType.objects.get_or_create(
        code="T99", defaults={"description": "An order", "family": "community", "kind": "SP"}
    )
    RequirementType.objects.get_or_create(
        code="W", defaults={"description": "Unpaid work", "unit": "minutes"}
    )
    order = Sentence.objects.create(
        case=record,
        number=7,
        type_id="T99",
        offence_id="00999",
        imposed_on=date(2014, 3, 1),
        recorded_at=LONG_AGO,
    )
    return Requirement.objects.create(
        case=record,
        sentence=order,
        number=1,
        type_id="W",
        starts_on=date(2014, 3, 1),
        recorded_at=LONG_AGO,
    )


@pytest.fixture
def apart(nation, duty) -> HeldApart:
    """Unpaid work of the case, with N02."""
    made = HeldApart.objects.create(
        case_id=duty.case_id, number=1, requirement=duty, starts_at=LONG_AGO, recorded_at=LONG_AGO
    )
    HeldApartAssignment.objects.create(
        item=made,
        owner=nation.units["N02"],
        holder=nation.units["N02T"],
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
        basis="recorded",
    )
    return made


def test_the_page_says_who_has_each_part_and_leads_there_from_the_case(
    browse, officer_here, crn, apart, acts
):
    client = browse(officer_here)
    assert f'href="/cases/{crn}/managers"' in words(client.get(f"/cases/{crn}"))

    page = words(client.get(f"/cases/{crn}/managers"))

    assert "Requirement 7.1: Unpaid work" in page
    assert "Held apart" in page
    assert "Goes with the case" in page
    assert ("case.read", (crn,)) in acts(officer_here)
    assert f'/managers/{KEY}"' not in page


def test_a_manager_gives_a_part_to_an_officer_and_puts_it_back(
    *, browse, nation, manager_here, crn, duty
):
    colleague = officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])
    client = browse(manager_here)
    page = f"/cases/{crn}/managers/{KEY}"
    assert f'href="{page}"' in words(client.get(f"/cases/{crn}/managers"))

    empty = client.post(page, {})
    given = client.post(page, {"post": colleague.posts.get().code, "reason": "IN1"}, follow=True)

    assert empty.status_code == 422
    assert "Select an officer" in words(empty)
    assert given.redirect_chain == [(f"/cases/{crn}/managers", 302)]
    assert HeldApart.objects.get().requirement_id == duty.pk
    again = client.post(page, {"post": colleague.posts.get().code, "reason": "IN1"})
    assert (again.status_code, "is with this officer already" in words(again)) == (422, True)
    back = client.post(f"{page}/return", follow=True)
    assert "goes with the case again" in words(back)
    assert HeldApart.objects.get().ended_at is not None


def test_who_has_a_part_finds_it_records_of_it_and_sees_no_more_than_the_minimum(
    *, browse, officer_elsewhere, crn, apart, duty
):
    client = browse(officer_elsewhere)
    listed = words(client.get("/components"))
    assert crn in listed
    assert "Requirement 7.1: Unpaid work" in listed
    minimum = words(client.get(f"/cases/{crn}", follow=True))
    assert f'href="/cases/{crn}/managers/{KEY}/entries"' in minimum
    assert SECRET not in minimum

    page = f"/cases/{crn}/managers/{KEY}/entries"
    empty = client.post(page, {"type": "refer"})
    kept = client.post(page, {"type": "refer", "notes": "Did not come"}, follow=True)

    assert empty.status_code == 422
    assert "Enter what happened" in words(empty)
    assert "It is in the log of the case" in words(kept)
    entry = Contact.objects.get(type_id="AROM")
    assert (entry.requirement_id, entry.notes) == (duty.pk, "Did not come")


def test_a_stranger_finds_nothing_and_an_officer_gives_nothing(
    *, browse, nation, officer_here, crn, apart
):
    stranger = browse(nation.accounts["N04"])
    assert crn not in words(stranger.get("/components"))
    assert "Nothing is held apart" in words(stranger.get("/components"))
    for page in (
        f"/cases/{crn}/managers/{KEY}/entries",
        f"/cases/{crn}/managers/nothing-1/entries",
    ):
        assert stranger.get(page).status_code == 404
    assert stranger.get(f"/cases/{crn}/managers").status_code == 302
    here = browse(officer_here)
    assert here.get(f"/cases/{crn}/managers/{KEY}").status_code == 403
    assert here.get(f"/cases/{crn}/managers/{KEY}/entries").status_code == 404
    assert not Contact.objects.filter(type_id="AROM").exists()


def test_the_manager_in_prison_is_named_and_ended(browse, officer_here, crn, record):
    Institution.objects.get_or_create(code="LEI", defaults={"name": "Leeds", "is_offered": True})
    client = browse(officer_here)
    page = f"/cases/{crn}/prison-managers"

    empty = client.post(page, {})
    kept = client.post(
        page, {"institution": "LEI", "name": "Pat Moss", "is_responsible": "on"}, follow=True
    )

    assert empty.status_code == 422
    assert "Enter the name of the manager in prison" in words(empty)
    assert "Pat Moss" in words(kept)
    ended = client.post(f"{page}/end", follow=True)
    assert "Nobody manages in prison any more." in words(ended)
    assert PrisonManager.objects.get(case=record).ended_at is not None


def test_a_list_of_those_given_to_nobody_says_what_a_manager_needs(
    *, browse, nation, manager_here, crn, record, duty
):
    CaseAssignment.objects.filter(item=record).update(post_id=None)

    page = words(browse(manager_here).get("/unallocated-cases"))

    assert crn in page
    assert "New to probation" in page
    assert "Not found" in page
    other = officer("no-manager", owner=nation.units["C05"], holder=nation.units["C05T"])
    assert browse(other).get("/unallocated-cases").status_code == 403
