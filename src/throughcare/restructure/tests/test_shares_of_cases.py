"""Staff who follow the largest share of their cases: certain or not at all, ties told, and followed when cases go elsewhere."""

import pytest

from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Answer
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.plans import F1, problems

ACCOUNTS = "\n  account:\n"
FOLLOWING = """
    - name: with-their-cases
      when: post_kind = 'officer' and (cases_held > 0 if unknown then false) and not cases_tied
      same as: largest_share
      says: Officers go where most of their cases go.
    - name: tied
      when: post_kind = 'officer' and (cases_held > 0 if unknown then false)
      table: company of the trust
      key: provider
      says: Where as many go to either body, they go to the company.
"""

# For each officer with cases: how many go to each body, and what the officer's own answer was.
SPREAD = """
select a.item_id, a.rule, a.to_owner_id, a.looked_at, c.units, c.counts
from restructure_answer a
join (select from_post_id, array_agg(to_owner_id order by n desc, to_owner_id) as units,
             array_agg(n order by n desc, to_owner_id) as counts
      from (select from_post_id, to_owner_id, count(*) as n from restructure_answer
            where plan_id = %s and kind = 'case' group by 1, 2) g group by 1) c on c.from_post_id = a.item_id
where a.plan_id = %s and a.kind = 'account' and a.rule not like 'public%%' and a.rule not like 'company%%'
order by a.item_id
"""


def following() -> str:
    text = F1.read_text().replace("version: 2\n", "version: 3\n", 1)
    assert text.count(ACCOUNTS) == 1
    return text.replace(ACCOUNTS, ACCOUNTS + FOLLOWING, 1)


@pytest.fixture
def tried(eve):
    reform = eve.take_in(following())
    reform.done(Step.PLAN)
    tie_somebody(reform)
    reform.done(Step.PLAN)
    return reform


def tie_somebody(reform) -> None:
    """Have as many cases of one officer go to the NPS as to the company."""
    (items,) = reform.rows(
        "select array_agg(item_id order by item_id) filter (where rule = 'nps-or-crc/otherwise'), count(*)"
        " from restructure_answer where plan_id = %s and kind = 'case' and from_post_id is not null group by from_post_id"
        " having mod(count(*), 2) = 0 and 2 * count(*) filter (where rule = 'nps-or-crc/otherwise') >= count(*)"
        " and count(*) filter (where standing <> 'answered') = 0 order by from_post_id limit 1",
        reform.plan_id,
    )
    to_company, held = items
    sql.write(
        "update probation_riskprofile set rosh = 'very high' where case_id = any (%s)",
        [to_company[: len(to_company) - held // 2]],
    )


def test_officers_go_where_most_of_their_cases_go_and_ties_are_told(tried):
    officers = [
        each
        for each in sql.named_rows(SPREAD, [tried.plan_id, tried.plan_id])
        if each["rule"] in {"with-their-cases", "tied"}
    ]

    certain = [each for each in officers if each["rule"] == "with-their-cases"]
    tied = [each for each in officers if each["rule"] == "tied"]
    assert certain
    assert tied
    assert {each["to_owner_id"] == each["units"][0] for each in certain} == {True}
    assert {len(set(each["counts"])) == len(each["counts"]) for each in certain} == {True}
    assert {each["counts"][0] == each["counts"][1] for each in tied} == {True}


def test_how_cases_are_spread_is_kept_with_the_answer(tried):
    (first, *_) = Answer.objects.filter(
        plan_id=tried.plan_id, kind="account", rule="with-their-cases"
    ).order_by("item_id")
    cases = Answer.objects.filter(
        plan_id=tried.plan_id, kind="case", from_post_id=first.item_id
    ).values_list("to_owner_id", flat=True)

    assert first.looked_at["cases_held"] == len(cases)
    assert first.looked_at["cases_tied"] is False
    assert first.looked_at["cases_share"] == round(
        100 * sum(each == first.to_owner_id for each in cases) / len(cases), 1
    )
    assert first.looked_at["answer_largest_share"] is not None


def test_an_officer_goes_on_with_the_cases_that_go_to_the_same_body(tried):
    first = (
        Answer.objects.filter(plan_id=tried.plan_id, kind="account", rule="with-their-cases")
        .order_by("item_id")
        .first()
    )
    cases = Answer.objects.filter(plan_id=tried.plan_id, kind="case", from_post_id=first.item_id)

    assert {
        (each.to_owner_id == first.to_owner_id, each.to_post_id == first.item_id) for each in cases
    } <= {(True, True), (False, False)}


def test_an_officer_whose_cases_go_elsewhere_after_staging_follows_them(tried):
    tried.sign(Gate.PLAN).done(Step.STAGE)
    ((officer, company),) = tried.rows(
        "select a.item_id, a.to_owner_id from restructure_answer a"
        " where a.plan_id = %s and a.kind = 'account' and a.rule = 'with-their-cases'"
        " and organisation_fact(a.to_owner_id, 'kind', %s, array[%s]::bigint[]) = 'crc' order by 1 limit 1",
        tried.plan_id,
        tried.plan.effective_at,
        tried.plan.change_id,
    )
    cases = Answer.objects.filter(plan_id=tried.plan_id, kind="case", from_post_id=officer)
    items = list(cases.values_list("item_id", flat=True))

    sql.write(
        "update probation_riskprofile set rosh = 'very high', superseded_at = null where case_id = any (%s)",
        [items],
    )
    commands.keep_up(now=tried.now)

    after = Answer.objects.get(plan_id=tried.plan_id, kind="account", item_id=officer)
    assert after.rule == "with-their-cases"
    assert after.to_owner_id != company
    assert set(cases.values_list("to_owner_id", "to_post_id")) == {(after.to_owner_id, officer)}
    assert tried.rows(
        "select owner_id from access_postassignment where item_id = %s and change_id = %s",
        officer,
        tried.plan.change_id,
    ) == [(after.to_owner_id,)]


def test_cases_do_not_follow_staff_who_follow_cases():
    cases = "\n  case:\n"
    with_officer = """
    - name: with-the-officer
      when: rosh = 'low'
      same as: officer
      says: Low risk stays with the officer.
"""

    found = problems(following().replace(cases, cases + with_officer, 1))

    assert [each for each in found if "no case can follow its officer" in each]
