"""The lists of section 3 that hang from no case: what waits on the eve goes on, ends with somebody, or is named as gone."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import lists
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

DIFFERENCES = "select subject, found from restructure_difference where check_name = 'in-flight' order by subject"
OFFICER = "officer.future-crc"


Listed = tuple[str, dict[str, object], dict[str, object]]
"""A table, what stands in it on the eve, and what ends it."""


def of(reform: Reform) -> dict[str, Listed]:
    now, later = reform.now, reform.now + timedelta(minutes=1)
    return {
        **_of_people(reform, now=now, later=later),
        **_of_the_reform(reform, now=now, later=later),
    }


def _of_people(reform: Reform, *, now: datetime, later: datetime) -> dict[str, Listed]:
    planner, officer = (account(each) for each in ("planner", OFFICER))
    ((case_id,),) = reform.rows("select min(item_id) from probation_case_facts")
    ((one, two),) = reform.rows("select min(id), max(id) from people_person")
    return {
        "unread-message": (
            "notify.Message",
            {
                "accepted_at": now,
                "channel": "in-app",
                "recipient_kind": "unit",
                "recipient_reference": "SWM",
                "template": "plain",
                "parameters": {},
                "state": "delivered",
                "settled_at": now,
                "owner": "SWM",
                "routed_to": "SWM",
            },
            {"read_at": later, "read_by_id": officer},
        ),
        "saved-search": (
            "people.SavedSearch",
            {"account_id": officer, "name": "Mine", "text": "smith", "saved_at": now},
            {"ended_at": later},
        ),
        "emergency": (
            "access.Grant",
            {
                "account_id": officer,
                "case_id": case_id,
                "kind": "emergency",
                "reason": "Somebody may be hurt",
                "starts_at": now,
                "ends_at": now + timedelta(hours=23),
                "made_by_id": officer,
                "told_account_id": planner,
            },
            {"ends_at": later},
        ),
        **_of_two_records(one, two, now=now, later=later),
    }


def _of_two_records(
    one: object, two: object, *, now: datetime, later: datetime
) -> dict[str, Listed]:
    planner, approver = (account(each) for each in ("planner", "approver"))
    return {
        "same-person-proposal": (
            "people.Recognition",
            {
                "first_id": one,
                "second_id": two,
                "reason": "The same number",
                "proposed_by_id": planner,
                "proposed_at": now,
            },
            {"is_approved": True, "answered_by_id": approver, "answered_at": later},
        ),
        "merge-proposal": (
            "people.Merge",
            {
                "survivor_id": one,
                "merged_id": two,
                "reason": "The same number",
                "proposed_by_id": planner,
                "proposed_at": now,
            },
            {
                "is_approved": False,
                "answer": "No",
                "answered_by_id": approver,
                "answered_at": later,
            },
        ),
    }


def _of_the_reform(reform: Reform, *, now: datetime, later: datetime) -> dict[str, Listed]:
    planner, approver, officer = (account(each) for each in ("planner", "approver", OFFICER))
    ((case_id, crn, owner, other),) = reform.rows(
        "select f.item_id, f.reference, f.owner_id, (select max(owner_id) from probation_case_facts)"
        " from probation_case_facts f order by 1 limit 1"
    )
    return {
        "transition-request": (
            "transition.Reading",
            {
                "plan_id": reform.plan_id,
                "account_id": officer,
                "case_id": case_id,
                "item_reference": crn,
                "from_owner_id": owner,
                "to_owner_id": other,
                "reason": "Hands over the last of it",
                "days": 14,
                "asked_by_id": planner,
                "asked_at": now,
            },
            {"decided_by_id": approver, "decided_at": later},
        ),
        "missing-record": (
            "transition.Missing",
            {
                "account_id": officer,
                "item_reference": crn,
                "words": "It is not on my list",
                "reported_at": now,
            },
            {"answered_by_id": planner, "answered_at": later, "answer": "It is with N05"},
        ),
        "gate-statement": (
            "restructure.Statement",
            {
                "plan_id": reform.plan_id,
                "gate": "help-desk",
                "says": "Twelve people answer",
                "made_by_id": planner,
                "recorded_at": now,
            },
            {"approved_by_id": approver, "approved_at": later},
        ),
        "freeze": (
            "restructure.Freeze",
            {
                "plan_id": reform.plan_id,
                "kind": "process",
                "reason": "Counting",
                "starts_at": now + timedelta(days=3),
                "until": now + timedelta(days=30),
                "made_by_id": planner,
                "recorded_at": now,
            },
            {"ended_by_id": approver, "ended_at": later},
        ),
    }


def standing(reform: Reform, name: str) -> tuple[int, int, int, int]:
    (found,) = [each for each in lists.found(reform.plan) if each.name == name]
    return found.kept, found.going_on, found.ended, found.gone


GO_ON = (
    *("unread-message", "same-person-proposal", "merge-proposal"),
    *("transition-request", "freeze"),
)
END = ("saved-search", "emergency", "missing-record", "gate-statement")


@pytest.fixture
def waiting(eve):
    """One item on each list, on the eve, with the plan live the morning after: what ends it, and where it is."""
    asked = of(eve)
    assert set(asked) == {*GO_ON, *END}
    kept = {
        name: apps.get_model(label).objects.create(**values)
        for name, (label, values, _) in asked.items()
    }
    live = eve.go_live(now=INSTANT)
    ends = {name: ending for name, (*_, ending) in asked.items()}
    return live.at(FIRST_MORNING), kept, ends


def test_what_waits_on_the_eve_goes_on_or_was_ended_and_nothing_differs(waiting):
    live, kept, ends = waiting
    for name in END:
        type(kept[name]).objects.filter(pk=kept[name].pk).update(**ends[name])

    differences = live.done(Step.RECONCILE)["differences"]

    assert differences["in-flight"] == 0
    assert {name: standing(live, name) for name in GO_ON} == dict.fromkeys(GO_ON, (1, 1, 0, 0))
    assert {name: standing(live, name) for name in END} == dict.fromkeys(END, (1, 0, 1, 0))


def test_what_is_gone_is_named_by_its_list(waiting):
    live, kept, _ = waiting
    for each in kept.values():
        type(each).objects.filter(pk=each.pk).delete()

    live.done(Step.RECONCILE)

    assert live.rows(DIFFERENCES) == sorted(
        (f"{name} {each.pk}", "is gone") for name, each in kept.items()
    )


def test_an_invitation_that_nobody_has_used_goes_on_until_it_is_used(eve):
    now: datetime = clock.machine_now()
    for username in (OFFICER, "officer.future-nps"):
        change_access.invite(username=username, now=eve.now, machine_now=now)
    live = eve.go_live(now=INSTANT).at(FIRST_MORNING)
    invitation = apps.get_model("access.Invitation")
    invitation.objects.filter(account_id=account(OFFICER)).update(used_at=now)

    differences = live.done(Step.RECONCILE)["differences"]

    assert differences["in-flight"] == 0
    assert standing(live, "invitation") == (2, 1, 1, 0)
