"""What must hold at every instant is asked of a plan that is staged too, of the moment when it will be live."""

import pytest

from throughcare.restructure.queries import sql


@pytest.fixture
def staged(staged):
    """Staged and whole, with the rights of the owner to plant a fault."""
    assert staged.broken() == {}
    sql.rows("select access_work_at(%s, %s)", [staged.now, staged.now])
    sql.write("reset role")
    return staged


def test_flags_that_could_not_be_read_once_the_plan_is_live_are_found_before(staged):
    sql.write(
        "delete from access_protocol where reader_kind = 'crc' and owner_kind = 'nps-division'"
    )

    broken = staged.broken()

    assert set(broken) == {"I10"}
    assert len(broken["I10"]) == 20
    assert {line.partition(" may not see")[0].split()[-1][0] for line in broken["I10"]} == {"C"}
    assert all(
        line.endswith("once transforming-rehabilitation-2014 is live") for line in broken["I10"]
    )


def test_a_case_that_does_not_go_on_with_its_officer_is_found(staged):
    ((item, reference),) = staged.rows(
        "select item_id, reference from restructure_answer where kind = 'case' and to_post_id is not null order by 2 limit 1"
    )
    sql.write(
        "update restructure_answer set to_post_id = null where kind = 'case' and item_id = %s",
        [item],
    )
    sql.write(
        "update probation_caseassignment set post_id = null where change_id = %s and item_id = %s",
        [staged.plan.change_id, item],
    )

    assert staged.broken() == {
        "I15": [
            f"{staged.plan}: case {reference}: does not go on with its officer, or in the officer's team"
        ]
    }


def test_a_case_that_leaves_the_team_of_its_officer_is_found(staged):
    ((item, other),) = staged.rows(
        "select a.item_id, (select max(o.to_holder_id) from restructure_answer o where o.kind = 'account'"
        " and o.to_owner_id = a.to_owner_id and o.to_holder_id <> a.to_holder_id)"
        " from restructure_answer a where a.kind = 'case' and a.to_post_id is not null"
        " and exists (select from restructure_answer o where o.kind = 'account'"
        " and o.to_owner_id = a.to_owner_id and o.to_holder_id <> a.to_holder_id) order by 1 limit 1"
    )
    for statement in (
        "update restructure_answer set to_holder_id = %s where kind = 'case' and item_id = %s",
        "update probation_caseassignment set holder_id = %s where change_id is not null and item_id = %s",
    ):
        sql.write(statement, [other, item])

    assert set(staged.broken()) == {"I15"}
