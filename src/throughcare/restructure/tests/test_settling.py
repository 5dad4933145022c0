"""What people settle item by item: in the file of the plan, and once it is live."""

from datetime import UTC, datetime, timedelta

from throughcare.access import commands as change_access
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Answer, Hold, Override
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.reform import account

INSTANT = datetime(2014, 5, 31, 23, tzinfo=UTC)
SECOND_DAY = datetime(2014, 6, 2, 9, tzinfo=UTC)

LOW = (
    "select f.item_id, f.reference from probation_case_facts f"
    " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id"
    " where c.code = 'LDN' and f.rosh = 'low' and f.mappa = 'none' order by 1 limit 3"
)
OWNERS = (
    "select distinct o.code from probation_caseassignment_at(%s, tc_live(), 'infinity') a"
    " join organisation_unitcode o on o.unit_id = a.owner_id where a.item_id = %s"
)


def with_single_items(text: str) -> str:
    """F1 in its next version, with items settled in the file."""
    changed = F1.read_text().replace("version: 2\n", "version: 3\n", 1)
    return f"{changed}\n{text}"


def test_an_override_and_a_hold_in_the_file_answer_their_items(eve):
    (_, set_by_hand), (_, left), _ = eve.rows(LOW)
    reform = eve.take_in(
        with_single_items(
            "overrides:\n"
            f"  - {{kind: case, item: {set_by_hand}, unit: N01, by: planner, approved by: approver, reason: Known to the court}}\n"
            "holds:\n"
            f"  - {{kind: case, item: {left}, owner: director, reason: An appeal is heard, until: 2014-06-30}}\n"
        )
    )

    reform.done(Step.PLAN)
    override = Override.objects.get()
    # That the file names who is to approve it is not yet that person's act.
    assert override.approved_by_id is None
    assert not Answer.objects.filter(rule__startswith="override ").exists()
    with change_access.as_engine(now=reform.now):
        commands.approve_override(
            account_id=account("approver"),
            plan_id=reform.plan_id,
            override_id=override.pk,
            now=reform.now,
        )
    reform.done(Step.PLAN)

    by_hand = Answer.objects.get(plan_id=reform.plan_id, kind="case", reference=set_by_hand)
    assert by_hand.rule == f"override {override.pk}"
    assert reform.rows(
        "select code from organisation_unitcode where unit_id = %s", by_hand.to_owner_id
    ) == [("N01",)]
    held = Answer.objects.get(plan_id=reform.plan_id, kind="case", reference=left)
    assert (held.standing, Hold.objects.count()) == ("held", 1)


def test_items_and_people_that_are_not_there_are_each_named(eve):
    reform = eve.take_in(
        with_single_items(
            "overrides:\n"
            "  - {kind: case, item: Z999999, unit: N01, by: planner, approved by: approver, reason: Known}\n"
            "  - {kind: office, item: ASPOF01, unit: N01, by: nobody, approved by: approver, reason: Known}\n"
            "  - {kind: office, item: BEDOF01, unit: N01, by: planner, approved by: auditor, reason: Known}\n"
        )
    )

    assert reform.refusals(Step.PLAN) == ["no-item", "no-account", "not-theirs"]
    assert not Override.objects.exists()


def test_an_override_lapses_when_the_item_no_longer_has_what_it_depended_on(tried):
    ((item, _), *_) = tried.rows(LOW)
    tried.override(kind="case", item_id=item, unit="N01")
    tried.done(Step.PLAN)
    assert Answer.objects.get(kind="case", item_id=item).rule.startswith("override ")
    sql.write("update probation_riskprofile set rosh = 'high' where case_id = %s", [item])

    tried.done(Step.PLAN)

    assert Answer.objects.get(kind="case", item_id=item).rule == "nps-or-crc/rosh"
    assert Override.objects.get().lapsed_at == tried.now


def test_what_was_held_over_the_instant_goes_to_its_owner_once_it_is_settled(eve):
    ((item, _), *_) = eve.rows(LOW)
    eve.hold(kind="case", item_id=item)
    live = eve.go_live(now=INSTANT)
    assert live.rows(OWNERS, live.now, item) == [("LDN",)]
    assert live.broken() == {}
    later = live.at(SECOND_DAY).override(kind="case", item_id=item, unit="C17")

    settled = later.done(Step.SETTLE)["settled"]

    assert settled == {"case": 1}
    assert later.rows(OWNERS, SECOND_DAY, item) == [("C17",)]
    assert later.rows(OWNERS, SECOND_DAY - timedelta(seconds=1), item) == [("LDN",)]
    assert later.rows(
        "select a.holder_id <> a.owner_id from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a"
        " where a.item_id = %s",
        item,
    ) == [(True,)]
    assert Hold.objects.get().settled_at == SECOND_DAY
    assert later.broken() == {}
    assert later.done(Step.SETTLE)["settled"] == {}


def test_what_was_settled_after_the_switch_goes_back_with_a_reversal(eve):
    ((item, _), *_) = eve.rows(LOW)
    eve.hold(kind="case", item_id=item)
    later = eve.go_live(now=INSTANT).at(SECOND_DAY)
    later.override(kind="case", item_id=item, unit="C17").done(Step.SETTLE)

    back = later.gone_back(instant=SECOND_DAY + timedelta(days=1))

    assert back.rows(OWNERS, back.now, item) == [("LDN",)]
    assert back.broken() == {}


def test_nothing_is_settled_by_hand_before_the_plan_is_live(staged):
    staged.sign(Gate.GO)

    assert staged.run(Step.SETTLE, by="approver").result["refused"][0]["code"] == "not-live"
