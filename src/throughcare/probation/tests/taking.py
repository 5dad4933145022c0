"""Opening enforcement and taking its steps, for tests of either side."""

from datetime import date
from typing import Any

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.models import (
    Contact,
    Enforcement,
    EnforcementStep,
    Offence,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)

TODAY = date(2014, 6, 2)
CRN = "X000001"
"""Of the case that the public service has: it presents its own breaches."""


def acting(account):
    return change_access.acting_as(account_id=account.pk, now=NOW)


def order_of(case, *, number: int = 1) -> Sentence:
    """A community order with one requirement, and two failures on different days."""
    kind, _ = SentenceType.objects.get_or_create(code="201", defaults={"description": "Order"})
    offence, _ = Offence.objects.get_or_create(code="00801", defaults={"description": "Wounding"})
    made = Sentence.objects.create(
        case=case,
        number=number,
        type=kind,
        offence=offence,
        imposed_on=date(2014, 1, 6),
        recorded_at=LONG_AGO,
    )
    duty, _ = RequirementType.objects.get_or_create(code="F", defaults={"description": "Activity"})
    Requirement.objects.create(
        case=case,
        sentence=made,
        number=1,
        type=duty,
        starts_on=date(2014, 1, 6),
        recorded_at=LONG_AGO,
    )
    for entry, day in ((2, 20), (3, 27)):
        Contact.objects.create(
            case=case,
            number=entry,
            type_id="COAP",
            outcome_id="UAAB",
            starts_at=NOW.replace(month=5, day=day),
            recorded_at=NOW,
        )
    type(case).objects.filter(pk=case.pk).update(contacts_made=3)
    return made


def opened(account, case, kind: EnforcementKind = EnforcementKind.BREACH) -> Enforcement:
    with acting(account):
        return commands.open_enforcement(account_id=account.pk, case_id=case.pk, kind=kind, now=NOW)


def step(account, found: Enforcement, to: str, **words: Any) -> None:
    with acting(account):
        commands.take_step(
            account_id=account.pk,
            crn=found.case.person.crn,
            reference=found.reference,
            step=to,
            words=commands.Words(**words),
            now=NOW,
        )


def present(account, found: Enforcement, to: str, **words: Any) -> None:
    with acting(account):
        commands.take_step_as_presenter(
            account_id=account.pk,
            reference=found.reference,
            step=to,
            words=commands.Words(**words),
            now=NOW,
        )


def choose(account, found: Enforcement, *contacts: int, of: tuple[int, ...] = ()) -> int:
    with acting(account):
        return commands.choose_failures(
            account_id=account.pk,
            crn=found.case.person.crn,
            reference=found.reference,
            contacts=list(contacts),
            requirement_ids=list(of),
            reason="BR06",
            now=NOW,
        )


def refused(act, *args: Any, **more: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as why:
        act(*args, **more)
    return why.value.codes


def standing(found: Enforcement) -> tuple[str, str, date | None, date]:
    found.refresh_from_db()
    return found.state, found.result, found.concluded_on, found.due_on


def steps(found: Enforcement) -> list[tuple[str, date | None]]:
    return list(
        EnforcementStep.objects.filter(enforcement=found)
        .order_by("number")
        .values_list("step", "due_on")
    )


def events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))
