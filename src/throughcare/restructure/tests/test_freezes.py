"""Freezes: who makes and approves one, what is refused in it and until when, and that records are written all the same."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from throughcare.access import commands as change_access
from throughcare.access.models import Post
from throughcare.access.tests.undoing import undone
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.organisation import queries as organisation
from throughcare.probation import commands as probation
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import FreezeKind, Gate, Phase, Step
from throughcare.restructure.models import Freeze, Plan
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.stages import EVE, INSTANT
from throughcare.restructure.tests.waves import wave, with_division


def ask(reform, kind: FreezeKind, *, by: str = "planner") -> Freeze:
    with change_access.as_engine(now=reform.now):
        return commands.ask_for_freeze(
            account_id=account(by),
            plan_id=reform.plan_id,
            kind=kind,
            starts_at=reform.now - timedelta(hours=1),
            until=reform.plan.effective_at + timedelta(hours=6),
            reason="The last days before the reform",
            now=reform.now,
        )


def freeze(reform, kind: FreezeKind) -> Freeze:
    asked = ask(reform, kind)
    with change_access.as_engine(now=reform.now):
        return commands.approve_freeze(
            account_id=account("approver"), freeze_id=asked.pk, now=reform.now
        )


def take_in(reform, text: str) -> Plan:
    with change_access.as_engine(now=reform.now):
        return commands.load_plan(account_id=account("planner"), text=text, now=reform.now)


def next_version() -> str:
    return F1.read_text(encoding="utf-8").replace("\nversion: 2\n", "\nversion: 3\n", 1)


def test_nobody_approves_the_freeze_that_they_asked_for(eve):
    asked = ask(eve, FreezeKind.STRUCTURE, by="director")

    with change_access.as_engine(now=eve.now), pytest.raises(Refused) as refused:
        commands.approve_freeze(account_id=account("director"), freeze_id=asked.pk, now=eve.now)

    assert refused.value.reasons[0].code == "own-freeze"
    assert Freeze.objects.get().approved_by_id is None
    assert take_in(eve, next_version()).version == 3


def test_a_freeze_without_reason_or_length_is_refused_and_none_is_made(eve):
    with change_access.as_engine(now=eve.now), pytest.raises(Refused) as refused:
        commands.ask_for_freeze(
            account_id=account("planner"),
            plan_id=eve.plan_id,
            kind=FreezeKind.PROCESS,
            starts_at=eve.now,
            until=eve.now,
            reason=" ",
            now=eve.now,
        )

    assert [reason.code for reason in refused.value.reasons] == ["no-reason", "no-length"]
    assert not Freeze.objects.exists()


def test_in_a_freeze_of_structure_no_plan_is_taken_in_and_no_unit_put_right(eve):
    freeze(eve, FreezeKind.STRUCTURE)
    unit = eve.rows("select unit_id from organisation_unitcode where code = 'ASP'")[0][0]

    with pytest.raises(Refused) as refused:
        take_in(eve, next_version())
    assert "until 1 June 2014, 06:00:00 BST: The last days before the reform." in str(refused.value)
    with change_access.as_engine(now=eve.now), pytest.raises(Refused) as refused:
        change_organisation.correct_fact(
            account_id=None,
            unit_id=unit,
            fact="name",
            value="Another name",
            moment=organisation.pinned(),
            now=eve.now,
        )
    assert refused.value.reasons[0].code == "frozen"
    assert Plan.objects.count() == 1
    # The plan that froze them goes on.
    eve.stage()


def test_another_plan_is_not_staged_in_a_freeze_of_structure_and_may_be_once_it_is_ended(eve):
    text = F1.read_text(encoding="utf-8").replace(
        "plan: transforming-rehabilitation-2014\n", "plan: another-reform\n", 1
    )
    other = eve.take_in(text)
    frozen = freeze(eve, FreezeKind.STRUCTURE)

    assert other.refusals(Step.PLAN) == ["frozen"]

    with change_access.as_engine(now=eve.now):
        commands.end_freeze(account_id=account("approver"), freeze_id=frozen.pk, now=eve.now)
    other.done(Step.PLAN)


def test_in_a_freeze_of_process_no_case_is_given_to_another_and_contacts_are_recorded(tried):
    case_id, officer, other_post = given(tried)
    freeze(tried, FreezeKind.PROCESS)

    with change_access.as_engine(now=tried.now):
        why = queries.why_item_is_frozen(kind="case", item_id=case_id, now=tried.now)
    Post.objects.filter(account_id=officer).update(role="manager")
    with (
        change_access.acting_as(account_id=officer, now=tried.now),
        pytest.raises(Refused) as refused,
    ):
        probation.give_case(
            account_id=officer,
            case_id=case_id,
            post_id=other_post,
            decision=probation.Decision(reason_code="IN1", justification="More room"),
            now=tried.now,
        )

    assert [(each.code, each.sentence) for each in refused.value.reasons] == [("frozen", why)]
    assert "until 1 June 2014, 06:00:00 BST" in why
    with change_access.acting_as(account_id=officer, now=tried.now):
        contact = probation.record_contact(
            account_id=officer,
            case_id=case_id,
            type_code="CTOA",
            starts_at=tried.now - timedelta(minutes=5),
            notes="Came as agreed.",
            now=tried.now,
        )
    assert contact.pk


def end(reform, freeze: Freeze) -> None:
    with change_access.as_engine(now=reform.now):
        commands.end_freeze(account_id=account("approver"), freeze_id=freeze.pk, now=reform.now)


def why_frozen(reform) -> str:
    with change_access.as_engine(now=reform.now):
        return queries.why_structure_is_frozen(now=reform.now)


def test_the_go_decision_freezes_structure_until_the_switch(staged):
    before = why_frozen(staged)

    staged.sign(Gate.GO).sign(Gate.GO)

    frozen = Freeze.objects.get()
    assert (frozen.kind, frozen.made_by_id, frozen.approved_by_id, frozen.until) == (
        FreezeKind.STRUCTURE,
        account("planner"),
        account("approver"),
        None,
    )
    with pytest.raises(Refused) as refused:
        take_in(staged, next_version())
    assert refused.value.reasons[0].code == "frozen"
    assert "until its switch: The go decision is signed." in str(refused.value)
    assert Plan.objects.count() == 1
    live = staged.at(INSTANT)
    live.done(Step.SWITCH)
    assert (before, why_frozen(live)) == ("", "")
    with change_access.as_engine(now=live.now):
        assert queries.state_of(Freeze.objects.select_related("plan").get(), now=live.now) == "Over"


def test_a_plan_is_not_switched_once_its_freeze_was_ended_and_is_when_it_is_frozen_again(staged):
    staged.sign(Gate.GO)
    end(staged, Freeze.objects.get())
    late = staged.at(INSTANT)

    assert late.refusals(Step.SWITCH) == ["not-frozen"]
    assert late.plan.phase == Phase.STAGED
    with change_access.as_engine(now=late.now):
        says = queries.what_comes_next(late.plan, now=late.now).says
    assert "not frozen" in says
    freeze(staged, FreezeKind.PROCESS)
    assert late.refusals(Step.SWITCH) == ["not-frozen"]

    freeze(staged, FreezeKind.STRUCTURE)
    late.done(Step.SWITCH)


def test_after_an_abort_structure_is_frozen_again_until_somebody_ends_it(eve):
    live = eve.go_live(now=INSTANT)
    live.done(Step.ABORT)

    assert "until its switch" in why_frozen(live)

    end(live, Freeze.objects.get())
    assert why_frozen(live) == ""
    assert live.refusals(Step.SWITCH) == ["not-frozen"]


def test_a_reversal_is_frozen_by_its_own_go_decision_and_leaves_nothing_frozen(eve):
    live = eve.go_live(now=INSTANT).at(INSTANT + timedelta(hours=9))
    reversal = live.reversal(instant=INSTANT + timedelta(days=1))
    reversal.done(Step.CHECK)
    reversal.stage().sign(Gate.GO)
    during = why_frozen(reversal)
    back = reversal.at(INSTANT + timedelta(days=1))
    back.done(Step.SWITCH)

    assert reversal.plan.title in during
    assert list(Freeze.objects.order_by("id").values_list("plan", flat=True)) == [
        eve.plan_id,
        reversal.plan_id,
    ]
    assert why_frozen(back) == ""


def test_the_next_wave_of_a_reform_is_tried_and_staged_while_the_one_before_is_frozen(own_nation):
    assert own_nation is None
    with undone():
        eve = Reform(now=EVE)
        south, north = (
            eve.take_in(
                wave(division.lower(), with_division(division), instant=instant, national=False)
            )
            for division, instant in (
                ("N05", "2014-06-01T00:00:00+01:00"),
                ("N01", "2014-06-08T00:00:00+01:00"),
            )
        )
        south.stage().sign(Gate.GO)

        north.stage()

        assert north.plan.phase == Phase.STAGED
        assert south.plan.programme == north.plan.programme != ""


def test_a_freeze_of_process_without_an_end_cannot_be_written(eve):
    asked = ask(eve, FreezeKind.PROCESS)

    with pytest.raises(IntegrityError), transaction.atomic():
        Freeze.objects.filter(id=asked.pk).update(until=None)

    assert Freeze.objects.get().until is not None


def test_who_signs_the_go_decision_on_the_page_freezes_structure(staged, sign_in):
    approver = sign_in("approver", now=staged.now)

    approver.post(f"{PLAN}/approvals", {"gate": "go"})

    assert Freeze.objects.get().approved_by_id == account("approver")
    shown = "Structure: rules and units frozen until the switch: The go decision is signed"
    assert shown in text_of(approver.get(PLAN))
    assert shown in text_of(approver.get(f"{PLAN}/day"))
    assert "The switch" in text_of(approver.get(f"{PLAN}/freezes"))


def test_a_freeze_ends_with_its_time_and_with_the_switch(eve):
    frozen = freeze(eve, FreezeKind.STRUCTURE)

    with change_access.as_engine(now=eve.now):
        during = queries.why_structure_is_frozen(now=eve.now)
        after = queries.why_structure_is_frozen(now=frozen.until or eve.now)
        Plan.objects.filter(id=eve.plan_id).update(phase="live")
        once_live = queries.why_structure_is_frozen(now=eve.now)

    assert during
    assert (after, once_live) == ("", "")


def test_the_page_takes_a_freeze_and_shows_it_to_whoever_approves(eve, sign_in):
    planner, approver = (sign_in(name, now=eve.now) for name in ("planner", "approver"))

    wrong = planner.post(f"{PLAN}/freezes", {"kind": "structure"})
    assert wrong.status_code == 422
    planner.post(
        f"{PLAN}/freezes",
        {
            "kind": "structure",
            "begins_on-day": "31",
            "begins_on-month": "5",
            "begins_on-year": "2014",
            "ends_on-day": "2",
            "ends_on-month": "6",
            "ends_on-year": "2014",
            "reason": "Nothing moves now",
        },
    )
    asked = Freeze.objects.get()
    assert planner.post(f"{PLAN}/freezes/{asked.pk}/approval").status_code == 403
    approver.post(f"{PLAN}/freezes/{asked.pk}/approval")

    assert "In force" in text_of(approver.get(f"{PLAN}/freezes"))
    assert (
        "Structure: rules and units frozen until midnight at the start of 2 June 2014"
        in text_of(planner.get(PLAN))
    )


def given(reform) -> tuple[int, int, int]:
    """A case that moves, its officer's account, and another post in the same unit."""
    case_id, officer, post = reform.rows(
        """
        select a.item_id, p.account_id, o.item_id
        from restructure_answer a
        join access_post p on p.id = a.from_post_id
        join restructure_answer o on o.plan_id = a.plan_id and o.kind = 'account'
             and o.from_holder_id = a.from_holder_id and o.item_id <> a.from_post_id
        where a.kind = 'case' order by a.item_id limit 1
        """
    )[0]
    return case_id, officer, post
