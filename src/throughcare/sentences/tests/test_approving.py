"""Dates approved by somebody who entered nothing of them, or entered by hand with a reason."""

from datetime import date

import pytest

from throughcare.outbox.models import Event
from throughcare.sentences import commands, queries
from throughcare.sentences.commands import AdjustmentSaid
from throughcare.sentences.models import Calculation
from throughcare.sentences.tests.entering import (
    NOW,
    add,
    approve,
    count,
    do,
    enter,
    only_sentence,
    refused,
    remand_on,
    see,
)

pytestmark = pytest.mark.django_db


def test_a_second_person_approves_and_whoever_entered_may_not(officer_here, manager_here, booked):
    made = enter(officer_here, booked)
    assert refused(officer_here, commands.approve, key=made.key) == ("own-work",)

    approve(manager_here, made)

    made.refresh_from_db()
    assert (made.state, made.approved_by_id, made.approved_at) == (
        "approved",
        manager_here.pk,
        NOW,
    )
    assert refused(manager_here, commands.approve, key=made.key) == ("is-approved",)
    told = Event.objects.get(name="sentences.release-dates-changed.v1").payload
    assert told["types"] == ["CRD", "ESED", "HDCED", "SLED", "TUSED"]
    assert told["calculation_id"] == made.pk


def test_whoever_entered_anything_since_the_last_approval_may_not_approve(
    officer_here, manager_here, booked
):
    enter(officer_here, booked)
    made = add(
        manager_here,
        booked,
        AdjustmentSaid(kind="ADDITIONAL_DAYS_AWARDED", days=14, from_on=date(2025, 4, 1)),
    )

    assert refused(officer_here, commands.approve, key=made.key) == ("own-work",)
    assert refused(manager_here, commands.approve, key=made.key) == ("own-work",)


def test_only_the_latest_is_approved_and_the_approved_one_counts_until_another_is(
    officer_here, manager_here, booked
):
    first = enter(officer_here, booked)
    approve(manager_here, first)
    second = add(officer_here, booked, remand_on(only_sentence(officer_here, booked)))

    assert refused(manager_here, commands.approve, key=first.key) == ("not-latest",)
    booked.refresh_from_db()
    assert booked.releases_on == first.in_force["CRD"]

    approve(manager_here, second)

    booked.refresh_from_db()
    assert booked.releases_on == date(2025, 7, 25)
    told = Event.objects.filter(name="sentences.release-dates-changed.v1").order_by("-id")[0]
    assert told.payload["types"] == ["CRD", "HDCED", "SLED", "TUSED"]


def test_dates_that_are_withheld_are_not_approved(officer_here, manager_here, booked):
    made = enter(officer_here, booked, count(offence_from=None))

    assert refused(manager_here, commands.approve, key=made.key) == ("no-dates",)


def test_a_date_by_hand_is_shown_as_such_and_approved_by_somebody_else(
    officer_here, manager_here, booked
):
    before = enter(officer_here, booked)

    made = do(
        officer_here,
        commands.override_dates,
        key=before.key,
        entered={"CRD": date(2025, 8, 1)},
        because="Court of Appeal",
    )

    assert made.pk != before.pk
    assert made.overrides == {
        "CRD": {"on": "2025-08-01", "because": "Court of Appeal", "instead_of": "2025-08-14"}
    }
    assert made.dates == before.dates
    assert made.in_force["CRD"] == date(2025, 8, 1)
    assert refused(officer_here, commands.approve, key=made.key) == ("own-work",)
    approve(manager_here, made)
    booked.refresh_from_db()
    assert booked.releases_on == date(2025, 8, 1)
    sheet = see(manager_here, queries.sheet_of, made)
    assert (
        "CRD",
        "Conditional release date: automatic release on licence (entered by hand)",
        "1 August 2025",
    ) in sheet.dates
    assert any("Court of Appeal" in each for each in sheet.paragraphs)


def test_dates_are_entered_by_hand_where_none_is_worked_out(officer_here, manager_here, booked):
    withheld = enter(officer_here, booked, count(type="LIFE"))

    made = do(
        officer_here,
        commands.override_dates,
        key=withheld.key,
        entered={"TARIFF": date(2035, 1, 1)},
        because="As the court said",
    )

    assert made.in_force == {"TARIFF": date(2035, 1, 1)}
    assert approve(manager_here, made).state == "approved"


def test_dates_by_hand_that_cannot_stand_together_are_refused(officer_here, booked):
    made = enter(officer_here, booked)

    assert refused(
        officer_here,
        commands.override_dates,
        key=made.key,
        entered={"ARD": date(2025, 8, 1)},
        because="So",
    ) == ("not-together",)
    assert Calculation.objects.count() == 1
