"""Previews of a reform: one account, and all accounts, beside bare SQL that joins owners before and after.

Needs a database with the nation on its eve (`nation generate`). The plan of 2014 is taken in and tried where it was not; previews that
are there are worked out anew.
"""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

EVE = datetime(2014, 5, 31, 8, tzinfo=UTC)
PLAN = Path(__file__).resolve().parents[1] / "plans" / "transforming-rehabilitation-2014.yaml"
ONES = 40

Line = dict[str, str | float]

# What a join of owners gives: an account's own cases, and how many its provider has before and after. It knows no protocol
# between providers, no restriction or exception, no unit that is closed, no task, no manager, and keeps nothing.
BARE = """
with moved as materialized (
    select from_owner_id, to_owner_id, count(*) as cases from restructure_answer
    where plan_id = %(plan)s and kind = 'case' group by 1, 2
),
held as materialized (
    select from_post_id, count(*) as cases, count(*) filter (where to_post_id = from_post_id) as kept
    from restructure_answer
    where plan_id = %(plan)s and kind = 'case' and from_post_id = any (%(posts)s) group by 1
)
select p.account_id, a.from_owner_id, a.to_owner_id, h.cases, h.kept,
       (select sum(cases) from moved m where m.from_owner_id = a.from_owner_id) as before,
       (select sum(cases) from moved m where m.to_owner_id = a.to_owner_id) as after,
       (select sum(cases) from moved m where m.from_owner_id = a.from_owner_id and m.to_owner_id <> a.to_owner_id) as lost
from restructure_answer a
join access_post p on p.id = a.item_id
left join held h on h.from_post_id = p.id
where a.plan_id = %(plan)s and a.kind = 'account' and p.id = any (%(posts)s)
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size", default="", help="said in the figures; the nation that is there is used"
    )


def run(options: argparse.Namespace) -> list[Line]:
    work = _Work()
    posts = work.posts()
    every_nth = posts[:: max(1, len(posts) // ONES)][:ONES]
    work.forget()
    first = _seconds(lambda: work.one(every_nth[0][0]))
    ones = [_seconds(lambda account=account: work.one(account)) for account, _ in every_nth]
    bare_ones = [_seconds(lambda post=post: work.bare([post])) for _, post in every_nth]
    work.forget()
    everybody = _seconds(work.everybody)
    bare_everybody = _seconds(lambda: work.bare([post for _, post in posts]))
    return [
        {
            "work": f"{options.size or 'this'} nation",
            "accounts": len(posts),
            "cases": work.count("select count(*) from probation_case"),
        },
        {"work": "one account, with the counting of cases for all", "seconds": round(first, 3)},
        _beside(
            "one account, median", median(ones), median(bare_ones), longest=round(max(ones), 3)
        ),
        _beside("all accounts", everybody, bare_everybody),
    ]


def _beside(work: str, seconds: float, floor: float, **more: float) -> Line:
    figures: Line = {
        "work": work,
        "seconds": round(seconds, 3),
        "bare SQL": round(floor, 4),
        "times": round(seconds / floor, 2),
    }
    return figures | more


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


class _Work:
    """Previews of the plan of 2014. Imports wait until Django is set up."""

    def __init__(self) -> None:
        from throughcare.access import commands as access  # noqa: PLC0415
        from throughcare.access.models import Account  # noqa: PLC0415
        from throughcare.restructure import commands as restructure  # noqa: PLC0415
        from throughcare.transition import commands, queries  # noqa: PLC0415

        self.access, self.commands = access, commands
        self.planner = Account.objects.get(username="planner").pk
        with access.as_engine(now=EVE):
            self.plan = restructure.load_plan(
                account_id=self.planner, text=PLAN.read_text(), now=EVE
            )
            is_tried = queries.answered_by(self.plan) is not None
        for step in () if is_tried else ("check", "plan"):
            self._step(step)

    def _step(self, name: str) -> None:
        from throughcare.restructure import commands  # noqa: PLC0415
        from throughcare.restructure.choices import Step  # noqa: PLC0415

        with self.access.as_engine(now=EVE):
            run = commands.ask_for_step(
                account_id=self.planner, plan_id=self.plan.pk, step=Step(name), now=EVE
            )
        run = commands.perform_step(
            run_id=run.pk, now=EVE, machine_now=_machine_now, tell=_to_nobody
        )
        if run.state != "done":
            raise SystemExit(f"{name} was refused: {run.result}")

    def posts(self) -> list[tuple[int, int]]:
        """Account and post of everybody whose post the plan answers."""
        with self.access.as_engine(now=EVE):
            return [
                (account, post)
                for account, post in _rows(
                    "select p.account_id, p.id from restructure_answer a join access_post p on p.id = a.item_id"
                    " where a.plan_id = %(plan)s and a.kind = 'account' order by p.id",
                    plan=self.plan.pk,
                )
            ]

    def count(self, statement: str) -> int:
        with self.access.as_engine(now=EVE):
            return int(_rows(statement)[0][0])

    def forget(self) -> None:
        """As if no preview had been worked out."""
        from django.db import connection  # noqa: PLC0415

        with self.access.as_engine(now=EVE), connection.cursor() as cursor:
            for table in ("line", "preview", "reach", "movement", "round"):
                cursor.execute(f"delete from transition_{table}")

    def one(self, account: int) -> None:
        with self.access.as_engine(now=EVE):
            self.commands.work_out_preview(account_id=account, plan=self.plan, now=EVE)

    def everybody(self) -> None:
        with self.access.as_engine(now=EVE):
            asked = self.commands.ask_for_previews(account_id=self.planner, plan=self.plan, now=EVE)
        self.commands.work_out_previews(round_id=asked.pk, now=EVE, tell=_to_nobody)

    def bare(self, posts: list[int]) -> None:
        with self.access.as_engine(now=EVE):
            _rows(BARE, plan=self.plan.pk, posts=posts)


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:  # Any: rows of the database
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _machine_now() -> datetime:
    from throughcare.clock import queries as clock  # noqa: PLC0415

    return clock.machine_now()


def _to_nobody(_done: int, _total: int, _doing: str) -> None:
    """Nobody watches."""
