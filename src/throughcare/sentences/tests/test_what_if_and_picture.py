"""What would be if something were otherwise, where dates stand in a picture, and what may not be entered at all."""

from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.sentences.queries.working import dates_alone, work_out
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.picture import GAP, SENTENCED, TODAY, picture
from throughcare.sentences.rules.records import Record, SentenceRecord
from throughcare.sentences.rules.said import (
    AdjustmentSaid,
    MovementSaid,
    OrderSaid,
    RecallSaid,
    SentenceSaid,
    reasons_against,
)
from throughcare.sentences.rules.what_if import WhatIf, supposed

ON = date(2025, 2, 14)
NOW = date(2026, 6, 1)
RECORD = Record(
    born_on=date(1980, 1, 1),
    sentences=(
        SentenceRecord(
            key="one",
            type="ADIMP_ORA",
            sentenced_on=ON,
            custody=Duration(months=15),
            offence_from=date(2023, 5, 1),
        ),
    ),
)


def days_moved(what, kind="CRD"):
    before, _ = dates_alone(RECORD, today=NOW)
    after, messages = dates_alone(supposed(RECORD, what), today=NOW)
    assert messages == ()
    return (after[kind] - before[kind]).days


@pytest.mark.parametrize(
    ("what", "days"),
    [
        (WhatIf(), 0),
        (WhatIf(awarded=14), 14),
        (WhatIf(awarded=14, restored=4, awarded_on=date(2025, 4, 1)), 10),
        (WhatIf(at_large=7, at_large_on=date(2025, 4, 1)), 7),
        (WhatIf(sentence="one", remand=20), -20),
        (WhatIf(sentence="one", sentenced_on=date(2025, 2, 24)), 10),
        (WhatIf(sentence="other", remand=20), 0),
    ],
)
def test_what_is_supposed_moves_release(what, days):
    assert days_moved(what) == days


def test_another_term_or_day_of_offence_is_supposed():
    longer = supposed(RECORD, WhatIf(sentence="one", custody=Duration(months=18)))
    earlier = supposed(RECORD, WhatIf(sentence="one", offence_on=date(2014, 1, 1)))

    assert longer.sentences[0].custody == Duration(months=18)
    assert "TUSED" in dates_alone(RECORD, today=NOW)[0]
    assert "TUSED" not in dates_alone(earlier, today=NOW)[0]


def test_dates_alone_are_those_of_the_whole():
    assert dates_alone(RECORD, today=NOW) == (work_out(RECORD, today=NOW).days, ())


def test_nothing_is_worked_out_from_nothing():
    empty = Record(born_on=date(1980, 1, 1))

    assert dates_alone(empty, today=NOW) == ({}, ("NO_SENTENCES",))
    assert work_out(empty, today=NOW).messages[0]["code"] == "NO_SENTENCES"


def test_a_term_that_ends_after_the_calendar_has_no_dates():
    endless = supposed(RECORD, WhatIf(sentence="one", custody=Duration(years=9_000)))

    assert dates_alone(endless, today=NOW) == ({}, ("DatesOutOfCalendar",))
    assert work_out(endless, today=NOW).messages[0]["code"] == "DatesOutOfCalendar"


def test_a_picture_has_every_date_and_today_where_it_falls_between():
    drawn = picture(
        {"CRD": date(2025, 8, 14), "HDCED": date(2025, 8, 14), "SLED": date(2026, 5, 13)},
        sentenced_on=ON,
        today=date(2025, 9, 1),
        by_hand=frozenset({"SLED"}),
    )

    assert drawn is not None
    assert [mark.names for mark in drawn.marks] == [
        (SENTENCED,),
        ("CRD", "HDCED"),
        (TODAY,),
        ("SLED",),
    ]
    assert [mark.is_by_hand for mark in drawn.marks] == [False, False, False, True]
    assert drawn.marks[2].is_today


def test_a_picture_of_no_dates_is_none():
    assert picture({}, sentenced_on=ON, today=NOW, by_hand=frozenset()) is None


@given(
    st.dictionaries(
        st.sampled_from(["CRD", "SLED", "HDCED", "TUSED", "ESED", "PED"]),
        st.dates(min_value=date(2024, 1, 1), max_value=date(2060, 1, 1)),
        min_size=1,
    )
)
def test_labels_keep_their_order_and_never_cover_one_another(dates):
    drawn = picture(dates, sentenced_on=ON, today=NOW, by_hand=frozenset())

    assert drawn is not None
    assert {name for mark in drawn.marks for name in mark.names} >= set(dates)
    for one, other in pairwise(drawn.marks):
        assert one.on < other.on
        assert one.at <= other.at
        assert other.label_at - one.label_at >= GAP
    assert drawn.marks[-1].label_at < drawn.height
    assert all(drawn.top <= mark.at <= drawn.bottom for mark in drawn.marks)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (OrderSaid(court=" ", imposed_on=date(2026, 6, 2)), ["in-future", "no-court"]),
        (OrderSaid(court="Elmstead", imposed_on=NOW), []),
        (SentenceSaid(type="", custody=Duration(years=1)), ["no-type"]),
        (
            SentenceSaid(type="ADIMP", custody=Duration(years=1), offence_to=NOW),
            ["no-first-day"],
        ),
        (
            SentenceSaid(type="ADIMP", custody=Duration(years=1), offence_from=NOW, offence_to=ON),
            ["offence-ends-first"],
        ),
        (RecallSaid(sentence_key=UUID(int=1), type="STANDARD_RECALL"), ["no-day"]),
        (
            RecallSaid(
                sentence_key=UUID(int=1),
                type="STANDARD_RECALL",
                revoked_on=date(2027, 1, 1),
                returned_on=date(2027, 1, 2),
            ),
            ["in-future", "in-future"],
        ),
        (AdjustmentSaid(kind="REMAND", sentence_key=UUID(int=1), days=0), ["days"]),
        (AdjustmentSaid(kind="REMAND", sentence_key=UUID(int=1)), ["no-days"]),
        (MovementSaid(moved_on=NOW, reason="CRD"), []),
    ],
)
def test_what_cannot_be_is_told(said, codes):
    assert [each.code for each in reasons_against(said, today=NOW)] == codes
