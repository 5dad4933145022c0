"""Challenges: made by one, looked into by a second, decided by a third, and told to the first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.notify.models import Message
from throughcare.outbox.models import Event
from throughcare.restructure import commands as change_restructure
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.events import OverrideLapsed
from throughcare.restructure.models import Answer, Override
from throughcare.restructure.tests.reform import account
from throughcare.transition import commands, queries, reactions
from throughcare.transition.choices import ChallengeState, Subject
from throughcare.transition.models import Challenge, Preview
from throughcare.transition.queries import sql
from throughcare.transition.tests.people import MINE, PLAN, text_of

OFFICER, OTHER = "officer.future-crc", "officer.future-nps"


def own_answer(tried, *, kind: str, username: str = OFFICER) -> Answer:
    posts = [
        n
        for (n,) in tried.rows(
            "select id from access_post where account_id = %s", account(username)
        )
    ]
    key = {"item_id__in": posts} if kind == "account" else {"from_post_id__in": posts}
    return Answer.objects.filter(plan=tried.plan, kind=kind, **key).earliest("item_id")


def code_other_than(tried, answer: Answer) -> str:
    """The other successor of the provider that an item leaves."""
    (code,) = {
        code
        for (code,) in tried.rows(
            "select distinct c.code from restructure_answer a join organisation_unitcode c on c.unit_id = a.to_owner_id"
            " where a.plan_id = %s and a.from_owner_id = %s and a.to_owner_id <> %s and a.kind = 'case'",
            tried.plan.pk,
            answer.from_owner_id,
            answer.to_owner_id,
        )
    }
    return str(code)


def make(tried, *, subject=Subject.CASE, reference="", grounds="", by=OFFICER) -> Challenge:
    reference = reference or own_answer(tried, kind="case").reference
    with change_access.acting_as(account_id=account(by), now=tried.now):
        return commands.make_challenge(
            account_id=account(by),
            plan=tried.plan,
            subject=subject,
            reference=reference,
            grounds=grounds,
            reason="The person is known to my court team.",
            days=10,
            now=tried.now,
        )


def recommend(tried, made, *, unit: str, by="planner"):
    with change_access.acting_as(account_id=account(by), now=tried.now):
        return commands.recommend(
            account_id=account(by),
            reference=made.reference,
            is_to_be_upheld=bool(unit),
            unit_code=unit,
            words="The register says so.",
            now=tried.now,
        )


def decide(tried, made, act, *, by="approver"):
    with change_access.acting_as(account_id=account(by), now=tried.now):
        return act(
            account_id=account(by), reference=made.reference, words="It is right.", now=tried.now
        )


def test_one_that_is_upheld_changes_the_answer_and_is_told(tried):
    answer = own_answer(tried, kind="case")
    unit = code_other_than(tried, answer)
    made = make(tried, reference=answer.reference)

    recommend(tried, made, unit=unit, by="director")
    decide(tried, made, commands.uphold)
    tried.reform.done(Step.PLAN)

    made.refresh_from_db()
    override = made.override
    assert override is not None
    assert (made.state, made.decided_by_id) == (ChallengeState.UPHELD, account("approver"))
    assert (override.made_by_id, override.approved_by_id) == (
        account("director"),
        account("approver"),
    )
    assert own_answer(tried, kind="case").rule == f"override {override.pk}"
    assert list(
        Message.objects.filter(template="challenge-decided").values_list(
            "recipient_reference", flat=True
        )
    ) == [str(account(OFFICER))]


def upheld_appeal(tried) -> Challenge:
    """An appeal against the assignment, upheld on the day on which it was made; its override counts."""
    answer = own_answer(tried, kind="account")
    made = make(tried, subject=Subject.ASSIGNMENT, reference=answer.reference, grounds="disability")
    recommend(tried, made, unit=code_other_than(tried, answer))
    decide(tried, made, commands.uphold)
    tried.reform.done(Step.PLAN)
    made.refresh_from_db()
    return made


def hear_of_what_lapsed(tried, *, now) -> int:
    """Deliver each override that lapsed, twice: a reaction may be called again."""
    found = list(Event.objects.filter(name=OverrideLapsed.name).order_by("id"))
    for each in (*found, *found):
        with change_access.as_engine(now=now):
            reactions.open_challenges_again(OverrideLapsed(**each.payload), now=now)
    return len(found)


def messages_to(username: str, template: str) -> int:
    return Message.objects.filter(
        template=template, recipient_reference=str(account(username))
    ).count()


def test_one_that_is_upheld_survives_that_others_leave(tried):
    made = upheld_appeal(tried)
    (gone,) = tried.rows(
        "select item_id from restructure_answer where kind = 'account' and rule like 'within-posts%%' and item_id <> %s"
        " and from_owner_id = (select from_owner_id from restructure_answer where kind = 'account' and item_id = %s)"
        " order by 1 limit 1",
        made.item_id,
        made.item_id,
    )
    sql.write("update access_post set ends_at = %s where id = %s", [tried.now, gone[0]])

    tried.reform.done(Step.PLAN)

    assert hear_of_what_lapsed(tried, now=tried.now) == 0
    assert own_answer(tried, kind="account").rule == f"override {made.override_id}"


def test_one_whose_override_lapses_is_open_again_with_its_clock_and_everybody_is_told(tried):
    made = upheld_appeal(tried)
    monday = tried.now + timedelta(days=9)
    sql.write("update access_post set role = 'court' where id = %s", [made.item_id])
    tried.reform.at(monday).done(Step.PLAN)

    assert hear_of_what_lapsed(tried, now=monday) == 1

    before, override = made.due_on, made.override
    made.refresh_from_db()
    assert override is not None
    assert (made.state, made.owner_id, made.override_id, made.decided_by_id) == (
        ChallengeState.OPEN,
        account("approver"),
        None,
        None,
    )
    # Decided with all ten business days to go, it has ten again from the day on which it was undone.
    assert (str(before), str(made.due_on)) == ("2014-06-13", "2014-06-23")
    assert made.recommendation.startswith(f"It was upheld on 31 May 2014, to {override.unit_code}:")
    assert "post kind was officer and is court" in made.recommendation
    assert messages_to(OFFICER, "challenge-open-again") == 1
    assert [messages_to(each, "override-lapsed") for each in ("planner", "approver")] == [1, 1]
    with change_access.acting_as(account_id=account("approver"), now=monday):
        assert made in queries.queue(owner_id=account("approver"), is_open=True, part=slice(10))
    later = replace(tried, reform=tried.reform.at(monday))
    recommend(later, made, unit="")
    decide(later, made, commands.dismiss)
    made.refresh_from_db()
    assert made.state == ChallengeState.DISMISSED


def test_a_preview_that_rests_on_what_lapsed_is_stale(tried):
    made = upheld_appeal(tried)
    tried.work_out()
    tried.reform.sign(Gate.PLAN)
    tried.reform.done(Step.STAGE)
    sql.write("update access_post set role = 'unpaid-work' where id = %s", [made.item_id])
    change_restructure.keep_up(now=tried.now)

    assert hear_of_what_lapsed(tried, now=tried.now) == 1

    assert Preview.objects.get(account=account(OFFICER)).stale_since == tried.now


def test_an_appeal_against_the_assignment_moves_the_post(tried):
    answer = own_answer(tried, kind="account")
    unit = code_other_than(tried, answer)
    made = make(tried, subject=Subject.ASSIGNMENT, reference=answer.reference, grounds="disability")

    recommend(tried, made, unit=unit)
    decide(tried, made, commands.uphold)
    tried.reform.done(Step.PLAN)

    after = own_answer(tried, kind="account")
    assert tried.rows(
        "select code from organisation_unitcode where unit_id = %s", after.to_owner_id
    ) == [(unit,)]


def test_one_that_is_not_upheld_leaves_no_override_in_force(tried):
    made = make(tried)
    recommend(tried, made, unit=code_other_than(tried, own_answer(tried, kind="case")))

    decide(tried, made, commands.dismiss)

    made.refresh_from_db()
    assert (made.state, made.decision) == (ChallengeState.DISMISSED, "It is right.")
    assert list(Override.objects.values_list("approved_by_id", "lapsed_at")) == [(None, tried.now)]


def test_one_that_is_sent_back_waits_again_with_the_reasons(tried):
    made = make(tried)
    recommend(tried, made, unit="")

    decide(tried, made, commands.send_back)

    made.refresh_from_db()
    assert (made.state, made.override_id) == (ChallengeState.OPEN, None)
    assert made.recommendation == "Sent back: It is right."


@pytest.mark.parametrize("who", ["planner", "director"])
def test_nobody_decides_what_they_made_or_recommended(tried, who):
    made = make(tried)
    recommend(tried, made, unit="", by="director")

    with pytest.raises((Refused, PermissionDenied)):
        decide(tried, made, commands.dismiss, by=who)

    made.refresh_from_db()
    assert made.state == ChallengeState.RECOMMENDED
    assert not Message.objects.filter(template="challenge-decided").exists()


def test_what_nobody_said_where_it_should_go_is_not_upheld(tried):
    made = make(tried)
    recommend(tried, made, unit="")

    with pytest.raises(Refused) as refused:
        decide(tried, made, commands.uphold)

    assert refused.value.codes == ("no-override",)


def test_an_override_to_a_unit_that_closes_is_refused_and_leaves_no_trace(tried):
    made = make(tried)

    with pytest.raises(Refused) as refused:
        recommend(tried, made, unit="ASP")

    made.refresh_from_db()
    assert refused.value.codes == ("closed-target",)
    assert made.state == ChallengeState.OPEN
    assert not Override.objects.exists()


def test_what_is_another_officers_is_not_found(tried):
    theirs = own_answer(tried, kind="case", username=OTHER)

    with pytest.raises(Refused) as refused:
        make(tried, reference=theirs.reference)

    assert refused.value.codes == ("no-item",)
    assert not Challenge.objects.exists()


def test_the_same_is_challenged_once_at_a_time(tried):
    first = make(tried)

    with pytest.raises(Refused) as refused:
        make(tried)
    with change_access.acting_as(account_id=account(OFFICER), now=tried.now):
        commands.withdraw_challenge(
            account_id=account(OFFICER), reference=first.reference, now=tried.now
        )
    make(tried)

    assert refused.value.codes == ("already",)
    assert Challenge.objects.count() == 2


def test_it_is_due_in_business_days_and_on_somebodys_desk(tried):
    made = make(tried)

    # Ten business days after Saturday 31 May 2014.
    assert (str(made.due_on), made.owner_id) == ("2014-06-13", account("planner"))


def test_it_is_made_followed_and_decided_on_pages(tried, sign_in):
    officer, other, planner, approver = (
        sign_in(name, now=tried.now) for name in (OFFICER, OTHER, "planner", "approver")
    )
    answer = own_answer(tried, kind="account")
    sent = {
        "subject": "assignment",
        "reference": answer.reference.lower(),
        "reason": "My post is of the court.",
    }

    refused = officer.post(f"{MINE}/challenges", sent)
    assert refused.status_code == 422
    assert "Select the grounds of your appeal." in text_of(refused)
    assert not Challenge.objects.exists()

    officer.post(f"{MINE}/challenges", sent | {"grounds": "post"})
    made = Challenge.objects.get()
    address = f"/challenges/{made.reference}"
    assert text_of(officer.get(MINE)).count(address) == 1
    assert other.get(address).status_code == 404
    assert other.get("/challenges").status_code == 403
    assert address in text_of(planner.get("/challenges"))
    assert address not in text_of(approver.get("/challenges"))

    empty = planner.post(f"{address}/recommendation", {"finding": "uphold"})
    assert empty.status_code == 422
    assert "Say what you found" in text_of(empty)
    planner.post(
        f"{address}/recommendation",
        {
            "finding": "uphold",
            "unit": code_other_than(tried, answer),
            "words": "The post is of the court.",
        },
    )
    assert (
        planner.post(f"{address}/decision", {"decision": "uphold", "words": "Yes"}).status_code
        == 403
    )
    approver.post(f"{address}/taking")
    approver.post(f"{address}/decision", {"decision": "uphold", "words": "The register is right."})

    made.refresh_from_db()
    assert (made.state, made.owner_id) == (ChallengeState.UPHELD, account("approver"))
    page = text_of(officer.get(address))
    assert "The register is right." in page
    assert "Upheld" in page
    assert "The post is of the court." not in page
    closed = planner.post(f"{address}/taking", follow=True)
    assert "This challenge is closed" in text_of(closed)
    assert "My post is not what the plan takes it for" in text_of(
        approver.get(f"{PLAN}/staff-outcomes")
    )


def test_row_security_lets_nobody_decide_for_another(tried):
    made = make(tried)

    with change_access.acting_as(account_id=account(OTHER), now=tried.now):
        assert Challenge.objects.filter(pk=made.pk).update(state="withdrawn") == 0
    with (
        change_access.acting_as(account_id=account(OFFICER), now=tried.now),
        pytest.raises(Exception, match="row-level"),
    ):
        Challenge.objects.filter(pk=made.pk).update(state="upheld", decision="x", decided_by_id=1)
