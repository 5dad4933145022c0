"""Staff who come, go, ask or change after their list was staged: nobody else is moved, and every check holds to the end."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.access.choices import Role
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.queries import listed, plans, posts, sql, units
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

ANSWERS = """
select a.item_id, a.reference, a.looked_at ->> 'provider', a.looked_at ->> 'place', left(u.code, 1), a.rule
from restructure_answer a join organisation_unitcode u on u.unit_id = a.to_owner_id
where a.plan_id = %s and a.kind = 'account' and a.rule like 'within-posts%%' order by a.item_id
"""
DIFFERENCES = "select check_name, subject, found from restructure_difference order by 1, 2"
TRUST, OTHER = "ASP", "BED"

Listed = dict[int, tuple[str, str, str, str, str]]


OF_THE_TRUST = """
select count(*) from restructure_answer a join organisation_unitcode u on u.unit_id = a.from_owner_id and u.change_id is null
where a.plan_id = %s and a.kind = 'account' and u.code = %s
"""


def on_list(reform: Reform) -> Listed:
    return {
        item: (code, unit, place, body, rule)
        for item, code, unit, place, body, rule in reform.rows(ANSWERS, reform.plan_id)
    }


def of(reform: Reform, body: str, *, trust: str = TRUST) -> int:
    """The first on the list of a trust who goes to a body, N or C."""
    return next(
        i for i, (_, unit, _, to, _) in on_list(reform).items() if (unit, to) == (trust, body)
    )


def keep_up(reform: Reform) -> int:
    return commands.keep_up(now=reform.now)


def over(reform: Reform) -> list[tuple[str, str, int]]:
    with change_access.as_engine(now=reform.now):
        found = posts.posts(reform.plan, plans.read(reform.plan))
    return [(each.unit, each.outcome, each.over) for each in found if each.over > 0]


def leave(reform: Reform, post: int) -> None:
    sql.write("update access_post set ends_at = %s where id = %s", [reform.now, post])


def end_one_of_the_nps(reform: Reform) -> set[int]:
    gone = of(reform, "N")
    leave(reform, gone)
    return {gone}


def end_one_of_the_company(reform: Reform) -> set[int]:
    gone = of(reform, "C")
    leave(reform, gone)
    return {gone}


def join(reform: Reform) -> set[int]:
    username = "officer.who-came-late"
    change_access.open_account(username=username, display_name="Late", now=reform.now)
    post = change_access.give_post(
        username=username, role=Role.OFFICER, unit_code=TRUST, now=reform.now
    )
    return {post.pk}


def join_after_one_left(reform: Reform) -> set[int]:
    return end_one_of_the_nps(reform) | join(reform)


def prefer_otherwise(reform: Reform) -> set[int]:
    asked = "update access_staffchoice set preference = 'NPS' where post_id = %s"
    assert sql.write(asked, [of(reform, "C")]) == 1
    return set()


def score_otherwise(reform: Reform) -> set[int]:
    scored = "update access_staffchoice set score = 0, preference = 'CRC' where post_id = %s"
    assert sql.write(scored, [of(reform, "N")]) == 1
    return set()


def become_of_the_court(reform: Reform) -> set[int]:
    post = of(reform, "C")
    sql.write("update access_post set role = 'court' where id = %s", [post])
    return {post}


def become_of_unpaid_work(reform: Reform) -> set[int]:
    post = of(reform, "N")
    sql.write("update access_post set role = 'unpaid-work' where id = %s", [post])
    return {post}


def get_a_post_of_the_court(reform: Reform) -> set[int]:
    """As people come to be of another kind of post: one ends, and another is given."""
    post = of(reform, "C")
    ((username,),) = reform.rows(
        "select u.username from access_account u join access_post p on p.account_id = u.id where p.id = %s",
        post,
    )
    leave(reform, post)
    given = change_access.give_post(
        username=username, role=Role.COURT, unit_code=TRUST, now=reform.now
    )
    return {post, given.pk}


def transfer(reform: Reform) -> set[int]:
    post = of(reform, "N")
    ((owner, team),) = reform.rows(
        "select f.owner_id, f.holder_id from access_post_facts f"
        " join organisation_unitcode c on c.unit_id = f.owner_id and c.code = %s order by f.item_id limit 1",
        OTHER,
    )
    sql.write(
        "insert into access_postassignment (item_id, owner_id, holder_id, starts_at, basis, recorded_at)"
        " values (%s, %s, %s, %s, 'moved', %s)",
        [post, owner, team, reform.now, reform.now],
    )
    return {post}


HAPPENINGS: list[Callable[[Reform], set[int]]] = [
    end_one_of_the_nps,
    end_one_of_the_company,
    join,
    join_after_one_left,
    prefer_otherwise,
    score_otherwise,
    become_of_the_court,
    become_of_unpaid_work,
    get_a_post_of_the_court,
    transfer,
]
ROLE_ALTERED = {become_of_the_court, become_of_unpaid_work}
"""In the table itself: no command does, and each reconciliation says so, whatever the list makes of it."""


@pytest.mark.parametrize("happens", HAPPENINGS, ids=lambda each: each.__name__)
def test_nobody_else_is_moved_and_every_check_holds_to_the_end_and_back(eve, happens):
    eve.stage().sign(Gate.GO)
    before = on_list(eve)
    theirs = happens(eve)

    keep_up(eve)

    after = on_list(eve)
    assert {i: each for i, each in after.items() if i not in theirs} == {
        i: each for i, each in before.items() if i not in theirs
    }
    assert over(eve) == []
    assert eve.broken() == {}
    live = eve.at(INSTANT)
    live.done(Step.SWITCH)
    live.done(Step.RECONCILE)
    assert [(check, says) for check, _, says in live.rows(DIFFERENCES)] == (
        [("access", "has another role than when the plan was staged")]
        if happens in ROLE_ALTERED
        else []
    )
    assert live.broken() == {}
    back = live.at(FIRST_MORNING).gone_back(instant=FIRST_MORNING + timedelta(days=1))
    assert back.broken() == {}
    assert sum(back.done(Step.RECONCILE)["differences"].values()) == 0


def test_who_comes_after_is_told_so_and_takes_a_post_that_is_free(eve):
    eve.stage()
    ((gone,), (joined,)) = (tuple(each(eve)) for each in (end_one_of_the_nps, join))

    keep_up(eve)

    found = on_list(eve)
    assert gone not in found
    _, unit, place, body, _ = found[joined]
    assert (unit, body) == (TRUST, "N")
    assert place == (
        "Number 5 on the list of ASP, after the 4 whose places were published. A post for the NPS was free."
    )


def test_whatever_becomes_of_a_preference_they_keep_the_place_that_they_were_ranked_to(eve):
    eve.stage()
    post = of(eve, "C")
    # The preference itself is told as it is: a rule before the list asks for it, of other posts.
    kept = "select looked_at::jsonb - 'preference', to_owner_id from restructure_answer where kind = 'account' and item_id = %s"
    before = eve.rows(kept, post)
    prefer_otherwise(eve)
    assert keep_up(eve) == 1

    assert eve.rows(kept, post) == before


def test_a_list_that_somebody_alters_is_found(eve):
    eve.stage()
    sql.write(
        "update restructure_listed set looked_at = jsonb_set(looked_at, '{preference}', '\"CRC\"') where item_id = %s",
        [of(eve, "N")],
    )

    assert set(eve.broken()) == {"I7"}


def test_two_who_are_told_one_place_are_found(eve):
    eve.stage()
    one, other = of(eve, "N"), of(eve, "C")
    place = on_list(eve)[one][2]
    sql.write(
        "update restructure_answer set looked_at = jsonb_set(looked_at, '{place}', %s::jsonb) where kind = 'account' and item_id = %s",
        [json.dumps(place), other],
    )

    assert [line.rpartition("has the place")[2] for line in eve.broken()["I7"]] == [
        f" that {min(on_list(eve)[each][0] for each in (one, other))} has: {place}"
    ]


def test_a_dry_run_makes_the_list_anew_from_everybody_who_is_there(eve):
    eve.done(Step.PLAN)
    end_one_of_the_nps(eve)

    eve.done(Step.PLAN)

    with change_access.as_engine(now=eve.now):
        stands = listed.standing(eve.plan, plans.read(eve.plan), beneath=units.beneath())
    assert stands is not None
    ((people,),) = eve.rows(OF_THE_TRUST, eve.plan_id, TRUST)
    assert stands.posts[TRUST, "NPS"] + stands.posts[TRUST, "CRC"] == people
