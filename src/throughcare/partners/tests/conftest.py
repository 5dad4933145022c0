"""A program with a post in a company, and one elsewhere, on the Monday of the small nation."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from throughcare.access import commands as access
from throughcare.access.models import Account
from throughcare.access.tests.small_nation import LONG_AGO, NOW, seat
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.measures.tests.conftest import codes, town
from throughcare.probation.tests.conftest import case, nation, nation_once, officer_here, slot

__all__ = [
    "case",
    "codes",
    "nation",
    "nation_once",
    "officer_here",
    "program",
    "slot",
    "stranger",
    "town",
]


@dataclass(frozen=True)
class Program:
    """Asks over the interface by its key."""

    account: Account
    token: str

    def get(self, path: str, **values: str) -> HttpResponse:
        return Client().get(f"/api/v1{path}", values, headers=self.headers)  # type: ignore[return-value]

    def post(self, path: str, sent: dict[str, Any]) -> HttpResponse:  # Any: JSON
        return Client().post(  # type: ignore[return-value]
            f"/api/v1{path}", sent, content_type="application/json", headers=self.headers
        )

    def delete(self, path: str) -> HttpResponse:
        return Client().delete(f"/api/v1{path}", headers=self.headers)  # type: ignore[return-value]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(autouse=True)
def _at_the_moment(db, settings) -> None:
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=NOW, now_real=clock.machine_now())


@pytest.fixture(autouse=True)
def _counted(case) -> None:
    """The case has the entry that it was made with."""
    type(case).objects.filter(pk=case.pk).update(contacts_made=1)


def made(nation, code: str, *, role: str = "officer") -> Program:
    account = access.open_program(
        username=f"program-{code.lower()}-{role}", display_name="Case tool", now=LONG_AGO
    )
    seat(
        account,
        owner=nation.units[code],
        holder=nation.units[code if role == "executive" else f"{code}T"],
        role=role,
    )
    _, token = access.issue_key(
        username=account.username,
        name="test",
        days=1,
        now=NOW,
        machine_now=clock.machine_now(),
    )
    return Program(account=account, token=token)


@pytest.fixture
def program(nation) -> Program:
    return made(nation, "C05")


@pytest.fixture
def stranger(nation) -> Program:
    return made(nation, "N02")
