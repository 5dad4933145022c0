"""A case of a company, an assessor of the division, and premises of two sexes with workers of their own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.models import Account
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer, unit_of
from throughcare.desk.tests.conftest import acts, browse
from throughcare.housing import commands
from throughcare.housing.choices import Kind
from throughcare.housing.models import Application, Bed, Premises, Stay
from throughcare.kernel.refusals import Refused
from throughcare.people.models import Person
from throughcare.people.tests.becoming_one import colleague, twin
from throughcare.probation.models import Case
from throughcare.probation.tests.conftest import (
    case,
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
)
from throughcare.probation.tests.lists import load

__all__ = [
    "NOW",
    "acts",
    "browse",
    "case",
    "colleague",
    "nation",
    "nation_once",
    "officer_elsewhere",
    "officer_here",
    "twin",
]

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
UNTIL = TODAY + timedelta(days=29)


def acting(account, at=NOW) -> AbstractContextManager[None]:
    return change_access.acting_as(account_id=account.pk, now=at)


@pytest.fixture
def codes(nation) -> None:
    load("housing.Step", "housing.Move", "housing.Reason", "people.Code")
    type(nation.cases["C05"]).objects.update(contacts_made=1)


def house_of(code: str, *, sex: str = "M", kind: str = Kind.APPROVED, beds: int = 2) -> Premises:
    made = Premises.objects.create(
        code=code,
        unit=unit_of(code, kind="premises"),
        kind=kind,
        sex=sex,
        lines=f"1 {code} Road",
        postcode="B1 1AA",
        recorded_at=LONG_AGO,
    )
    Bed.objects.bulk_create(
        Bed(premises=made, number=number, is_step_free=number == 1, opens_on=LONG_AGO.date())
        for number in range(1, beds + 1)
    )
    return made


def worker_of(house: Premises) -> Account:
    return officer(
        f"worker-{house.code.lower()}", owner=house.unit, holder=house.unit, role="premises"
    )


@pytest.fixture
def house(codes) -> Premises:
    return house_of("AP1")


@pytest.fixture
def worker(house) -> Account:
    return worker_of(house)


@pytest.fixture
def other_worker(codes) -> Account:
    return worker_of(house_of("AP2"))


@pytest.fixture
def assessor(nation, codes) -> Account:
    return officer(
        "assessor", owner=nation.units["N02"], holder=nation.units["N02"], role="approved-premises"
    )


@pytest.fixture
def man(case: Case, codes) -> Case:
    """The case, of a man."""
    Person.objects.filter(id=case.person_id).update(sex="M")
    return case


def asking(**parts: Any) -> commands.Asking:  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "is_urgent": False,
        "arrives_on": TODAY,
        "nights": 28,
        "purpose": "To settle after prison",
        "needs": "",
        "risk": "High risk of serious harm",
        "needs_step_free": False,
        "needs_single": False,
    }
    return commands.Asking(**known | parts)


def drafted(account, case, *, kind=Kind.APPROVED, at=NOW) -> Application:
    with acting(account, at):
        return commands.draft_application(account_id=account.pk, case_id=case.pk, kind=kind, now=at)


def written(account, application, *, at=NOW, **parts: Any) -> None:  # Any: as `asking` has them
    with acting(account, at):
        commands.write_draft(
            account_id=account.pk,
            case_id=application.case_id,
            reference=application.reference,
            asking=asking(**parts),
            now=at,
        )


def stepped(account, application, step, *, at=NOW, **words: Any) -> str:  # Any: as `Words` has them
    """A step of the officer of the case."""
    with acting(account, at):
        return commands.take_step(
            account_id=account.pk,
            case_id=application.case_id,
            reference=application.reference,
            step=step,
            words=commands.Words(**words),
            now=at,
        )


def answered(account, application, step, *, at=NOW, **words: Any) -> str:  # Any: as above
    """A step of the assessor."""
    with acting(account, at):
        return commands.answer_application(
            account_id=account.pk,
            reference=application.reference,
            step=step,
            words=commands.Words(**words),
            now=at,
        )


def submitted(
    officer_here, case, *, at=NOW, **parts: Any
) -> Application:  # Any: as `asking` has them
    made = drafted(officer_here, case, kind=parts.pop("kind", Kind.APPROVED), at=at)
    written(officer_here, made, at=at, **parts)
    stepped(officer_here, made, "submitted", at=at)
    return made


def wanted(officer_here, assessor, case, *, at=NOW, **parts: Any) -> Application:  # Any: as above
    """An application for which a bed is to be found."""
    made = submitted(officer_here, case, at=at, **parts)
    answered(assessor, made, "accepted", at=at)
    stepped(
        officer_here,
        made,
        "placement-requested",
        at=at,
        arrives_on=parts.get("arrives_on", TODAY),
        nights=parts.get("nights", 28),
    )
    return made


def booked(
    assessor, application, *, house="AP1", bed=1, starts_on=TODAY, ends_on=UNTIL, at=NOW
) -> Stay:
    with acting(assessor, at):
        return commands.book_bed(
            account_id=assessor.pk,
            reference=application.reference,
            premises_code=house,
            bed_number=bed,
            starts_on=starts_on,
            ends_on=ends_on,
            now=at,
        )


def arrived(worker, application, *, on: date = TODAY, keyworker="Ms Hill", at=NOW) -> Stay:
    with acting(worker, at):
        return commands.record_arrival(
            account_id=worker.pk,
            reference=application.reference,
            arrived_on=on,
            keyworker=keyworker,
            now=at,
        )


def left(
    worker, application, *, on: date, at, reason="departure.PLANNED", move_on="move-on.OWN"
) -> Stay:
    with acting(worker, at):
        return commands.record_departure(
            account_id=worker.pk,
            reference=application.reference,
            left_on=on,
            reason=reason,
            move_on=move_on,
            note="",
            now=at,
        )


def events() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event where name like 'housing.%' order by id")
        return [name for (name,) in cursor.fetchall()]


def refused(act: Callable[..., Any], *args: Any, **more: Any) -> tuple[str, ...]:
    """The codes for which a command is refused. Any: as each command has it."""
    with pytest.raises(Refused) as refusal:
        act(*args, **more)
    return refusal.value.codes


@pytest.fixture
def other_man(nation, codes) -> Case:
    found: Case = nation.cases["N02"]
    Person.objects.filter(id=found.person_id).update(sex="M")
    return found


@pytest.fixture
def settled(officer_here, assessor, worker, man) -> Application:
    """An application of somebody who lives in bed 1."""
    made = wanted(officer_here, assessor, man)
    booked(assessor, made)
    arrived(worker, made)
    return made
