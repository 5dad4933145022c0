"""Nights, decisions and what holds a record back, as tests make them."""

from datetime import UTC, datetime
from typing import Any

from throughcare.access import commands as change_access
from throughcare.disclosure import commands
from throughcare.disclosure.choices import HoldKind, Regime
from throughcare.probation.models import (
    Case,
    FlagType,
    Registration,
    RiskProfile,
)

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
CLOSED = datetime(2014, 6, 2, 9, tzinfo=UTC)


def acting(account):
    return change_access.acting_as(account_id=account.pk, now=NOW)


def night(*, now: datetime = NOW, limit: int = 500) -> bool:
    with change_access.as_engine(now=now):
        return commands.propose(now=now, limit=limit)


def removed(*, now: datetime = NOW) -> list[str]:
    with change_access.as_engine(now=now):
        return [
            each.crn
            for proposal_id in commands.approved()
            for each in commands.remove(proposal_id=proposal_id, now=now)
        ]


def agreed(old, *accounts: Any) -> None:  # Any: accounts of tests
    for account in accounts:
        with acting(account):
            commands.agree_to_remove(account_id=account.pk, crn=old.person.crn, now=NOW)


def held(old, account, holding: str) -> None:
    if holding in {"IKII", "IKMF", "MAPP"}:
        flag, _ = FlagType.objects.get_or_create(code=holding, defaults={"description": holding})
        Registration.objects.create(
            case=old, type=flag, starts_on=CLOSED.date(), recorded_at=CLOSED
        )
    elif holding == "mappa":
        RiskProfile.objects.filter(case=old).update(mappa="2")
    elif holding == "open":
        Case.objects.filter(pk=old.pk).update(closed_at=None)
    else:
        with acting(account):
            if holding == "inquiry":
                commands.hold(
                    account_id=account.pk,
                    crn=old.person.crn,
                    kind=HoldKind.INQUIRY,
                    reason="Inquest",
                    now=NOW,
                )
            else:
                commands.ask_for_copy(
                    account_id=account.pk,
                    crn=old.person.crn,
                    regime=Regime.GENERAL,
                    received_on=NOW.date(),
                    now=NOW,
                )
