"""The settings of calendar feeds: how far they look ahead, and how often one is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughcare.config.setting import Setting, number

SETTINGS = (
    Setting(
        name="FEED_DAYS",
        meaning="How many days ahead a calendar feed of a diary tells.",
        default="60",
        example="28",
    ),
    Setting(
        name="FEED_READS",
        meaning="How often one calendar feed is read in a quarter of an hour, and how often one address asks for feeds that "
        "there are not, before both are told to wait.",
        default="30",
        example="10",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Feeds:
    days: int
    reads: int


def read(environ: Mapping[str, str], *, faults: list[str]) -> Feeds:
    """Read the settings of calendar feeds, adding a sentence to `faults` for each that is wrong."""
    return Feeds(
        days=number(environ, "FEED_DAYS", default=60, limit=366, faults=faults),
        reads=number(environ, "FEED_READS", default=30, limit=10_000, faults=faults),
    )
