from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.desk.tests.conftest import browse
from throughcare.probation.models import (
    ContactType,
    EnforcementAction,
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
from throughcare.unpaidwork import commands
from throughcare.unpaidwork.models import (
    AdjustmentReason,
    Allocation,
    Appointment,
    CreditScope,
    Opening,
    Order,
    Project,
    ProjectType,
)

__all__ = ["browse", "case", "nation", "nation_once", "officer_elsewhere", "officer_here"]

SENTENCED_ON = date(2014, 5, 1)


def acting(account, at=NOW) -> AbstractContextManager[None]:
    return change_access.acting_as(account_id=account.pk, now=at)


@pytest.fixture
def codes(nation) -> None:
    make_codes()


def make_codes() -> None:
    ContactType.objects.update_or_create(
        code="CUPA",
        defaults={
            "description": "Unpaid work session",
            "kind": "appointment",
            "is_offered": True,
        },
    )
    ContactType.objects.update_or_create(
        code="AROM",
        defaults={
            "description": "Referred",
            "kind": "notice",
            "is_system": True,
            "alerts_officer": True,
        },
    )
    EnforcementAction.objects.create(
        code="ROM",
        description="Referred to the officer",
        kind="referral",
        needs_response=True,
        response_days=7,
        entry_type_id="AROM",
        is_offered=True,
    )
    Outcome.objects.create(
        code="ATSH",
        description="Sent home",
        is_attended=True,
        is_complied=False,
        is_enforceable=True,
        is_offered=True,
    )
    ProjectType.objects.create(code="NP1", description="Group placement", kind="group")
    ProjectType.objects.create(code="ET1", description="E-learning", kind="education")
    AdjustmentReason.objects.create(code="TTX", description="Travel time", most_minutes=180)
    CreditScope.objects.create(
        kind="sentence", code="201", description="Community order", is_eligible=True
    )


@pytest.fixture
def sentence(case, codes) -> Sentence:
    return make_sentence(case)


def make_sentence(case) -> Sentence:
    """A community order with 100 hours of unpaid work."""
    type(case).objects.filter(id=case.pk).update(contacts_made=1)
    made = Sentence.objects.create(
        case=case,
        number=1,
        type=SentenceType.objects.get_or_create(
            code="201", defaults={"description": "Community order"}
        )[0],
        offence=Offence.objects.get_or_create(code="04600", defaults={"description": "Theft"})[0],
        imposed_on=SENTENCED_ON,
        recorded_at=LONG_AGO,
    )
    Requirement.objects.create(
        number=1,
        case=case,
        sentence=made,
        type=RequirementType.objects.get_or_create(
            code="W", defaults={"description": "Unpaid work", "unit": "minutes"}
        )[0],
        length=6000,
        starts_on=SENTENCED_ON,
        recorded_at=LONG_AGO,
    )
    return made


@pytest.fixture
def project(nation, codes) -> Project:
    return make_project(nation.units["C05T"])


def make_project(unit) -> Project:
    """Tuesdays from nine to four, six places, of the team here."""
    made = Project.objects.create(
        code="UPW1",
        name="Canal path",
        type_id="NP1",
        unit=unit,
        places=6,
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )
    Opening.objects.create(project=made, weekday=2, starts=time(9), ends=time(16))
    return made


@pytest.fixture
def order(officer_here, case, sentence) -> Order:
    return taken_on(officer_here, case)


def taken_on(account, case) -> Order:
    with acting(account):
        return commands.take_order(
            account_id=account.pk,
            case_id=case.pk,
            sentence_number=1,
            is_intensive=False,
            now=NOW,
        )


def allocated(
    account, case, project, *, weekday=2, starts_on=None, ends_on=None, at=NOW
) -> Allocation:
    with acting(account, at):
        return commands.allocate(
            account_id=account.pk,
            case_id=case.pk,
            sentence_number=1,
            project_code=project.code,
            weekday=weekday,
            starts_on=starts_on or at.date(),
            ends_on=ends_on,
            now=at,
        )


def recorded(
    account, project, appointment, outcome="ATTC", *, at=None, **more: Any
) -> int:  # Any: what an entry takes
    """Record one appointment, at the end of its session unless told otherwise."""
    at = at or appointment.session.ends_at + timedelta(hours=1)
    with acting(account, at):
        return commands.record_session(
            account_id=account.pk,
            project_code=project.code,
            day=appointment.session.day,
            entries=[commands.Entry(appointment_id=appointment.pk, outcome_code=outcome, **more)],
            now=at,
        )


def told() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event where name like 'unpaidwork.%' order by id")
        return [name for (name,) in cursor.fetchall()]


def days_ahead() -> list[date]:
    found = Appointment.objects.filter(is_released=False, credited_minutes=None)
    return list(found.order_by("session__day").values_list("session__day", flat=True))


def first_ahead() -> Appointment:
    found = Appointment.objects.filter(is_released=False, credited_minutes=None)
    return found.select_related("session", "slot").order_by("session__day")[0]


def change(name, account, case, *, at=NOW, **more: Any) -> Any:  # Any: as each command has it
    with acting(account, at):
        return getattr(commands, name)(
            account_id=account.pk, case_id=case.pk, sentence_number=1, now=at, **more
        )
