"""What no reversal takes back: counted from the switch on, listed, shown to whoever signs and reverses, and to nobody else."""

from datetime import datetime, timedelta
from uuid import uuid4

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.notify.choices import Channel, MessageState, RecipientKind
from throughcare.notify.models import Message
from throughcare.probation.choices import EnforcementKind, EnforcementState
from throughcare.probation.models import Case, Enforcement
from throughcare.restructure import queries
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.stages import INSTANT
from throughcare.restructure.tests.test_own_side import _head as head

AN_HOUR = timedelta(hours=1)


def carried(*, at: datetime, channel: Channel = Channel.LETTER) -> Message:
    return Message.objects.create(
        id=uuid4(),
        accepted_at=at,
        settled_at=at,
        channel=channel,
        recipient_kind=RecipientKind.PERSON,
        recipient_reference="X000001",
        template="appointment",
        parameters={},
        state=MessageState.DELIVERED,
        owner="C05",
    )


def served(reference: str, kind: EnforcementKind, state: EnforcementState, *, on: datetime) -> None:
    Enforcement.objects.create(
        case=Case.objects.earliest("id"),
        reference=reference,
        kind=kind,
        state=state,
        opened_on=on.date(),
        due_on=on.date(),
        recorded_at=on,
    )


def test_a_breach_goes_out_on_the_day_on_which_it_is_presented(first_morning):
    earlier = INSTANT - timedelta(days=10)
    before = counts(first_morning)["notices"]
    served("ENF-6", EnforcementKind.BREACH, EnforcementState.PRESENTED, on=earlier)
    served("ENF-7", EnforcementKind.WARNING, EnforcementState.CONCLUDED, on=earlier)
    Enforcement.objects.filter(reference="ENF-7").update(concluded_on=first_morning.now.date())
    assert counts(first_morning)["notices"] == before

    Enforcement.objects.filter(reference="ENF-6").update(presented_on=first_morning.now.date())

    assert counts(first_morning)["notices"] == before + 1


def given_away(reform: Reform, *, at: datetime) -> None:
    with change_access.as_engine(now=reform.now):
        audit.record(
            account_id=account("director"),
            action="handover.hand-over",
            subject_kind="unit",
            subject_reference="C05",
            now=at,
            detail={"rows": 1200, "digest": "ab" * 32},
        )


def counts(reform: Reform, *, by: str = "director") -> dict[str, int]:
    with change_access.acting_as(account_id=account(by), now=reform.now):
        period = queries.period_of(reform.plan, now=reform.now)
        return {each.name: each.count for each in queries.counts_gone_out(period)}


def test_what_went_out_under_the_new_structure_is_counted_and_nothing_else(first_morning):
    before = counts(first_morning)
    since, earlier = first_morning.now - AN_HOUR, INSTANT - timedelta(days=1)

    carried(at=since)
    carried(at=since, channel=Channel.EMAIL)
    carried(at=since, channel=Channel.IN_APP)
    carried(at=earlier)
    served("ENF-1", EnforcementKind.WARNING, EnforcementState.OPEN, on=since)
    served("ENF-2", EnforcementKind.RECALL, EnforcementState.WITHDRAWN, on=since)
    served("ENF-3", EnforcementKind.BREACH, EnforcementState.OPEN, on=since)
    served("ENF-4", EnforcementKind.BREACH, EnforcementState.PRESENTED, on=since)
    served("ENF-5", EnforcementKind.RECALL, EnforcementState.OPEN, on=earlier)
    given_away(first_morning, at=since)
    given_away(first_morning, at=earlier)

    assert set(before) == {"files", "messages", "notices"}
    found = counts(first_morning)
    assert {name: found[name] - before[name] for name in found} == {
        "files": 1,
        "messages": 2,
        "notices": 2,
    }


def test_the_lists_are_paged_and_tell_identifiers_alone(first_morning, sign_in):
    for minute in range(26):
        carried(at=first_morning.now - timedelta(minutes=minute + 1))
    given_away(first_morning, at=first_morning.now - AN_HOUR)
    client = sign_in("director", now=first_morning.now)

    first = text_of(client.get(f"{PLAN}/gone-out/messages"))
    second = text_of(client.get(f"{PLAN}/gone-out/messages?page=2"))
    files = text_of(client.get(f"{PLAN}/gone-out/files"))

    assert (first.count("Letter to a person"), second.count("Letter to a person")) == (25, 1)
    assert "X000001" not in first
    assert "Package of 1200 rows, digest abababababab" in files
    assert "C05" in files
    assert "None in this time" in text_of(
        sign_in("director", now=INSTANT).get(f"{PLAN}/gone-out/messages")
    )
    assert client.get(f"{PLAN}/gone-out/nothing-like-it").status_code == 404


def test_whoever_reverses_sees_how_much_does_not_come_back(first_morning, sign_in):
    carried(at=first_morning.now - AN_HOUR)

    page = text_of(sign_in("planner", now=first_morning.now).get(PLAN))

    assert "when the new structure began" in page
    assert f'href="{PLAN}/gone-out/messages">Messages sent outside</a>' in page
    assert "Files taken by systems of other bodies" in page


def test_a_head_and_an_officer_are_told_nothing_of_it(first_morning, sign_in):
    carried(at=first_morning.now - AN_HOUR)
    given_away(first_morning, at=first_morning.now - AN_HOUR)
    told = {}
    for username in (head().account.username, "officer.future-crc"):
        client = sign_in(username, now=first_morning.now)
        asked = [f"{PLAN}/gone-out", f"{PLAN}/gone-out/messages"]
        told[username] = [client.get(each).status_code for each in asked]
        assert set(counts(first_morning, by=username).values()) == {0}

    assert set(map(tuple, told.values())) == {(403, 403)}


def test_a_reversal_ends_the_count_at_its_instant_and_shows_the_same(first_morning):
    back_at = first_morning.now + timedelta(days=1)
    carried(at=first_morning.now - AN_HOUR)
    carried(at=back_at + AN_HOUR)
    back = first_morning.gone_back(instant=back_at).at(back_at + 2 * AN_HOUR)

    reversed_plan = first_morning.at(back.now)

    assert counts(back) == counts(reversed_plan)
    assert counts(back)["messages"] == 1
