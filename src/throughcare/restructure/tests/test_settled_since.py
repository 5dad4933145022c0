"""What is settled after the books were closed: no list is accepted that does not have it, and none changes after it was accepted."""

import json

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.undoing import undone
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.models import Answer, Evidence, Override, ProviderList, SignOff
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import (
    ONE,
    OTHER,
    accept,
    appoint,
    close,
    codes,
    everybody_accepts,
    head_of,
    list_exception,
    worker_closes,
)
from throughcare.restructure.tests.stages import INSTANT

HAS = (
    "select count(*) from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a"
    " join organisation_unitcode u on u.unit_id = a.owner_id and u.code = %s"
    " join probation_case c on c.id = a.item_id and c.closed_at is null"
)


def a_case_of(reform: Reform, code: str) -> int:
    ((found,),) = reform.rows(
        "select min(a.item_id) from restructure_answer a join organisation_unitcode u on u.unit_id = a.to_owner_id and u.code = %s"
        " where a.kind = 'case' and a.plan_id = %s",
        code,
        reform.plan_id,
    )
    return int(found)


def propose(reform: Reform, case_id: int, code: str) -> Override:
    with change_access.acting_as(account_id=account("planner"), now=reform.now):
        return commands.propose_override(
            account_id=account("planner"),
            plan_id=reform.plan_id,
            kind="case",
            item_id=case_id,
            unit_code=code,
            reason="It was never theirs.",
            now=reform.now,
        )


def approve(reform: Reform, override: Override) -> None:
    with change_access.acting_as(account_id=account("approver"), now=reform.now):
        commands.approve_override(
            account_id=account("approver"),
            plan_id=reform.plan_id,
            override_id=override.pk,
            now=reform.now,
        )


def settle_one(reform: Reform) -> None:
    """Give a case of the one provider to the other."""
    reform.override(kind="case", item_id=a_case_of(reform, OTHER), unit=ONE)
    assert reform.done(Step.SETTLE)["settled"] == {"case": 1}


def listed(reform: Reform, code: str) -> int:
    found = ProviderList.objects.get(plan_id=reform.plan_id, code=code, superseded_at=None)
    return sum(
        each["count"]
        for each in found.body["books"]
        if each["kind"] == "case" and each["state"] == "live"
    )


def test_no_list_is_accepted_that_does_not_have_what_was_settled_since(reconciled, sign_in):
    accept(reconciled, OTHER)
    settle_one(reconciled)

    with pytest.raises(Refused) as refused:
        accept(reconciled, ONE)

    assert refused.value.codes == ("settled-since",)
    assert "Have the step Reconcile run again" in str(refused.value)
    page = text_of(sign_in(head_of(ONE), now=reconciled.now).get(f"{PLAN}/sign-offs/{ONE}"))
    assert "this list does not have that yet" in page
    whole = text_of(sign_in("director", now=reconciled.now).get(PLAN))
    assert "Run the step Reconcile again" in whole
    assert reconciled.refusals(Step.EVIDENCE) == ["settled-since"]

    reconciled.done(Step.RECONCILE)

    assert accept(reconciled, ONE).provider_list.superseded_at is None
    assert not SignOff.objects.filter(
        provider_list__code=OTHER, provider_list__superseded_at=None
    ).exists()
    for code in (ONE, OTHER):
        assert reconciled.rows(HAS, code) == [(listed(reconciled, code),)]
    reconciled.done(Step.EVIDENCE)
    assert reconciled.broken() == {}


def test_a_plan_is_not_signed_off_on_lists_that_are_no_longer_true(reconciled_once):
    with undone():
        everybody_accepts(reconciled_once)
        settle_one(reconciled_once)

        assert worker_closes(reconciled_once) == Phase.RECONCILED
        reconciled_once.done(Step.RECONCILE)
        assert worker_closes(reconciled_once) == Phase.RECONCILED
        for code in (ONE, OTHER):
            accept(reconciled_once, code)

        assert worker_closes(reconciled_once) == Phase.SIGNED_OFF
        for code in codes(reconciled_once):
            assert reconciled_once.rows(HAS, code) == [(listed(reconciled_once, code),)]
        assert reconciled_once.broken() == {}


def test_settling_what_moves_nothing_leaves_the_lists_to_be_accepted(reconciled):
    assert reconciled.done(Step.SETTLE)["settled"] == {}

    assert accept(reconciled, ONE).provider_list.code == ONE


def test_nothing_is_set_by_hand_once_every_provider_has_accepted_its_list(reconciled_once, sign_in):
    with undone():
        reform = reconciled_once
        case_id = a_case_of(reform, OTHER)
        appoint(reform, ONE)
        appoint(reform, OTHER)
        waits = propose(reform, case_id, ONE)
        excepted = [list_exception(reform, code) for code in (ONE, OTHER)]
        for code in (ONE, OTHER):
            accept(reform, code)
        for code in codes(reform):
            if code not in {ONE, OTHER}:
                appoint(reform, code)
                accept(reform, code)
        assert worker_closes(reform) == Phase.SIGNED_OFF

        for act in (lambda: approve(reform, waits), lambda: propose(reform, case_id, "C01")):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.codes == ("signed-off",)
        assert "by a transfer from the body that has it" in str(refused.value)
        assert set(Override.objects.values_list("pk", "approved_by_id")) == {(waits.pk, None)}
        page = text_of(sign_in("planner", now=reform.now).get(f"{PLAN}/items/case/{case_id}"))
        assert "Set its answer" not in page

        # One that was approved and not carried out by then, whichever way it came to be.
        Override.objects.filter(pk=waits.pk).update(approved_by_id=account("approver"))
        run = reform.run(Step.SETTLE, by="approver")

        assert (run.state, [each["code"] for each in run.result["refused"]]) == (
            RunState.FAILED,
            ["signed-off"],
        )
        assert (
            Answer.objects.filter(kind="case", item_id=case_id, rule__startswith="override").count()
            == 0
        )
        for code in (ONE, OTHER):
            assert reform.rows(HAS, code) == [(listed(reform, code),)]
        for each in excepted:
            close(reform, each, by="approver")
        reform.done(Step.EVIDENCE)
        assert json.loads(Evidence.objects.latest("id").body)["settled_since"] == []
        assert reform.broken() == {}


def test_what_is_held_goes_to_its_owner_after_the_sign_off_and_the_evidence_says_so(eve, sign_in):
    ((case_id,),) = eve.rows(
        "select f.item_id from probation_case_facts f"
        " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id"
        " where c.code = 'LDN' and f.rosh = 'low' and f.mappa = 'none' order by 1 limit 1"
    )
    eve.hold(kind="case", item_id=case_id)
    live = eve.go_live(now=INSTANT)
    live.done(Step.RECONCILE)
    everybody_accepts(live)
    assert worker_closes(live) == Phase.SIGNED_OFF

    approve(live, propose(live, case_id, "C17"))
    assert live.done(Step.SETTLE)["settled"] == {"case": 1}
    assert live.done(Step.SETTLE)["settled"] == {}
    run = live.plan.runs.filter(step=Step.SETTLE).earliest("id")
    live.done(Step.EVIDENCE)

    pack = json.loads(Evidence.objects.latest("id").body)
    assert pack["settled_since"] == [{"run": run.pk, "kind": "case", "count": 1}]
    assert pack["reconciliation"]["open"] == 0
    page = text_of(sign_in("director", now=live.now).get(f"{PLAN}/evidence"))
    assert "Settled after the books were closed" in page
    report = queries.evidence_report(Evidence.objects.latest("id"))
    assert [each for each in report["sections"] if each["heading"].startswith("Settled after")]
    assert live.broken() == {}
