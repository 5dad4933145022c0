"""A case of a company with ten days of activity to do, and two suppliers who offer help with a home to it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.models import Account
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer, unit_of
from throughcare.desk.tests.conftest import acts, browse
from throughcare.kernel.refusals import Refused
from throughcare.probation.models import (
    ContactType,
    Offence,
    Outcome,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)
from throughcare.probation.tests.conftest import (
    case,
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
)
from throughcare.probation.tests.lists import load
from throughcare.services import commands
from throughcare.services.choices import Attendance, Complexity, SessionKind
from throughcare.services.models import Contract, ContractArea, Plan, Referral

__all__ = [
    "NOW",
    "acts",
    "browse",
    "case",
    "nation",
    "nation_once",
    "officer_elsewhere",
    "officer_here",
]

LISTS = (
    *("services.ServiceCategory", "services.ContractType", "services.ContractScope"),
    *("services.DesiredOutcome", "services.EndReason", "services.Step", "services.Move"),
)
SENTENCED_ON = date(2014, 5, 1)
TODAY = NOW.date()


def acting(account, at=NOW) -> AbstractContextManager[None]:
    return change_access.acting_as(account_id=account.pk, now=at)


def make_codes() -> None:
    load(*LISTS)
    ContactType.objects.filter(code="CRSAPT").update(is_offered=True)
    Outcome.objects.bulk_create(
        [
            Outcome(code=code, description=code, is_attended=attended, is_complied=complied)
            for code, attended, complied in (
                ("AFTC", True, False),
                ("AFTA", False, False),
                ("ATSS", True, True),
                ("RSOF", False, True),
            )
        ],
        ignore_conflicts=True,
    )


@pytest.fixture
def codes(nation) -> None:
    make_codes()


def make_duty(case, *, days: int = 10) -> Requirement:
    """A community order with days of activity; a second failure asks for a review."""
    type(case).objects.filter(id=case.pk).update(contacts_made=1)
    sentence = Sentence.objects.create(
        case=case,
        number=1,
        type=SentenceType.objects.create(
            code="201", description="Community order", failure_limit=1
        ),
        offence=Offence.objects.create(code="04600", description="Theft"),
        imposed_on=SENTENCED_ON,
        notional_ends_on=date(2015, 4, 30),
        ends_on=date(2015, 4, 30),
        recorded_at=LONG_AGO,
    )
    return Requirement.objects.create(
        number=1,
        case=case,
        sentence=sentence,
        type=RequirementType.objects.create(
            code="F", description="Rehabilitation activity", unit="days"
        ),
        length=days,
        starts_on=SENTENCED_ON,
        recorded_at=LONG_AGO,
    )


@pytest.fixture
def duty(case, codes) -> Requirement:
    return make_duty(case)


def make_supplier(code: str, *, area, type_code: str = "ACC") -> Account:
    """A worker of a new supplier, which has a contract for the cases of a unit."""
    unit = unit_of(code, kind="supplier")
    contract = Contract.objects.create(
        code=f"{code}K",
        name=f"Help by {code}",
        type_id=type_code,
        supplier=unit,
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )
    ContractArea.objects.create(contract=contract, unit=area)
    return officer(f"worker-{code.lower()}", owner=unit, holder=unit, role="supplier")


@pytest.fixture
def worker(nation, duty) -> Account:
    return make_supplier("SUP1", area=nation.units["C05"])


@pytest.fixture
def other_worker(nation, duty) -> Account:
    return make_supplier("SUP2", area=nation.units["C05"])


def drafted(account, case, duty, *, contract="SUP1K", is_activity=True) -> Referral:
    with acting(account):
        return commands.draft_referral(
            account_id=account.pk,
            case_id=case.pk,
            contract_code=contract,
            sentence_number=1,
            requirement_id=duty.pk if is_activity else None,
            now=NOW,
        )


def wanted(**parts: Any) -> commands.Wanted:  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "categories": {"ACC": Complexity.HIGH},
        "outcomes": ("ACC02", "ACC04"),
        "complete_by": date(2014, 12, 1),
        "most_days": None,
        "needs": "Sleeps at a friend's",
        "accessibility": "",
        "interpreter": "",
        "risk": "Medium risk of serious harm",
    }
    return commands.Wanted(**known | parts)


def written(account, referral, **parts: Any) -> Referral:  # Any: as `wanted` has them
    with acting(account):
        return commands.write_draft(
            account_id=account.pk,
            case_id=referral.case_id,
            reference=referral.reference,
            wanted=wanted(**parts),
            now=NOW,
        )


def stepped(account, referral, step, *, at=NOW, **words: Any) -> str:  # Any: as `Words` has them
    """A step of the officer of the case."""
    with acting(account, at):
        return commands.take_step(
            account_id=account.pk,
            case_id=referral.case_id,
            reference=referral.reference,
            step=step,
            words=commands.Words(**words),
            now=at,
        )


def supplied(account, referral, step, *, at=NOW, **words: Any) -> str:  # Any: as `Words` has them
    """A step of the supplier."""
    with acting(account, at):
        return commands.take_step_as_supplier(
            account_id=account.pk,
            reference=referral.reference,
            step=step,
            words=commands.Words(**words),
            now=at,
        )


def sent(officer_here, case, duty, *, contract="SUP1K", is_activity=True, **words: Any) -> Referral:
    """Any: as `Words` has them."""
    made = drafted(officer_here, case, duty, contract=contract, is_activity=is_activity)
    written(officer_here, made, most_days=5 if is_activity else None)
    stepped(officer_here, made, "sent", **words)
    return made


def booked(account, referral, *, on: datetime, kind=SessionKind.SESSION, at=NOW) -> int:
    with acting(account, at):
        return commands.book_session(
            account_id=account.pk,
            reference=referral.reference,
            kind=kind,
            starts_at=on,
            ends_at=on + timedelta(hours=1),
            now=at,
        )


def told(account, referral, number, *, at, **parts: Any) -> str:  # Any: as `Told` has them
    known: dict[str, Any] = {  # Any: as above
        "attendance": Attendance.YES,
        "is_held": True,
        "feedback": "Looked at rooms",
    }
    with acting(account, at):
        return commands.tell_session(
            account_id=account.pk,
            reference=referral.reference,
            number=number,
            told=commands.Told(**known | parts),
            now=at,
        )


def planned(account, referral, *, sessions=4, at=NOW, **activities: str) -> Plan:
    with acting(account, at):
        return commands.write_plan(
            account_id=account.pk,
            reference=referral.reference,
            sessions=sessions,
            activities=activities or {"ACC02": "Look for rooms", "ACC04": "Ask landlords"},
            now=at,
        )


FIRST = datetime(2014, 6, 10, 9, tzinfo=UTC)
"""When the first meeting is."""
LATER = FIRST + timedelta(hours=2)
"""When it is over, and everything after it is done."""


def approved(officer_here, worker, case, duty, **more: Any) -> Referral:
    """A referral whose sessions go on. Any: as `sent` has it."""
    made = sent(officer_here, case, duty, **more)
    supplied(worker, made, "assigned", worker="Ms Hill")
    booked(worker, made, on=FIRST, kind=SessionKind.ASSESSMENT)
    supplied(worker, made, "assessment-booked")
    told(worker, made, 1, at=LATER)
    planned(worker, made, at=LATER)
    supplied(worker, made, "plan-drafted", at=LATER)
    supplied(worker, made, "plan-submitted", at=LATER)
    stepped(officer_here, made, "plan-approved", at=LATER)
    return made


def events() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event where name like 'services.%' order by id")
        return [name for (name,) in cursor.fetchall()]


def refused(act: Callable[..., Any], *args: Any, **more: Any) -> tuple[str, ...]:
    """The codes for which a command is refused. Any: as each command has it."""
    with pytest.raises(Refused) as refusal:
        act(*args, **more)
    return refusal.value.codes
