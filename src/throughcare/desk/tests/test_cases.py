"""A case: its log, the minimum view of it, and giving it to somebody."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from throughcare.access.models import Grant, Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, give, officer, seat
from throughcare.desk.tests.conftest import NAME, SECRET, leaks, words
from throughcare.organisation.models import Change
from throughcare.probation.models import (
    CaseAssignment,
    Offence,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)

pytestmark = pytest.mark.django_db


def test_a_case_is_shown_with_its_log_and_the_reading_is_on_the_trail(
    browse, officer_here, crn, acts
):
    answer = browse(officer_here).get(f"/cases/{crn}")

    assert f"Zebedee {NAME}" in words(answer)
    assert SECRET in words(answer)
    assert "<title>Case X000003 " in words(answer)
    assert acts(officer_here) == [("case.read", (crn,))]


def test_the_log_is_filtered_by_what_is_in_it(browse, officer_here, crn):
    client = browse(officer_here)

    kept = client.post(f"/cases/{crn}", {"text": "lodger", "kind": ""}, follow=True)
    assert kept.redirect_chain == [(f"/cases/{crn}?words=kept#log", 302)]
    left_out = client.post(f"/cases/{crn}", {"text": "hostel"}, follow=True)

    assert SECRET in words(kept)
    assert SECRET not in words(left_out)
    assert "No entries like this" in words(left_out)
    assert SECRET in words(client.get(f"/cases/{crn}"))


def test_what_is_looked_for_in_a_log_stands_in_no_address_and_is_of_that_log(
    browse, officer_here, crn
):
    client = browse(officer_here)

    answer = client.post(
        f"/cases/{crn}",
        {"text": NAME, "failures": "on", "since-day": "1", "after": "x", "else": NAME},
        follow=True,
    )

    assert answer.redirect_chain == [(f"/cases/{crn}?failures=on&since-day=1&words=kept#log", 302)]
    assert f'value="{NAME}"' in words(answer)
    assert not re.search(rf'(href|action)="[^"]*{NAME}', words(answer))
    client.post("/documents", {"words": "letter"})
    assert f'value="{NAME}"' not in words(client.get(f"/cases/{crn}?words=kept"))


def test_a_case_shows_the_appointments_that_wait(browse, officer_here, crn, slot):
    answer = browse(officer_here).get(f"/cases/{crn}")

    assert f"/cases/{crn}/appointments/2014-06-02T0800Z" in words(answer)
    assert "No outcome" in words(answer)


def test_another_day_shows_who_had_the_case_then_and_offers_no_writing(
    browse, nation, officer_here, crn, record
):
    week_ago, yesterday = NOW - timedelta(days=7), NOW - timedelta(days=1)
    give(record, owner=nation.units["SWM"], holder=nation.units["SWMT"], starts_at=week_ago)
    give(
        record,
        owner=nation.units["C05"],
        holder=nation.units["C05T"],
        starts_at=yesterday,
    )
    client = browse(officer_here)

    today = words(client.get(f"/cases/{crn}"))
    before = words(client.get(f"/cases/{crn}?as-at=2014-05-31"))

    owner = '<dd class="govuk-summary-list__value">{}</dd>'
    assert owner.format("C05") in today
    assert "Record a contact" in today
    assert owner.format("SWM") in before
    assert "Record a contact" not in before
    assert f"/people/{crn}?as-at=2014-05-31" in before


OWNED = re.compile(
    r'data-label="Provider"[^>]*><div[^>]*>\s*(\w+)\s*</div>.*?data-label="To"[^>]*>(?:<div[^>]*>)?\s*([^<]+?)\s*<'
)


def test_a_case_says_who_has_had_it_until_when_and_who_has_it_again(
    *, browse, nation, officer_here, crn, record, acts
):
    for days, code in ((7, "N02"), (1, "C05")):
        give(
            record,
            owner=nation.units[code],
            holder=nation.units[f"{code}T"],
            starts_at=NOW - timedelta(days=days),
        )
    # The team alone: the provider has it still.
    give(record, owner=nation.units["C05"], holder=nation.units["C05"], starts_at=NOW)
    client = browse(officer_here)

    now = words(client.get(f"/cases/{crn}/owners"))
    before = words(client.get(f"/cases/{crn}/owners?as-at=2014-05-31"))

    assert OWNED.findall(now) == [
        ("C05", "26 May 2014, 10:00am"),
        ("N02", "1 June 2014, 10:00am"),
        ("C05", "Goes on"),
    ]
    assert OWNED.findall(before) == [("C05", "26 May 2014, 10:00am"), ("N02", "Goes on")]
    assert f'href="/cases/{crn}/owners"' in words(client.get(f"/cases/{crn}"))
    assert acts(officer_here)[-1] == ("case.read", (crn,))


def test_a_case_that_came_at_midnight_came_on_the_day_that_began(
    browse, nation, officer_here, crn, record
):
    began = datetime(2014, 5, 31, 23, tzinfo=UTC)
    give(record, owner=nation.units["C05"], holder=nation.units["C05T"], starts_at=began)

    page = words(browse(officer_here).get(f"/cases/{crn}"))

    assert re.search(r"With them since</dt> <dd[^>]*>1 June 2014</dd>", page)


def test_what_a_plan_gave_that_never_went_live_is_not_told(
    browse, nation, officer_here, crn, record
):
    aborted = Change.objects.create(
        reference="aborted", title="Aborted", effective_at=LONG_AGO, recorded_at=LONG_AGO
    )
    give(
        record,
        owner=nation.units["N02"],
        holder=nation.units["N02T"],
        starts_at=NOW - timedelta(days=1),
        change=aborted,
    )

    page = words(browse(officer_here).get(f"/cases/{crn}/owners"))

    assert OWNED.findall(page) == [("C05", "Goes on")]


def test_elsewhere_a_case_leads_to_the_minimum_view_and_tells_nothing(
    browse, officer_elsewhere, crn, acts
):
    client = browse(officer_elsewhere)

    answers = [
        client.get(f"/cases/{crn}{part}") for part in ("", "/owners", "/documents", "/contacts/1")
    ]

    assert [answer.headers["Location"] for answer in answers] == [f"/cases/{crn}/minimum-view"] * 4
    assert [leaks(answer) for answer in answers] == [[], [], [], []]
    assert acts(officer_elsewhere) == [("case.read", (crn,))] * 4


def test_a_case_whose_record_is_closed_is_refused_on_every_page_of_it(
    browse, officer_here, crn, record, slot
):
    Restriction.objects.create(
        person_id=record.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    client = browse(officer_here)
    parts = (
        "",
        "/owners",
        "/documents",
        "/contacts",
        "/contacts/1",
        "/appointments",
        "/appointments/2014-06-02T0800Z",
        "/enforcements",
        "/minimum-view",
        "/emergency-access",
    )

    answers = {part: client.get(f"/cases/{crn}{part}") for part in parts}

    assert {part: answer.status_code for part, answer in answers.items()} == dict.fromkeys(
        parts, 403
    )
    assert {part: leaks(answer) for part, answer in answers.items()} == {part: [] for part in parts}


def test_a_planner_may_open_no_case(browse, planner, crn, acts):
    answer = browse(planner).get(f"/cases/{crn}")

    assert answer.status_code == 403
    assert leaks(answer) == []
    assert acts(planner) == []


def test_the_minimum_view_asks_for_a_reason_first(browse, officer_elsewhere, crn):
    client = browse(officer_elsewhere)

    asked = client.get(f"/cases/{crn}/minimum-view")
    refused = client.post(f"/cases/{crn}/minimum-view", {"reason": " "})

    assert "Why do you need to see this record?" in words(asked)
    assert refused.status_code == 422
    assert "Enter a reason" in words(refused)
    assert not Grant.objects.exists()
    assert [leaks(answer) for answer in (asked, refused)] == [[], []]


def test_with_a_reason_the_minimum_view_is_shown_without_the_log(
    browse, officer_elsewhere, crn, acts
):
    client = browse(officer_elsewhere)

    answer = client.post(f"/cases/{crn}/minimum-view", {"reason": "At court today"}, follow=True)

    assert f"Zebedee {NAME}" in words(answer)
    assert SECRET not in words(answer)
    assert Grant.objects.get().reason == "At court today"
    assert acts(officer_elsewhere)[0] == ("case.read", (crn,))


def test_the_minimum_view_says_how_many_hours_of_unpaid_work_are_done(
    browse, officer_elsewhere, crn, record
):
    unpaid_work = RequirementType.objects.create(
        code="W", description="Unpaid work", unit="minutes"
    )
    sentence = Sentence.objects.create(
        case=record,
        number=1,
        type=SentenceType.objects.create(code="307", description="Community order"),
        offence=Offence.objects.create(code="00101", description="Theft"),
        imposed_on=LONG_AGO.date(),
        recorded_at=LONG_AGO,
    )
    Requirement.objects.create(
        case=record,
        sentence=sentence,
        number=1,
        type=unpaid_work,
        length=120 * 60,
        done=37 * 60 + 30,
        starts_on=LONG_AGO.date(),
        recorded_at=LONG_AGO,
    )

    answer = browse(officer_elsewhere).post(
        f"/cases/{crn}/minimum-view", {"reason": "At court today"}, follow=True
    )

    assert "Unpaid work: 37.5 of 120 hours done" in words(answer)


def test_in_an_emergency_the_whole_record_is_opened_and_the_manager_told(
    browse, nation, officer_elsewhere, crn
):
    manager = officer(
        "manager-n02", owner=nation.units["N02"], holder=nation.units["N02T"], role="manager"
    )
    client = browse(officer_elsewhere)

    asked = client.get(f"/cases/{crn}/emergency-access")
    answer = client.post(
        f"/cases/{crn}/emergency-access",
        {"reason": "Threats to a child this morning", "hours": "4"},
        follow=True,
    )
    home = browse(manager).get("/")

    assert leaks(asked) == []
    assert SECRET in words(answer)
    assert Grant.objects.get().ends_at - NOW < timedelta(hours=5)
    assert "Threats to a child this morning" in words(home)
    assert leaks(home) == []


def test_without_a_reason_no_emergency_opens_a_record(browse, officer_elsewhere, crn):
    client = browse(officer_elsewhere)

    answers = [
        client.post(f"/cases/{crn}/emergency-access", typed)
        for typed in (
            {"hours": "4"},
            {"reason": "Short", "hours": "4"},
            {"reason": "Threats to a child"},
        )
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert [leaks(answer) for answer in answers] == [[], [], []]
    assert not Grant.objects.exists()


def test_no_emergency_opens_a_record_for_a_planner(browse, planner, crn):
    answer = browse(planner).post(
        f"/cases/{crn}/emergency-access", {"reason": "Threats to a child", "hours": "4"}
    )

    assert answer.status_code == 403
    assert leaks(answer) == []
    assert not Grant.objects.exists()


def test_a_manager_gives_a_case_to_an_officer(browse, manager_here, officer_here, crn, record):
    CaseAssignment.objects.filter(item=record).update(post_id=None)
    post = officer_here.posts.get()

    answer = browse(manager_here).post(
        f"/cases/{crn}/allocations",
        {"post": post.code, "reason": "IN1", "justification": "Knows the family"},
    )

    assert answer.headers["Location"] == f"/cases/{crn}"
    assert CaseAssignment.objects.filter(item=record).latest("id").post_id == post.pk


def test_without_a_reason_a_case_stays_where_it_is_and_the_choice_is_kept(
    browse, manager_here, officer_here, crn, record
):
    code = officer_here.posts.get().code

    answer = browse(manager_here).post(f"/cases/{crn}/allocations", {"post": code})

    assert answer.status_code == 422
    assert "Select why" in words(answer)
    assert "Enter why it is right for this officer" in words(answer)
    assert f'<option value="{code}" selected' in words(answer)
    assert CaseAssignment.objects.filter(item=record).count() == 1


def test_an_officer_may_give_no_case_away(browse, nation, officer_here, crn, record):
    seat(
        nation.accounts["C11"],
        owner=nation.units["C05"],
        holder=nation.units["C05T"],
        role="officer",
    )

    answer = browse(officer_here).post(
        f"/cases/{crn}/allocations",
        {"post": "P00003", "reason": "IN1", "justification": "Tired of it"},
    )

    assert answer.status_code == 403
    assert CaseAssignment.objects.filter(item=record).count() == 1
