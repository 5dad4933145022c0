"""Sentences entered, amended and taken out; dates worked out each time, approved by somebody else, or entered by hand."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from throughcare.access import commands as change_access
from throughcare.audit import queries as audit
from throughcare.outbox.models import Event
from throughcare.sentences import commands, queries, statute_book
from throughcare.sentences.commands import (
    AdjustmentSaid,
    Duration,
    MovementSaid,
    RecallSaid,
    SentenceSaid,
)
from throughcare.sentences.models import (
    Adjustment,
    Booking,
    Calculation,
    CourtOrder,
    Movement,
    Recall,
    Sentence,
)
from throughcare.sentences.tests.entering import (
    NOW,
    REMAND,
    SENTENCED_ON,
    add,
    count,
    do,
    enter,
    entered,
    only_sentence,
    order,
    refused,
    remand_on,
    see,
)

pytestmark = pytest.mark.django_db
EXAMPLE_A = {
    "CRD": date(2025, 7, 25),
    "SLED": date(2026, 4, 23),
    "HDCED": date(2025, 4, 26),
    "TUSED": date(2026, 7, 25),
    "ESED": date(2026, 5, 13),
}


def test_a_warrant_with_remand_leads_to_the_dates_of_the_worked_example(officer_here, booked):
    first = enter(officer_here, booked)
    made = add(officer_here, booked, remand_on(only_sentence(officer_here, booked)))

    assert made.in_force == EXAMPLE_A
    assert (made.outcome, made.state, made.cause) == ("dates", "draft", "adjustment")
    assert (made.law, made.law_version) == (statute_book.AS_ENACTED, statute_book.version())
    assert made.worked["effectiveSentenceLength"] == "P1Y3M"
    assert made.explanation["dates"]["CRD"]["steps"][-1]["leadsTo"] == "2025-07-25"
    assert made.made_by_id == officer_here.pk
    assert first.in_force["CRD"] == date(2025, 8, 14)
    booked.refresh_from_db()
    assert booked.releases_on == date(2025, 7, 25)


def test_what_went_in_is_kept_so_that_anybody_can_calculate_it_again(officer_here, booked):
    made = enter(officer_here, booked)

    again = queries.answer(made.inputs)

    assert again["dates"] == made.dates
    assert again["sentenceLevelDates"] == made.worked["sentenceLevelDates"]


def test_every_change_tells_of_itself_and_writes_the_trail(officer_here, case, booked):
    made = enter(officer_here, booked)

    events = Event.objects.filter(name__startswith="sentences.").order_by("id")
    assert [(each.name, each.payload["cause"]) for each in events] == [
        ("sentences.sentences-changed.v1", "order")
    ]
    assert events[0].payload["crn"] == case.person.crn
    acts = [act.action for act in audit.acts_by(account_id=officer_here.pk, limit=5)]
    assert acts == ["court-order.entered", "custody-time.opened"]
    assert made.in_force


def test_what_is_wrong_withholds_every_date_and_says_what_to_correct(officer_here, booked):
    made = enter(officer_here, booked, count(offence_from=None))

    assert (made.outcome, made.dates, made.explanation) == ("withheld", {}, {})
    assert [each["code"] for each in made.messages] == ["OFFENCE_MISSING_DATE"]
    booked.refresh_from_db()
    assert booked.releases_on is None


def test_a_type_that_is_worked_out_by_hand_is_kept_and_said(officer_here, booked):
    made = enter(officer_here, booked, count(type="LIFE"))

    assert [each["code"] for each in made.messages] == ["UNSUPPORTED_SENTENCE_TYPE"]


def test_a_sentence_put_right_keeps_its_key_and_what_it_said(officer_here, booked):
    enter(officer_here, booked)
    before = only_sentence(officer_here, booked)

    made = do(
        officer_here,
        commands.amend,
        booking_key=booked.key,
        key=before.key,
        said=count(18),
        because="The warrant says 18 months.",
    )

    after = only_sentence(officer_here, booked)
    assert (after.key, after.months, after.line, after.order_key) == (
        before.key,
        18,
        1,
        before.order_key,
    )
    before.refresh_from_db()
    assert (before.months, before.superseded_by_id, before.superseded_because) == (
        15,
        officer_here.pk,
        "The warrant says 18 months.",
    )
    assert made.in_force["SLED"] == date(2026, 8, 13)


def test_a_consecutive_sentence_runs_on_and_holds_the_first_in_place(officer_here, booked):
    enter(officer_here, booked)
    first = only_sentence(officer_here, booked)

    made = add(officer_here, booked, count(6, follows_key=first.key), order_key=first.order_key)

    second = entered(officer_here, booked).sentences[1]
    assert second.line == 2
    assert made.in_force["SLED"] == date(2026, 11, 13)
    removal = {"booking_key": booked.key, "what": SentenceSaid, "because": "Quashed"}
    assert refused(officer_here, commands.remove, key=first.key, **removal) == ("is-followed",)
    made = do(officer_here, commands.remove, key=second.key, **removal)
    assert made.in_force["SLED"] == date(2026, 5, 13)


def test_what_hangs_from_a_sentence_or_an_order_is_removed_first(officer_here, booked):
    enter(officer_here, booked)
    sentence = only_sentence(officer_here, booked)
    add(officer_here, booked, remand_on(sentence))
    recall = RecallSaid(
        sentence_key=sentence.key, type="STANDARD_RECALL", revoked_on=date(2025, 10, 1)
    )
    add(officer_here, booked, recall)
    removal = {"booking_key": booked.key, "because": "Wrong person"}

    assert refused(
        officer_here, commands.remove, what=SentenceSaid, key=sentence.key, **removal
    ) == ("is-recalled", "is-credited")
    assert refused(
        officer_here,
        commands.remove,
        what=type(order()),
        key=sentence.order_key,
        **removal,
    ) == ("has-sentences",)
    assert refused(officer_here, commands.add, booking_key=booked.key, said=recall) == (
        "is-recalled",
    )


def test_a_recall_gives_a_day_of_release_after_it(officer_here, booked):
    enter(
        officer_here,
        booked,
        SentenceSaid(type="ADIMP_ORA", custody=Duration(years=2), offence_from=date(2023, 5, 1)),
        on=date(2025, 1, 6),
    )
    sentence = only_sentence(officer_here, booked)

    made = add(
        officer_here,
        booked,
        RecallSaid(
            sentence_key=sentence.key,
            type="FIXED_TERM_RECALL_28",
            revoked_on=date(2025, 11, 28),
            returned_on=date(2025, 12, 1),
        ),
    )

    assert made.in_force["PRRD"] == date(2025, 12, 28)


def test_added_days_and_movements_are_counted(officer_here, booked):
    before = enter(officer_here, booked)

    made = add(
        officer_here,
        booked,
        AdjustmentSaid(kind="ADDITIONAL_DAYS_AWARDED", days=14, from_on=date(2025, 4, 1)),
    )
    add(officer_here, booked, MovementSaid(moved_on=SENTENCED_ON, reason="SENTENCE"))

    assert made.in_force["CRD"] - before.in_force["CRD"] == timedelta(days=14)
    assert Movement.objects.get().direction == "IN"


def test_what_is_known_of_the_person_changes_dates(officer_here, booked):
    enter(officer_here, booked)

    made = do(
        officer_here,
        commands.describe_person,
        booking_key=booked.key,
        is_registered=True,
        wants_removal=True,
        has_power_to_detain=False,
    )

    assert "HDCED" not in made.dates
    assert "ERSED" in made.dates


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (AdjustmentSaid(kind="REMAND", **REMAND), ("no-sentence",)),
        (AdjustmentSaid(kind="ADDITIONAL_DAYS_AWARDED"), ("no-days", "no-first-day")),
        (MovementSaid(moved_on=date(2027, 1, 1), reason="CRD"), ("in-future",)),
        (
            AdjustmentSaid(
                kind="UNLAWFULLY_AT_LARGE", from_on=date(2025, 5, 2), to_on=date(2025, 5, 1)
            ),
            ("ends-first",),
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(officer_here, booked, said, codes):
    enter(officer_here, booked)

    assert refused(officer_here, commands.add, booking_key=booked.key, said=said) == codes
    assert not Adjustment.objects.exists()
    assert Calculation.objects.count() == 1


def test_nobody_puts_something_right_without_saying_why(officer_here, booked):
    enter(officer_here, booked)
    sentence = only_sentence(officer_here, booked)

    assert refused(
        officer_here,
        commands.amend,
        booking_key=booked.key,
        key=sentence.key,
        said=count(18),
        because=" ",
    ) == ("no-reason",)
    assert Sentence.objects.count() == 1


def test_two_calculations_are_compared(officer_here, booked):
    first = enter(officer_here, booked)
    second = add(officer_here, booked, remand_on(only_sentence(officer_here, booked)))

    found = see(officer_here, queries.difference, first, second)

    assert [(each.kind, each.days) for each in found.dates] == [
        ("CRD", -20),
        ("HDCED", -20),
        ("SLED", -20),
        ("TUSED", -20),
    ]
    assert [each.what for each in found.inputs] == ["Remand, 25 January 2025"]


def test_what_if_keeps_nothing(officer_here, booked):
    enter(officer_here, booked)

    found = see(
        officer_here,
        queries.what_if,
        booked,
        queries.WhatIf(awarded=14),
        today=NOW.date(),
    )

    assert {each.kind: each.days for each in found.changed}["CRD"] == 14
    assert Calculation.objects.count() == 1


def test_one_time_in_custody_is_open_at_a_time_and_a_closed_one_is_left_alone(
    officer_here, case, booked
):
    assert refused(officer_here, commands.open_booking, person_id=case.person_id, number="") == (
        "is-open",
    )

    do(officer_here, commands.close_booking, booking_key=booked.key)

    assert refused(
        officer_here,
        commands.enter_order,
        booking_key=booked.key,
        order=order(),
        sentences=[count()],
    ) == ("closed",)
    do(officer_here, commands.open_booking, person_id=case.person_id, number="")
    assert Booking.objects.count() == 2


def test_nobody_elsewhere_sees_or_changes_anything(officer_here, officer_elsewhere, booked):
    made = enter(officer_here, booked)
    sentence = only_sentence(officer_here, booked)
    add(officer_here, booked, remand_on(sentence))

    with change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        seen = [
            table.objects.exists()
            for table in (Booking, CourtOrder, Sentence, Adjustment, Calculation)
        ]
    for command, said in (
        (commands.approve, {"key": made.key}),
        (commands.ask_again, {"booking_key": booked.key}),
        (commands.open_booking, {"person_id": booked.person_id, "number": ""}),
    ):
        with pytest.raises(PermissionDenied):
            do(officer_elsewhere, command, **said)

    assert seen == [False] * 5
    assert Calculation.objects.count() == 2


def test_the_database_rewrites_nothing_and_lets_nobody_approve_their_own(officer_here, booked):
    made = enter(officer_here, booked)
    tried = [
        ("update sentences_sentence set months = 1", ProgrammingError),
        ("update sentences_calculation set dates = '{}'", ProgrammingError),
        ("delete from sentences_calculation", ProgrammingError),
        (
            "update sentences_calculation set state = 'approved', approved_at = tc_now(), approved_by_id = tc_account()",
            IntegrityError,
        ),
    ]

    for statement, fault in tried:
        with (
            change_access.acting_as(account_id=officer_here.pk, now=NOW),
            pytest.raises(fault),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    made.refresh_from_db()
    assert made.state == "draft"


def test_a_recall_is_kept_once_for_a_sentence(officer_here, booked):
    enter(officer_here, booked)
    sentence = only_sentence(officer_here, booked)
    row = {
        "booking": booked,
        "person_id": booked.person_id,
        "sentence_key": sentence.key,
        "type": "STANDARD_RECALL",
        "recorded_at": NOW,
    }
    Recall.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.create(**row)
