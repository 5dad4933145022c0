"""The smallest bookings that say what a test is about. What is known beside is of every type: Any."""

from datetime import date
from itertools import count
from typing import Any

from throughcare.sentences import statute_book
from throughcare.sentences.rules import calculate, messages
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    Booking,
    Direction,
    Kind,
    Movement,
    Offence,
    Offender,
    Recall,
    RecallType,
    Sentence,
)
from throughcare.sentences.rules.law import Switches

NUMBERS = count(1)
BORN = date(1980, 1, 1)
SUMMER_2026 = "calculation-params"
BEFORE_SDS40 = "sds-50"
PROGRESSION = "sds-progression-model-october"


def day(written):
    return date.fromisoformat(written)


def term(written):
    """A duration as people jot it down: "1y 2m 3w 4d"."""
    units = {each[-1]: int(each[:-1]) for each in written.split()}
    return Duration(
        years=units.get("y", 0),
        months=units.get("m", 0),
        weeks=units.get("w", 0),
        days=units.get("d", 0),
    )


def sentence(on, custody, *, kind=Kind.SDS, offence=None, code="", follows=None, **known: Any):
    committed_on = day(offence) if offence else date(2020, 1, 1)
    return Sentence(
        kind=kind,
        identifier=known.pop("identifier", f"sentence-{next(NUMBERS)}"),
        sentenced_on=day(on),
        offence=Offence(committed_on=committed_on, code=code),
        custody=term(custody),
        follows=follows.identifier if follows else None,
        **known,
    )


def eds(on, custody, extension, **known: Any):
    return sentence(on, custody, kind=Kind.EDS, extension=term(extension), **known)


def sopc(on, custody, **known: Any):
    return sentence(on, custody, kind=Kind.SOPC, extension=term("1y"), **known)


def dto(on, custody, **known: Any):
    return sentence(on, custody, kind=Kind.DTO, **known)


def fine(on, custody, *, pounds=500, **known: Any):
    return sentence(on, custody, kind=Kind.FINE, fine=pounds, **known)


def breach(on, custody, *, supervised_until=None, **known: Any):
    until = day(supervised_until) if supervised_until else None
    return sentence(on, custody, kind=Kind.BOTUS, supervised_until=until, **known)


def recalled(type_, *, revoked=None, returned=None):
    return Recall(
        type=type_,
        revoked_on=day(revoked) if revoked else None,
        returned_on=day(returned) if returned else None,
    )


STANDARD = recalled(RecallType.STANDARD)
FIXED_14 = recalled(RecallType.FIXED_14)
FIXED_28 = recalled(RecallType.FIXED_28)


def days(kind, on, number, *, from_=None, to=None, reason=None):
    adjustment = Adjustment(
        applies_from=day(on),
        days=number,
        from_=day(from_) if from_ else None,
        to=day(to) if to else None,
        reason=reason,
    )
    return AdjustmentKind(kind), adjustment


def remand(on, number, **known: Any):
    return days("REMAND", on, number, **known)


def tagged_bail(on, number):
    return days("TAGGED_BAIL", on, number)


def added(on, number):
    return days("ADDITIONAL_DAYS_AWARDED", on, number)


def restored(on, number):
    return days("RESTORATION_OF_ADDITIONAL_DAYS_AWARDED", on, number)


def at_large(from_, to, *, reason=None):
    number = (day(to) - day(from_)).days + 1
    return days("UNLAWFULLY_AT_LARGE", from_, number, from_=from_, to=to, reason=reason)


def moved_in(on, reason):
    return Movement(on=day(on), direction=Direction.IN, reason=reason)


def moved_out(on, reason):
    return Movement(on=day(on), direction=Direction.OUT, reason=reason)


def booking(*sentences: Sentence, adjusted=(), born=BORN, is_registered=False, **known: Any):
    adjustments: dict[AdjustmentKind, list[Adjustment]] = {}
    for kind, adjustment in adjusted:
        adjustments.setdefault(kind, []).append(adjustment)
    returned = known.pop("returned", None)
    return Booking(
        offender=Offender(born_on=born, is_registered=is_registered),
        sentences=sentences,
        adjustments=adjustments,
        returned_on=day(returned) if returned else None,
        **known,
    )


def calculated(given, *, under=SUMMER_2026, **switches: bool):
    return calculate(given, law=statute_book.law(under), switches=Switches(**switches))


def dates_of(given, *, under=SUMMER_2026, **switches: bool):
    """The dates of a booking, by the code of each, as they are written."""
    found = calculated(given, under=under, **switches).together.dates
    return {kind.value: on.isoformat() for kind, on in found.items()}


def dates(*sentences: Sentence, under=SUMMER_2026, switched=(), **known: Any):
    return dates_of(booking(*sentences, **known), under=under, **dict.fromkeys(switched, True))


def codes(given, *, under=SUMMER_2026, **switches: bool):
    found = calculated(given, under=under, **switches)
    return [message.code for message in messages(given, found)]
