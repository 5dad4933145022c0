"""How far the reforms are taken in the databases that modules of tests copy: each stage is made once, from the one before it.

A step finds its plan in the database, since the plan before it may have been taken in by another process.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Plan
from throughcare.restructure.tests.plans import F3, F4
from throughcare.restructure.tests.reform import Reform

EVE: Final = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT: Final = datetime(2014, 5, 31, 23, tzinfo=UTC)
FIRST_MORNING: Final = datetime(2014, 6, 1, 8, tzinfo=UTC)
EVE_OF_SALE: Final = datetime(2015, 1, 30, 9, tzinfo=UTC)
SALE: Final = datetime(2015, 2, 1, tzinfo=UTC)
EVE_OF_REUNION: Final = datetime(2021, 6, 25, 9, tzinfo=UTC)
REUNION: Final = datetime(2021, 6, 25, 23, tzinfo=UTC)


def latest(*, now: datetime) -> Reform:
    """The plan that was taken in last."""
    return Reform(now=now, plan_id=Plan.objects.latest("id").pk)


def eve() -> None:
    Reform(now=EVE).take_in()


def tried() -> None:
    latest(now=EVE).done(Step.PLAN)


def staged() -> None:
    latest(now=EVE).sign(Gate.PLAN).done(Step.STAGE)


def live() -> None:
    latest(now=EVE).sign(Gate.GO).at(INSTANT).done(Step.SWITCH)


def reconciled() -> None:
    latest(now=FIRST_MORNING).done(Step.RECONCILE)


def sold() -> None:
    Reform(now=EVE_OF_SALE).take_in(F3.read_text()).go_live(now=SALE)
    Reform(now=EVE_OF_REUNION).take_in(F4.read_text())


def reunited() -> None:
    latest(now=EVE_OF_REUNION).go_live(now=REUNION)


Steps = tuple[Callable[[], None], ...]
ON_THE_EVE: Final[Steps] = (eve,)
TRIED: Final[Steps] = (eve, tried)
STAGED: Final[Steps] = (eve, tried, staged)
LIVE: Final[Steps] = (*STAGED, live)
RECONCILED: Final[Steps] = (*LIVE, reconciled)
BEFORE_REUNION: Final[Steps] = (*RECONCILED, sold)
REUNITED: Final[Steps] = (*BEFORE_REUNION, reunited)
