"""Facts about no case there is: a record that was removed, and staff. Every program that reads cases is told, in the one order."""

from datetime import date

import pytest

from throughcare.access import commands as access
from throughcare.access.choices import Role
from throughcare.access.events import StaffChanged
from throughcare.access.tests.small_nation import NOW
from throughcare.disclosure.events import RecordRemoved
from throughcare.outbox.models import Event
from throughcare.partners import commands
from throughcare.probation.events import RiskChanged


def heard(event) -> None:
    with access.as_engine(now=NOW):
        commands.announce_to_all(event, now=NOW)


def about(case) -> None:
    with access.as_engine(now=NOW):
        commands.announce(RiskChanged(crn=case.person.crn, case_id=case.pk), now=NOW)


def test_a_removed_record_is_told_to_all_by_its_number_alone_and_in_its_place(
    program, stranger, case
):
    about(case)
    heard(RecordRemoved(crn="X999999", rule="community", due_on=date(2014, 1, 1)))
    about(case)

    facts = program.get("/events").json()["events"]
    (elsewhere,) = stranger.get("/events").json()["events"]

    assert [(each["type"], each["crn"], each["link"] is None) for each in facts] == [
        ("risk-assessment.scores.determined", case.person.crn, False),
        ("probation-case.deleted.gdpr", "X999999", True),
        ("risk-assessment.scores.determined", case.person.crn, False),
    ]
    assert (elsewhere["crn"], elsewhere["details"]) == ("X999999", {})
    assert [each["position"] for each in facts] == sorted(each["position"] for each in facts)


def test_a_part_that_ends_at_a_notice_goes_on_after_it(program, case):
    about(case)
    heard(StaffChanged(post="P1", change="given"))
    about(case)

    first = program.get("/events", limit="2").json()
    second = program.get("/events", limit="2", after=str(first["next_after"])).json()

    assert [each["type"] for each in first["events"]] == [
        "risk-assessment.scores.determined",
        "probation.staff.updated",
    ]
    assert first["events"][1]["details"] == {"post": "P1", "change": "given"}
    assert first["events"][1]["crn"] is None
    assert [each["type"] for each in second["events"]] == ["risk-assessment.scores.determined"]
    assert second["is_last"]


@pytest.mark.django_db
def test_who_is_given_a_post_and_whose_account_is_closed_is_announced(nation):
    access.open_account(username="new-officer", display_name="New Officer", now=NOW)
    post = access.give_post(username="new-officer", role=Role.OFFICER, unit_code="C05T", now=NOW)

    access.close_account(username="new-officer", now=NOW)

    told = Event.objects.filter(name=StaffChanged.name).order_by("id")
    assert [each.payload for each in told] == [
        {"post": post.code, "change": "given"},
        {"post": post.code, "change": "closed"},
    ]
