"""How the date of one sentence came about, type by type: the date before adjustments, the days it moved, the rules."""

from datetime import date

from throughcare.sentences.rules.curfew import Curfew
from throughcare.sentences.rules.dates import plus_months
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.formulas import unadjusted_release
from throughcare.sentences.rules.removal import Removal
from throughcare.sentences.rules.results import Extra, Rule, Why, Working
from throughcare.sentences.rules.single import is_mixed_short, separate_licence, unadjusted_parole
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked


def of_release(each: Worked) -> Working:
    unadjusted = unadjusted_release(each.now)
    unused = each.now.days.unused
    return Working(
        of=each.now,
        on=each.release,
        unadjusted=unadjusted,
        moved=(each.release - unadjusted).days,
        rules=(Rule.IMMEDIATE_RELEASE,) if each.is_immediate else (),
        extras={Rule.UNUSED_ADA: Extra(count=unused)} if unused else {},
    )


def of_expiry(each: Worked) -> Working:
    moved = (each.expiry - each.unadjusted_expiry).days
    return Working(of=each.now, on=each.expiry, unadjusted=each.unadjusted_expiry, moved=moved)


def of_licence(each: Worked) -> Working:
    """Of a licence, which ends with the sentence or by itself; a mixed one is counted from release."""
    if DateType.LED not in each.types:
        return of_expiry(each)
    on = separate_licence(each.now)
    is_mixed = is_mixed_short(each.now)
    unadjusted = each.release if is_mixed else each.unadjusted_expiry
    return Working(
        of=each.now,
        on=on,
        unadjusted=unadjusted,
        moved=(on - unadjusted).days,
        rules=(Rule.LED_MIXED,) if is_mixed else (),
    )


def of_supervision(each: Worked) -> Working | None:
    if each.supervision is None:
        return None
    if each.kind is Kind.BOTUS:
        return of_known_supervision(each, each.supervision)
    unadjusted = unadjusted_release(each.now)
    days = each.now.days
    rules = (Rule.TUSED_SHORT_LICENCE,)
    return Working(
        of=each.now,
        on=each.supervision,
        unadjusted=unadjusted,
        moved=days.at_large + days.at_large_released - days.deducted,
        rules=(*rules, Rule.IMMEDIATE_RELEASE) if each.is_immediate else rules,
        extras={Rule.TUSED_SHORT_LICENCE: Extra(count=12, unit="MONTHS")},
    )


def of_known_supervision(each: Worked, on: date) -> Working:
    return Working(of=each.now, on=on, unadjusted=on, moved=0, rules=(Rule.TUSED_FROM_RECORDS,))


def of_parole(each: Worked) -> Working | None:
    unadjusted = unadjusted_parole(each.now)
    if each.parole is None or unadjusted is None:
        return None
    return Working(
        of=each.now, on=each.parole, unadjusted=unadjusted, moved=(each.parole - unadjusted).days
    )


def of_curfew(each: Worked, found: Curfew) -> Working:
    side = Rule.HDCED_BELOW_MIDPOINT if found.is_below_midpoint else Rule.HDCED_FROM_MIDPOINT
    rules = (Rule.HDCED_LEAST, side) if found.is_least else (side,)
    scheme = Rule.HDCED_AT_COMMENCEMENT if found.scheme is None else Rule(found.scheme.name)
    return Working(
        of=each.now,
        on=found.on,
        unadjusted=found.unadjusted,
        moved=found.moved,
        rules=(*rules, scheme),
        extras={rules[0]: Extra(count=found.taken)},
        reached=found.reached,
    )


def of_removal(each: Worked, found: Removal) -> Working:
    moved = (found.on - found.unadjusted).days
    days = each.now.days
    if found.scheme is None:
        return Working(
            of=each.now,
            on=found.on,
            unadjusted=found.unadjusted,
            moved=moved,
            rules=(Rule.ERSED_AT_COMMENCEMENT,),
        )
    adjusted = days.at_large - days.deducted + days.awarded - days.served
    if found.is_longest_period:
        longest = found.scheme.longest
        extra = (
            Extra(count=-longest.days)
            if longest.days
            else Extra(count=-longest.years, unit="YEARS")
        )
        return Working(
            of=each.now,
            on=found.on,
            unadjusted=found.unadjusted,
            moved=adjusted,
            rules=(Rule.ERSED_LONGEST,),
            extras={Rule.ERSED_LONGEST: extra},
        )
    return Working(
        of=each.now,
        on=found.on,
        unadjusted=found.unadjusted,
        moved=adjusted,
        rules=(Rule.ERSED_LEAST_SERVED,),
    )


def of_transfer(each: Worked, *, middle: date, months: int) -> Working:
    """Of a date of transfer some months from the middle of training."""
    unadjusted = plus_months(unadjusted_release(each.now), months)
    own = plus_months(each.release, months)
    working = Working(
        of=each.now,
        on=own,
        unadjusted=unadjusted,
        moved=(middle - unadjusted_release(each.now)).days,
    )
    return working.turned(plus_months(middle, months), Why.TRAINING_BESIDE)


def of_last_expiry(each: Worked) -> Working:
    """Of the latest expiry without adjustments."""
    last = each.unadjusted_expiry
    return Working(of=each.now, on=last, unadjusted=last, moved=0)


def of_recall(each: Worked) -> Working:
    unadjusted = min(each.unadjusted_expiry, each.released_on)
    moved = (each.released_on - unadjusted).days
    return Working(of=each.now, on=each.released_on, unadjusted=unadjusted, moved=moved)
