"""What is under way on the eve, and what became of it: messages of the last second, and what a plan decides otherwise."""

from datetime import UTC, datetime

from django.apps import apps

from throughcare.access import commands as change_access
from throughcare.notify import commands as change_notify
from throughcare.notify import queries as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.notify.models import Message
from throughcare.restructure import commands
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import lists
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

LAST_SECOND = datetime(2014, 5, 31, 22, 59, 59, tzinfo=UTC)
CASE_OF = """
select f.reference from probation_case_facts f join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id
where o.code = %s order by f.item_id limit 1
"""
DIFFERENCES = "select subject, found from restructure_difference where check_name = 'in-flight' order by subject"


def post(reform: Reform, *, crn: str | None, now: datetime):
    """A message for a trust from a planner, about somebody or nobody."""
    with change_access.as_engine(now=now):
        return change_notify.accept(
            channel=Channel.IN_APP,
            recipient=change_notify.Recipient(kind=RecipientKind.UNIT, reference="SWM"),
            template="referral",
            parameters={},
            owner="SWM",
            now=now,
            about=change_notify.About(kind="case", reference=crn) if crn else None,
            sender=change_notify.Recipient(
                kind=RecipientKind.ACCOUNT, reference=str(account("planner"))
            ),
        )


def found_in_flight(reform: Reform) -> list[tuple[str, str]]:
    reform.done(Step.RECONCILE)
    return reform.rows(DIFFERENCES)


def test_a_list_that_nobody_keeps_and_a_decision_of_a_stranger_are_refused(eve):
    text = eve.plan.text.replace("version: 2\n", "version: 3\n", 1)
    text = text.replace(
        "  transfer:\n    becomes: moved\n    by: director",
        "  transfer:\n    becomes: moved\n    by: somebody\n"
        "    says: x\n  telegram:\n    becomes: moved\n    by: director",
        1,
    )
    with change_access.as_engine(now=eve.now):
        plan = commands.load_plan(account_id=account("planner"), text=text, now=eve.now)
    run = Reform(now=eve.now, plan_id=plan.pk).run(Step.CHECK)

    said = " ".join(each["sentence"] for each in run.result["refused"])
    assert "somebody decides this, and is none of the people of the plan." in said
    assert "No room keeps a list of this name." in said


def test_a_message_of_the_last_second_is_delivered_or_listed_and_the_queues_agree_to_the_message(
    eve,
):
    ((crn,),) = eve.rows(CASE_OF, "SWM")
    before = notify.books(INSTANT).accepted
    known, unknown = (post(eve, crn=about, now=LAST_SECOND) for about in (crn, None))
    live = eve.go_live(now=INSTANT).at(FIRST_MORNING)

    for letter in (known, unknown):
        change_notify.deliver(message_id=letter, now=live.now)

    delivered, listed = (Message.objects.get(id=letter) for letter in (known, unknown))
    ((owner,),) = live.rows(
        "select o.code from probation_case_facts f join organisation_codes_at(tc_now(), tc_live()) o"
        " on o.unit_id = f.owner_id where f.reference = %s",
        crn,
    )
    assert owner in {"N04", "C11"}
    assert (delivered.state, delivered.routed_to) == ("delivered", owner)
    assert (listed.state, listed.owner) == ("undelivered", "C11")
    replies = {
        each.template: each.parameters
        for each in Message.objects.filter(recipient_reference=str(account("planner")))
    }
    assert replies == {
        "new-code": {"old_code": "SWM", "code": owner},
        "not-delivered": {"old_code": "SWM", "code": "C11"},
    }
    books = notify.books(live.now)
    assert books.is_balanced
    assert books.accepted == before + 2 + len(replies)
    differences = live.done(Step.RECONCILE)["differences"]
    assert (differences["queues"], differences["in-flight"]) == (0, 0)
    (messages,) = [each for each in lists.found(live.plan) if each.name == "message"]
    assert (messages.kept, messages.going_on, messages.ended, messages.gone) == (2, 1, 1, 0)


def test_what_was_to_be_cancelled_and_goes_on_is_named(eve):
    text = eve.plan.text.replace("version: 2\n", "version: 3\n", 1)
    changed = eve.take_in(
        text.replace(
            "  enforcement:\n    becomes: moved", "  enforcement:\n    becomes: cancelled", 1
        )
    )
    live = changed.go_live(now=INSTANT).at(FIRST_MORNING)

    found = found_in_flight(live)

    (standing,) = [each for each in lists.found(live.plan) if each.name == "enforcement"]
    assert len(found) == standing.going_on == standing.kept > 0
    assert {said for _, said in found} == {"is still under way, and was to be cancelled"}


def test_a_message_that_is_gone_is_named(eve):
    letter = post(eve, crn=None, now=eve.now)
    live = eve.go_live(now=INSTANT).at(FIRST_MORNING)
    Message.objects.filter(id=letter).delete()

    assert found_in_flight(live) == [(f"message {letter}", "is gone")]


def test_drafts_hearings_and_feeds_of_the_eve_go_on_and_nothing_of_them_differs(eve):
    ((case_id, account_id),) = eve.rows(
        "select f.item_id, t.account_id from probation_case_facts f join access_post t on t.id = f.post_id"
        " where t.account_id is not null order by f.item_id limit 1"
    )
    apps.get_model("probation.Draft").objects.create(
        case_id=case_id,
        author_id=account_id,
        begun_by_id=account_id,
        notes="Half a sentence",
        begun_at=eve.now,
        saved_at=eve.now,
    )
    apps.get_model("probation.CalendarFeed").objects.create(
        account_id=account_id, token_digest="0" * 64, made_at=eve.now
    )
    ((hearings,),) = eve.rows("select count(*) from probation_hearing where state = 'listed'")
    live = eve.go_live(now=INSTANT).at(FIRST_MORNING)

    differences = live.done(Step.RECONCILE)["differences"]

    found = {each.name: (each.kept, each.going_on, each.gone) for each in lists.found(live.plan)}
    assert [differences[name] for name in ("in-flight", "clocks", "content")] == [0, 0, 0]
    assert (found["draft"], found["feed"]) == ((1, 1, 0), (1, 1, 0))
    assert found["hearing"] == (hearings, hearings, 0)
    assert hearings > 0
