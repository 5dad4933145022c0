"""Entries of a log that are there: what is added, changed, acted on, taken out, and the order that they are about."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import NOW
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import NAME, SECRET, leaks, words
from throughcare.probation.models import (
    Appointment,
    Compliance,
    Contact,
    ContactGroup,
    ContactNote,
    ContactTypeGroup,
    FailureAction,
    Outcome,
)
from throughcare.probation.tests.logs import Log, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(record, officer_here) -> Log:
    return begin(record, officer_here, imposed_on=date(2014, 1, 1), at=NOW)


@pytest.fixture
def waiting(log, slot) -> str:
    """Where the appointment of an hour ago under the order is."""
    Appointment.objects.update(sentence=log.sentence)
    return f"/cases/{log.crn}/appointments/2014-06-02T0800Z"


def missed(client, waiting: str, **more: str) -> HttpResponse:
    typed = {"outcome": "UAAB", "action": "EA02", "notes": "No word"}
    answer: HttpResponse = client.post(f"{waiting}/failure", typed | more)
    return answer


def test_a_missed_appointment_is_recorded_and_acted_on_in_one_step(
    browse, officer_here, waiting, log
):
    client = browse(officer_here)

    form = words(client.get(f"{waiting}/failure"))
    answer = missed(client, waiting)
    home = words(client.get(answer.headers["Location"]))

    assert "0 failures count</a>, and 1 is allowed" in form
    assert answer.headers["Location"] == "/"
    assert f"Outcome recorded for Zebedee {NAME}." in home
    assert f'action="/cases/{log.crn}/contacts/2/undoing"' in home
    assert FailureAction.objects.values_list("contact__number", "action_id", "state").get() == (
        2,
        "EA02",
        "waiting",
    )
    assert Contact.objects.get(number=2).notes == "No word"


def test_a_failure_without_what_is_done_about_it_is_not_recorded_and_keeps_what_was_typed(
    browse, officer_here, waiting
):
    answer = missed(browse(officer_here), waiting, action="")

    assert answer.status_code == 422
    assert "Select what you will do about it" in words(answer)
    assert "No word" in words(answer)
    assert Appointment.objects.get().outcome == ""


def test_a_failure_that_was_recorded_meanwhile_is_refused(browse, officer_here, waiting):
    client = browse(officer_here)
    missed(client, waiting)

    answer = missed(client, waiting)

    assert answer.status_code == 422
    assert "This appointment has an outcome already." in words(answer)
    assert FailureAction.objects.count() == 1


def test_whoever_is_not_the_officer_is_led_to_refer_the_failure(browse, officer_here, waiting, log):
    other = browse(officer_here)
    log.case.assignments.update(post_id=None)

    page = words(other.get(f"{waiting}/failure"))

    assert 'value="ROM" checked' in page


def test_what_was_recorded_is_undone_from_home_for_a_minute(browse, officer_here, waiting, log):
    client = browse(officer_here)
    missed(client, waiting)

    answer = client.post(f"/cases/{log.crn}/contacts/2/undoing", follow=True)

    assert f"Undone: nothing is recorded for Zebedee {NAME}." in words(answer)
    assert Appointment.objects.get().outcome == ""
    assert Contact.objects.get(number=2).deleted_at is not None


def test_after_a_minute_it_is_said_that_nothing_is_undone(browse, officer_here, waiting, log):
    client = browse(officer_here)
    missed(client, waiting)
    change_clock.set_moment(moment=NOW + timedelta(seconds=70), now_real=clock.machine_now())

    answer = client.post(f"/cases/{log.crn}/contacts/2/undoing", follow=True)

    assert "It can be undone for a minute" in words(answer)
    assert Appointment.objects.get().outcome == "UAAB"


def test_an_answer_closes_what_was_done_and_the_count_is_lowered(
    browse, officer_here, waiting, log
):
    client = browse(officer_here)
    missed(client, waiting)
    home = words(client.get("/"))

    refused = client.post(f"/cases/{log.crn}/contacts/2/answer", {"response": "accepted"})
    answer = client.post(
        f"/cases/{log.crn}/contacts/2/answer",
        {"response": "accepted", "outcome": "AAME"},
        follow=True,
    )

    assert "Answers due" in home
    assert (refused.status_code, "Select what it turned out to be" in words(refused)) == (422, True)
    assert "Answer recorded." in words(answer)
    assert Compliance.objects.values_list("failures", flat=True).get() == 0


def test_a_note_is_added_and_shown_under_those_before_it(browse, officer_here, log):
    client = browse(officer_here)

    empty = client.post(f"/cases/{log.crn}/contacts/1/notes", {"text": ""})
    answer = client.post(
        f"/cases/{log.crn}/contacts/1/notes", {"text": "Rang & was glad"}, follow=True
    )

    assert "Enter a note" in words(empty)
    page = words(answer)
    assert page.index(SECRET) < page.index("Rang &amp; was glad")
    assert "by Officer-C05" in page


def test_an_outcome_is_changed_and_not_over_somebody_elses_change(
    browse, officer_here, waiting, log
):
    client = browse(officer_here)
    missed(client, waiting)
    where = f"/cases/{log.crn}/contacts/2/outcome"

    form = words(client.get(where))
    done = client.post(where, {"outcome": "AAME", "version": "1"})
    stale = client.post(where, {"outcome": "ATTC", "version": "1"})

    assert 'name="version" value="1"' in form
    assert done.headers["Location"] == f"/cases/{log.crn}/contacts/2"
    assert "Somebody changed this entry while you had it open." in words(stale)
    assert Contact.objects.get(number=2).outcome_id == "AAME"


def test_a_failure_in_the_log_is_acted_on(browse, officer_here, waiting, log):
    client = browse(officer_here)
    client.post(f"{waiting}/outcome", {"outcome": "UAAB"})

    answer = client.post(f"/cases/{log.crn}/contacts/2/actions", {"action": "NFA"}, follow=True)
    again = client.post(f"/cases/{log.crn}/contacts/1/actions", {"action": "NFA"})

    assert "What was done about it" in words(answer)
    assert "There is no failure to act on." in words(again)
    assert FailureAction.objects.count() == 1


def test_an_alert_is_cleared(browse, officer_here, log):
    Contact.objects.filter(case=log.case).update(is_alert=True)
    client = browse(officer_here)
    home = words(client.get("/"))

    answer = client.post(f"/cases/{log.crn}/contacts/1/clearing", {"from": "home"}, follow=True)

    assert "Alert: Test" in home
    assert "Alert cleared." in words(answer)
    assert Contact.objects.get(case=log.case).is_alert is False
    assert f'action="/cases/{log.crn}/contacts/1/alert"' in words(answer)

    back = client.post(f"/cases/{log.crn}/contacts/1/alert", follow=True)

    assert "The alert is back on the list." in words(back)
    assert Contact.objects.get(case=log.case).is_alert is True
    again = words(client.post(f"/cases/{log.crn}/contacts/1/alert", follow=True))
    assert "An alert can be put back for a minute by whoever cleared it." in again


def test_a_manager_deletes_an_entry_for_a_reason(browse, manager_here, officer_here, log):
    where = f"/cases/{log.crn}/contacts/1/deletion"
    client = browse(manager_here)

    offered = words(client.get(f"/cases/{log.crn}/contacts/1"))
    none = client.post(where, {"reason": ""})
    done = client.post(where, {"reason": "Of somebody else"}, follow=True)
    gone = client.get(f"/cases/{log.crn}/contacts/1")
    officers = browse(officer_here).post(where, {"reason": "Of somebody else"})

    assert where in offered
    assert "Enter a reason" in words(none)
    assert "Entry 1 is deleted." in words(done)
    assert SECRET not in words(done)
    assert (gone.status_code, officers.status_code) == (404, 403)


@pytest.mark.parametrize(
    "address",
    [
        "contacts/1/notes",
        "contacts/1/outcome",
        "contacts/1/actions",
        "contacts/1/answer",
        "contacts/1/clearing",
        "contacts/1/undoing",
        "contacts/1/alert",
        "appointments/2014-06-02T0800Z/failure",
    ],
)
def test_elsewhere_no_entry_is_touched(browse, officer_elsewhere, waiting, log, address):
    before = list(Contact.objects.order_by("id").values())

    answer = browse(officer_elsewhere).post(
        f"/cases/{log.crn}/{address}",
        {"text": "Mine", "outcome": "UAAB", "version": "1", "action": "NFA", "response": "none"},
    )

    assert answer.headers["Location"] == f"/cases/{log.crn}/minimum-view"
    assert leaks(answer) == []
    assert list(Contact.objects.order_by("id").values()) == before
    assert not ContactNote.objects.exists()


def test_each_figure_of_an_order_opens_the_list_behind_it(browse, officer_here, waiting, log, acts):
    client = browse(officer_here)
    where = f"/cases/{log.crn}/compliance/1"
    Outcome.objects.filter(code="UAAB").update(category="unacceptable")
    missing = words(client.get(where, {"show": "missing"}))
    missed(client, waiting)

    failures = words(client.get(where))
    absences = words(client.get(where, {"show": "unacceptable"}))
    letters = words(client.get(where, {"show": "letters"}))
    kept = words(client.get(where, {"show": "complied"}))

    entry = f'href="/cases/{log.crn}/contacts/2"'
    assert 'href="/cases/X000003/appointments/2014-06-02T0800Z"' in missing
    assert all(entry in page for page in (failures, absences, letters))
    assert entry not in kept
    assert "There is nothing behind this figure." in kept
    assert acts(officer_here)[0] == ("case.read", (log.crn,))


def test_elsewhere_nothing_of_an_order_is_told(browse, officer_elsewhere, log):
    answer = browse(officer_elsewhere).get(f"/cases/{log.crn}/compliance/1")

    assert answer.headers["Location"] == f"/cases/{log.crn}/minimum-view"
    assert leaks(answer) == []


def test_there_is_no_compliance_with_what_was_not_ordered(browse, officer_here, log):
    assert browse(officer_here).get(f"/cases/{log.crn}/compliance/9").status_code == 404


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"group": "7"}, True),
        ({"group": "8"}, False),
        ({"sentence": "1"}, True),
        ({"outcome": "unacceptable"}, True),
        ({"outcome": "complied"}, False),
        ({"kind": "appointment"}, True),
        ({"kind": "notice"}, False),
        ({"text": "no wo"}, True),
        ({"text": "no_wo"}, False),
        ({"since-day": "3", "since-month": "6", "since-year": "2014"}, False),
    ],
)
def test_a_log_is_narrowed(*, browse, officer_here, waiting, log, asked, is_found):
    client = browse(officer_here)
    Outcome.objects.filter(code="UAAB").update(category="unacceptable")
    for code in ("7", "8"):
        ContactGroup.objects.create(code=code, name=f"Group {code}")
    ContactTypeGroup.objects.create(type_id="COAP", group_id="7")
    missed(client, waiting)

    ask = client.post if "text" in asked else client.get
    page = words(ask(f"/cases/{log.crn}", asked, follow=True))

    assert (f'href="/cases/{log.crn}/contacts/2"' in page) is is_found


def test_home_tells_what_others_did_with_the_officers_cases(
    browse, officer_here, manager_here, log
):
    with log.acting():
        Contact.objects.filter(case=log.case).update(
            author_id=manager_here.pk, recorded_at=NOW - timedelta(hours=3)
        )

    page = words(browse(officer_here).get("/"))

    assert "What others did since yesterday" in page
    assert "Manager-C05" in page


def test_home_tells_nothing_of_a_log_that_is_closed_to_the_officer_or_of_an_entry_taken_out(
    browse, officer_here, manager_here, log
):
    with log.acting():
        entries = Contact.objects.filter(case=log.case)
        entries.update(author_id=manager_here.pk, recorded_at=NOW - timedelta(hours=3))
    told = words(browse(officer_here).get("/"))
    entries.update(deleted_at=NOW)
    taken_out = words(browse(officer_here).get("/"))
    entries.update(deleted_at=None)
    Restriction.objects.create(
        person_id=log.case.person_id,
        account_id=officer_here.pk,
        kind="exclusion",
        reason="A relative",
        starts_at=NOW - timedelta(days=1),
    )
    closed = words(browse(officer_here).get("/"))

    assert ["Manager-C05" in page for page in (told, taken_out, closed)] == [True, False, False]


def test_a_note_beside_a_name_is_a_draft_until_it_is_recorded(browse, officer_here, waiting, log):
    client = browse(officer_here)
    noted = {"type": "COAP", "outcome": "ATTC", "notes": "Came on time", "start": "9:00am"}
    day = {"day-day": "2", "day-month": "6", "day-year": "2014"}

    kept = client.post(f"/cases/{log.crn}/drafts", noted | day | {"quiet": "1"})
    offered = words(client.get("/"))
    client.post(f"{waiting}/outcome", noted | {"from": "home"})
    home = words(client.get("/"))

    assert kept.status_code == 204
    assert "You have a draft" in offered
    assert f'data-autosave-url="/cases/{log.crn}/drafts"' not in offered
    assert "You have a draft" not in home
    assert Contact.objects.get(number=2).notes == "Came on time"


def test_what_is_being_written_about_somebody_is_not_ended_by_another_note(
    browse, officer_here, waiting, log
):
    client = browse(officer_here)
    home = words(client.get("/"))
    client.post(f"/cases/{log.crn}/drafts", {"notes": "A long letter", "quiet": "1"})

    client.post(f"{waiting}/outcome", {"outcome": "ATTC", "notes": "Came", "from": "home"})

    assert f'data-autosave-url="/cases/{log.crn}/drafts"' in home
    assert "You have a draft" in words(client.get("/"))
