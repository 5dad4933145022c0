"""The rules of unpaid work: what is credited, earned and left, and when somebody may work."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.kernel import business_days
from throughcare.unpaidwork import terms
from throughcare.unpaidwork.rules.credit import (
    Account,
    Worked,
    credit,
    earned,
    reasons_against_adjustment,
    reasons_against_credit,
    reasons_against_education,
    warning_of_length,
)
from throughcare.unpaidwork.rules.days import (
    Place,
    Slot,
    reasons_against_day,
    slot_on,
    slots_ahead,
    to_be_worked_by,
)
from throughcare.unpaidwork.rules.recording import reasons_against_entry

IN_2026 = date(2026, 6, 1)
HOURS_100 = 6000


def clean(hours: float, on: date = IN_2026) -> Worked:
    return Worked(on=on, minutes=int(hours * 60), is_failure=False, earns=True)


def failed(on: date) -> Worked:
    return Worked(on=on, minutes=0, is_failure=True, earns=False)


def off(*worked: Worked, ordered: int = HOURS_100, is_in_scope: bool = True) -> Decimal:
    return earned(worked, ordered=ordered, is_in_scope=is_in_scope, terms_on=terms.in_force)


def account(**changed: Any) -> Account:  # Any: minutes of each kind
    whole: dict[str, Any] = {"ordered": HOURS_100, "additional": 0, "adjusted": 0, "credited": 0}
    return Account(**(whole | {"earned": Decimal(0)} | changed))


def test_time_is_earned_once_a_quarter_is_worked_and_for_each_hour_after_it():
    assert [off(clean(hours)) for hours in (25, 26, 36, 75)] == [0, 30, 330, 1500]


def test_never_more_than_a_quarter_is_earned():
    assert off(clean(99)) == 1500


def test_a_failure_before_the_quarter_is_worked_begins_it_anew_and_a_later_one_does_not():
    begins_anew = off(clean(20), failed(date(2026, 6, 2)), clean(30, on=date(2026, 6, 3)))
    keeps = off(clean(25), failed(date(2026, 6, 2)), clean(2, on=date(2026, 6, 3)))

    assert [begins_anew, keeps] == [150, 60]


def test_nothing_is_earned_out_of_scope_or_before_there_is_such_a_scheme():
    before = date(2026, 3, 21)

    assert off(clean(36), is_in_scope=False) == 0
    assert off(clean(36, on=before)) == 0
    assert off(clean(30, on=before), clean(2, on=date(2026, 3, 22))) == 60


def test_work_that_was_not_complied_with_is_credited_and_earns_nothing():
    poor = Worked(on=IN_2026, minutes=600, is_failure=False, earns=False)

    assert off(clean(25), poor) == 0


worked = st.builds(
    Worked,
    on=st.dates(date(2026, 3, 18), date(2026, 3, 28)),
    minutes=st.integers(0, 480),
    is_failure=st.booleans(),
    earns=st.booleans(),
)


@given(sessions=st.lists(worked, max_size=40), ordered=st.integers(0, 300).map(lambda h: h * 60))
def test_earned_time_never_passes_a_quarter_whatever_was_worked(sessions, ordered):
    found = off(*sessions, ordered=ordered)

    assert 0 <= found * 4 <= ordered


@given(data=st.data(), sessions=st.lists(worked, max_size=12))
def test_the_order_in_which_sessions_are_told_changes_nothing(data, sessions):
    # On one day what earns may come in any order: what is over the quarter is the same in all.
    shuffled = data.draw(st.permutations(sessions))

    assert off(*shuffled, ordered=2400) == off(*sessions, ordered=2400)


@given(
    offered=st.integers(0, 600),
    penalty=st.integers(0, 600),
    credited=st.integers(0, 6000),
    is_attended=st.booleans(),
)
def test_what_is_allowed_never_credits_more_than_is_required(
    *, offered, penalty, credited, is_attended
):
    before = account(credited=credited)
    minutes = credit(offered=offered, penalty=penalty, is_attended=is_attended)

    reasons = reasons_against_credit(
        minutes=minutes, offered=offered, penalty=penalty, left=before.remaining
    )

    if not reasons:
        assert 0 <= credited + minutes <= before.required
        assert minutes <= offered


def test_time_not_worked_is_no_more_than_what_was_offered():
    found = reasons_against_credit(minutes=0, offered=420, penalty=421, left=Decimal(6000))
    empty = reasons_against_credit(minutes=0, offered=0, penalty=0, left=Decimal(6000))

    assert [reason.code for reason in found] == ["penalty-too-long"]
    assert [reason.code for reason in empty] == ["ends-before-start"]


def test_what_remains_counts_additional_time_adjustments_and_what_was_earned():
    made = account(additional=600, adjusted=-120, credited=3000, earned=Decimal("22.5"))

    assert (made.required, made.remaining, made.is_done) == (6480, Decimal("3457.5"), False)
    assert account(credited=6000).is_done
    assert not account(ordered=0).is_done


def test_education_is_credited_up_to_its_share_and_no_further():
    held = terms.in_force(IN_2026)
    most = HOURS_100 * held.education_percent // 100

    assert (
        reasons_against_education(minutes=60, credited=most - 60, required=6000, terms=held) == []
    )
    (reason,) = reasons_against_education(minutes=61, credited=most - 60, required=6000, terms=held)
    assert reason.code == "too-much-education"


@pytest.mark.parametrize(
    ("hours", "is_warned_of"), [(39, True), (40, False), (300, False), (301, True)]
)
def test_less_or_more_than_the_law_has_is_warned_of_and_not_refused(hours, is_warned_of):
    said = warning_of_length(minutes=hours * 60, terms=terms.in_force(IN_2026))

    assert bool(said) is is_warned_of
    assert (f"{hours} hours are ordered" in said) is is_warned_of


def test_travel_time_is_taken_off_up_to_what_its_reason_allows():
    def codes(minutes: int, most: int | None = 180, **changed: int) -> list[str]:
        found = reasons_against_adjustment(
            minutes=minutes, most_minutes=most, account=account(**changed)
        )
        return [reason.code for reason in found]

    assert codes(-180) == []
    assert codes(-181) == ["adjusts-too-much"]
    assert codes(-181, most=None) == []
    assert codes(0) == ["no-minutes"]
    assert codes(-60, credited=5970) == ["below-credited"]


def test_a_day_is_refused_for_every_reason_at_once():
    found = reasons_against_day(
        day=date(2014, 6, 4),
        weekdays={2},
        project_starts_on=date(2014, 6, 5),
        project_ends_on=date(2014, 6, 4),
        sentenced_on=date(2014, 6, 5),
    )

    assert [reason.code for reason in found] == [
        *("not-that-weekday", "project-not-begun", "project-ended", "before-sentence")
    ]


TUESDAYS = Place(
    project_id=1,
    weekday=2,
    starts=time(9),
    ends=time(16),
    starts_on=date(2014, 1, 1),
    ends_on=None,
)


def planned(
    *places: Place, remaining: int, taken=(), full=(), first=date(2014, 5, 1)
) -> list[Slot]:
    return slots_ahead(
        places,
        remaining=Decimal(remaining),
        first=first,
        last=date(2014, 12, 31),
        taken=list(taken),
        full=set(full),
        is_working_day=lambda day: day not in business_days.bank_holidays(day.year),
    )


def test_enough_days_are_planned_and_no_more():
    assert [slot.day for slot in planned(TUESDAYS, remaining=900)] == [
        *(date(2014, 5, 6), date(2014, 5, 13), date(2014, 5, 20))
    ]
    assert planned(TUESDAYS, remaining=0) == []


def test_bank_holidays_clashes_and_full_days_are_passed_over():
    mondays = Place(**(vars(TUESDAYS) | {"weekday": 1}))
    busy = datetime(2014, 5, 12, 9, tzinfo=UTC)

    found = planned(
        mondays,
        remaining=420,
        taken=[(busy, busy + timedelta(hours=1))],
        full=[(1, date(2014, 5, 19))],
    )

    # 5 May and 26 May 2014 are bank holidays.
    assert [slot.day for slot in found] == [date(2014, 6, 2)]


def test_an_appointment_that_ends_when_work_begins_is_no_clash():
    ends = datetime(2014, 5, 6, 8, tzinfo=UTC)

    found = planned(TUESDAYS, remaining=60, taken=[(ends - timedelta(hours=1), ends)])

    assert [slot.day for slot in found] == [date(2014, 5, 6)]


def test_two_places_of_one_day_of_the_week_are_not_both_booked():
    other = Place(**(vars(TUESDAYS) | {"project_id": 2}))

    assert [slot.project_id for slot in planned(TUESDAYS, other, remaining=840)] == [1, 1]


def test_a_place_is_planned_from_its_first_day_until_before_its_end():
    short = Place(
        **(vars(TUESDAYS) | {"starts_on": date(2014, 5, 13), "ends_on": date(2014, 5, 27)})
    )

    assert [slot.day for slot in planned(short, remaining=9000)] == [
        *(date(2014, 5, 13), date(2014, 5, 20))
    ]


@pytest.mark.parametrize(
    ("day", "minutes"),
    [(date(2014, 3, 30), 360), (date(2014, 10, 26), 480), (date(2014, 6, 1), 420)],
)
def test_hours_over_a_change_of_clocks_are_those_that_pass(day, minutes):
    night = Place(**(vars(TUESDAYS) | {"starts": time(0, 30), "ends": time(7, 30)}))

    assert slot_on(night, day).minutes == minutes


@pytest.mark.parametrize(
    ("sentenced_on", "on", "by"),
    [
        (date(2014, 3, 9), date(2014, 6, 1), date(2015, 3, 8)),
        (date(2024, 2, 29), date(2025, 1, 1), date(2025, 2, 27)),
        (date(2025, 12, 1), date(2026, 3, 21), date(2026, 11, 30)),
        (date(2025, 12, 1), date(2026, 3, 22), None),
    ],
)
def test_hours_are_to_be_worked_in_twelve_months_until_the_law_ended_that(sentenced_on, on, by):
    assert to_be_worked_by(sentenced_on=sentenced_on, terms=terms.in_force(on)) == by


def test_no_terms_are_known_before_the_first():
    with pytest.raises(LookupError, match="3 April 2005"):
        terms.in_force(date(2005, 4, 3))


def test_of_somebody_who_was_not_there_no_work_is_judged():
    def codes(**changed: Any) -> list[str]:  # Any: what an entry says
        whole: dict[str, Any] = {
            "is_attended": False,
            "penalty": 0,
            "notes": "",
            "has_hi_vis": False,
        }
        found = reasons_against_entry(**(whole | {"has_grades": False} | changed))
        return [reason.code for reason in found]

    assert codes() == []
    assert codes(penalty=1) == codes(has_hi_vis=True) == codes(has_grades=True) == ["not-there"]
    assert codes(is_attended=True, penalty=1, has_hi_vis=True, has_grades=True) == []
    assert codes(notes="x" * 4000) == []
    assert codes(notes="x" * 4001) == ["notes-too-long"]
