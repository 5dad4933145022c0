"""The pages of housing: the officer's under the case, the assessor's desk, and that of the premises."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.tests.small_nation import officer, seat, unit_of
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.housing.choices import Kind
from throughcare.housing.models import Application, BedTaken, Stay
from throughcare.housing.tests.conftest import (
    NOW,
    TODAY,
    UNTIL,
    arrived,
    booked,
    drafted,
    house_of,
    submitted,
    wanted,
)
from throughcare.people.models import Address, Person
from throughcare.probation.models import CaseAssignment, Contact

pytestmark = pytest.mark.django_db

SECRET = "Told me of the lodger"


@pytest.fixture(autouse=True)
def _at_the_moment(db, settings) -> None:
    settings.DEMONSTRATION = True
    at(NOW)


def at(moment: datetime) -> None:
    change_clock.set_moment(moment=moment, now_real=clock.machine_now())


@pytest.fixture
def here(man, officer_here) -> str:
    """The address of the housing of a case with a note that could leak."""
    Contact.objects.filter(case=man).update(notes=SECRET)
    CaseAssignment.objects.filter(item=man).update(post_id=officer_here.posts.get().pk)
    return f"/cases/{man.person.crn}/housing"


def day(field: str, on: date) -> dict[str, str]:
    parts = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{field}-{part}": str(value) for part, value in parts.items()}


def missing(page: str, *wanted: str) -> list[str]:
    return [each for each in wanted if each not in page]


DRAFT = {
    "nights": "28",
    "purpose": "To settle after prison",
    "risk": "High",
    "needs": "",
    **day("arrives_on", TODAY),
}


def test_an_officer_applies_in_two_pages_and_sees_what_comes_next(
    *, browse, officer_here, here, man
):
    client = browse(officer_here)
    empty = words(client.get(here))
    none = client.post(f"{here}/new", {})

    begun = client.post(f"{here}/new", {"kind": "approved"})
    form = words(client.get(begun["Location"]))
    short = client.post(begun["Location"], DRAFT | {"risk": " ", "then": "submit"})
    saved = client.post(begun["Location"], DRAFT | {"purpose": "", "then": "save"})
    sent = client.post(begun["Location"], DRAFT | {"then": "submit"})

    found = Application.objects.get()
    assert missing(empty, "No applications", "Apply for housing") == []
    assert (none.status_code, "Select what you apply for" in words(none)) == (422, True)
    assert begun["Location"] == f"{here}/{found.reference}/draft"
    assert missing(form, 'value="84"', "What the record knows is filled in") == []
    assert (short.status_code, "Enter what the premises have to know" in words(short)) == (
        422,
        True,
    )
    assert "To settle after prison" in words(short)
    assert (saved.status_code, sent.status_code, found.state_id) == (302, 302, "submitted")
    page = words(client.get(sent["Location"]))
    assert missing(page, "To be assessed", "The assessor", "12 June 2014", "Withdraw") == []
    assert missing(words(client.get(here)), found.reference, "To be assessed") == []
    late = client.get(begun["Location"])
    again = client.post(f"{here}/new", {"kind": "approved"})
    assert late.status_code == 302
    assert (again.status_code, "goes on already" in words(again)) == (422, True)


def test_the_officer_takes_the_steps_that_follow(*, browse, officer_here, assessor, here, man):
    made = submitted(officer_here, man)
    client, desk = browse(officer_here), browse(assessor)
    answer = f"/housing-assessments/{made.reference}"
    unasked = desk.post(f"{answer}/steps/information", {"note": ""})
    desk.post(f"{answer}/steps/information", {"note": "Who is at risk?"})
    asked = words(client.get(f"{here}/{made.reference}"))
    client.post(f"{here}/{made.reference}/steps/submitted", {"note": "A neighbour"})
    desk.post(f"{answer}/steps/accepted", {"note": ""})
    days = {"nights": "28", **day("arrives_on", TODAY)}
    client.post(f"{here}/{made.reference}/steps/placement-requested", days | {"note": ""})
    gone = client.get(f"{here}/{made.reference}/steps/accepted")

    assert (unasked.status_code, gone.status_code) == (422, 302)
    assert missing(asked, "Who is at risk?", "Answer", "Further information asked for") == []
    page = words(client.get(f"{here}/{made.reference}"))
    assert missing(page, "A bed is to be found", "A neighbour") == []
    assert Application.objects.get().state_id == "placement-requested"


def test_the_officer_sees_where_each_stands_over_their_whole_caseload(
    *, browse, officer_here, here, man, acts
):
    none = words(browse(officer_here).get("/housing-applications"))
    made = submitted(officer_here, man)
    at(NOW + timedelta(days=12))

    page = words(browse(officer_here).get("/housing-applications"))

    assert "No applications go on" in none
    assert missing(page, made.reference, "To be assessed", "The assessor", "Late") == []
    assert acts(officer_here)[0] == ("housing-applications.listed", (man.person.crn,))


def test_the_assessor_answers_and_finds_a_bed(
    *, browse, officer_here, assessor, house, here, man, acts
):
    made = submitted(officer_here, man, is_urgent=True)
    client = browse(assessor)
    listed = words(client.get("/housing-assessments"))
    desk = f"/housing-assessments/{made.reference}"
    page = words(client.get(desk))
    early = client.get(f"{desk}/beds")
    unsaid = client.post(f"{desk}/steps/refused", {"note": "x"})
    client.post(f"{desk}/steps/accepted", {"note": ""})

    assert missing(listed, made.reference, "Ann Other", "Urgent") == []
    assert missing(page, "Accept", "Refuse", "High risk of serious harm", "Officer-C05") == []
    assert (early.status_code, unsaid.status_code) == (302, 422)
    assert SECRET not in listed + page
    assert ("housing-application.read", (man.person.crn,)) in acts(assessor)
    assert "Nothing waits" in words(client.get("/housing-assessments"))
    assert made.reference in words(client.get("/housing-assessments?show=others"))


def test_free_beds_are_shown_for_the_days_and_booked_with_one_button(
    *, browse, officer_here, assessor, house, here, man
):
    made = wanted(officer_here, assessor, man)
    house_of("APF", sex="F")
    client = browse(assessor)
    beds = f"/housing-assessments/{made.reference}/beds"
    page = words(client.get(beds))
    other = words(
        client.get(beds + "?starts_on-day=9&starts_on-month=6&starts_on-year=2014&nights=7")
    )
    wrong = client.get(beds + "?starts_on-day=x&starts_on-month=6&starts_on-year=2014&nights=7")
    none = client.post(beds, {"bed": "AP1/9x"})
    nowhere = client.post(beds, {"bed": "AP1/9"})
    taken = client.post(beds, {"bed": "APF/1"})
    done = client.post(
        beds + "?starts_on-day=9&starts_on-month=6&starts_on-year=2014&nights=7", {"bed": "AP1/2"}
    )

    assert missing(page, "AP1", "1 AP1 Road", "Men", "Free from 2 June 2014") == []
    assert "APF" not in page
    assert "Free from 9 June 2014 until 16 June 2014" in other
    assert (wrong.status_code, none.status_code, nowhere.status_code) == (422, 422, 404)
    assert (taken.status_code, "take in women only" in words(taken)) == (422, True)
    stay = Stay.objects.get()
    assert (done.status_code, stay.bed.number, stay.starts_on, stay.ends_on) == (
        302,
        2,
        date(2014, 6, 9),
        date(2014, 6, 16),
    )
    assert missing(words(client.get(done["Location"])), "Bed booked", "Cancel the booking") == []
    back = client.post(
        f"/housing-assessments/{made.reference}/cancellation",
        {"reason": "cancellation.OTHER", "note": ""},
    )
    assert (back.status_code, Stay.objects.get().state) == (302, "cancelled")


def test_where_no_bed_is_free_that_is_said(*, browse, officer_here, assessor, here, man):
    made = wanted(officer_here, assessor, man)

    page = words(browse(assessor).get(f"/housing-assessments/{made.reference}/beds"))

    assert "No bed that fits is free" in page


def test_the_premises_see_who_comes_and_say_who_arrived_and_left(
    *, browse, officer_here, assessor, worker, house, here, man, acts
):
    made = wanted(officer_here, assessor, man)
    client = browse(worker)
    empty = words(client.get("/premises/AP1"))
    booked(assessor, made)
    lead = client.get("/premises")
    coming = words(client.get("/premises/AP1"))
    desk = f"/premises/AP1/stays/{made.reference}"
    page = words(client.get(desk))
    none = client.post(f"{desk}/arrival", {})
    soon = client.post(f"{desk}/departure", {})
    came = client.post(f"{desk}/arrival", day("arrived_on", TODAY) | {"keyworker": "Ms Hill"})
    living = words(client.get("/premises/AP1"))
    client.post(f"{desk}/end", day("ends_on", UNTIL + timedelta(days=7)) | {"note": "Needs time"})
    client.post(f"{desk}/keyworker", {"keyworker": "Mr Dale"})
    entry = client.post(f"{desk}/entry", {"kind": "curfew", "notes": "Came at midnight"})
    case = words(browse(officer_here).get(f"/cases/{man.person.crn}"))
    at(NOW + timedelta(days=3))
    later = browse(worker)
    unsaid = later.post(f"{desk}/departure", day("left_on", TODAY))
    gone = later.post(
        f"{desk}/departure",
        day("left_on", TODAY)
        | {"reason": "departure.PLANNED", "move_on": "move-on.OWN", "note": ""},
    )
    after = words(later.get(desk))

    assert missing(empty, "Nobody is booked to come.", "Nobody lives here.", "Free") == []
    assert lead["Location"] == "/premises/AP1"
    assert missing(coming, "Ann Other", "Today", "Other") == []
    assert missing(page, "Record the arrival", "High risk of serious harm", "Officer-C05") == []
    assert (none.status_code, soon.status_code, came.status_code) == (422, 302, 302)
    assert missing(living, "Ms Hill", "2 June 2014") == []
    assert entry.status_code == 302
    assert missing(case, "Lives at", "AP1, until 8 July 2014", "Came at midnight") == []
    assert (unsaid.status_code, gone.status_code) == (422, 302)
    assert missing(after, "Planned move on", "a home of their own", "Mr Dale") == []
    assert SECRET not in coming + page + living + after
    assert not Address.objects.filter(person_id=man.person_id, ends_on=None).exists()
    assert {subject for _, subject in acts(worker)} == {(man.person.crn,)}


def test_a_non_arrival_stands_on_the_officers_first_page(
    *, browse, officer_here, assessor, worker, here, man
):
    made = wanted(officer_here, assessor, man)
    booked(assessor, made)
    desk = f"/premises/AP1/stays/{made.reference}"
    said = browse(worker).post(f"{desk}/non-arrival", {"note": "Rang, no answer"})

    home = words(browse(officer_here).get("/?show=alert"))
    page = words(browse(officer_here).get(f"{here}/{made.reference}"))

    assert said.status_code == 302
    assert missing(home, "AP Non-arrival", man.person.crn) == []
    assert missing(page, "Did not arrive", "Ask for a placement again") == []


def test_premises_give_a_booking_back_and_close_beds(
    *, browse, officer_here, assessor, worker, here, man
):
    made = wanted(officer_here, assessor, man)
    booked(assessor, made)
    client = browse(worker)
    desk = f"/premises/AP1/stays/{made.reference}"
    closings = "/premises/AP1/beds/2/closures"
    form = client.get(closings)
    client.post(
        closings, day("starts_on", TODAY) | day("ends_on", UNTIL) | {"reason": "Broken window"}
    )
    wrong = client.post(closings.replace("2", "1"), day("starts_on", TODAY) | day("ends_on", UNTIL))
    clash = client.post(
        closings.replace("2", "1"),
        day("starts_on", TODAY) | day("ends_on", UNTIL) | {"reason": "Paint"},
    )
    shut = words(client.get("/premises/AP1"))
    closing = BedTaken.objects.get(stay_id=None)
    client.post(f"{closings}/{closing.pk}/end")
    again = client.post(f"{closings}/{closing.pk}/end")
    back = client.post(f"{desk}/cancellation", {"reason": "cancellation.BED-LOST", "note": ""})

    assert (form.status_code, wrong.status_code, clash.status_code) == (200, 422, 422)
    assert missing(shut, "Closed", "Broken window", "Open bed 2") == []
    assert (again.status_code, back["Location"]) == (302, "/premises/AP1")
    assert not BedTaken.objects.exists()
    assert client.get(desk).status_code == 404


def test_strangers_find_nothing_by_any_address(
    *, browse, officer_here, officer_elsewhere, other_worker, assessor, worker, here, man
):
    made = wanted(officer_here, assessor, man)
    booked(assessor, made)

    def statuses(account, *paths: str) -> list[int]:
        client = browse(account)
        return [client.get(path).status_code for path in paths]

    reference = made.reference
    stay = f"/premises/AP1/stays/{reference}"
    assert statuses(officer_elsewhere, f"{here}/{reference}", here) == [302, 302]
    assert (
        statuses(
            officer_here,
            f"/housing-assessments/{reference}",
            "/housing-assessments",
            "/premises",
            stay,
        )
        == [403] * 4
    )
    assert (
        statuses(
            other_worker, "/premises/AP1", stay, f"{stay}/arrival", "/premises/AP1/beds/1/closures"
        )
        == [404] * 4
    )
    assert statuses(other_worker, here, f"/housing-assessments/{reference}") == [403, 403]
    assert statuses(worker, stay, f"{stay}/nonsense", "/premises/APX") == [200, 404, 404]
    assert statuses(assessor, "/housing-assessments/HA9", "/premises") == [404, 403]
    assert reference not in words(browse(other_worker).get("/premises/AP2"))


def test_somebody_who_keeps_two_houses_chooses_and_without_one_is_told(
    *, browse, nation, codes, worker, house
):
    bare = unit_of("AP8", kind="premises")
    lost = officer("lost", owner=bare, holder=bare, role="premises")
    second = house_of("AP3")
    seat(worker, owner=second.unit, holder=second.unit, role="premises")

    both = words(browse(worker).get("/premises"))
    none = words(browse(lost).get("/premises"))

    assert missing(both, "/premises/AP1", "/premises/AP3") == []
    assert "No premises" in none


def test_the_first_page_of_premises_leads_to_its_desk(*, browse, worker, assessor):
    assert "/premises" in words(browse(worker).get("/", follow=True))
    assert "/housing-assessments" in words(browse(assessor).get("/", follow=True))


def test_pages_ask_as_much_of_one_as_of_three(
    *, browse, nation, officer_here, assessor, worker, house, here, man
):
    def housed(code: str, starts_on: date) -> None:
        found = nation.cases[code]
        Person.objects.filter(id=found.person_id).update(sex="M")
        another = wanted(nation.accounts[code], assessor, found)
        booked(
            assessor, another, bed=2, starts_on=starts_on, ends_on=starts_on + timedelta(days=29)
        )

    made = wanted(officer_here, assessor, man)
    booked(assessor, made)
    arrived(worker, made)
    housed("N02", TODAY)

    officer, desk, staff = browse(officer_here), browse(assessor), browse(worker)
    addresses = (
        (officer, here),
        (officer, f"{here}/{made.reference}"),
        (officer, "/housing-applications"),
        (desk, "/housing-assessments?show=others"),
        (desk, f"/housing-assessments/{made.reference}"),
        (staff, "/premises/AP1"),
        (staff, f"/premises/AP1/stays/{made.reference}"),
    )

    def asked() -> list[int]:
        counts = []
        for browser, address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts.append(len(queries))
        return counts

    before = asked()
    drafted(officer_here, man, kind=Kind.TEMPORARY)
    housed("SWM", UNTIL)

    assert Stay.objects.count() == 3
    assert (asked(), max(before) < 28) == (before, True)
