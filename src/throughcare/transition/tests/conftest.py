"""The eve of the reform of 2014 on a tiny nation, tried and staged, with the previews of everybody."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from throughcare.access import commands as change_access
from throughcare.access.tests.undoing import undone
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.restructure.choices import Step
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.transition import commands
from throughcare.transition.models import Round

EVE = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT = datetime(2014, 5, 31, 23, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A plan with answers, at a moment, and its previews."""

    reform: Reform

    @property
    def now(self) -> datetime:
        return self.reform.now

    @property
    def plan(self):
        return self.reform.plan

    def work_out(self) -> Round:
        with change_access.as_engine(now=self.now):
            asked = commands.ask_for_previews(
                account_id=account("planner"), plan=self.plan, now=self.now
            )
        return commands.work_out_previews(round_id=asked.pk, now=self.now, tell=silent)

    def work_out_again(self, account_ids: Iterable[int]) -> None:
        """Work out the previews of some, as if nothing had been worked out yet."""
        Round.objects.filter(plan=self.plan).update(state="stopped")
        for account_id in account_ids:
            with change_access.as_engine(now=self.now):
                commands.work_out_preview(account_id=account_id, plan=self.plan, now=self.now)

    def rows(self, statement: str, *params: object):
        return self.reform.rows(statement, *params)


@pytest.fixture(scope="package")
def nation(a_nation):
    with a_nation():
        yield


@contextmanager
def trial() -> Iterator[Tried]:
    """The plan run dry, with everybody's preview, for as long as the block runs; all is taken back."""
    with undone():
        reform = Reform(now=EVE).take_in()
        reform.done(Step.PLAN)
        tried = Tried(reform=reform)
        tried.work_out()
        yield tried


@pytest.fixture(scope="package")
def tried_once(nation):
    assert nation is None
    with trial() as tried:
        yield tried


@pytest.fixture
def tried(tried_once):
    """The plan was run dry, and everybody has a preview."""
    with undone():
        yield tried_once


@pytest.fixture
def sign_in(settings):
    """A client of somebody of the demonstration, by user name."""
    settings.DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["testserver"]

    def signed_in(username: str, *, now) -> Client:
        change_clock.set_moment(moment=now, now_real=clock.machine_now())
        client = Client()
        client.post("/sign-in/demonstration", {"username": username})
        return client

    return signed_in
