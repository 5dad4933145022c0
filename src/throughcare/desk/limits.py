"""How often something is asked for, counted in the memory of each process that answers."""

from typing import Final

from django.core.cache import cache

WINDOW_SECONDS: Final = 900


def is_over(what: str, key: str, *, most: int) -> bool:
    """Count one more, and say whether that is more than `most` in a quarter of an hour."""
    name = f"{what}:{key}"
    if cache.add(name, 1, WINDOW_SECONDS):
        return most < 1
    try:
        return cache.incr(name) > most
    except ValueError:  # its quarter of an hour ended between the two
        cache.set(name, 1, WINDOW_SECONDS)
        return most < 1
