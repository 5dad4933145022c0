"""By when each step of an allocation is due, and which step a lateness is due to."""

from datetime import date

import pytest

from throughcare.allocation import rules
from throughcare.allocation.rules import clocks
from throughcare.allocation.rules.clocks import Waited
from throughcare.kernel.tests.published import rows

# Allocation rules, section 2: a full business day starts after the day of sentence.
WORKED = [
    ("2014-06-02", "2014-06-04"),
    ("2014-06-06", "2014-06-10"),
    ("2014-08-22", "2014-08-27"),
    ("2014-04-17", "2014-04-23"),
    ("2014-12-24", "2014-12-30"),
    ("2014-06-07", "2014-06-10"),
]


@pytest.mark.parametrize(("sentenced", "due"), WORKED)
def test_a_decision_is_due_by_the_end_of_the_second_full_business_day(sentenced, due):
    assert rules.allocate_by(date.fromisoformat(sentenced)) == date.fromisoformat(due)


def test_the_published_deadlines_are_those_tested_here():
    assert [
        (row["sentence_date"], row["deadline_end_of_day"])
        for row in rows("tr/allocation_deadlines.csv")
    ] == WORKED


def test_an_imminent_risk_is_answered_on_the_day_and_another_within_two_business_days():
    friday = date(2014, 8, 22)

    assert clocks.due_on(clocks.IMMINENT, since=friday) == friday
    assert clocks.due_on(clocks.ESCALATION, since=friday) == date(2014, 8, 27)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2014-08-22", 2),
        ("2014-08-25", 2),
        ("2014-08-26", 1),
        ("2014-08-27", 0),
        ("2014-08-28", -1),
        ("2014-08-30", -2),
    ],
)
def test_what_is_left_is_counted_in_business_days(today, left):
    due = date(2014, 8, 27)

    assert clocks.days_left(due, today=date.fromisoformat(today)) == left


def test_lateness_is_due_to_the_step_that_was_waited_for_as_the_time_ran_out():
    due = date(2014, 6, 4)
    waits = [
        Waited(step="report", since=date(2014, 6, 2), until=date(2014, 6, 3)),
        Waited(step="rsr", since=date(2014, 6, 3), until=date(2014, 6, 9)),
        Waited(step="rosh", since=date(2014, 6, 9), until=None),
    ]

    assert clocks.late_because_of(waits, due=due, done_on=date(2014, 6, 10)) == "rsr"
    assert clocks.late_because_of(waits, due=due, done_on=due) is None
    assert clocks.late_because_of([], due=due, done_on=date(2014, 6, 10)) is None
