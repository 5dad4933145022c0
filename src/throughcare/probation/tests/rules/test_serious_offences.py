"""When a charge starts the check for a serious further offence."""

from datetime import date, timedelta

import pytest

from throughcare.probation import limits as settings
from throughcare.probation.rules.serious_offences import court_code, was_supervised

CHARGED = date(2026, 6, 1)
LIMITS = settings.limits(commenced={})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("TH68010", "TH68010"),
        (" th 68010 ", "TH68010"),
        ("AV82001E", "AV82001E"),
        ("04600", None),
        ("TH6801", None),
        ("", None),
    ],
)
def test_a_courts_code_has_one_written_form(typed, code):
    assert court_code(typed) == code


@pytest.mark.parametrize(
    ("ended", "counts"),
    [
        (None, True),
        (CHARGED, True),
        (CHARGED - timedelta(days=30), True),
        (CHARGED - timedelta(days=31), False),
    ],
)
def test_supervision_counts_for_thirty_days_after_it(ended, counts):
    periods = [(date(2025, 1, 1), ended)]

    assert was_supervised(periods, on=CHARGED, limits=LIMITS) is counts


def test_what_begins_later_and_what_never_was_does_not_count():
    assert not was_supervised([], on=CHARGED, limits=LIMITS)
    assert not was_supervised([(date(2026, 6, 2), None)], on=CHARGED, limits=LIMITS)
