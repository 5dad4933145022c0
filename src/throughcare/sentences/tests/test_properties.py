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
from throughcare.sentences.tests.bookings import PROGRESSION

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
    for sentence in several:
        before = [
            each
            for each in linked
            if each.kind is Kind.SDS and each.sentenced_on <= sentence.sentenced_on
        ]
        if before and sentence.kind is Kind.SDS and draw(st.booleans()):
            first = draw(st.sampled_from(before))
            linked.append(replace(sentence, follows=first.identifier, recall=first.recall))
        else:
            linked.append(sentence)
    return Booking(
        offender=Offender(
            born_on=draw(st.dates(date(1960, 1, 1), date(2010, 1, 1))),
            is_registered=draw(st.booleans()),
        ),
        sentences=tuple(linked),
        adjustments=draw(adjustments(linked)),
        returned_on=draw(st.dates(FIRST, LAST)),
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
    every += [each for sentence in explained.sentences for each in sentence.dates]
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
    if DateType.ESED in found:
        assert first < found[DateType.ESED] or len(booking.sentences) >= 1


@settings(deadline=None)
@given(booking=a_booking(least=2), order=st.randoms(use_true_random=False))
def test_the_order_of_what_goes_in_does_not_matter(booking, order):
    # recalls of several kinds have one day of return, and identical dates are told by the first
    sentences = list(booking.sentences)
    order.shuffle(sentences)
    adjusted = {}
    for kind, several in booking.adjustments.items():
        adjusted[kind] = list(several)
        order.shuffle(adjusted[kind])
    shuffled = replace(booking, sentences=tuple(sentences), adjustments=adjusted)

    assert dates(shuffled) == dates(booking)


@given(sentence=a_sentence(kinds=(Kind.SDS, Kind.EDS, Kind.SOPC, Kind.DTO)), data=st.data())
def test_more_remand_never_delays_release_from_a_single_sentence(sentence, data):
    fewer = data.draw(st.integers(0, 200))
    more = fewer + data.draw(st.integers(1, 60))

    assert released(with_remand(sentence, more)) <= released(with_remand(sentence, fewer))


@given(sentence=a_sentence(kinds=(Kind.SDS, Kind.EDS, Kind.SOPC)), data=st.data())
def test_more_added_days_never_bring_release_from_a_single_sentence_forward(sentence, data):
    on = sentence.sentenced_on + timedelta(days=data.draw(st.integers(0, 400)))
    fewer = data.draw(st.integers(0, 100))
    more = fewer + data.draw(st.integers(1, 60))

    assert released(with_added(sentence, on, more)) >= released(with_added(sentence, on, fewer))


@given(sentence=a_sentence(kinds=(Kind.SDS,)), days=st.integers(1, 60))
def test_added_days_never_move_expiry_or_supervision(sentence, days):
    assume(sentence.recall is None)
    before = dates(with_added(sentence, sentence.sentenced_on, 0))
    after = dates(with_added(sentence, sentence.sentenced_on, days))

    kept = (DateType.SLED, DateType.TUSED, DateType.ESED)
    assert {kind: before.get(kind) for kind in kept} == {kind: after.get(kind) for kind in kept}


def single(sentence, found):
    is_recall = sentence.recall is not None
    return Booking(
        offender=Offender(born_on=date(1980, 1, 1)),
        sentences=(sentence,),
        adjustments=found,
        returned_on=sentence.sentenced_on + timedelta(days=400) if is_recall else None,
    )


def with_remand(sentence, days):
    kind = AdjustmentKind.RECALL_REMAND if sentence.recall else AdjustmentKind.REMAND
    given = Adjustment(applies_from=sentence.sentenced_on, days=days)
    return single(sentence, {kind: [given]})


def with_added(sentence, on, days):
    return single(sentence, {AdjustmentKind.AWARDED: [Adjustment(applies_from=on, days=days)]})
