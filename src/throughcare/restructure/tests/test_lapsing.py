"""What was set by hand counts while its item is what it was, whatever becomes of others; when it counts no more, that is said."""

from throughcare.access import commands as change_access
from throughcare.notify.models import Message
from throughcare.outbox.models import Event
from throughcare.restructure import commands
from throughcare.restructure.choices import Step
from throughcare.restructure.events import OverrideLapsed
from throughcare.restructure.models import Answer, Override
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.test_list_after_staging import (
    OTHER,
    TRUST,
    end_one_of_the_nps,
    keep_up,
    of,
    on_list,
)

LOW = (
    "select f.item_id from probation_case_facts f"
    " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id"
    " where c.code = 'ASP' and f.rosh = 'low' and f.mappa = 'none' order by 1 limit 1"
)


def appealed(reform: Reform) -> int:
    """Somebody of the company who has been given to the division of the trust by hand."""
    post = of(reform, "C")
    reform.override(kind="account", item_id=post, unit="N05")
    return post


def rule_of(post: int) -> str:
    return Answer.objects.get(kind="account", item_id=post).rule


def told() -> list[str]:
    found = Message.objects.filter(template="override-lapsed")
    return sorted(found.values_list("recipient_reference", flat=True))


def events() -> list[dict[str, object]]:
    return [each.payload for each in Event.objects.filter(name=OverrideLapsed.name).order_by("id")]


def move_to(reform: Reform, post: int, trust: str) -> None:
    ((owner, team),) = reform.rows(
        "select f.owner_id, f.holder_id from access_post_facts f"
        " join organisation_unitcode c on c.unit_id = f.owner_id and c.code = %s order by f.item_id limit 1",
        trust,
    )
    sql.write(
        "insert into access_postassignment (item_id, owner_id, holder_id, starts_at, basis, recorded_at)"
        " values (%s, %s, %s, %s, 'moved', %s)",
        [post, owner, team, reform.now, reform.now],
    )


def test_it_depends_on_the_provider_and_the_kind_of_post_alone(eve):
    eve.done(Step.PLAN)
    appealed(eve)

    assert Override.objects.get().depends_on == {"provider": TRUST, "post_kind": "manager"}


def test_it_survives_what_becomes_of_others_and_of_the_list(eve):
    eve.done(Step.PLAN)
    post = appealed(eve)
    eve.done(Step.PLAN)
    place = "select looked_at ->> 'place' from restructure_answer where kind = 'account' and item_id = %s"
    before = eve.rows(place, post)
    end_one_of_the_nps(eve)
    sql.write("update access_staffchoice set score = 1 where post_id = %s", [post])

    eve.done(Step.PLAN)

    override = Override.objects.get()
    assert eve.rows(place, post) != before
    assert (override.lapsed_at, rule_of(post)) == (None, f"override {override.pk}")
    assert told() == []


def test_it_lapses_for_whoever_goes_to_another_trust_and_everybody_is_told(eve):
    eve.stage()
    post = appealed(eve)
    keep_up(eve)
    override = Override.objects.get()
    assert rule_of(post) == f"override {override.pk}"
    move_to(eve, post, OTHER)

    keep_up(eve)

    override.refresh_from_db()
    assert override.lapsed_at == eve.now
    assert rule_of(post).startswith("within-posts/")
    assert told() == sorted(str(account(each)) for each in ("planner", "approver"))
    assert [(each["override_id"], each["post_ids"]) for each in events()] == [(override.pk, [post])]
    keep_up(eve)
    assert len(events()) == 1


def test_of_a_case_it_depends_on_the_case_and_not_on_answers_of_others(eve):
    eve.done(Step.PLAN)
    ((case,),) = eve.rows(LOW)
    eve.override(kind="case", item_id=case, unit="N05")
    depends_on = Override.objects.get().depends_on
    assert (depends_on["provider"], depends_on["rosh"]) == ("ASP", "low")
    assert not [name for name in depends_on if name.startswith("answer_")]
    sql.write("update probation_riskprofile set rosh = 'high' where case_id = %s", [case])

    eve.done(Step.PLAN)

    assert len(events()) == 1
    assert len(told()) == 2


def test_what_is_proposed_leaves_in_force_what_was_approved_until_it_is_approved(eve):
    eve.done(Step.PLAN)
    post = appealed(eve)
    first = Override.objects.get()
    for _ in range(2):  # the second takes the place of the first, which nobody approved
        with change_access.acting_as(account_id=account("planner"), now=eve.now):
            proposed = commands.propose_override(
                account_id=account("planner"),
                plan_id=eve.plan_id,
                kind="account",
                item_id=post,
                unit_code="C15",
                reason="Heard again.",
                now=eve.now,
            )
    eve.done(Step.PLAN)
    assert rule_of(post) == f"override {first.pk}"
    assert Override.objects.filter(lapsed_at=None).count() == 2

    with change_access.acting_as(account_id=account("approver"), now=eve.now):
        commands.approve_override(
            account_id=account("approver"),
            plan_id=eve.plan_id,
            override_id=proposed.pk,
            now=eve.now,
        )
    eve.done(Step.PLAN)

    first.refresh_from_db()
    assert first.lapsed_at == eve.now
    assert rule_of(post) == f"override {proposed.pk}"
    assert [each["override_id"] for each in events()] == [first.pk]


def test_somebody_set_by_hand_keeps_their_place_among_the_others(eve):
    """The list is made of everybody, those included whom a person has given elsewhere."""
    eve.done(Step.PLAN)
    post = appealed(eve)
    eve.done(Step.PLAN)
    eve.sign("plan")
    eve.done(Step.STAGE)

    assert post not in on_list(eve)
    assert eve.broken() == {}
