"""Release, expiry and licence of one sentence, from its days alone.

Offences and terms: Criminal Justice Act 2003, ss. 240ZA and 240A (remand and tagged bail count as served), s. 244 (release); Prison Act
1952, s. 49 (time at large does not count); Prison Rules 1999, r. 55 and r. 61 (days added and restored).
"""

from datetime import date, timedelta

from throughcare.sentences.rules.dates import plus
from throughcare.sentences.rules.standing import Standing


def unadjusted_release(now: Standing) -> date:
    return now.start + timedelta(days=now.release_days - 1)


def release_without_awarded(now: Standing) -> date:
    days = now.days
    return now.start + timedelta(days=now.release_days - 1 + days.at_large - days.deducted)


def uncapped_release(now: Standing) -> date:
    """Release before unused added days are taken off and before it is moved to the first day; it may lie before the sentence."""
    days = now.days
    moved = days.at_large - days.deducted + days.awarded - days.served
    return now.start + timedelta(days=now.release_days - 1 + moved)


def release(now: Standing) -> date:
    """The day of release, conditional or not; never before the sentence begins."""
    days = now.days
    moved = days.at_large - days.deducted + days.awarded - days.served - days.unused
    return max(now.start + timedelta(days=now.release_days - 1 + moved), now.start)


def is_immediate(now: Standing) -> bool:
    return release(now) == now.start


def unadjusted_expiry(now: Standing) -> date:
    return now.start + timedelta(days=now.terms.expiry_days - 1)


def adjusted_expiry(now: Standing) -> date:
    days = now.days
    moved = days.at_large + days.at_large_released - days.deducted
    return now.start + timedelta(days=now.terms.expiry_days - 1 + moved)


def expiry(now: Standing) -> date:
    """The end of the sentence: neither before it begins nor before somebody at large was back."""
    last = max(adjusted_expiry(now), now.start)
    if now.last_at_large is not None:
        last = max(last, plus(now.last_at_large, 1))
    return last


def net_awarded(now: Standing) -> int:
    """Added days that still move dates which they move at all."""
    return now.days.awarded - now.days.unused - now.days.served


def unused_awarded(now: Standing) -> int:
    """The added days by which release would pass expiry; 0 where it does not."""
    return max(0, (release(now) - expiry(now)).days)


def ends_before_release(now: Standing) -> int:
    """The days by which what is deducted passes the time to release, so that it could not all be used."""
    days = now.days
    return max(0, days.deducted - days.at_large - days.awarded + days.served - now.release_days)
