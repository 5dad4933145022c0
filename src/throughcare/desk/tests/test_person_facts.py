"""The pages of what is known of a person: each group shown, added to, put right, ended and taken back, and by whom."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.desk.person_groups import GROUPS
from throughcare.desk.tests.conftest import NAME, words
from throughcare.desk.tests.person_typing import TYPED, make_codes, newest
from throughcare.notify.models import Message
from throughcare.people.models import (
    Address,
    ContactPoint,
    Former,
    Identifier,
    Name,
    Paper,
    Person,
)
from throughcare.probation.models import Appointment

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SHOWN = {
    "names": "Nightjar",
    "identifiers": "1981/0000034U",
    "addresses": "7 Rookery Nook",
    "contact-details": "07700 900123",
    "contact-preferences": "Welsh",
    "personal-contacts": "Bea Quill",
    "circumstances": "Temporary or casual work",
    "disabilities": "Hip",
    "adjustments": "Longer or other times",
    "equality-answers": "Polish",
}


@pytest.fixture(autouse=True)
def _codes(db) -> None:
    make_codes()


@pytest.mark.parametrize("group", list(GROUPS))
def test_each_group_is_added_to_shown_and_put_right(*, browse, officer_here, crn, group):
    client = browse(officer_here)
    typed, changed = TYPED[group]
    page = f"/people/{crn}/facts/{group}"

    asked = client.get(f"{page}/new")
    nothing = client.post(f"{page}/new", {})
    added = client.post(f"{page}/new", typed, follow=True)
    summary = client.get(f"/people/{crn}")
    one = newest(added, crn=crn, group=group)
    form = client.get(f"{one}/change")
    without = client.post(f"{one}/change", typed | changed)
    corrected = client.post(f"{one}/change", typed | changed | {"reason": "Mistyped"}, follow=True)

    assert (asked.status_code, nothing.status_code, form.status_code) == (200, 422, 200)
    assert added.redirect_chain == [(page, 302)]
    assert SHOWN[group] in words(added)
    assert (SHOWN[group] in words(summary)) is (group != "equality-answers")
    assert without.status_code == 422
    assert "Enter why it is changed" in words(without)
    assert corrected.redirect_chain == [(page, 302)]
    assert "Mistyped" in words(corrected)
    assert Former.objects.filter(reason="Mistyped").count() == 1


@pytest.mark.parametrize("group", [slug for slug, of in GROUPS.items() if of.end])
def test_what_ends_is_shown_as_ended(*, browse, officer_here, crn, group):
    client = browse(officer_here)
    page = f"/people/{crn}/facts/{group}"
    added = client.post(f"{page}/new", TYPED[group][0], follow=True)
    one = newest(added, crn=crn, group=group)
    ends = {"ends_on-day": "1", "ends_on-month": "6", "ends_on-year": "2014", "reason": "Over"}

    asked = client.get(f"{one}/end")
    early = client.post(f"{one}/end", ends | {"ends_on-year": "2001"})
    ended = client.post(f"{one}/end", ends, follow=True)

    assert asked.status_code == 200
    assert "The end date must be the start date or later" in words(early)
    assert "Ended" in words(ended)
    assert f"{one}/end" not in words(ended)


@pytest.mark.parametrize("group", [slug for slug, of in GROUPS.items() if of.remove])
def test_what_never_was_so_is_taken_back_and_stays_in_the_history(
    *, browse, officer_here, crn, group
):
    client = browse(officer_here)
    page = f"/people/{crn}/facts/{group}"
    added = client.post(f"{page}/new", TYPED[group][0], follow=True)
    one = newest(added, crn=crn, group=group)

    asked = client.get(f"{one}/removal")
    nothing = client.post(f"{one}/removal", {"reason": ""})
    taken = client.post(f"{one}/removal", {"reason": "Of somebody else"}, follow=True)

    assert asked.status_code == 200
    assert nothing.status_code == 422
    assert "Of somebody else" in words(taken)
    assert f"{one}/change" not in words(taken)


@pytest.mark.parametrize("group", list(GROUPS))
def test_elsewhere_no_group_is_shown_or_added_to(
    *, browse, officer_here, officer_elsewhere, crn, group
):
    page = f"/people/{crn}/facts/{group}"
    browse(officer_here).post(f"{page}/new", TYPED[group][0])
    before = Former.objects.count(), Name.objects.count(), ContactPoint.objects.count()
    client = browse(officer_elsewhere)

    answers = [
        client.get(page, follow=True),
        client.get(f"{page}/new", follow=True),
        client.post(f"{page}/new", TYPED[group][0], follow=True),
    ]

    assert SHOWN[group] in words(browse(officer_here).get(page))
    assert [SHOWN[group] in words(answer) for answer in answers] == [False] * 3
    assert (Former.objects.count(), Name.objects.count(), ContactPoint.objects.count()) == before


def test_a_group_that_there_is_not_is_not_found(browse, officer_here, crn):
    client = browse(officer_here)

    assert client.get(f"/people/{crn}/facts/secrets").status_code == 404
    assert client.get(f"/people/{crn}/papers/secrets").status_code == 404


def test_somebody_living_with_the_person_has_their_address_offered(browse, officer_here, crn):
    client = browse(officer_here)
    client.post(f"/people/{crn}/facts/addresses/new", TYPED["addresses"][0])

    shown = client.post(
        f"/people/{crn}/facts/personal-contacts/new", TYPED["personal-contacts"][0], follow=True
    )

    assert "7 Rookery Nook, XA1 1AA" in words(shown)


def test_an_address_is_verified_by_whoever_says_so(browse, officer_here, crn, record):
    client = browse(officer_here)
    address = Address.objects.get(person=record.person)
    page = f"/people/{crn}/facts/addresses"

    shown = client.post(f"/people/{crn}/addresses/{address.key}/verification", follow=True)

    assert shown.redirect_chain == [(page, 302)]
    assert "Verified by" in words(shown)
    assert Address.objects.get(person=record.person).verified_by_id == officer_here.pk


def test_what_was_not_asked_yet_is_offered_alone(browse, officer_here, crn):
    client = browse(officer_here)
    page = f"/people/{crn}/facts/equality-answers"

    before = words(client.get(page))
    form = words(client.get(f"{page}/new?about=nationality"))
    after = words(client.post(f"{page}/new", TYPED["equality-answers"][0], follow=True))

    assert f'href="{page}/new?about=nationality"' in before
    assert "What they said: nationality" in form
    assert f'href="{page}/new?about=nationality"' not in after
    assert f'href="{page}/new?about=religion"' in after


def test_what_was_said_before_is_told_in_words(browse, officer_here, crn):
    client = browse(officer_here)
    page = f"/people/{crn}/facts/contact-details"
    added = client.post(f"{page}/new", TYPED["contact-details"][0], follow=True)
    changed = TYPED["contact-details"][0] | {"kind": "telephone", "reason": "Landline"}

    shown = words(
        client.post(
            f"{newest(added, crn=crn, group='contact-details')}/change", changed, follow=True
        )
    ).partition("What was said before")[2]

    assert "Landline" in shown
    assert "Mobile" in shown
    assert "1 May 2014" in shown


def test_an_unverified_number_is_said_to_be_so(browse, officer_here, crn):
    client = browse(officer_here)
    typed = {"kind": "pnc", "supplied": "2001/0171310S", "source": "Police"}

    shown = client.post(f"/people/{crn}/facts/identifiers/new", typed, follow=True)

    assert "Unverified" in words(shown)
    assert Identifier.objects.get().canonical is None


DETAILS = {
    "born_on-day": "2",
    "born_on-month": "1",
    "born_on-year": "1980",
    "sex": "F",
    "first_language": "Polish",
    "needs_interpreter": "yes",
    "reason": "Passport",
}


def test_a_birthday_the_other_way_round_is_asked_about_and_nothing_typed_is_lost(
    browse, officer_here, crn
):
    client = browse(officer_here)
    page = f"/people/{crn}/details"

    asked = client.get(page)
    warned = client.post(page, DETAILS)
    kept = Person.objects.get(crn=crn).born_on
    confirmed = client.post(page, DETAILS | {"confirmed": "on"}, follow=True)

    assert asked.status_code == 200
    assert warned.status_code == 422
    assert "day and month the other way round" in words(warned)
    assert 'value="Passport"' in words(warned)
    assert str(kept) == "1980-02-01"
    assert "2 January 1980" in words(confirmed)
    assert "Needs an interpreter: Polish" in words(confirmed)


def test_a_death_cancels_what_is_booked_and_asks_the_officer(browse, officer_here, crn, slot):
    client = browse(officer_here)
    day = {"died_on-day": "1", "died_on-month": "6", "died_on-year": "2014"}

    future = client.post(f"/people/{crn}/death", day | {"died_on-year": "2015"})
    shown = client.post(f"/people/{crn}/death", day, follow=True)

    assert future.status_code == 422
    assert "Died 1 June 2014" in words(shown)
    assert list(Appointment.objects.values_list("is_cancelled", flat=True)) == [True]
    told = Message.objects.get(template="death-recorded")
    assert (told.recipient_reference, told.parameters) == (str(officer_here.pk), {"crn": crn})


def test_elsewhere_nobody_records_a_death(browse, officer_elsewhere, crn):
    day = {"died_on-day": "1", "died_on-month": "6", "died_on-year": "2014"}

    browse(officer_elsewhere).post(f"/people/{crn}/death", day)

    assert Person.objects.get(crn=crn).died_on is None


def photograph(content: bytes = PNG, media_type: str = "image/png") -> dict[str, object]:
    return {
        "file": SimpleUploadedFile("face.png", content, content_type=media_type),
        "of_day-day": "1",
        "of_day-month": "6",
        "of_day-year": "2014",
    }


def test_a_photograph_is_shown_with_an_entry_on_the_trail_and_taken_back(
    browse, officer_here, crn, acts
):
    client = browse(officer_here)
    page = f"/people/{crn}/papers/photographs"

    wrong = client.post(f"{page}/new", photograph(b"GIF89a", "image/gif"))
    shown = client.post(f"{page}/new", photograph(), follow=True)
    kept = Paper.objects.get()
    seen = client.get(f"{page}/{kept.key}")
    trail = acts(officer_here)[0]
    on_person = words(client.get(f"/people/{crn}"))
    taken = client.post(f"{page}/{kept.key}/removal", {"reason": "Not their face"}, follow=True)

    assert "The photograph must be a JPEG or PNG file." in words(wrong)
    assert shown.redirect_chain == [(page, 302)]
    assert (seen.content, seen.headers["Content-Type"]) == (PNG, "image/png")
    assert trail == ("person.photograph-read", (crn,))
    assert f'src="{page}/{kept.key}"' in on_person
    assert "Not their face" in words(taken)
    assert client.get(f"{page}/{kept.key}").status_code == 404


def test_elsewhere_no_photograph_is_shown(browse, officer_here, officer_elsewhere, crn):
    page = f"/people/{crn}/papers/photographs"
    browse(officer_here).post(f"{page}/new", photograph())
    kept = Paper.objects.get()
    client = browse(officer_elsewhere)

    for address in (page, f"{page}/{kept.key}", f"{page}/new"):
        assert PNG not in client.get(address, follow=True).content
    assert client.post(f"{page}/{kept.key}/removal", {"reason": "No"}).status_code == 302
    assert Paper.objects.count() == 1


def test_the_list_of_convictions_is_a_pdf_to_save(browse, officer_here, crn):
    client = browse(officer_here)
    page = f"/people/{crn}/papers/previous-convictions"
    pdf = photograph(b"%PDF-1.7 of invented acts", "application/pdf")

    client.post(f"{page}/new", pdf)
    kept = Paper.objects.get()
    saved = client.get(f"{page}/{kept.key}")

    assert kept.kind == "convictions"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert NAME not in saved.headers["Content-Disposition"]
    assert kept.recorded_at > LONG_AGO
