"""No clock starts again: of each list with a day of its own, an item whose day is another than at staging is named."""

import re
from datetime import timedelta

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import EVE, FIRST_MORNING, INSTANT

ONE = "select min(item_id) from restructure_clock where kind = %s"
CLOCKS = "select subject from restructure_difference where check_name = 'clocks'"
NONE_IN_A_TINY_NATION = {"custody-doubt", "draft", "escalation", "referral"}
TRIED_ELSEWHERE = {"appointment", "hearing"}
"""An appointment and a hearing are at a time, which something else may have: `test_in_flight` and `test_forward` ask of them."""
LISTS = [each for each in kinds.running() if each.name not in TRIED_ELSEWHERE]
BEGUN = (
    "update probation_document set is_final = false where id = (select min(id) from probation_document)",
    (
        "update probation_licence set state = 'variation-in-progress'"
        " where id = (select min(id) from probation_licence where state = 'active')"
    ),
    (
        "insert into assessments_assessment (case_id, number, tool_id, state, is_digital, plan_kind, begun_at, saved_at, lock_reason)"
        " select case_id, 90, tool_id, 'open', false, '', begun_at, begun_at, '' from assessments_assessment order by id limit 1"
    ),
    (
        "update unpaidwork_order set status = 'to-allocate'"
        " where id = (select min(id) from unpaidwork_order where status = 'working')"
    ),
)
"""Of what the tiny nation has none, so that there is one of each."""


@pytest.fixture(scope="module")
def put_off(nation):
    """One item of each list is due a day later, behind everybody's back; the lists of which there is none, and what was named."""
    assert nation is None
    with undone():
        eve = Reform(now=EVE).take_in()
        for statement in BEGUN:
            sql.write(statement)
        live = eve.go_live(now=INSTANT).at(FIRST_MORNING)
        missing = set()
        for each in LISTS:
            ((item,),) = live.rows(ONE, each.label)
            if item is None:
                missing.add(each.name)
                continue
            column = re.findall(r"t\.(\w+)", each.due)[0]
            sql.write(
                f"update {each.table} t set {column} = ({each.due})::timestamptz + %s where t.id = %s",
                [timedelta(days=1), item],
            )
        live.done(Step.RECONCILE)
        yield missing, {subject.split(" ")[0] for (subject,) in live.rows(CLOCKS)}


def test_each_list_of_which_there_is_something_names_the_item_that_was_put_off(put_off):
    missing, named = put_off

    assert missing == NONE_IN_A_TINY_NATION
    assert named == {each.label for each in LISTS if each.name not in missing}
