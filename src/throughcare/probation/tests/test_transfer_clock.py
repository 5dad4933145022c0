"""By when a transfer is to be answered, and what is overdue on both sides."""

from datetime import date, timedelta

import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.probation import limits, queries
from throughcare.probation.queries.transferring import Waiting
from throughcare.probation.rules.transfers import answer_due, first_in_time
from throughcare.probation.tests.test_transfers import acting, ask

LIMITS = limits.limits(commenced={})


def test_an_answer_is_due_after_ten_working_days():
    """Monday 2 June 2014; Friday 9 May 2014, with a bank holiday between."""
    assert answer_due(date(2014, 6, 2), limits=LIMITS) == date(2014, 6, 16)
    assert answer_due(date(2014, 5, 9), limits=LIMITS) == date(2014, 5, 23)
    assert answer_due(date(2014, 5, 16), limits=LIMITS) == date(2014, 6, 2)


@pytest.mark.parametrize("today", [date(2014, 6, 16), date(2014, 6, 14), date(2015, 1, 2)])
def test_what_was_asked_before_the_first_day_in_time_is_overdue_and_nothing_else(today):
    first = first_in_time(today, limits=LIMITS)

    assert answer_due(first, limits=LIMITS) >= today
    assert answer_due(first - timedelta(days=1), limits=LIMITS) < today


@pytest.mark.django_db
def test_both_sides_see_the_same_clock_and_what_is_overdue(
    coded_case, officer_here, officer_elsewhere
):
    ask(officer_here, coded_case)
    on_the_last_day = NOW + timedelta(days=14)
    a_day_late = NOW + timedelta(days=15)

    with acting(officer_elsewhere, on_the_last_day):
        (asked,) = queries.transfers_to_answer(part=slice(0, 9))
        in_time = queries.transferring.to_answer(at=on_the_last_day)
    with acting(officer_elsewhere, a_day_late):
        late_there = queries.transferring.to_answer(at=a_day_late)
    with acting(officer_here, a_day_late):
        (known,) = queries.transfers_asked(part=slice(0, 9))
        late_here = queries.transferring.asked(at=a_day_late)

    assert asked.due_on == known.due_on == date(2014, 6, 16)
    assert in_time == Waiting(waiting=1, overdue=0)
    assert late_there == late_here == Waiting(waiting=1, overdue=1)
