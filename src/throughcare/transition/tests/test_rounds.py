"""Working out previews: resumed after a stop, the same again, and for whom."""

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.access.tests.undoing import undone
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import Step
from throughcare.restructure.tests.plans import f1_with
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.transition import commands
from throughcare.transition.choices import RoundState
from throughcare.transition.commands import rounds
from throughcare.transition.models import Preview, Round
from throughcare.transition.tests.conftest import EVE, Tried


def digests() -> dict[int, str]:
    return dict(Preview.objects.values_list("account_id", "digest"))


def ask(tried) -> Round:
    with change_access.as_engine(now=tried.now):
        return commands.ask_for_previews(
            account_id=account("planner"), plan=tried.plan, now=tried.now
        )


def test_everybody_who_can_sign_in_has_a_preview(tried):
    accounts = tried.rows("select count(*) from access_account where is_active and not is_system")

    assert accounts == [(Preview.objects.count(),)]
    assert not Preview.objects.filter(digest="").exists()


def test_a_round_that_was_stopped_is_gone_on_with(tried, monkeypatch):
    before = digests()
    tried.reform.done(Step.PLAN)
    monkeypatch.setattr(rounds, "PART", 50)
    asked = ask(tried)
    commands.work_out_part(round_id=asked.pk, now=tried.now)
    commands.work_out_part(round_id=asked.pk, now=tried.now)

    assert Preview.objects.filter(round=asked).count() == 100
    assert ask(tried) == asked
    done = commands.work_out_previews(round_id=asked.pk, now=tried.now, tell=silent)

    assert (done.state, done.done) == (RoundState.DONE, len(before))
    # The same plan and the same people: the same to the byte, though its bodies were made afresh.
    assert digests() == before


def test_one_account_is_worked_out_as_with_all_others(tried):
    before = digests()
    who = account("officer.future-crc")
    with change_access.as_engine(now=tried.now):
        Preview.objects.filter(account_id=who).update(digest="", opens_lost=0)
        commands.work_out_preview(account_id=who, plan=tried.plan, now=tried.now)

    assert digests() == before


def test_a_round_is_stopped_where_the_plan_was_tried_meanwhile(tried):
    tried.reform.done(Step.PLAN)
    asked = ask(tried)
    tried.reform.done(Step.PLAN)

    with pytest.raises(Refused) as refused:
        commands.work_out_previews(round_id=asked.pk, now=tried.now, tell=silent)

    assert refused.value.codes == ("answered-anew",)
    assert Round.objects.get(pk=asked.pk).state == RoundState.STOPPED
    assert ask(tried) != asked


def test_a_dry_run_has_the_previews_worked_out(tried):
    tried.reform.done(Step.PLAN)

    with change_access.as_engine(now=tried.now):
        begun = commands.begin_previews(reference=tried.plan.reference, now=tried.now)
        again = commands.begin_previews(reference=tried.plan.reference, now=tried.now)

    assert (begun.state, begun.asked_by_id, again) == (RoundState.WAITING, None, None)
    assert tried.rows(
        "select count(*) from procrastinate_jobs where task_name = %s and (args ->> 'round_id')::int = %s",
        commands.WORK_OUT,
        begun.pk,
    ) == [(1,)]


def test_a_plan_that_was_not_tried_has_no_previews(nation):
    with undone():
        untried = Tried(reform=Reform(now=EVE).take_in(f1_with("\nversion: 2\n", "\nversion: 3\n")))

        with pytest.raises(Refused) as refused:
            ask(untried)

        assert refused.value.codes == ("not-tried",)
        assert not Round.objects.filter(plan=untried.plan).exists()


def test_an_officer_cannot_have_them_worked_out(tried):
    with (
        change_access.acting_as(account_id=account("officer.future-crc"), now=tried.now),
        pytest.raises(PermissionDenied),
    ):
        commands.have_previews_worked_out(
            account_id=account("officer.future-crc"), plan=tried.plan, now=tried.now
        )
