"""Counting failures, days of activity and hours: the rules alone, at their edges."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from throughcare.kernel.days import HERE
from throughcare.probation.rules import compliance, free_times, recurring
from throughcare.probation.rules.compliance import Activity

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def activity(day: int, *, attended: bool | None, has_outcome: bool = True) -> Activity:
    return Activity(on=date(2026, 5, day), has_outcome=has_outcome, is_attended=attended)


def test_acceptance_rar_days_are_distinct_days_attended_or_not_yet_recorded():
    told = [
        activity(1, attended=True),
        activity(1, attended=True),
        activity(3, attended=True),
        activity(5, attended=False),
        activity(8, attended=None, has_outcome=False),
    ]

    assert compliance.activity_days(told) == 3


def test_an_activity_whose_outcome_does_not_say_that_it_was_attended_is_no_day():
    assert compliance.activity_days([activity(1, attended=None)]) == 0


@pytest.mark.parametrize(
    ("breach_ended_on", "since"),
    [
        (None, date(2026, 1, 1)),
        (date(2026, 3, 15), date(2026, 3, 15)),
        (date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_failures_count_from_the_later_of_sentence_and_end_of_breach(breach_ended_on, since):
    assert (
        compliance.counted_from(imposed_on=date(2026, 1, 1), breach_ended_on=breach_ended_on)
        == since
    )


def test_two_failures_on_one_day_are_one_and_the_first_day_counts():
    days = [date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 10), date(2025, 12, 31)]

    assert compliance.failures(days, since=date(2026, 1, 1)) == 2


@pytest.mark.parametrize(
    ("count", "limit", "is_under_review", "needed"),
    [
        (1, 1, False, False),
        (2, 1, False, True),
        (3, 1, True, False),
        (9, None, False, False),
        (1, 0, False, True),
    ],
)
def test_a_review_is_asked_for_once_when_the_limit_is_passed(count, limit, is_under_review, needed):
    assert (
        compliance.needs_review(count=count, limit=limit, is_under_review=is_under_review) is needed
    )


@pytest.mark.parametrize(
    ("minutes", "attended", "complied", "hours"),
    [
        (30, True, True, Decimal("0.50")),
        (50, True, True, Decimal("0.83")),
        (420, True, True, Decimal("7.00")),
        (30, True, False, None),
        (30, False, True, None),
        (30, None, None, None),
        (None, True, True, None),
    ],
)
def test_hours_are_credited_for_what_was_attended_and_complied_with(
    minutes, attended, complied, hours
):
    ends_at = None if minutes is None else NOON + timedelta(minutes=minutes)

    assert (
        compliance.hours_credited(
            starts_at=NOON, ends_at=ends_at, is_attended=attended, is_complied=complied
        )
        == hours
    )


@pytest.mark.parametrize(("day", "active"), [(1, False), (2, True), (9, True), (10, False)])
def test_a_component_is_active_from_its_first_day_to_its_last(day, active):
    assert (
        compliance.is_active(
            date(2026, 5, day), starts_on=date(2026, 5, 2), ended_on=date(2026, 5, 9)
        )
        is active
    )


@pytest.mark.parametrize(
    ("seconds", "is_own", "may"), [(60, True, True), (61, True, False), (1, False, False)]
)
def test_what_was_recorded_is_taken_back_within_a_minute_by_its_author_alone(seconds, is_own, may):
    now = NOON + timedelta(seconds=seconds)

    assert compliance.may_undo(recorded_at=NOON, now=now, is_own=is_own) is may


def test_an_answer_is_due_after_the_days_of_the_action_or_never():
    today = date(2026, 2, 25)

    assert compliance.answer_due(today=today, days=7) == date(2026, 3, 4)
    assert compliance.answer_due(today=today, days=None) is None


def free(*busy: tuple[datetime, datetime], asked: datetime, minutes: int = 30) -> list[str]:
    return [
        start.strftime("%a %H:%M")
        for start in free_times.nearest_free(
            starts_at=asked,
            length=timedelta(minutes=minutes),
            busy=busy,
            now=datetime(2026, 5, 29, 12, tzinfo=HERE),
            here=HERE,
        )
    ]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=HERE)


def test_the_nearest_free_times_touch_what_is_taken_and_stay_in_the_working_day():
    taken = (at(1, 10), at(1, 10, 45))

    assert free(taken, asked=at(1, 10, 30)) == ["Mon 10:45", "Mon 11:00", "Mon 11:15"]
    assert free(taken, asked=at(1, 10)) == ["Mon 09:15", "Mon 09:30", "Mon 10:45"]


def test_after_a_full_friday_the_nearest_free_times_are_on_monday():
    taken = (at(5, 9), at(5, 17))

    assert free(taken, asked=at(5, 16)) == ["Mon 09:00", "Mon 09:15", "Mon 09:30"]


def test_no_free_time_is_offered_that_is_over_or_does_not_fit():
    assert free((at(1, 9), at(12, 17)), asked=at(1, 10)) == []
    assert free(asked=at(1, 10), minutes=600) == []


def weeks_on(*busy: tuple[datetime, datetime], began: datetime, now: datetime) -> list[str]:
    return [
        start.strftime("%d %B %H:%M")
        for start in free_times.at_the_same_hour(
            like=(began, began + timedelta(minutes=30)),
            days=(7, 14, 28),
            busy=busy,
            now=now,
            here=HERE,
        )
    ]


def test_the_next_times_are_at_the_hour_of_the_last_one_counted_from_it_or_from_today():
    assert weeks_on(began=at(1, 14), now=at(1, 15)) == [
        "08 June 14:00",
        "15 June 14:00",
        "29 June 14:00",
    ]
    assert weeks_on(began=at(8, 14), now=at(1, 15))[0] == "15 June 14:00"
    assert weeks_on(began=at(1, 14), now=at(4, 9))[0] == "11 June 14:00"


def test_a_time_that_is_taken_gives_way_to_the_nearest_and_none_is_offered_twice():
    taken = (at(8, 13, 45), at(8, 14, 30))

    assert weeks_on(taken, began=at(1, 14), now=at(1, 15))[0] == "08 June 14:30"
    assert weeks_on((at(8, 9), at(15, 17)), began=at(1, 14), now=at(1, 15)) == [
        "16 June 09:00",
        "29 June 14:00",
    ]


def test_the_hour_stays_over_the_change_of_clocks():
    before = datetime(2026, 10, 19, 14, tzinfo=HERE)

    assert weeks_on(began=before, now=before)[0] == "26 October 14:00"


def test_a_weekly_appointment_keeps_its_day_over_the_change_of_clocks():
    assert recurring.days_of(first=date(2026, 3, 23), every="weekly", times=2) == [
        date(2026, 3, 23),
        date(2026, 3, 30),
    ]


def test_a_fortnightly_and_a_monthly_appointment_recur():
    assert recurring.days_of(first=date(2026, 1, 30), every="fortnightly", times=2) == [
        date(2026, 1, 30),
        date(2026, 2, 13),
    ]
    assert recurring.days_of(first=date(2028, 1, 31), every="monthly", times=2) == [
        date(2028, 1, 31),
        date(2028, 2, 29),
    ]
