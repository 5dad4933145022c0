"""A unit ends once: a plan that no longer fits what another has made of the organisation is neither staged nor switched."""

import re
from datetime import timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.restructure.choices import Gate, RunState, Step
from throughcare.restructure.commands import constraining
from throughcare.restructure.queries import fitting, sql
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import EVE, INSTANT
from throughcare.restructure.tests.test_constraints_since import one_more, with_a_quota

A_DAY_LATER = INSTANT + timedelta(days=1)


def another(instant: str = "2014-06-02T00:00:00+01:00") -> str:
    """The same reform under other codes, a day later."""
    text = F1.read_text().replace("plan: transforming-rehabilitation-2014", "plan: another-reform")
    text = re.sub(r"\bN(0\d)\b", r"M\1", text)
    text = re.sub(r"\bC(\d\d)\b", r"D\1", text)
    for old, new in {
        "NPS: National Probation Service": "MPS: National Probation Service",
        "parent: NPS": "parent: MPS",
        "instant: 2014-06-01T00:00:00+01:00": f"instant: {instant}",
        "event: TR-SPLIT-2014": "event: OTHER-SPLIT",
        "legal until: 2014-10-31": "legal until: 2014-11-28",
    }.items():
        assert old in text
        text = text.replace(old, new)
    return text


def tried(text: str) -> Reform:
    other = Reform(now=EVE).take_in(text)
    other.done(Step.PLAN)
    return other.sign(Gate.PLAN)


@pytest.fixture
def other(eve):
    """A second plan that was run dry while the first was."""
    return tried(another())


def test_of_two_plans_that_end_the_same_units_one_is_staged_and_the_other_told(eve, other):
    eve.stage()

    run = other.run(Step.STAGE)

    assert run.state == RunState.FAILED
    assert [each["code"] for each in run.result["refused"]] == ["ends-too"]
    assert (
        "Transforming Rehabilitation is staged and ends ASP, BED"
        in run.result["refused"][0]["sentence"]
    )
    assert "and 25 more" in run.result["refused"][0]["sentence"]


def test_what_a_live_plan_has_ended_is_ended_by_no_other(eve, other):
    eve.go_live(now=INSTANT)

    later = other.at(INSTANT + timedelta(hours=9))

    assert later.refusals(Step.STAGE) == ["ended-before"]


def test_a_plan_that_was_staged_before_another_went_live_is_not_switched_after_it(
    eve, other, monkeypatch
):
    monkeypatch.setattr(fitting, "reasons_of_another_staged", lambda _plan: [])
    other.done(Step.STAGE)
    first = eve.go_live(now=INSTANT)
    monkeypatch.undo()

    assert "ended-before" in other.at(A_DAY_LATER).refusals(Step.SWITCH)
    assert first.broken() == {}


def test_two_plans_of_one_instant_are_told_apart_before_the_database_has_to(eve):
    other = tried(another(instant="2014-06-01T00:00:00+01:00"))
    eve.stage()

    assert other.refusals(Step.STAGE) == ["ends-too"]


def test_a_successor_that_has_ended_meanwhile_is_named(eve):
    eve.done(Step.PLAN)
    plan = eve.plan
    sql.write(
        "update organisation_unitfact set superseded_at = now() where change_id = %s and fact = 'operating' and value = 'yes'"
        " and unit_id = (select unit_id from organisation_unitcode where code = 'C01')",
        [plan.change_id],
    )

    found = fitting.reasons_it_does_not_fit(plan)

    assert [each.code for each in found] == ["successor-ended"]
    assert found[0].sentence.startswith("C01 does not operate when")


def test_a_constraint_that_stops_and_is_broken_after_the_go_decision_stops_the_switch(eve):
    reform = with_a_quota(eve)
    reform.done(Step.STAGE)
    reform.sign(Gate.GO)
    one_more(reform)
    with change_access.as_engine(now=reform.now):
        constraining.ask_constraints(reform.plan, now=reform.now)

    assert "constraint" in reform.at(INSTANT).refusals(Step.SWITCH)
