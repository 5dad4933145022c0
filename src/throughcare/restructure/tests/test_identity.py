"""The reform and its reversal, one after the other, change nothing."""

from datetime import UTC, datetime

from throughcare.restructure.choices import Phase
from throughcare.restructure.tests.nation_before import CODES, HELD

THIRD_MORNING = datetime(2014, 6, 3, 8, tzinfo=UTC)
BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)


def test_forward_and_back_is_the_identity(eve):
    before = eve.rows(HELD), eve.rows(CODES)
    live = eve.go_live(now=datetime(2014, 5, 31, 23, tzinfo=UTC))
    assert live.rows(HELD) != before[0]

    back = live.at(THIRD_MORNING).gone_back(instant=BACK)

    assert back.rows(HELD) == before[0]
    assert back.rows(CODES) == before[1]
    assert back.broken() == {}
    assert live.plan.phase == Phase.REVERSED
