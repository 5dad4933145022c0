"""An order with two requirements, and a part of it held apart, for the tests of these."""

from datetime import date, datetime

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.probation.models import (
    HeldApart,
    HeldApartAssignment,
    Requirement,
    Sentence,
)
from throughcare.probation.queries import managing

EVENT, UNPAID, ACTIVITY = "event-1", "requirement-1-1", "requirement-1-2"


def acting(account, at: datetime = NOW):
    return change_access.acting_as(account_id=account.pk, now=at)


def an_order(case) -> tuple[Sentence, Requirement, Requirement]:
    """An order with unpaid work and rehabilitation activity."""
    order = Sentence.objects.create(
        case=case,
        number=1,
        type_id="329",
        offence_id="00100",
        imposed_on=date(2014, 3, 1),
        recorded_at=LONG_AGO,
    )
    unpaid, activity = (
        Requirement.objects.create(
            case=case,
            sentence=order,
            number=number,
            type_id=code,
            starts_on=date(2014, 3, 1),
            recorded_at=LONG_AGO,
        )
        for number, code in ((1, "W"), (2, "F"))
    )
    return order, unpaid, activity


def hold_apart(requirement, *, owner, holder, post_id=None, at: datetime = LONG_AGO) -> HeldApart:
    made = HeldApart.objects.create(
        case_id=requirement.case_id,
        number=HeldApart.objects.filter(case_id=requirement.case_id).count() + 1,
        requirement=requirement,
        starts_at=at,
        recorded_at=at,
    )
    HeldApartAssignment.objects.create(
        item=made,
        owner=owner,
        holder=holder,
        post_id=post_id,
        starts_at=at,
        recorded_at=at,
        basis="recorded",
    )
    return made


def places(account, case, *, at: datetime = NOW) -> dict[str, tuple[str, str, bool]]:
    """By part of the case as an account sees it: its provider, its officer, and whether it is held apart."""
    with acting(account, at):
        return {
            each.key: (each.owner, each.officer, each.is_apart)
            for each in managing.components(case.pk, at=at)
        }
