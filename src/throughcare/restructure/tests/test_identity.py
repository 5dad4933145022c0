"""The reform and its reversal, one after the other, change nothing."""

from datetime import UTC, datetime

from throughcare.restructure.choices import Phase

THIRD_MORNING = datetime(2014, 6, 3, 8, tzinfo=UTC)
BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)

HELD = """
select 'case', item_id, owner_id, holder_id, post_id from probation_caseassignment_at(tc_now(), tc_live(), 'infinity')
union all
select 'account', item_id, owner_id, holder_id, null from access_postassignment_at(tc_now(), tc_live(), 'infinity')
union all
select 'report', item_id, owner_id, holder_id, post_id
from probation_courtreportassignment_at(tc_now(), tc_live(), 'infinity')
order by 1, 2
"""
CODES = """
select c.unit_id, c.code, p.parent_id
from organisation_codes_at(tc_now(), tc_live()) c
left join organisation_placements_at('line', tc_now(), tc_live(), 'infinity') p on p.unit_id = c.unit_id
where organisation_fact(c.unit_id, 'operating', tc_now(), tc_live()) = 'yes' order by 1
"""


def test_forward_and_back_is_the_identity(eve):
    before = eve.rows(HELD), eve.rows(CODES)
    live = eve.go_live(now=datetime(2014, 5, 31, 23, tzinfo=UTC))
    assert live.rows(HELD) != before[0]

    back = live.at(THIRD_MORNING).gone_back(instant=BACK)

    assert back.rows(HELD) == before[0]
    assert back.rows(CODES) == before[1]
    assert back.broken() == {}
    assert live.plan.phase == Phase.REVERSED
