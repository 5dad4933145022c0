"""Which day it is here: days of the law and of the diary begin and end in England and Wales."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

HERE: Final = ZoneInfo("Europe/London")


def local_day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()
