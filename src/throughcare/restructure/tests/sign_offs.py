"""Providers that accept what they have: who speaks for each, and what each does."""

from datetime import date, timedelta
from typing import Any

from throughcare.access import commands as change_access
from throughcare.access.choices import Role
from throughcare.restructure import commands
from throughcare.restructure.choices import Outcome
from throughcare.restructure.models import ListedException, ProviderList, SignOff
from throughcare.restructure.tests.reform import Reform, account

ONE, OTHER = "N05", "C15"
"""Two of the successors, a division and a company."""


def codes(reform: Reform) -> list[str]:
    """The providers that are asked, by code."""
    found = ProviderList.objects.filter(plan_id=reform.plan_id, superseded_at=None)
    return list(found.order_by("code").values_list("code", flat=True))


def head_of(code: str) -> str:
    return f"head.{code.lower()}"


def appoint(reform: Reform, code: str) -> str:
    """A head for a provider, who is nobody in the programme; gives the user name."""
    name = head_of(code)
    change_access.open_account(username=name, display_name=f"Head of {code}", now=reform.now)
    change_access.give_post(username=name, role=Role.EXECUTIVE, unit_code=code, now=reform.now)
    return name


def accept(reform: Reform, code: str, *, by: str = "") -> SignOff:
    """As the page does it: under the account's own rights."""
    account_id = account(by or head_of(code))
    with change_access.acting_as(account_id=account_id, now=reform.now):
        return commands.accept_list(
            account_id=account_id, plan_id=reform.plan_id, provider=code, now=reform.now
        )


def list_exception(reform: Reform, code: str, **changed: object) -> ListedException:
    account_id = account(head_of(code))
    written: dict[str, Any] = {  # Any: what the command takes
        "says": "Office BEDOF01 is ours, and is listed with another body.",
        "owed_by": "director",
        "due_on": reform.now.date() + timedelta(days=14),
    }
    with change_access.acting_as(account_id=account_id, now=reform.now):
        return commands.list_exception(
            account_id=account_id,
            plan_id=reform.plan_id,
            provider=code,
            now=reform.now,
            **(written | changed),
        )


def close(
    reform: Reform, listed: ListedException, *, by: str, outcome: Outcome = Outcome.PUT_RIGHT
) -> ListedException:
    account_id = account(by)
    with change_access.acting_as(account_id=account_id, now=reform.now):
        return commands.close_exception(
            account_id=account_id,
            plan_id=reform.plan_id,
            exception_id=listed.pk,
            outcome=outcome,
            says="Seen in the list of offices.",
            now=reform.now,
        )


def worker_closes(reform: Reform) -> str:
    """What the worker does after each acceptance; the phase of the plan then."""
    with change_access.as_engine(now=reform.now):
        return commands.close_sign_off(plan_id=reform.plan_id, now=reform.now).phase


def everybody_accepts(reform: Reform, *, but: str = "") -> Reform:
    for code in codes(reform):
        if code != but:
            appoint(reform, code)
            accept(reform, code)
    return reform


def in_days(reform: Reform, days: int) -> date:
    return reform.now.date() + timedelta(days=days)
