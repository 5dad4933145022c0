"""Lengths of time in words."""

from decimal import Decimal

HOUR = 60


def spoken(minutes: int | Decimal) -> str:
    """Minutes as people say them.

    >>> spoken(390), spoken(300), spoken(45), spoken(0), spoken(-60), spoken(Decimal("22.5"))
    ('6 hours 30 minutes', '5 hours', '45 minutes', '0 minutes', 'minus 1 hour', '22.5 minutes')
    """
    if minutes < 0:
        return f"minus {spoken(-minutes)}"
    hours, rest = divmod(minutes, HOUR)
    words = [_counted(hours, "hour")] if hours else []
    if rest or not hours:
        words.append(_counted(rest, "minute"))
    return " ".join(words)


def _counted(number: int | Decimal, word: str) -> str:
    text = f"{Decimal(number).normalize():f}"
    return f"{text} {word}" if number == 1 else f"{text} {word}s"
