"""What happens seldom when a law comes over somebody: what is kept, what waits, what is moved."""

from dataclasses import replace
from datetime import date

from throughcare.sentences.rules.facts import RecallType
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.tests.bookings import (
    PROGRESSION,
    added,
    at_large,
    booking,
    calculated,
    dates,
    eds,
    recalled,
    sentence,
)

CHILD = date(2007, 6, 1)
VIOLENT = frozenset({"VIOLENT"})


def test_no_tranche_is_given_where_nothing_runs():
    """At large long after expiry, and held by added days: released under the law, and served before it."""
    kind, away = at_large("2024-02-05", "2024-12-01")
    given = booking(
        sentence("2024-01-08", "6m"),
        adjusted=[(kind, replace(away, days=1)), added("2024-03-01", 200)],
    )

    assert calculated(given).custody.tranches == {}


def test_the_dates_under_half_are_kept_where_they_came_first():
    # 1,826 days from 2 May 2022, half of them 913: curfew 179 days before 30 October 2024 came before the tranche
    given = booking(sentence("2022-05-02", "5y"))

    found = calculated(given)

    assert str(found.together.dates[DateType.CRD]) == "2024-10-22"
    assert str(found.custody.snapshots["SDS_40"].dates[DateType.CRD]) == "2024-10-30"
    assert str(found.together.dates[DateType.HDCED]) == "2024-05-04"


def test_a_recall_beside_a_sentence_whose_fraction_changed_puts_curfew_off():
    recall = sentence("2022-01-10", "40m", recall=recalled(RecallType.STANDARD))
    new = sentence("2024-03-04", "4y")

    found = dates(recall, new)

    assert found["HDCED"] >= "2025-05-09"
    assert "PRRD" not in found


def test_release_after_recall_that_outlasts_a_changed_release_takes_its_place():
    recall = sentence("2022-01-10", "42m", recall=recalled(RecallType.STANDARD), exclusions=VIOLENT)
    new = sentence("2024-03-04", "30m")

    found = dates(recall, new)

    assert found["PRRD"] == "2025-07-09"
    assert "CRD" not in found


def test_parole_lifted_to_the_release_of_a_changed_sentence_is_by_that_law():
    extended = eds("2026-10-05", "6y", "2y")
    other = sentence("2026-10-05", "14y")

    found = calculated(booking(extended, other), under=PROGRESSION)

    assert str(found.together.dates[DateType.PED]) == "2031-06-05"
    assert found.together.is_by_progression


def test_parole_of_its_own_is_by_no_such_law():
    extended = eds("2026-10-05", "6y", "2y")
    other = sentence("2026-10-05", "12m")

    found = calculated(booking(extended, other), under=PROGRESSION)

    assert not found.together.is_by_progression


def test_supervision_is_kept_with_a_release_that_no_law_changed():
    # half of 610 days is 305; the other one waits for 10 September 2024, and decides nothing
    violent = sentence("2024-03-04", "20m", exclusions=VIOLENT)
    other = sentence("2024-03-04", "15m")

    found = dates(violent, other)

    assert found["CRD"] == "2025-01-02"
    assert found["TUSED"] == "2026-01-02"


def test_supervision_of_who_was_released_before_the_law_is_as_before():
    # recalled for 28 days until 28 May 2024, the other goes on until 11 August; two fifths would end supervision on 20 August 2025
    recall = sentence("2024-03-04", "14m", recall=recalled(RecallType.FIXED_28))
    other = sentence("2024-02-26", "11m")

    found = dates(recall, other, returned="2024-05-01")

    assert found["CRD"] == "2024-08-11"
    assert found["TUSED"] == "2025-10-02"


def test_no_curfew_begins_before_release_after_a_recall_that_was_prolonged():
    recall = sentence("2023-06-05", "24m", recall=recalled(RecallType.FIXED_28))
    other = sentence("2022-06-01", "5y")

    found = dates(recall, other, returned="2024-09-20", adjusted=[added("2024-10-28", 3)])

    assert found["CRD"] == "2024-10-22"
    assert found["HDCED"] == "2024-10-20"  # 28 days from 20 September, and three


def test_days_added_since_the_tranche_move_curfew_that_no_law_changed():
    violent = sentence("2024-02-05", "24m", exclusions=VIOLENT)
    other = sentence("2024-02-05", "15m")

    found = dates(violent, other, adjusted=[added("2024-10-01", 5)])

    assert found["CRD"] == "2025-02-09"
    assert found["HDCED"] == "2024-08-14"


def test_of_a_release_and_one_after_recall_on_one_day_the_latter_is_given_where_the_law_changed():
    # 28 days from 15 July 2024 are to 11 August, when the other sentence lets go; the recalled one changes in September
    recall = sentence("2024-03-04", "14m", recall=recalled(RecallType.FIXED_28))
    other = sentence("2024-02-26", "11m")

    found = dates(recall, other, returned="2024-07-15")

    assert found["PRRD"] == "2024-08-11"
    assert "CRD" not in found


def test_supervision_before_the_law_is_not_kept_where_there_was_none():
    recall = sentence("2024-03-04", "24m", recall=recalled(RecallType.FIXED_28))
    other = sentence("2024-02-26", "11m")

    assert "TUSED" not in dates(recall, other, returned="2024-05-01")


def test_curfew_on_the_day_of_the_tranche_by_itself_is_not_moved_again():
    # 730 days from 17 April 2024, two fifths 292, half of these 146: 10 September 2024
    without = dates(sentence("2024-04-17", "24m"))
    with_added = dates(sentence("2024-04-17", "24m"), adjusted=[added("2024-11-04", 5)])

    assert without["HDCED"] == "2024-09-10"
    assert with_added["HDCED"] == "2024-09-15"
