"""Work of teams and officers under a plan, posts against people, and quotas."""

from throughcare.restructure.choices import Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.plans import F1, problems
from throughcare.restructure.tests.test_constraints import tried as run_dry
from throughcare.restructure.tests.test_constraints import with_constraint

AFTER = """
select to_holder_id, count(*) from restructure_answer where plan_id = %s and kind = 'case' and to_owner_id <> to_holder_id
group by 1
"""
QUOTA = """
  - name: posts
    kind: quota
    applies to: account
    by: new_unit
    numbers: {{{numbers}}}
    stops: {stops}
    says: No body has more people than posts.
"""


def with_team_load(most: int) -> str:
    text = F1.read_text().replace("version: 2\n", "version: 3\n", 1)
    return text.replace("    at most: 200\n", f"    at most: {most}\n")


def test_teams_with_more_work_than_the_plan_allows_are_listed_with_now_and_then(eve):
    reform = eve.take_in(with_team_load(5))

    teams, officers = reform.done(Step.PLAN)["loads"]

    after = dict(reform.rows(AFTER, reform.plan_id))
    crowded = {team: count for team, count in after.items() if count > 5}
    assert (teams["per"], officers["per"]) == ("team", "officer")
    assert teams["over"] == len(crowded) > 0
    assert teams["count"] >= len(after)
    assert [most for *_, most in teams["most"]] == [5] * min(20, len(crowded))
    assert teams["most"][0][3] == max(crowded.values())
    before = dict(
        reform.rows(
            "select c.code, count(*) from probation_case_facts f join restructure_load l"
            " on l.holder_id = f.holder_id and l.plan_id = %s and l.per = 'team'"
            " join organisation_unitcode c on c.unit_id = l.holder_id and c.change_id is not null group by 1",
            reform.plan_id,
        )
    )
    assert {code: now for code, _, now, _, _ in teams["most"]} == {
        code: before.get(code, 0) for code, *_ in teams["most"]
    }


def test_the_page_of_loads_lists_those_that_are_over_and_says_when_there_are_none(eve, sign_in):
    eve.take_in(with_team_load(5)).done(Step.PLAN)
    planner = sign_in("planner", now=eve.now)

    everywhere = text_of(planner.get(f"{PLAN}/loads?per=team&over=1"))
    nobody = text_of(planner.get(f"{PLAN}/loads?per=officer&provider=zzz"))

    assert "over</strong>" in everywhere
    assert "Within" not in everywhere
    assert "Nobody like that" in nobody
    assert "with more than the plan allows" in text_of(planner.get(f"{PLAN}/results"))


def test_posts_are_filled_as_the_plan_states_and_an_override_shows(eve):
    posts = eve.done(Step.PLAN)["posts"]
    ((seat,),) = eve.rows(
        "select item_id from restructure_answer where kind = 'account' and rule = 'within-posts/CRC'"
        " and from_owner_id = (select unit_id from organisation_unitcode where code = 'LDN') order by 1 limit 1"
    )

    after = eve.override(kind="account", item_id=seat, unit="N07").done(Step.PLAN)["posts"]

    assert {each["people"] - each["posts"] for each in posts} == {0}
    assert sum(each["people"] for each in posts) == sql.value(
        "select count(*) from restructure_answer where kind = 'account'"
    )
    changed = {(each["unit"], each["to"]): each["people"] - each["posts"] for each in after}
    assert {pair: gap for pair, gap in changed.items() if gap} == {
        ("LDN", "N07"): 1,
        ("LDN", "C17"): -1,
    }


def test_a_quota_counts_people_against_posts_and_stops_the_plan_where_it_is_to(eve):
    eve.done(Step.PLAN)
    people = dict(
        eve.rows(
            "select c.code, count(*) from restructure_answer a join organisation_unitcode c on c.unit_id = a.to_owner_id"
            " where a.kind = 'account' and c.code in ('N07', 'C17', 'C01') group by 1"
        )
    )
    numbers = f"N07: {people['N07'] - 1}, C17: {people['C17']}"

    reform, found = run_dry(eve, QUOTA.format(numbers=numbers, stops="true"))

    assert (found["broken"], found["named"]) == (
        1,
        [["N07", f"{people['N07']} for {people['N07'] - 1}"]],
    )
    reform.sign("plan")
    assert reform.refusals(Step.STAGE) == ["constraint"]


def test_a_quota_without_numbers_is_refused_before_anything_runs():
    text = QUOTA.format(numbers="N07: 1", stops="true").replace("    numbers: {N07: 1}\n", "")

    (problem,) = problems(with_constraint(text))

    assert "Say under `numbers` how many each group may have." in problem
