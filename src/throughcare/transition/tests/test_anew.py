"""A preview that rests on an answer which came out otherwise says so, and is made anew."""

from typing import Any  # Any: values that PostgreSQL knows

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.outbox import commands as outbox
from throughcare.outbox.models import Event
from throughcare.restructure import commands as change_restructure
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.events import ItemsAnsweredAgain
from throughcare.restructure.tests.reform import account
from throughcare.transition import commands
from throughcare.transition.choices import RoundState
from throughcare.transition.models import Preview, Round
from throughcare.transition.tests.people import MINE, PLAN, text_of

WHO = "officer.future-crc"

# A case that stays with its officer, who goes to a company with it.
KEPT = """
select a.item_id from restructure_answer a join access_post p on p.id = a.from_post_id
join access_account u on u.id = p.account_id
where a.plan_id = %s and a.kind = 'case' and a.rule = 'nps-or-crc/otherwise' and a.to_post_id = a.from_post_id
  and u.username = %s order by a.item_id limit 1
"""
JOBS = "select count(*) from procrastinate_jobs where task_name = %s and status = 'todo'"


def change(statement: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.fixture
def staged(tried):
    tried.reform.sign(Gate.PLAN)
    tried.reform.done(Step.STAGE)
    return tried


def raise_risk_of_a_case(staged) -> None:
    """A case of the officer goes to the NPS after all; keeping up answers it again."""
    ((item,),) = staged.rows(KEPT, staged.plan.pk, WHO)
    change(
        "update probation_riskprofile set rosh = 'very high', superseded_at = null where case_id = %s",
        [item],
    )
    assert change_restructure.keep_up(now=staged.now) == 1


def deliver(staged) -> int:
    """Tell of what was answered again; how many accounts it concerns."""
    event = Event.objects.filter(name=ItemsAnsweredAgain.name).latest("id")
    outbox.deliver(event_id=event.pk, now=staged.now)
    return Preview.objects.filter(stale_since__isnull=False).count()


def own() -> Preview:
    return Preview.objects.get(account_id=account(WHO))


def test_whoever_loses_a_case_is_told_that_their_page_is_stale_until_it_is_made_anew(
    staged, sign_in
):
    before = own()
    raise_risk_of_a_case(staged)
    assert "has changed since it was worked out" not in text_of(
        sign_in(WHO, now=staged.now).get(MINE)
    )

    concerned = deliver(staged)

    assert own().stale_since == staged.now
    assert staged.rows(JOBS, commands.WORK_OUT_ANEW) == [(1,)]
    assert "has changed since it was worked out" in text_of(sign_in(WHO, now=staged.now).get(MINE))
    noun = "account here is" if concerned == 1 else "accounts here are"
    page = text_of(sign_in("planner", now=staged.now).get(f"{PLAN}/previews"))
    assert f"{concerned} {noun} answered otherwise since this was worked out" in page

    assert commands.work_out_anew(plan_id=staged.plan.pk, now=staged.now) == 0

    after = own()
    assert after.stale_since is None
    assert (after.cases_kept, after.cases_passed) == (
        before.cases_kept - 1,
        before.cases_passed + 1,
    )
    assert "has changed since it was worked out" not in text_of(
        sign_in(WHO, now=staged.now).get(MINE)
    )


def test_whom_it_does_not_concern_keeps_their_page(staged):
    raise_risk_of_a_case(staged)

    concerned = deliver(staged)

    accounts = set(
        Preview.objects.filter(stale_since__isnull=False).values_list("account_id", flat=True)
    )
    assert account(WHO) in accounts
    assert concerned < Preview.objects.count()
    with change_access.as_engine(now=staged.now):
        assert (
            commands.note_changed_answers(
                reference=staged.plan.reference,
                version=staged.plan.version,
                post_ids=[
                    post
                    for (post,) in staged.rows(
                        "select id from access_post where account_id = any (%s)", list(accounts)
                    )
                ],
                now=staged.now,
            )
            == 0
        )  # marked already: nobody asks twice


def test_what_is_answered_again_as_before_makes_nothing_stale(staged):
    ((item,),) = staged.rows(KEPT, staged.plan.pk, WHO)
    change(
        "update probation_riskprofile set rsr = rsr + 0.01, superseded_at = null where case_id = %s",
        [item],
    )

    assert change_restructure.keep_up(now=staged.now) == 1

    assert not Event.objects.filter(name=ItemsAnsweredAgain.name).exists()


def test_daily_work_undoes_no_review_and_a_change_of_place_does(staged):
    raise_risk_of_a_case(staged)
    deliver(staged)
    before = own()

    commands.work_out_anew(plan_id=staged.plan.pk, now=staged.now)

    after = own()
    assert (after.digest != before.digest, after.lasting_digest == before.lasting_digest) == (
        True,
        True,
    )
    staged.reform.override(kind="account", item_id=after.post_id, unit="N01")
    change_restructure.keep_up(now=staged.now)
    deliver(staged)
    commands.work_out_anew(plan_id=staged.plan.pk, now=staged.now)
    assert own().lasting_digest != after.lasting_digest


def test_at_night_everybody_is_worked_out_again_where_something_changed(staged):
    with change_access.as_engine(now=staged.now):
        assert commands.begin_previews_again(now=staged.now) == []
    raise_risk_of_a_case(staged)
    deliver(staged)
    before = own()

    with change_access.as_engine(now=staged.now):
        (begun,) = commands.begin_previews_again(now=staged.now)
        assert commands.begin_previews_again(now=staged.now) == []  # it waits already
    done = commands.work_out_previews(round_id=begun.pk, now=staged.now, tell=lambda *_: None)

    assert (done.state, Round.objects.get(pk=begun.pk).changed_at) == (RoundState.DONE, None)
    assert not Preview.objects.filter(stale_since__isnull=False).exists()
    assert own().opens_after == before.opens_after - 1
