"""Pages of officers at work, and what the access rules cost them beside the same query with filters written by hand.

A second process has officers read their home, caseload, cases, timelines, diary and searches, each with a pause after every page.
Needs a database with the nation, before its reform or after. Whole pages are timed from outside: what they take is a little more
than the time of the server. The floor is the sign-in page alone under as many requests.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

LOAD = Path(__file__).with_name("_desks.py")
ARRIVALS = Path(__file__).with_name("_arrivals.py")
ADDRESS = "127.0.0.1"
SEARCHES = 40
TRIES = 200
SEED = 2014

Line = dict[str, str | float]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--officers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--pause", type=float, default=5.0, help="seconds between two pages of an officer"
    )


def run(options: argparse.Namespace) -> Iterator[Line]:
    from throughcare.config import front_end, ports, processes  # noqa: PLC0415
    from throughcare.config.environment import current  # noqa: PLC0415

    yield _size()
    yield from _rules()
    lines = _officers(options.officers)
    port = ports.any_free(address=ADDRESS)
    home = current().home
    front_end.finish_build(front_end.start_build(home), home=home)
    with processes.child(
        ["serve", "--port", str(port)],
        environ={**os.environ, "THROUGHCARE_DEMONSTRATION": "yes", "THROUGHCARE_ROLE": "app"},
    ) as web:
        ports.wait_until_answered(address=ADDRESS, port=port, is_alive=lambda: web.poll() is None)
        rate = options.officers / options.pause
        count = round(rate * 30)
        yield from _told(_asked(ARRIVALS, [port, 30, count], []))
        yield from _told(_asked(LOAD, [port, options.seconds, options.pause], lines))


def _size() -> Line:
    from throughcare.probation.models import Case  # noqa: PLC0415

    people, contacts = _rows(
        "select (select reltuples::bigint from pg_class where relname = 'people_person'),"
        " (select reltuples::bigint from pg_class where relname = 'probation_contact')"
    )[0]
    return {
        "nation": "this",
        "open cases": Case.objects.filter(closed_at=None).count(),
        "people, about": people,
        "contacts, about": contacts,
    }


def _officers(count: int) -> list[str]:
    """Officers with a caseload, each with searches for people who are there: by name, by name and birthday, by number."""
    chance = random.Random(SEED)  # noqa: S311  not a secret
    names = [
        name
        for (name,) in _rows(
            "select a.username from access_account a join access_post p on p.account_id = a.id"
            " where p.role = 'officer' and exists (select from probation_caseassignment c where c.post_id = p.id)"
            " order by md5(a.username) limit %(count)s",
            count=count,
        )
    ]
    known = _rows(
        "select p.crn, n.first, n.last, p.born_on from people_person p tablesample system (0.2) repeatable (7)"
        " join people_name n on n.person_id = p.id and n.kind = 'legal' limit 2000"
    )
    return [
        "\t".join([name, "|".join(_search(chance, *chance.choice(known)) for _ in range(SEARCHES))])
        for name in names
    ]


def _search(
    chance: random.Random, crn: str, first: str, last: str, born_on: Any
) -> str:  # Any: a date or nothing
    ways = [f"{first} {last}", last, f"{last} {first[:1]}", crn]
    if born_on:
        ways += [f"{first} {last} {born_on:%d/%m/%Y}"] * 2
    return chance.choice(ways)


REFUSED = """(
    select coalesce(bool_or(r.kind = 'exclusion' and r.account_id = tc_account()), false)
        or coalesce(bool_or(r.kind = 'restriction'), false)
           and not coalesce(bool_or(r.kind = 'restriction' and r.account_id = tc_account()), false)
    from access_restriction r
    where r.person_id = {person} and r.starts_at <= tc_now() and (r.ends_at is null or r.ends_at > tc_now())
)"""
HOLDS = """(
    select {says} from probation_caseassignment h
    where h.item_id = {case} and h.starts_at <= tc_now() and h.superseded_at is null
      and (h.change_id is null or h.change_id = any (tc_live()))
    order by h.starts_at desc, h.change_id desc nulls last, h.id desc limit 1
)"""
READS = "h.owner_id = any (tc_ids('read_owners')) or h.holder_id = any (tc_ids('read_units'))"
WRITES = READS.replace("read", "write")
OF_THE_CASE = "where t.case_id = %(case)s"
LOG = f"""
select t.number, y.description, y.kind, t.starts_at, t.ends_at, o.description, o.is_complied, t.notes, u.display_name
from probation_contact t
join probation_contacttype y on y.code = t.type_id
left join probation_outcome o on o.code = t.outcome_id
left join access_account u on u.id = t.author_id
{OF_THE_CASE} and t.starts_at <= %(now)s
order by t.starts_at desc, t.number desc limit 25"""


def _by_hand(cursor: Any) -> None:  # Any: a cursor
    """The functions behind lists for this session alone, as they first were, with a filter for all that they asked the access rules."""
    first = import_module("throughcare.probation.migrations.0006_cards")
    for name, text in (("probation_cards", first.CARDS), ("probation_diary", first.DIARY)):
        create = f"create or replace function pg_temp.{name}("
        cursor.execute(_filtered(text.replace(f"create function {name}(", create)))


def _filtered(text: str) -> str:
    text = text.replace("with judged as (", "with judged as materialized (")
    judged = HOLDS.format(case=r"\1", says=f"case when {READS} then 'full' end")
    refused = REFUSED.format(person=r"\1")
    writes = HOLDS.format(case=r"\1", says=WRITES)
    # Whose record is closed is asked behind the view in the diary.
    text = text.replace("= 'full', false)", "= 'full' and not access_refused(c.person_id), false)")
    for call, says in (
        ("access_refused", refused),
        ("probation_view_of", judged),
        ("probation_may_write", writes),
    ):
        text = re.sub(rf"{call}\(([a-z._]+)\)", says, text)
    return text


def _rules() -> Iterator[Line]:
    """Each query through the access rules, and with the same filter written out by hand. Both give the same rows."""
    from django.db import connection  # noqa: PLC0415

    from throughcare.access import commands as access  # noqa: PLC0415
    from throughcare.clock import queries as clock  # noqa: PLC0415
    from throughcare.probation import queries as probation  # noqa: PLC0415

    now = clock.now()
    seats = _rows(
        "select distinct on (p.id) p.account_id, p.id, a.item_id, m.crn from access_post p"
        " join probation_caseassignment a on a.post_id = p.id join probation_case c on c.id = a.item_id"
        " join people_person m on m.id = c.person_id"
        " where p.role = 'officer' and a.change_id is null and a.superseded_at is null order by p.id limit %(count)s",
        count=TRIES,
    )
    with connection.cursor() as cursor:
        _by_hand(cursor)
    seen: dict[str, tuple[list[float], list[float]]] = {}
    for account, post, case, crn in seats:
        with access.acting_as(account_id=account, now=now):
            probation.card_of(crn, at=now)
            held = [c.case_id for c in probation.caseload(at=now, post_ids=[post]).cards]
            values = {"case": case, "post": post, "held": held, "now": now}
            for name, (text, by_hand) in _statements().items():
                through = _timed(text, values)
                with _as_owner():
                    bare = _timed(by_hand, values)
                if through[0] != bare[0]:
                    raise SystemExit(f"{name}: the access rules and the filter by hand differ")
                times = seen.setdefault(name, ([], []))
                times[0].append(through[1])
                times[1].append(bare[1])
    for name, (through, bare) in seen.items():
        yield {
            "query": name,
            "through the access rules, ms": round(median(through) * 1000, 2),
            "filter by hand, ms": round(median(bare) * 1000, 2),
            "times": round(median(through) / median(bare), 2),
        }


def _statements() -> dict[str, tuple[str, str]]:
    """What pages ask, and the same with the filter by hand."""
    may = HOLDS.format(case="c.id", says=READS)
    log_by_hand = LOG.replace(
        OF_THE_CASE,
        f"{OF_THE_CASE} and (select {may} and not {REFUSED.format(person='c.person_id')} from probation_case c where c.id = %(case)s)",
    )
    cards = "select * from {}probation_cards(%(held)s::bigint[], %(now)s) order by 1"
    diary = "select * from {}probation_diary(array[%(post)s]::bigint[], null, %(now)s, %(now)s::timestamptz + interval '7 days')"
    return {
        "caseload": (cards.format(""), cards.format("pg_temp.")),
        "timeline": (LOG, log_by_hand),
        "diary": (diary.format(""), diary.format("pg_temp.")),
    }


@contextmanager
def _as_owner() -> Iterator[None]:
    """Within a block that acts for somebody, ask as the owner of the tables, whom row security does not hold back."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield
        cursor.execute("set local role throughcare_app")


def _timed(statement: str, values: dict[str, Any]) -> tuple[list[Any], float]:  # Any: rows
    """The rows, and the best of five: the first may have to fetch or prepare."""
    best = float("inf")
    for _ in range(5):
        began = perf_counter()
        rows = _rows(statement, **values)
        best = min(best, perf_counter() - began)
    return rows, best


def _asked(load: Path, words: list[float], lines: list[str]) -> dict[str, list[float]]:
    told = subprocess.run(
        [sys.executable, str(load), *map(str, words)],
        input="\n".join(lines),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(told.stdout))


def _told(seen: dict[str, Any]) -> Iterator[Line]:  # Any: times, and what failed
    failed = seen.pop("failed")
    for kind, times in seen.items():
        ordered = sorted(times)
        yield {
            "page": kind,
            "requests": len(ordered),
            **{f"{percent}th, ms": _percentile(ordered, percent) for percent in (50, 95, 99)},
            "slowest, ms": round(ordered[-1] * 1000),
        }
    yield {"page": "all of them", "failed": len(failed), "first": failed[0] if failed else "-"}


def _percentile(ordered: list[float], percent: int) -> int:
    return round(ordered[max(len(ordered) * percent // 100 - 1, 0)] * 1000)


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:  # Any: rows of the database
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
