"""Transition access: asked for by one, allowed by the new owner, read and not written, and ended by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.models import Grant, Restriction
from throughcare.access.tests.undoing import undone
from throughcare.audit.models import Entry
from throughcare.kernel.refusals import Refused
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import appoint
from throughcare.transition import commands, queries
from throughcare.transition.models import Reading
from throughcare.transition.tests.conftest import EVE, INSTANT
from throughcare.transition.tests.people import PLAN, text_of

MANAGER, READER = "manager.future-crc", "officer.future-crc"
FIRST_MORNING = datetime(2014, 6, 1, 8, tzinfo=UTC)
WHY = "Hands over twelve cases by telephone this week."


@dataclass(frozen=True, kw_only=True)
class Handed:
    """The first morning, and a case that the trust of the reader gave to a division, with the head of that division."""

    reform: Reform
    case_id: int
    crn: str
    person_id: int
    division: str
    head: str

    @property
    def now(self) -> datetime:
        return self.reform.now

    def seen(self, *, by: str = READER, now: datetime | None = None) -> str | None:
        with change_access.acting_as(account_id=account(by), now=now or self.now):
            return access.view_of(self.case_id)

    def ask(self, *, by: str = MANAGER, reader: str = READER, days: int = 14, crn: str = ""):
        with change_access.acting_as(account_id=account(by), now=self.now):
            return commands.ask_for_reading(
                account_id=account(by),
                plan=self.reform.plan,
                username=reader,
                references=[crn or self.crn],
                days=days,
                reason=WHY,
                most_days=28,
                now=self.now,
            )

    def allow(self, made: Reading, *, by: str = "", now: datetime | None = None) -> Reading:
        account_id = account(by or self.head)
        with change_access.acting_as(account_id=account_id, now=now or self.now):
            return commands.allow_reading(
                account_id=account_id, reference=made.reference, now=now or self.now
            )


@pytest.fixture(scope="module")
def live_once(nation):
    assert nation is None
    with undone():
        yield Reform(now=EVE).take_in().go_live(now=INSTANT).at(FIRST_MORNING)


@pytest.fixture
def handed(live_once):
    with undone():
        ((case_id, crn, person_id, division),) = live_once.rows(
            """
            select a.item_id, a.reference, c.person_id, n.code from restructure_answer a
            join probation_case c on c.id = a.item_id and c.closed_at is null
            join organisation_unitcode n on n.unit_id = a.to_owner_id
            where a.plan_id = %s and a.kind = 'case' and a.standing = 'answered' and n.code like 'N%%'
              and a.from_owner_id in (select s.from_owner_id from restructure_answer s join access_post p on p.id = s.item_id
                                      where s.plan_id = a.plan_id and s.kind = 'account' and p.account_id = %s)
              and not exists (select from access_restriction r where r.person_id = c.person_id)
            order by a.item_id limit 1
            """,
            live_once.plan_id,
            account(READER),
        )
        yield Handed(
            reform=live_once,
            case_id=case_id,
            crn=crn,
            person_id=person_id,
            division=division,
            head=appoint(live_once, division),
        )


def test_an_account_reads_on_once_the_new_owner_allowed_it_and_not_past_its_day(handed):
    assert handed.seen() is None
    (made,) = handed.ask(days=14)
    assert handed.seen() is None

    handed.allow(made)

    assert handed.seen() == "full"
    with change_access.acting_as(account_id=account(READER), now=handed.now):
        assert not access.may_write(handed.case_id)
    last = handed.now + timedelta(days=14)
    assert handed.seen(now=last - timedelta(seconds=1)) == "full"
    assert handed.seen(now=last) is None
    kept = Entry.objects.filter(action__startswith="transition.reading").order_by("pk")
    assert sorted(kept.values_list("action", flat=True)) == [
        "transition.reading-allowed",
        "transition.reading-asked",
    ]


def test_only_who_speaks_for_the_new_owner_allows_it(handed):
    (made,) = handed.ask()
    other = appoint(handed.reform, "C15")

    for name in (MANAGER, READER, "planner", "director", other):
        with pytest.raises(PermissionDenied):
            handed.allow(made, by=name)

    assert not Grant.objects.filter(kind="transition").exists()
    handed.allow(made)
    with pytest.raises(Refused) as refused:
        handed.allow(made)
    assert refused.value.codes == ("decided-already",)


def test_nobody_asks_for_somebody_whom_they_do_not_manage_nor_for_what_was_not_handed_over(handed):
    ((stayed,),) = handed.reform.rows(
        "select a.reference from restructure_answer a join organisation_unitcode n on n.unit_id = a.to_owner_id"
        " where a.plan_id = %s and a.kind = 'case' and n.code like 'N%%' and a.from_owner_id not in"
        "  (select s.from_owner_id from restructure_answer s join access_post p on p.id = s.item_id"
        "   where s.plan_id = a.plan_id and s.kind = 'account' and p.account_id = %s) order by 1 limit 1",
        handed.reform.plan_id,
        account(READER),
    )

    with pytest.raises(PermissionDenied):
        handed.ask(by=READER)
    for asked in (
        lambda: handed.ask(by="manager.future-nps"),
        lambda: handed.ask(reader="officer.future-nps"),
        lambda: handed.ask(crn=stayed),
    ):
        with pytest.raises(Refused) as refused:
            asked()
        assert refused.value.codes == ("not-handed-over",)
    with pytest.raises(Refused) as refused:
        handed.ask(days=29)
    assert refused.value.codes == ("too-long",)
    assert not Reading.objects.exists()


def exclude(handed, *, starts_at: datetime) -> None:
    Restriction.objects.create(
        person_id=handed.person_id,
        account_id=account(READER),
        kind="exclusion",
        reason="A relative of the person",
        starts_at=starts_at,
    )


def test_a_record_that_refuses_somebody_is_neither_asked_for_nor_allowed_nor_read_on(handed):
    with undone():
        exclude(handed, starts_at=handed.now - timedelta(hours=1))
        with pytest.raises(Refused) as refused:
            handed.ask()
        assert refused.value.codes == ("not-handed-over",)
    (made,) = handed.ask()
    with undone():
        exclude(handed, starts_at=handed.now)
        with pytest.raises(Refused) as refused:
            handed.allow(made)
        assert refused.value.codes == ("not-any-more",)
        assert not Grant.objects.filter(kind="transition").exists()

    handed.allow(made)
    exclude(handed, starts_at=handed.now)

    assert handed.seen() is None


def test_row_security_refuses_reading_that_nobody_asked_for_and_for_longer(handed):
    def give(*, days: int) -> None:
        Grant.objects.create(
            account_id=account(READER),
            case_id=handed.case_id,
            kind="transition",
            reason=WHY,
            starts_at=handed.now,
            ends_at=handed.now + timedelta(days=days),
            made_by_id=account(handed.head),
        )

    def refused(*, days: int) -> None:
        with (
            change_access.acting_as(account_id=account(handed.head), now=handed.now),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            give(days=days)

    refused(days=1)
    handed.ask(days=7)
    refused(days=8)
    with change_access.acting_as(account_id=account(handed.head), now=handed.now):
        give(days=7)

    assert handed.seen() == "full"


def test_the_case_page_of_the_new_owner_shows_who_reads_and_ends_it(handed, sign_in):
    (made,) = handed.ask()
    ((officer,),) = handed.reform.rows(
        "select u.username from access_account u join access_post p on p.account_id = u.id and p.role = 'officer'"
        " cross join lateral access_seats(u.id, tc_now(), tc_live()) s"
        " join probation_caseassignment a on a.item_id = %s and a.change_id = %s"
        " where s.owner_id = a.owner_id and s.holder_id = a.holder_id order by 1 limit 1",
        handed.case_id,
        handed.reform.plan.change_id,
    )
    head = sign_in(handed.head, now=handed.now)
    says = "can read this case until"
    assert says not in text_of(sign_in(officer, now=handed.now).get(f"/cases/{handed.crn}"))
    assert "Let them read it" in text_of(head.get(f"/transition-access/{made.reference}"))

    head.post(f"/transition-access/{made.reference}/decision", {"decision": "allow"})

    soon = handed.now + timedelta(minutes=5)
    assert says in text_of(sign_in(officer, now=soon).get(f"/cases/{handed.crn}"))
    assert sign_in(READER, now=soon).get(f"/cases/{handed.crn}").status_code == 200
    read = Entry.objects.filter(
        account_id=account(READER), action="case.read", subject_references=[handed.crn]
    )
    assert read.latest("pk").detail == {"part": "case", "view": "full"}
    head.post(f"/transition-access/{made.reference}/end")
    later = handed.now + timedelta(minutes=20)
    assert handed.seen(now=later) is None
    assert says not in text_of(sign_in(officer, now=later).get(f"/cases/{handed.crn}"))


def test_a_manager_asks_on_a_page_which_says_what_is_wrong(handed, sign_in):
    manager = sign_in(MANAGER, now=handed.now)
    typed = {"username": READER, "references": handed.crn, "days": "90", "reason": WHY}

    wrong = manager.post(f"{PLAN}/transition-access", typed)
    assert wrong.status_code == 422
    assert "Cases may be read on for 1 to 28 days." in text_of(wrong)
    assert not Reading.objects.exists()
    manager.post(f"{PLAN}/transition-access", typed | {"days": "28"})

    assert handed.crn in text_of(manager.get(f"{PLAN}/transition-access"))
    made = Reading.objects.get()
    assert (made.days, made.item_reference) == (28, handed.crn)
    stranger = sign_in("officer.future-nps", now=handed.now)
    assert stranger.get(f"/transition-access/{made.reference}").status_code == 404


def test_what_was_asked_for_is_shown_to_whom_it_concerns_alone(handed):
    handed.ask()
    seen = {}
    for name in (MANAGER, READER, handed.head, "officer.future-nps", "planner"):
        with change_access.acting_as(account_id=account(name), now=handed.now):
            seen[name] = queries.count_readings(handed.reform.plan)

    assert list(seen.values()) == [1, 1, 1, 0, 0]
