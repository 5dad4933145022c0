"""What holds of every calculation, whatever goes in."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from throughcare.sentences import statute_book
from throughcare.sentences.queries.answers import answer_to
from throughcare.sentences.queries.layout import Given
from throughcare.sentences.rules import calculate
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.explaining import explain
from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    Booking,
    Kind,
    Offence,
    Offender,
    Recall,
    RecallType,
    Sentence,
)
from throughcare.sentences.rules.law import Switches
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.tests import bookings
from throughcare.sentences.tests.bookings import (
    BEFORE_SDS40,
    PROGRESSION,
    added,
    remand,
    sentence,
)

LAW = statute_book.law(PROGRESSION)
RELEASES = (DateType.CRD, DateType.ARD, DateType.MTD, DateType.PRRD)
FIRST, LAST = date(2012, 12, 3), date(2027, 6, 30)
EXCLUSIONS = st.sets(
    st.sampled_from(["SEXUAL", "VIOLENT", "SEXUAL_T3", "SA2026_PROGRESSION_MODEL_SCHEDULE"]),
    max_size=1,
).map(frozenset)
TERMS = st.builds(
    Duration,
    years=st.integers(0, 8),
    months=st.integers(0, 20),
    weeks=st.integers(0, 6),
    days=st.integers(1, 20),
)
RECALLS = st.sampled_from(
    [None, None, None, Recall(type=RecallType.STANDARD), Recall(type=RecallType.FIXED_28)]
)


@st.composite
def a_sentence(draw, kinds=tuple(Kind)):
    kind = draw(st.sampled_from(kinds))
    on = draw(st.dates(FIRST, LAST))
    is_extended = kind in {Kind.EDS, Kind.SOPC}
    may_be_recalled = is_extended or kind is Kind.SDS
    return Sentence(
        kind=kind,
        identifier=str(draw(st.uuids())),
        sentenced_on=on,
        offence=Offence(committed_on=on - timedelta(days=draw(st.integers(1, 5000)))),
        custody=draw(TERMS),
        extension=Duration(years=1) if is_extended else Duration(),
        exclusions=draw(EXCLUSIONS) if kind is Kind.SDS else frozenset(),
        is_section_250=kind is Kind.SDS and draw(st.booleans()),
        fine=500 if kind is Kind.FINE else None,
        recall=draw(RECALLS) if may_be_recalled else None,
    )


@st.composite
def adjustments(draw, sentences, *, most=40):
    days = st.integers(0, most)
    found = {}
    for kind in (AdjustmentKind.REMAND, AdjustmentKind.TAGGED_BAIL, AdjustmentKind.RECALL_REMAND):
        found[kind] = [
            Adjustment(applies_from=each.sentenced_on, days=draw(days)) for each in sentences
        ]
    day = st.dates(FIRST, LAST)
    for kind in (AdjustmentKind.AWARDED, AdjustmentKind.RESTORED):
        several = draw(st.lists(st.tuples(day, days), max_size=2))
        found[kind] = [Adjustment(applies_from=on, days=number) for on, number in several]
    away = draw(st.lists(st.tuples(day, st.integers(1, most)), max_size=2))
    found[AdjustmentKind.AT_LARGE] = [
        Adjustment(applies_from=on, days=number, from_=on, to=on + timedelta(days=number - 1))
        for on, number in away
    ]
    return found


@st.composite
def a_booking(draw, least=1, most=4):
    several = draw(st.lists(a_sentence(), min_size=least, max_size=most))
    linked: list[Sentence] = []
    for one in several:
        before = [
            each
            for each in linked
            if each.kind is Kind.SDS and each.sentenced_on <= one.sentenced_on
        ]
        if before and one.kind is Kind.SDS and draw(st.booleans()):
            first = draw(st.sampled_from(before))
            linked.append(replace(one, follows=first.identifier, recall=first.recall))
        else:
            linked.append(one)
    return Booking(
        offender=Offender(
            born_on=draw(st.dates(date(1960, 1, 1), date(2010, 1, 1))),
            is_registered=draw(st.booleans()),
        ),
        sentences=tuple(linked),
        adjustments=draw(adjustments(linked)),
        returned_on=max(each.sentenced_on for each in linked)
        + timedelta(days=draw(st.integers(0, 1500))),
        wants_removal=draw(st.booleans()),
    )


def dates(booking):
    return calculate(booking, law=LAW, switches=Switches()).together.dates


def released(booking):
    found = dates(booking)
    return next(found[kind] for kind in RELEASES if kind in found)


@given(booking=a_booking())
def test_every_date_is_explained_and_the_explanation_leads_to_it(booking):
    found = calculate(booking, law=LAW, switches=Switches())

    explained = explain(booking, found)

    assert {each.kind: each.on for each in explained.dates} == found.together.dates
    every = [*explained.dates, *explained.withheld]
    every += [each for one in explained.sentences for each in one.dates]
    assert [each for each in every if each.steps[-1].to != each.on] == []
    assert all(step.says for each in every for step in each.steps)


@given(booking=a_booking())
def test_no_date_comes_from_what_is_not_valid(booking):
    case = Given(
        booking=booking,
        law=LAW,
        switches=Switches(),
        today=None,
        is_from_earlier_custody=False,
    )

    found = answer_to(case, explain=True)

    has_dates = found["outcome"] == "dates"
    assert has_dates is ("validationCodes" not in found and "error" not in found)
    assert has_dates is ("dates" in found)
    assert has_dates is ("explanation" in found)


@given(booking=a_booking())
def test_a_release_is_in_time(booking):
    found = dates(booking)
    ends = max(found[kind] for kind in (DateType.SED, DateType.SLED) if kind in found)
    first = min(each.sentenced_on for each in booking.sentences)

    assert any(kind in found for kind in RELEASES)
    assert all(first <= found[kind] for kind in RELEASES if kind in found)
    assert all(found[kind] <= ends for kind in RELEASES if kind in found)
    assert found.get(DateType.ESED, first) >= first


@settings(deadline=None)
@given(booking=a_booking(least=2), order=st.randoms(use_true_random=False))
def test_the_order_of_what_goes_in_does_not_matter(booking, order):
    sentences = list(booking.sentences)
    order.shuffle(sentences)
    adjusted = {}
    for kind, several in booking.adjustments.items():
        adjusted[kind] = list(several)
        order.shuffle(adjusted[kind])
    shuffled = replace(booking, sentences=tuple(sentences), adjustments=adjusted)

    assert dates(shuffled) == dates(booking)


@given(imposed=a_sentence(kinds=(Kind.SDS, Kind.EDS, Kind.SOPC, Kind.DTO)), data=st.data())
def test_more_remand_never_delays_release_from_a_single_sentence(imposed, data):
    fewer = data.draw(st.integers(0, 200))
    more = fewer + data.draw(st.integers(1, 60))

    assert released(with_remand(imposed, more)) <= released(with_remand(imposed, fewer))


@given(imposed=a_sentence(kinds=(Kind.SDS, Kind.EDS, Kind.SOPC)), data=st.data())
def test_more_added_days_never_bring_release_from_a_single_sentence_forward(imposed, data):
    on = imposed.sentenced_on + timedelta(days=data.draw(st.integers(0, 400)))
    fewer = data.draw(st.integers(0, 100))
    more = fewer + data.draw(st.integers(1, 60))

    assert released(with_added(imposed, on, more)) >= released(with_added(imposed, on, fewer))


@given(imposed=a_sentence(kinds=(Kind.SDS,)), days=st.integers(1, 60))
def test_added_days_never_move_expiry_or_supervision(imposed, days):
    assume(imposed.recall is None)
    before = dates(with_added(imposed, imposed.sentenced_on, 0))
    after = dates(with_added(imposed, imposed.sentenced_on, days))

    kept = (DateType.SLED, DateType.TUSED, DateType.ESED)
    assert {kind: before.get(kind) for kind in kept} == {kind: after.get(kind) for kind in kept}


def test_more_remand_delays_release_where_it_ends_custody_before_the_next_sentence():
    """The exception of several sentences: what is sentenced in one period of custody shares the deductions made in it.

    With 80 days of remand the first sentence lets the person go on 12 October 2023; what is imposed on the 20th then shares none.
    """
    several = [sentence("2023-07-03", "12m"), sentence("2023-10-20", "12m")]

    fewer = dates_of(several, under=BEFORE_SDS40, adjusted=[remand("2023-07-03", 70)])
    more = dates_of(several, under=BEFORE_SDS40, adjusted=[remand("2023-07-03", 80)])

    assert (fewer["CRD"], more["CRD"]) == ("2024-02-09", "2024-04-19")


def test_added_days_bring_release_forward_where_they_keep_custody_until_the_next_sentence():
    """The same exception from its other side: kept in custody by added days, somebody shares remand with what is imposed then."""
    several = [sentence("2023-07-03", "12m"), sentence("2023-12-01", "12m")]
    given = [remand("2023-07-03", 40)]

    without = dates_of(several, under=BEFORE_SDS40, adjusted=given)
    with_added_days = dates_of(
        several, under=BEFORE_SDS40, adjusted=[*given, added("2023-08-01", 10)]
    )

    assert (without["CRD"], with_added_days["CRD"]) == ("2024-05-31", "2024-04-23")


def dates_of(several, *, under, adjusted):
    return bookings.dates(*several, under=under, adjusted=adjusted)


def single(imposed, found):
    is_recall = imposed.recall is not None
    return Booking(
        offender=Offender(born_on=date(1980, 1, 1)),
        sentences=(imposed,),
        adjustments=found,
        returned_on=imposed.sentenced_on + timedelta(days=400) if is_recall else None,
    )


def with_remand(imposed, days):
    kind = AdjustmentKind.RECALL_REMAND if imposed.recall else AdjustmentKind.REMAND
    given = Adjustment(applies_from=imposed.sentenced_on, days=days)
    return single(imposed, {kind: [given]})


def with_added(imposed, on, days):
    return single(imposed, {AdjustmentKind.AWARDED: [Adjustment(applies_from=on, days=days)]})
