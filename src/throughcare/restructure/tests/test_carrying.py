"""A new version of a plan is answered with what people settled under the one before it."""

import pytest

from throughcare.access import commands as change_access
from throughcare.audit.models import Entry
from throughcare.notify.models import Message
from throughcare.outbox.models import Event
from throughcare.restructure import commands
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.events import OverrideLapsed, VersionReplaced
from throughcare.restructure.models import Answer, Hold, Override
from throughcare.restructure.queries import sql
from throughcare.restructure.rules import reading
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import appoint
from throughcare.restructure.tests.test_lapsing import LOW, appealed, rule_of

FIRST = reading.read_or_refuse(F1.read_text(encoding="utf-8")).version
HOLD = "holds:\n  - {{kind: case, item: {item}, owner: director, until: 2014-06-20, reason: {reason}}}\n"


def anew(reform: Reform, *, and_says: str = "", version: int = FIRST + 1) -> Reform:
    """The next version of the plan, taken in and checked."""
    text = F1.read_text(encoding="utf-8")
    text = text.replace(f"\nversion: {FIRST}\n", f"\nversion: {version}\n", 1)
    return reform.take_in(text + and_says)


def case_of(reform: Reform) -> tuple[int, str]:
    ((case,),) = reform.rows(LOW)
    return case, Answer.objects.get(plan=reform.plan, kind="case", item_id=case).reference


@pytest.fixture
def tried_before(eve):
    eve.done(Step.PLAN)
    return eve


def test_an_answer_set_by_hand_goes_on_counting(tried_before):
    post = appealed(tried_before)
    override = Override.objects.get()

    newer = anew(tried_before)
    newer.done(Step.PLAN)

    override.refresh_from_db()
    assert (override.plan_id, override.carried_from) == (newer.plan_id, FIRST)
    assert (override.approved_by_id, override.lapsed_at) == (account("approver"), None)
    assert rule_of(post) == f"override {override.pk}"
    assert tried_before.plan.phase == Phase.ABORTED
    entry = Entry.objects.get(action="restructure.carry-over")
    assert entry.detail == {"from": [str(FIRST)], "overrides": 1, "holds": 0, "freezes": 0}
    assert Event.objects.filter(name=VersionReplaced.name).count() == 1


def test_it_is_staged_and_breaks_nothing(tried_before):
    appealed(tried_before)
    newer = anew(tried_before)

    newer.stage()

    assert newer.broken() == {}


def test_it_says_the_first_version_however_many_follow(tried_before):
    post = appealed(tried_before)
    for number in (1, 2):
        newer = anew(tried_before, version=FIRST + number)
        newer.done(Step.PLAN)

    override = Override.objects.get()
    assert (override.plan_id, override.carried_from) == (newer.plan_id, FIRST)
    assert rule_of(post) == f"override {override.pk}"


def test_a_hold_is_held_and_a_proposal_waits_for_its_approval(tried_before):
    case, _ = case_of(tried_before)
    tried_before.hold(kind="case", item_id=case)
    with change_access.acting_as(account_id=account("planner"), now=tried_before.now):
        proposed = commands.propose_override(
            account_id=account("planner"),
            plan_id=tried_before.plan_id,
            kind="case",
            item_id=case,
            unit_code="N05",
            reason="Known to the court team.",
            now=tried_before.now,
        )

    newer = anew(tried_before)
    newer.done(Step.PLAN)

    answer = Answer.objects.get(plan=newer.plan, kind="case", item_id=case)
    assert answer.standing == "held"
    assert Hold.objects.get(plan=newer.plan).settled_at is None
    with change_access.acting_as(account_id=account("approver"), now=newer.now):
        commands.approve_override(
            account_id=account("approver"),
            plan_id=newer.plan_id,
            override_id=proposed.pk,
            now=newer.now,
        )
    newer.done(Step.PLAN)
    assert Answer.objects.get(plan=newer.plan, kind="case", item_id=case).rule == (
        f"override {proposed.pk}"
    )


def test_one_whose_unit_the_new_version_does_not_open_lapses_and_whoever_made_it_is_told(
    tried_before,
):
    appealed(tried_before)
    sql.write("update restructure_override set unit_code = 'N99'")

    newer = anew(tried_before)
    newer.done(Step.PLAN)

    override = Override.objects.get()
    assert (override.plan_id, override.lapsed_at) == (tried_before.plan_id, newer.now)
    assert Event.objects.filter(name=OverrideLapsed.name).count() == 1
    told = Message.objects.filter(template="override-lapsed")
    assert sorted(told.values_list("recipient_reference", flat=True)) == sorted(
        str(account(each)) for each in ("planner", "approver")
    )


def test_what_stands_in_the_file_of_the_new_version_takes_the_place_of_what_was_carried(
    tried_before,
):
    case, crn = case_of(tried_before)
    tried_before.hold(kind="case", item_id=case)

    newer = anew(tried_before, and_says=HOLD.format(item=crn, reason="Another reason"))
    newer.done(Step.PLAN)
    newer.done(Step.PLAN)

    found = Hold.objects.filter(plan=newer.plan).order_by("id")
    assert [(each.reason, each.settled_at is None) for each in found] == [
        ("The score is being worked out.", False),
        ("Another reason", True),
    ]


def test_what_both_files_say_is_there_once(tried_before):
    _, crn = case_of(tried_before)
    says = HOLD.format(item=crn, reason="The score is being worked out")
    first = anew(tried_before, and_says=says)
    first.done(Step.PLAN)

    second = anew(first, and_says=says, version=FIRST + 2)
    second.done(Step.PLAN)

    hold = Hold.objects.get()
    assert (hold.plan_id, hold.carried_from) == (second.plan_id, FIRST + 1)


def test_a_page_lists_what_was_settled_by_hand_with_the_version_it_was_made_under(
    tried_before, sign_in
):
    post = appealed(tried_before)
    case, crn = case_of(tried_before)
    tried_before.hold(kind="case", item_id=case)
    newer = anew(tried_before)
    newer.done(Step.PLAN)
    page = f"/restructures/{newer.plan.reference}/by-hand"

    every = sign_in("planner", now=newer.now).get(page).content.decode()
    held = sign_in("planner", now=newer.now).get(f"{page}?state=held").content.decode()

    reference = Answer.objects.get(plan=newer.plan, kind="account", item_id=post).reference
    assert crn in every
    assert reference in every
    assert every.count(f"under version {FIRST}") == 2
    assert crn in held
    assert reference not in held
    assert (
        "by-hand"
        in sign_in("planner", now=newer.now).get(page.removesuffix("/by-hand")).content.decode()
    )


def test_the_head_of_a_provider_sees_what_was_settled_of_their_own_side(tried_before, sign_in):
    appealed(tried_before)
    page = f"/restructures/{tried_before.plan.reference}/by-hand"

    own = sign_in(appoint(tried_before, "ASP"), now=tried_before.now).get(page).content.decode()
    other = sign_in(appoint(tried_before, "BED"), now=tried_before.now).get(page).content.decode()

    assert "Decided after all was heard." in own
    assert "Nothing is settled by hand" in other
