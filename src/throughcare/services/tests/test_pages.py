"""The pages of referrals: the officer's under the case, and the supplier's own desk."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.probation.models import CaseAssignment, Contact
from throughcare.services.models import Contract, Referral, ReferralCategory, Session
from throughcare.services.tests.conftest import (
    FIRST,
    LATER,
    NOW,
    approved,
    booked,
    drafted,
    sent,
)

pytestmark = pytest.mark.django_db

SECRET = "Told me of the lodger"


@pytest.fixture(autouse=True)
def _at_the_moment(db, settings) -> None:
    settings.DEMONSTRATION = True
    at(NOW)


def at(moment: datetime) -> None:
    change_clock.set_moment(moment=moment, now_real=clock.machine_now())


@pytest.fixture
def here(case, officer_here, worker) -> str:
    """The address of the referrals of a case with a note that could leak."""
    Contact.objects.filter(case=case).update(notes=SECRET)
    CaseAssignment.objects.filter(item=case).update(post_id=officer_here.posts.get().pk)
    return f"/cases/{case.person.crn}/service-referrals"


def day(field: str, on: datetime) -> dict[str, str]:
    parts = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{field}-{part}": str(value) for part, value in parts.items()}


DRAFT = {
    "complexity_ACC": "high",
    "outcomes_ACC": ["ACC02", "ACC04"],
    "most_days": "5",
    "needs": "A room",
    "risk": "Medium",
    **day("complete_by", NOW + timedelta(days=90)),
}


def test_an_officer_refers_somebody_in_two_pages(*, browse, officer_here, here, duty):
    client = browse(officer_here)
    empty = client.get(here)
    begin = client.get(f"{here}/new")

    begun = client.post(f"{here}/new", {"contract": "SUP1K", "duty": f"1/{duty.pk}"})
    form = client.get(begun["Location"])
    sent_now = client.post(begun["Location"], DRAFT | {"then": "send"})

    found = Referral.objects.get()
    assert "No services" in words(empty)
    assert f'value="1/{duty.pk}" checked' in words(begin)
    assert begun["Location"] == f"{here}/{found.reference}/draft"
    assert 'value="10"' in words(form)
    assert (sent_now.status_code, found.state_id, found.needs) == (302, "sent", "A room")
    page = words(client.get(sent_now["Location"]))
    assert [
        each
        for each in (
            "Sent to the supplier",
            "Helped to get a private tenancy",
            "Cancel the referral",
        )
        if each not in page
    ] == []
    assert [
        each for each in (found.reference, "0 days") if each not in words(client.get(here))
    ] == []


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(
    *, browse, officer_here, here, case, duty
):
    client = browse(officer_here)
    nothing = client.post(f"{here}/new", {})
    made = drafted(officer_here, case, duty)
    address = f"{here}/{made.reference}/draft"
    short = client.post(address, DRAFT | {"risk": " ", "then": "send"})
    wrong = client.post(address, DRAFT | {"most_days": "some", "then": "send"})
    saved = client.post(address, DRAFT | {"outcomes_ACC": ["ACC01"], "then": "save"})

    assert (nothing.status_code, short.status_code, wrong.status_code) == (422, 422, 422)
    assert "Select a service" in words(nothing)
    assert "Enter what the supplier has to know about risk." in words(short)
    assert "A room" in words(short)
    assert "Enter a whole number, like 6" in words(wrong)
    assert (saved.status_code, Referral.objects.get().state_id) == (302, "draft")
    assert list(made.outcomes.values_list("outcome_id", flat=True)) == ["ACC01"]


def test_a_second_supplier_is_sent_to_once_it_is_confirmed_on_the_page(
    *, browse, officer_here, other_worker, here, case, duty
):
    first = sent(officer_here, case, duty)
    second = drafted(officer_here, case, duty, contract="SUP2K")
    address = f"{here}/{second.reference}/draft"
    client = browse(officer_here)

    asked = client.post(address, DRAFT | {"then": "send"})
    confirmed = client.post(address, DRAFT | {"then": "send", "is_confirmed": "on"})

    assert (asked.status_code, confirmed.status_code) == (422, 302)
    assert f"({first.reference})" in words(asked)
    assert "Two suppliers are wanted for the same" in words(asked)
    assert ReferralCategory.objects.get(referral=second).confirmed_by_id == officer_here.pk


def test_the_officer_takes_the_steps_that_follow(*, browse, officer_here, worker, here, case, duty):
    made = approved(officer_here, worker, case, duty)
    at(LATER)
    address = f"{here}/{made.reference}/steps"
    client = browse(officer_here)

    page = client.get(f"{address}/withdrawn")
    missing = client.post(f"{address}/withdrawn", {"note": ""})
    elsewhere = client.get(f"{address}/sent")
    done = client.post(f"{address}/withdrawn", {"reason": "withdrawal.NOT", "note": "Left"})
    late = client.get(f"{here}/{made.reference}/draft")

    assert "Needs are met in another way" in words(page)
    assert (missing.status_code, "Select a reason" in words(missing)) == (422, True)
    assert (elsewhere.status_code, done.status_code, late.status_code) == (302, 302, 302)
    assert (Referral.objects.get().state_id, "Left" in words(client.get(done["Location"]))) == (
        "withdrawn",
        True,
    )


def test_the_officer_sees_where_each_stands_over_their_whole_caseload(
    *, browse, officer_here, worker, here, case, duty, acts
):
    none = browse(officer_here).get("/service-referrals")
    made = sent(officer_here, case, duty)
    at(NOW + timedelta(days=12))

    page = words(browse(officer_here).get("/service-referrals"))

    assert "No services go on" in words(none)
    assert [
        each
        for each in (made.reference, "Sent to the supplier", "12 days", "SUP1", "The supplier")
        if each not in page
    ] == []
    assert acts(officer_here)[0] == ("service-referrals.listed", (case.person.crn,))


def test_where_nothing_is_offered_or_in_force_that_is_said(
    *, browse, officer_here, here, worker, duty
):
    client = browse(officer_here)
    type(duty.sentence).objects.update(terminated_on=NOW.date())
    ended = client.get(f"{here}/new")
    Contract.objects.update(ends_on=NOW.date())
    none = client.get(f"{here}/new")

    assert "No sentence in force" in words(ended)
    assert "No service is offered here" in words(none)


def test_a_stranger_finds_no_referral_by_any_address(
    *, browse, officer_here, officer_elsewhere, other_worker, here, case, duty
):
    made = sent(officer_here, case, duty)
    stranger, rival = browse(officer_elsewhere), browse(other_worker)

    assert [
        stranger.get(path).status_code
        for path in (f"{here}/{made.reference}", f"/supplied-referrals/{made.reference}")
    ] == [302, 403]
    assert [
        rival.get(path).status_code
        for path in (
            here,
            f"{here}/{made.reference}",
            f"/supplied-referrals/{made.reference}",
            f"/supplied-referrals/{made.reference}/plan",
            "/service-referrals",
        )
    ] == [403, 403, 404, 404, 403]
    assert made.reference not in words(rival.get("/supplied-referrals"))


def test_the_supplier_works_from_its_own_desk(
    *, browse, officer_here, worker, here, case, duty, acts
):
    made = sent(officer_here, case, duty)
    desk = f"/supplied-referrals/{made.reference}"
    client = browse(worker)
    listed = words(client.get("/supplied-referrals"))
    page = words(client.get(desk))
    unnamed = client.post(f"{desk}/steps/assigned", {"note": ""})
    client.post(f"{desk}/steps/assigned", {"worker": "Ms Hill", "note": ""})
    time = day("day", FIRST) | {"start": "10am", "minutes": "60"}
    clumsy = client.post(f"{desk}/sessions", {"kind": "assessment"})
    client.post(f"{desk}/sessions", time | {"kind": "assessment"})
    client.post(f"{desk}/steps/assessment-booked", {"note": ""})
    at(LATER)
    late = browse(worker)
    silent = late.post(f"{desk}/sessions/1/outcome", {"attendance": "yes"})
    late.post(
        f"{desk}/sessions/1/outcome",
        {"attendance": "yes", "held": "yes", "feedback": "Met at the library"},
    )
    plan = {"sessions": "4", "for_ACC02": "Look for rooms", "for_ACC04": "Ask landlords"}
    none = late.post(f"{desk}/plan", plan | {"sessions": "0"})
    late.post(f"{desk}/plan", plan)
    late.post(f"{desk}/steps/plan-drafted", {"note": ""})
    late.post(f"{desk}/steps/plan-submitted", {"note": ""})

    assert (Referral.objects.get().state_id, Session.objects.get().is_held) == (
        "plan-submitted",
        True,
    )
    assert [unnamed.status_code, clumsy.status_code, silent.status_code, none.status_code] == (
        [422] * 4
    )
    assert [each for each in ("Ann Other", made.reference, "0 days") if each not in listed] == []
    assert [
        each
        for each in ("Give to a worker", "Medium risk of serious harm", "Officer-C05")
        if each not in page
    ] == []
    assert "Look for rooms" in words(late.get(desk))
    assert SECRET not in listed + page + words(late.get(desk))
    assert acts(worker)[-1][1] == (case.person.crn,)


def test_the_supplier_books_moves_and_tells_of_sessions_and_reports(
    *, browse, officer_here, worker, here, case, duty
):
    made = approved(officer_here, worker, case, duty)
    desk = f"/supplied-referrals/{made.reference}"
    at(LATER)
    client = browse(worker)
    on = FIRST + timedelta(days=1)
    time = day("day", on) | {"start": "10am", "minutes": "60"}
    booked_now = client.post(f"{desk}/sessions", time | {"kind": "session"})
    again = client.post(f"{desk}/sessions", time | {"kind": "session"})
    moved = client.post(f"{desk}/sessions/2/move", time | {"start": "2pm", "asked_by": "person"})
    at(on + timedelta(hours=8))
    later = browse(worker)
    said = later.post(f"{desk}/sessions/2/outcome", {"attendance": "no", "feedback": "No sign"})
    unsaid = later.post(f"{desk}/report", {"words": ""})
    report = later.post(
        f"{desk}/report", {"words": "Has a room", "of_ACC02": "yes", "of_ACC04": "partly"}
    )
    page = words(later.get(desk))

    assert (again.status_code, "The person has another appointment then" in words(again)) == (
        422,
        True,
    )
    assert [each.status_code for each in (booked_now, moved, said, report)] == [302] * 4
    assert unsaid.status_code == 422
    assert [
        each
        for each in ("Has a room", "Partly achieved", "No sign", "Submit the end-of-service report")
        if each not in page
    ] == []
    assert [
        later.get(f"{desk}/{path}").status_code
        for path in ("sessions/9/outcome", "sessions/9/move", "steps/concluded", "plan", "report")
    ] == [404, 404, 302, 200, 200]


def test_the_list_of_a_supplier_goes_on_from_page_to_page(
    *, browse, officer_here, worker, here, case, duty, monkeypatch
):
    monkeypatch.setattr("throughcare.desk.views.supplied_referrals.PAGE", 2)
    made = [sent(officer_here, case, duty, is_confirmed=True) for _ in range(3)]
    client = browse(worker)

    first = client.get("/supplied-referrals")
    address = words(first).partition('href="/supplied-referrals?after=')[2].partition('"')[0]
    second = words(client.get(f"/supplied-referrals?after={address}"))
    odd = client.get("/supplied-referrals?after=nonsense")
    over = words(client.get("/supplied-referrals?ended=1"))

    assert [each.reference in words(first) for each in made] == [True, True, False]
    assert [each.reference in second for each in made] == [False, False, True]
    assert (odd.status_code, "No referrals" in over) == (200, True)


def test_the_first_page_of_a_supplier_leads_to_its_desk(*, browse, worker):
    page = browse(worker).get("/", follow=True)

    assert (page.status_code, "/supplied-referrals" in words(page)) == (200, True)


def test_pages_ask_as_much_of_one_session_as_of_three(
    *, browse, officer_here, worker, here, case, duty
):
    made = approved(officer_here, worker, case, duty)
    client, other = browse(officer_here), browse(worker)
    addresses = (
        (client, f"{here}/{made.reference}"),
        (client, here),
        (other, f"/supplied-referrals/{made.reference}"),
    )

    def asked() -> list[int]:
        counts = []
        for browser, address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts.append(len(queries))
        return counts

    at(LATER)
    before = asked()
    for number in (1, 2):
        booked(worker, made, on=FIRST + timedelta(days=number), at=LATER)

    assert (Session.objects.count(), asked()) == (3, before)
