"""An explanation that was approved is not rewritten unseen: it is kept where it is given anew, and stays once the books were accepted."""

import json

import pytest

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.models import Difference, Evidence, LapsedExplanation, Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.differing import (
    alter_a_contact,
    approve,
    explain,
    explained,
)
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import everybody_accepts, worker_closes

TRUTH, ANOTHER_STORY = "The truth", "Another story"
REWRITES = "update restructure_difference set explanation = 'Another story' where id = %s"


def with_an_explanation(reform: Reform) -> Difference:
    alter_a_contact(reform, "C01")
    reform.done(Step.RECONCILE)
    difference = explained(reform, TRUTH)
    reform.done(Step.RECONCILE)
    assert reform.plan.phase == Phase.RECONCILED
    return difference


def kept(difference: Difference) -> tuple[str, int | None, int | None]:
    difference.refresh_from_db()
    return difference.explanation, difference.explained_by_id, difference.approved_by_id


def test_what_was_approved_is_kept_where_it_is_explained_anew(first_morning, sign_in):
    difference = with_an_explanation(first_morning)

    explain(first_morning, difference, ANOTHER_STORY)

    assert kept(difference) == (ANOTHER_STORY, account("planner"), None)
    lapsed = LapsedExplanation.objects.get()
    assert (lapsed.subject, lapsed.explanation, lapsed.explained_by_id, lapsed.approved_by_id) == (
        difference.subject,
        TRUTH,
        account("planner"),
        account("approver"),
    )
    page = text_of(sign_in("approver", now=first_morning.now).get(f"{PLAN}/books"))
    assert f"explained: {TRUTH}. That does not count any more." in page
    approve(first_morning, difference)
    first_morning.done(Step.EVIDENCE)
    pack = json.loads(Evidence.objects.get().body)
    assert [each["approved_by"] for each in pack["lapsed_explanations"]] == [account("approver")]
    assert set(first_morning.broken()) == {"I4"}  # the record that was altered


def test_what_nobody_approved_yet_is_worded_anew_and_not_kept(first_morning):
    alter_a_contact(first_morning, "C01")
    first_morning.done(Step.RECONCILE)
    difference = Difference.objects.get()
    explain(first_morning, difference, "The trut")

    explain(first_morning, difference, TRUTH)

    assert kept(difference) == (TRUTH, account("planner"), None)
    assert not LapsedExplanation.objects.exists()


def test_nothing_is_explained_or_approved_once_the_plan_is_signed_off(first_morning):
    difference = with_an_explanation(first_morning)
    before = kept(difference)
    everybody_accepts(first_morning)
    assert worker_closes(first_morning) == Phase.SIGNED_OFF

    for phase in (Phase.SIGNED_OFF, Phase.SETTLED, Phase.REVERSED):
        Plan.objects.filter(id=first_morning.plan_id).update(phase=phase)
        for act in (
            lambda: explain(first_morning, difference, ANOTHER_STORY),
            lambda: approve(first_morning, difference),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.codes == ("past-explaining",)
        # What the command refuses is refused by the database too.
        with change_access.acting_as(account_id=account("planner"), now=first_morning.now):
            assert sql.write(REWRITES, [difference.pk]) == 0

    assert kept(difference) == before
    assert not LapsedExplanation.objects.exists()


def test_who_approved_first_stays(first_morning):
    difference = with_an_explanation(first_morning)

    approve(first_morning, difference)

    assert kept(difference) == (TRUTH, account("planner"), account("approver"))


def test_the_page_offers_no_words_for_a_plan_that_is_signed_off(first_morning, sign_in):
    difference = with_an_explanation(first_morning)
    everybody_accepts(first_morning)
    worker_closes(first_morning)
    client = sign_in("planner", now=first_morning.now)

    answer = client.post(
        f"{PLAN}/differences/{difference.pk}/explanation",
        {"explanation": ANOTHER_STORY},
        follow=True,
    )

    assert "What was said of differences stays as it is" in text_of(answer)
    assert "What made the difference?" not in text_of(answer)
    assert kept(difference)[0] == TRUTH


def test_nobody_keeps_what_was_not_said(first_morning):
    difference = with_an_explanation(first_morning)

    with change_access.acting_as(account_id=account("planner"), now=first_morning.now):
        sql.write("savepoint trying")
        with pytest.raises(Exception, match="row-level security"):
            sql.write(
                "insert into restructure_lapsedexplanation"
                " (plan_id, check_name, subject, found, explanation, explained_by_id, approved_by_id, recorded_at)"
                " select plan_id, check_name, subject, found, 'Another story', explained_by_id, approved_by_id, tc_now()"
                " from restructure_difference where id = %s",
                [difference.pk],
            )
        sql.write("rollback to savepoint trying")
