"""A tiny nation on the first morning of the reform, with 28 open bodies, and the packages that they are given."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from throughcare.access import commands as change_access
from throughcare.access.models import Account, Post, PostAssignment
from throughcare.access.tests.small_nation import LONG_AGO, unit_of
from throughcare.handover import commands, queries
from throughcare.handover.queries import sql
from throughcare.organisation.models import Unit, UnitCode, UnitFact
from throughcare.restructure.tests import stages
from throughcare.restructure.tests.conftest import first_morning, first_morning_once
from throughcare.restructure.tests.stages import FIRST_MORNING

__all__ = ["first_morning", "first_morning_once"]

SOFTWARE = "throughcare under test"


def silent(*_words: object) -> None:
    pass


def stop_at(what: str) -> Callable[[int, int, str], None]:
    """Be stopped, as by Ctrl-C, once a hand-over has come so far."""

    def tell(_done: int, _total: int, doing: str) -> None:
        if doing == what:
            raise KeyboardInterrupt

    return tell


def files_of(place: Path) -> dict[str, int]:
    """Which file is which, by path: one that is written again is another."""
    return {
        path.relative_to(place).as_posix(): path.stat().st_mtime_ns
        for path in place.rglob("*.parquet")
    }


def hand_over(
    code: str,
    *,
    place: Path,
    username: str = "director",
    software: str = SOFTWARE,
    tell: Callable[[int, int, str], None] = silent,
    say: Callable[[str], None] = silent,
) -> Path:
    """Write the package of a body as the director, and give its place."""
    return commands.hand_over(
        username=username,
        code=code,
        place=place,
        software=software,
        now=FIRST_MORNING,
        tell=tell,
        say=say,
    ).place


def hand_over_all(place: Path, *, now: datetime, tell: Callable[[int, int, str], None]) -> None:
    commands.hand_over_all(
        username="director", place=place, software=SOFTWARE, now=now, tell=tell, say=silent
    )


def give_director(username: str) -> Account:
    """Somebody who may switch, in a unit that no package has, all under numbers that none has."""
    for model in (Unit, UnitCode, UnitFact, Account, Post, PostAssignment):
        sql.value(
            "select setval(s, greatest(1000000, nextval(s))) from pg_get_serial_sequence(%s, 'id') s",
            [model._meta.db_table],
        )
    unit = unit_of(f"{username}-unit".upper()[:12], kind="national")
    account = Account.objects.create(
        username=username, display_name=username.title(), recorded_at=LONG_AGO
    )
    post = Post.objects.create(
        code=f"POST-{username}".upper()[:12], account=account, role="director", starts_at=LONG_AGO
    )
    PostAssignment.objects.create(
        item=post,
        owner=unit,
        holder=unit,
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
        basis="recorded",
    )
    return account


def prove(place: Path, *, now: datetime) -> queries.Proof:
    with change_access.as_engine(now=now):
        return queries.prove(place, tell=silent)


@pytest.fixture(scope="package")
def packages(a_nation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two packages of one moment: a company with a victim contact at a division, and that division."""
    place = tmp_path_factory.mktemp("packages")
    with a_nation(*stages.LIVE):
        hand_over("C17", place=place / "C17")
        hand_over("N07", place=place / "N07")
    return place
