"""The reunification and its reversal, one after the other, change nothing of what the split made."""

from datetime import UTC, datetime

from throughcare.restructure.choices import Phase
from throughcare.restructure.tests.nation_before import CODES, HELD
from throughcare.restructure.tests.stages import REUNION

MONDAY = datetime(2021, 6, 28, 9, tzinfo=UTC)
BACK = datetime(2021, 6, 28, 23, tzinfo=UTC)


def test_there_and_back_from_the_reunification_is_what_the_split_made(before_reunion):
    held, codes = before_reunion.rows(HELD), before_reunion.rows(CODES)
    live = before_reunion.go_live(now=REUNION)
    assert live.rows(HELD) != held

    back = live.at(MONDAY).gone_back(instant=BACK)

    assert back.rows(HELD) == held
    assert back.rows(CODES) == codes
    assert back.broken() == {}
    assert live.plan.phase == Phase.REVERSED
