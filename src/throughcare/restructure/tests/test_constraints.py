"""What the answers of a plan are held against, and that a broken constraint stops it where it is to."""

from datetime import timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.probation.models import Tie
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.plans import F1, problems

BEFORE_TESTS = "\ntests:\n"

TOGETHER = """
  - {name: one-body-for-a-trust, kind: keep together, applies to: case, by: provider, says: One body for all cases of a trust.}
"""
APART = """
  - {name: apart, kind: keep apart, applies to: case, by: officer, says: No two cases of an officer go to one body.}
"""
CAPACITY = """
  - {name: load, kind: capacity, applies to: case, by: new_unit, at most: 20, stops: false, says: No body has more than 20 cases.}
"""
ELIGIBLE = """
  - {name: risk, kind: eligibility, applies to: case, when: "rosh = 'very high'", must: "new_unit under 'NPS'", says: Very high.}
"""
OF_THE_VICTIM = """
  - {name: two-workers, kind: eligibility, applies to: victim-contact.victim, must: not with_officer_of_case, says: Two workers.}
"""
QUALIFIED = """
  - {name: qualified, kind: eligibility, applies to: case, when: rosh is known, must: "new_officer_grade = 'PO'", says: Qualified.}
"""


def with_constraint(text: str) -> str:
    """F1 in its next version, with one constraint more."""
    changed = F1.read_text().replace("version: 2\n", "version: 3\n", 1)
    head, tests = changed.split(BEFORE_TESTS)
    before, comment = head.rsplit("\n\n", 1)
    return f"{before}{text}\n{comment}{BEFORE_TESTS}{tests}"


def tried(eve, text: str):
    """The plan with one constraint more, run dry, and what was found of that constraint."""
    reform = eve.take_in(with_constraint(text))
    found = reform.done(Step.PLAN)["constraints"]
    return reform, found[-1]


def test_a_broken_constraint_is_counted_named_and_keeps_the_plan_from_being_staged(eve):
    reform, found = tried(eve, TOGETHER)

    split = reform.rows(
        "select c.code, round(100.0 * max(n) / sum(n), 1) from ("
        "  select from_owner_id, to_owner_id, count(*) as n from restructure_answer"
        "  where plan_id = %s and kind = 'case' group by 1, 2) each"
        " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = each.from_owner_id"
        " group by 1 having count(*) > 1 order by 1",
        reform.plan_id,
    )
    assert len(split) > 0
    assert (found["broken"], found["stops"]) == (len(split), True)
    assert found["named"] == [
        [code, f"only {share} percent together"] for code, share in split[:20]
    ]
    reform.sign(Gate.PLAN)
    assert reform.refusals(Step.STAGE) == ["constraint"]
    assert reform.plan.phase == Phase.DRY_RUN


def test_items_that_must_be_apart_are_named_by_their_group(eve):
    reform, found = tried(eve, APART)

    ((most,),) = reform.rows(
        "select count(*) from (select from_post_id, to_owner_id from restructure_answer"
        " where plan_id = %s and kind = 'case' and from_post_id is not null group by 1, 2 having count(*) > 1) each",
        reform.plan_id,
    )
    assert found["broken"] == most > 0


def with_one_worker(reform) -> list[str]:
    """Victim contacts that go on with the officer of their case."""
    found = reform.rows(
        "select v.reference from restructure_answer v"
        " join probation_victimcontact t on t.id = v.item_id"
        " join restructure_answer c on c.plan_id = v.plan_id and c.kind = 'case' and c.item_id = t.case_id"
        " where v.plan_id = %s and v.kind = 'victim-contact.victim' and v.to_post_id = c.to_post_id order by 1",
        reform.plan_id,
    )
    return [reference for (reference,) in found]


def test_a_victims_worker_is_kept_apart_from_the_offenders(eve):
    reform, found = tried(eve, OF_THE_VICTIM)
    before = with_one_worker(reform)
    assert found["broken"] == len(before)

    sql.write(
        "update probation_victimcontactassignment a set post_id = x.post_id"
        " from probation_victimcontact v join probation_caseassignment x on x.item_id = v.case_id"
        " where v.id = a.item_id"
    )
    reform, found = tried(eve, OF_THE_VICTIM)

    after = with_one_worker(reform)
    assert found["broken"] == len(after) > len(before)
    assert [reference for reference, _ in found["named"]] == after[:20]


def test_a_constraint_that_stops_nothing_is_reported_and_the_plan_goes_on(eve):
    reform, found = tried(eve, CAPACITY)

    crowded = reform.rows(
        "select c.code, count(*) from restructure_answer a join organisation_unitcode c on c.unit_id = a.to_owner_id"
        " where a.plan_id = %s and a.kind = 'case' group by 1 having count(*) > 20 order by 1",
        reform.plan_id,
    )
    assert len(crowded) > 0
    assert found["named"] == [[code, f"{count} items"] for code, count in crowded]
    reform.sign(Gate.PLAN).done(Step.STAGE)


def test_a_constraint_that_is_kept_to_stops_nothing(eve):
    reform, found = tried(eve, ELIGIBLE)

    assert (found["broken"], found["named"]) == (0, [])
    reform.sign(Gate.PLAN).done(Step.STAGE)


def test_what_cannot_be_shown_to_be_met_is_not_met(eve):
    reform, found = tried(eve, QUALIFIED)

    ((unqualified,),) = reform.rows(
        "select count(*) from restructure_answer a join probation_case_facts f on f.item_id = a.item_id"
        " left join access_post p on p.id = a.to_post_id left join access_account u on u.id = p.account_id"
        " where a.plan_id = %s and a.kind = 'case' and f.rosh is not null and u.grade is distinct from 'PO'",
        reform.plan_id,
    )
    assert found["broken"] == unqualified > 0


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (CAPACITY.replace("at most: 20, ", ""), "Say under `at most` how many a group may have."),
        (APART.replace("by: officer, ", ""), "Say under `by` what makes a group."),
        (
            ELIGIBLE.replace("must: \"new_unit under 'NPS'\", ", ""),
            "Say under `must` what each item has to meet.",
        ),
        (TOGETHER.replace("by: provider", "by: horoscope"), "A case has no 'horoscope'."),
        (
            TOGETHER.replace("one-body-for-a-trust", "officers-with-their-cases"),
            "Two constraints have this name.",
        ),
    ],
)
def test_a_constraint_that_says_too_little_is_refused_before_anything_runs(text, wrong):
    (problem,) = problems(with_constraint(text))

    assert wrong in problem


CO_DEFENDANTS = """
  - {name: co-defendants, kind: keep together, applies to: case, by: co_defendants, says: Defendants in one case stay together.}
"""
HOUSEHOLD = """
  - {name: households, kind: keep together, applies to: case, by: household, stops: false, says: Households stay together.}
"""


def tie(reform, kind: str, number: str, cases: list[int], *, ended: bool = False) -> None:
    Tie.objects.bulk_create(
        Tie(
            case_id=case,
            kind=kind,
            shared_number=number,
            starts_on=reform.now.date(),
            ended_on=reform.now.date() if ended else None,
            recorded_at=reform.now,
        )
        for case in cases
    )


def cases_of(reform) -> tuple[list[int], list[int]]:
    """Some cases of one trust that go to its company, and some that go to its division."""
    sides = dict(
        reform.rows(
            "select k.value, array_agg(a.item_id order by a.item_id) from restructure_answer a"
            " cross join lateral (select organisation_fact(a.to_owner_id, 'kind', %s, array[%s]::bigint[]) as value) k"
            " where a.plan_id = %s and a.kind = 'case' and a.from_owner_id = (select min(from_owner_id)"
            "   from restructure_answer where plan_id = a.plan_id and kind = 'case' and rule = 'nps-or-crc/rosh')"
            " group by 1",
            reform.plan.effective_at,
            reform.plan.change_id,
            reform.plan_id,
        )
    )
    return sides["crc"], sides["nps-division"]


@pytest.mark.parametrize(
    ("text", "kind", "stops"),
    [(CO_DEFENDANTS, "co-defendants", True), (HOUSEHOLD, "household", False)],
)
def test_cases_that_belong_together_and_are_parted_are_named_by_what_they_share(
    *, eve, text, kind, stops
):
    Tie.objects.all().delete()
    reform, found = tried(eve, text)
    assert found["broken"] == 0
    company, division = cases_of(reform)
    tie(reform, kind, "PARTED", [company[0], division[0]])
    tie(reform, kind, "TOGETHER", company[:3])
    tie(reform, kind, "ENDED", [company[0], division[0]], ended=True)
    other = next(each for each in ("co-defendants", "household") if each != kind)
    tie(reform, other, "OTHER", [company[0], division[0]])

    again = reform.done(Step.PLAN)["constraints"][-1]

    assert (again["broken"], again["stops"]) == (1, stops)
    assert again["named"] == [["PARTED", "only 50.0 percent together"]]
    if stops:
        assert reform.sign(Gate.PLAN).refusals(Step.STAGE) == ["constraint"]


def test_a_tie_that_is_made_after_staging_has_the_constraint_asked_again(eve):
    Tie.objects.all().delete()
    reform, _ = tried(eve, CO_DEFENDANTS)
    company, division = cases_of(reform)
    reform.sign(Gate.PLAN).done(Step.STAGE)

    tie(reform, "co-defendants", "PARTED", [company[0], division[0]])
    answered = commands.keep_up(now=reform.now)
    with change_access.as_engine(now=reform.now):
        commands.ask_constraints_again(answered=answered, now=reform.now + timedelta(minutes=3))

    assert answered == 2
    found = {each.name: each.broken for each in queries.constraints_found(reform.plan)}
    assert found["co-defendants"] == 1
