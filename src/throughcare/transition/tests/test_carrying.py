"""Challenges of a version of a plan that another takes the place of."""

from dataclasses import replace

from throughcare.access import commands as change_access
from throughcare.outbox.models import Event
from throughcare.restructure.choices import Step
from throughcare.restructure.events import VersionReplaced
from throughcare.restructure.tests.plans import F1
from throughcare.transition import commands, reactions
from throughcare.transition.choices import ChallengeState
from throughcare.transition.queries import sql
from throughcare.transition.tests.test_challenges import (
    code_other_than,
    decide,
    hear_of_what_lapsed,
    make,
    own_answer,
    recommend,
    upheld_appeal,
)


def next_version(tried):
    """The next version of the plan, answered, and what hears of it."""
    text = F1.read_text(encoding="utf-8")
    number = tried.plan.version
    text = text.replace(f"\nversion: {number}\n", f"\nversion: {number + 1}\n", 1)
    newer = replace(tried, reform=tried.reform.take_in(text))
    newer.reform.done(Step.PLAN)
    (event,) = Event.objects.filter(name=VersionReplaced.name)
    for _ in range(2):  # a reaction may be called again
        with change_access.as_engine(now=tried.now):
            reactions.take_over_challenges(VersionReplaced(**event.payload), now=tried.now)
    return newer


def test_one_that_waits_is_decided_under_the_version_that_takes_the_place_of_its_own(tried):
    made = make(tried)
    unit = code_other_than(tried, own_answer(tried, kind="case"))

    newer = next_version(tried)

    before, due_on = made.plan, made.due_on
    made.refresh_from_db()
    assert (made.plan, made.due_on) == (newer.plan, due_on)
    assert made.plan != before
    recommend(newer, made, unit=unit)
    decide(newer, made, commands.uphold)
    newer.reform.done(Step.PLAN)
    made.refresh_from_db()
    assert own_answer(newer, kind="case").rule == f"override {made.override_id}"


def test_one_that_was_upheld_still_counts_under_the_next_version_and_opens_again_where_it_lapses(
    tried,
):
    made = upheld_appeal(tried)

    newer = next_version(tried)

    made.refresh_from_db()
    assert (made.plan, made.state) == (newer.plan, ChallengeState.UPHELD)
    assert own_answer(newer, kind="account").rule == f"override {made.override_id}"
    sql.write("update access_post set role = 'court' where id = %s", [made.item_id])
    newer.reform.done(Step.PLAN)
    assert hear_of_what_lapsed(newer, now=tried.now) == 1
    made.refresh_from_db()
    assert made.state == ChallengeState.OPEN


def test_one_that_was_dismissed_stays_with_its_version(tried):
    made = make(tried)
    recommend(tried, made, unit="")
    decide(tried, made, commands.dismiss)

    next_version(tried)

    before = made.plan
    made.refresh_from_db()
    assert (made.plan, made.state) == (before, ChallengeState.DISMISSED)
