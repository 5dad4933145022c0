"""No clock starts again: of each list with a day of its own, an item whose day is another than at staging is named."""

import re
from datetime import timedelta

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.tests.conftest import FIRST_MORNING

ONE = "select min(item_id) from restructure_clock where kind = %s"
CLOCKS = "select subject from restructure_difference where check_name = 'clocks'"
NONE_IN_A_TINY_NATION = {"failure-action", "custody-doubt", "draft"}
TRIED_ELSEWHERE = {"appointment", "hearing"}
"""An appointment and a hearing are at a time, which something else may have: `test_in_flight` and `test_forward` ask of them."""
LISTS = [each for each in kinds.running() if each.name not in TRIED_ELSEWHERE]


@pytest.fixture(scope="module")
def put_off(first_morning_once):
    """One item of each list is due a day later, behind everybody's back; the lists of which the nation has none, and what was named."""
    with undone():
        live = first_morning_once.at(FIRST_MORNING)
        missing = set()
        sql.write("set local session_replication_role = replica")  # no trigger keeps it
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
