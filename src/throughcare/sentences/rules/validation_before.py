"""What is wrong with a booking before anything is calculated from it: data to correct, and what no calculation here is for.

Checks that need the records of courts and prisons themselves (terms, charges, alerts) are for whoever makes a booking of these.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from throughcare.sentences.rules.dates import NOTHING, days_of, plus, plus_months, plus_years
from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    Booking,
    Kind,
    RecallType,
    Sentence,
)
from throughcare.sentences.rules.law import Law
from throughcare.sentences.rules.messages import Message, before

OLDEST: Final = 100
"""Years between an offence and its sentence beyond which a date is a slip."""
SHORTEST_LICENCE, LONGEST_LICENCE, OWN_LICENCE = 1, 8, 12
FIXED: Final = {14: RecallType.FIXED_14, 28: RecallType.FIXED_28}
DEDUCTIONS: Final = (AdjustmentKind.REMAND, AdjustmentKind.TAGGED_BAIL)
FUTURE: Final = (
    (AdjustmentKind.AWARDED, "ADJUSTMENT_FUTURE_DATED_ADA"),
    (AdjustmentKind.RESTORED, "ADJUSTMENT_FUTURE_DATED_RADA"),
    (AdjustmentKind.AT_LARGE, "ADJUSTMENT_FUTURE_DATED_UAL"),
)

Check = Callable[[Booking, Law, date], Iterator[str]]


def unsupported(booking: Booking) -> list[Message]:
    """Why these sentences have to be calculated by hand; nothing where they need not."""
    return [before(code) for code in dict.fromkeys(_unsupported(booking))]


def invalid(booking: Booking, *, law: Law, today: date) -> list[Message]:
    """What has to be corrected before a calculation; each thing once, in the order in which it is looked for."""
    codes = dict.fromkeys(code for check in CHECKS for code in check(booking, law, today))
    return [before(code) for code in codes]


def _unsupported(booking: Booking) -> Iterator[str]:
    if not booking.sentences:
        yield "NO_SENTENCES"
    known = {each.identifier: each for each in booking.sentences}
    for each in booking.sentences:
        first = known.get(each.follows) if each.follows else None
        if first is not None:
            yield from _linked(first, each)
    has_training = any(each.kind is Kind.DTO for each in booking.sentences)
    if has_training and any(each.recall for each in booking.sentences):
        yield "UNSUPPORTED_CALCULATION_DTO_WITH_RECALL"


def _linked(first: Sentence, after: Sentence) -> Iterator[str]:
    kinds = {first.kind, after.kind}
    if after.kind is Kind.FINE:
        yield "A_FINE_SENTENCE_CONSECUTIVE_TO"
    if first.kind is Kind.FINE:
        yield "A_FINE_SENTENCE_CONSECUTIVE"
    if Kind.BOTUS in kinds:
        yield "BOTUS_CONSECUTIVE_TO_OTHER_SENTENCE"
    if Kind.DTO in kinds and len(kinds) > 1:
        is_after = after.kind is Kind.DTO
        yield "DTO_CONSECUTIVE_TO_SENTENCE" if is_after else "DTO_HAS_SENTENCE_CONSECUTIVE_TO_IT"


def _offences(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    for each in booking.sentences:
        on = each.offence.committed_on
        if on is None:
            yield "OFFENCE_MISSING_DATE"
        elif on > each.sentenced_on:
            yield "OFFENCE_DATE_AFTER_SENTENCE_START_DATE"
        elif plus_years(on, OLDEST) < each.sentenced_on:
            yield "OFFENCE_DATE_OVER_OR_UNDER_100_YEARS_AGO"


def _terms(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    for each in booking.sentences:
        if each.custody == NOTHING:
            yield "ZERO_IMPRISONMENT_TERM"
        if each.kind is Kind.FINE and not each.fine:
            yield "A_FINE_SENTENCE_MISSING_FINE_AMOUNT"
        if each.kind in {Kind.EDS, Kind.SOPC}:
            yield from _extension(each)


def _extension(sentence: Sentence) -> Iterator[str]:
    on, extension = sentence.sentenced_on, sentence.extension
    if extension == NOTHING:
        yield "SENTENCE_HAS_NO_LICENCE_TERM"
        return
    days = days_of(on, extension)
    if sentence.kind is Kind.SOPC:
        if days != (plus_months(on, OWN_LICENCE) - on).days:
            yield "SOPC_LICENCE_TERM_NOT_12_MONTHS"
    elif days < (plus_years(on, SHORTEST_LICENCE) - on).days:
        yield "EDS_LICENCE_TERM_LESS_THAN_ONE_YEAR"
    elif days > (plus_years(on, LONGEST_LICENCE) - on).days:
        yield "EDS_LICENCE_TERM_MORE_THAN_EIGHT_YEARS"


def _links(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    known: dict[str, date] = {}
    for each in booking.sentences:
        known.setdefault(each.identifier, each.sentenced_on)
    for each in booking.sentences:
        if each.follows is None:
            continue
        if each.follows not in known:
            yield "BROKEN_CONSECUTIVE_CHAINS"
        elif known[each.follows] > each.sentenced_on:
            yield "CONSECUTIVE_TO_SENTENCE_IMPOSED_AFTER"


def _remand(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    several = booking.adjustments.get(AdjustmentKind.REMAND, ())
    first = min((each.sentenced_on for each in booking.sentences), default=None)
    for each in several:
        if each.from_ is None or each.to is None:
            yield "REMAND_FROM_TO_DATES_REQUIRED"
        elif each.from_ > each.to:
            yield "ADJUSTMENT_INVALID_DATE_RANGE"
        elif first is not None and each.to >= each.applies_from:
            yield "REMAND_ON_OR_AFTER_SENTENCE_DATE"
    if _overlap(several):
        yield "REMAND_OVERLAPS_WITH_REMAND"


def _at_large(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    if _overlap(booking.adjustments.get(AdjustmentKind.AT_LARGE, ())):
        yield "DUPLICATE_OR_OVERLAPPING_UAL"


def _overlap(several: Sequence[Adjustment]) -> bool:
    """Whether two periods share a day."""
    spans = [(each.from_, each.to) for each in several if each.from_ and each.to]
    return any(one[0] <= other[1] and other[0] <= one[1] for one, other in combinations(spans, 2))


def _training(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    reform = law.boundaries.violent_and_sexual_reform
    days = {
        each.sentenced_on
        for each in booking.sentences
        if each.kind is Kind.DTO and each.sentenced_on < reform
    }
    for kind in DEDUCTIONS:
        if any(each.applies_from in days for each in booking.adjustments.get(kind, ())):
            yield "PRE_PCSC_DTO_WITH_ADJUSTMENT"


def _future(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    for kind, code in FUTURE:
        for each in booking.adjustments.get(kind, ()):
            last = each.to or plus(each.applies_from, max(each.days - 1, 0))
            if (last if kind is AdjustmentKind.AT_LARGE else each.applies_from) > today:
                yield code


def _recalls(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    fixed = [each for each in booking.sentences if each.recall and each.recall.type.days]
    if not fixed:
        return
    days = [each.recall.returned_on for each in fixed if each.recall]
    returned_on = booking.returned_on or max((day for day in days if day), default=None)
    if returned_on is None:
        yield "FTR_NO_RETURN_TO_CUSTODY_DATE"
        return
    if any(each.sentenced_on > returned_on for each in fixed):
        yield "FTR_RTC_DATE_BEFORE_SENTENCE_DATE"
    if returned_on > today:
        yield "FTR_RTC_DATE_IN_FUTURE"
    yield from _recall_types(fixed, days=booking.recall_days)


def _recall_types(fixed: Sequence[Sentence], *, days: int | None) -> Iterator[str]:
    types = {each.recall.type for each in fixed if each.recall}
    if days == RecallType.FIXED_28.days and RecallType.FIXED_14 in types:
        yield "FTR_TYPE_14_DAYS_BUT_LENGTH_IS_28"
    if days == RecallType.FIXED_14.days and RecallType.FIXED_28 in types:
        yield "FTR_TYPE_28_DAYS_BUT_LENGTH_IS_14"


def _revocations(booking: Booking, law: Law, today: date) -> Iterator[str]:  # noqa: ARG001  one shape for all checks
    for each in booking.sentences:
        recall = each.recall
        if recall is None:
            continue
        is_56 = recall.type is RecallType.FIXED_56
        if recall.revoked_on is None:
            if is_56:
                yield "RECALL_MISSING_REVOCATION_DATE"
            continue
        if recall.revoked_on > today:
            yield "REVOCATION_DATE_IN_THE_FUTURE"
        returned_on = recall.returned_on or booking.returned_on
        if is_56 and returned_on is not None and returned_on < recall.revoked_on:
            yield "FTR_RTC_DATE_BEFORE_REVOCATION_DATE"


CHECKS: Final[tuple[Check, ...]] = (
    _offences,
    _terms,
    _links,
    _remand,
    _at_large,
    _training,
    _future,
    _recalls,
    _revocations,
)
