"""The steps of a load: what each does, over how many chunks, and at what cost.

SQL of a step stands in `sql/`, with `:words` for numbers. A step over cases or people is cut into
chunks; each chunk is one transaction. Everything in it depends on the seed alone.
"""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from time import sleep

import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from throughcare.allocation import commands as change_allocation
from throughcare.nation import release_dates, tables
from throughcare.nation.choices import DIVISORS, Size
from throughcare.nation.models import SetAside
from throughcare.nation.rules import (
    CONTACTS_OF_A_CASE,
    DOCUMENTS_OF_A_CASE,
    EVE,
    NATIONAL_PEOPLE,
)
from throughcare.organisation import commands as change_organisation

PLACE = Path(__file__).parent / "sql"
SECONDS_BETWEEN_CANCELS = 0.1
LANES = max(2, min(4, os.cpu_count() or 2))
"""How many chunks are made at once: the work is the database's, and one connection uses one core."""

LARGE_TABLES = (
    "people_person",
    "people_name",
    "people_identifier",
    "people_address",
    "people_contactpoint",
    "people_contactpreference",
    "people_personalcontact",
    "people_circumstance",
    "people_disability",
    "people_adjustment",
    "people_equalityfact",
    "probation_case",
    "probation_caseassignment",
    "probation_riskprofile",
    "probation_sentence",
    "probation_requirement",
    "probation_additionaloffence",
    "probation_additionalsentence",
    "probation_appearance",
    "probation_acceptedwarning",
    "probation_custody",
    "probation_custodychange",
    "probation_keydate",
    "probation_release",
    "probation_recall",
    "probation_licence",
    "probation_licencecondition",
    "probation_supervisionrequirement",
    "probation_registration",
    "probation_contact",
    "probation_document",
    "probation_appointment",
    # Small, and held to sentences and requirements by a key of two columns that is set aside.
    "probation_enforcement",
    "probation_compliance",
    "probation_failureaction",
    "probation_requirementamendment",
    "probation_sentenceamendment",
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. `size` of a chunk is in cases or people, as `over` says; 0 is the whole at once.

    `cost` is per thousand cases or people, in what a thousand contacts cost.
    """

    name: str
    label: str
    over: str = "cases"
    size: int = 0
    cost: int = 1


STEPS = (
    Step(name="code_lists", label="Codes of probation", cost=0),
    Step(name="staging", label="Names, places and volumes", cost=0),
    Step(name="set_aside", label="Making room", cost=0),
    Step(name="units", label="Trusts, clusters, teams and offices", cost=0),
    Step(name="staff", label="Staff, accounts and posts", cost=1),
    Step(name="case_plan", label="Which case is whose", cost=10),
    Step(name="people", label="People, names and identifiers", over="people", size=25_000, cost=9),
    Step(name="cases", label="Cases, sentences and risk", size=12_000, cost=24),
    Step(name="sentences", label="Courts, custody and licences", size=12_000, cost=16),
    Step(name="lives", label="How people live and are reached", size=12_000, cost=12),
    Step(name="assessments", label="Assessments and scores", size=12_000, cost=14),
    Step(name="contacts", label="Contacts", size=1_200, cost=110),
    Step(name="documents", label="Documents", size=12_000, cost=7),
    Step(name="appointments", label="Appointments ahead", cost=4),
    Step(name="unpaid_work", label="Unpaid work", cost=25),
    Step(name="services", label="Services and sessions", cost=3),
    Step(name="housing", label="Premises, and who lives in them", cost=1),
    Step(name="programmes", label="Accredited programmes", cost=2),
    Step(name="checkins", label="Check-ins by link", cost=2),
    Step(name="in_flight", label="Work in flight", cost=1),
    Step(name="victims", label="Victims in contact", cost=1),
    Step(name="hearings", label="Court hearings", cost=1),
    Step(name="ties", label="Cases that belong together", cost=1),
    Step(name="processes", label="Steps, evidence and interventions", cost=3),
    Step(name="restrictions", label="Restricted records", cost=1),
    Step(name="closed_cases", label="Cases closed long ago", cost=1),
    Step(name="disclosure", label="Requests for records, and holds", cost=1),
    Step(name="put_back", label="Keys and indexes", cost=150),
    Step(name="release_dates", label="Release dates", size=6_000, cost=6),
    Step(name="managers", label="Parts of cases apart", cost=2),
    Step(name="tiers", label="Tiers", size=4_000, cost=12),
    Step(name="finish", label="Counting", cost=1),
)


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """What one transaction does: items `first` to `last`."""

    step: Step
    number: int
    first: int
    last: int
    cost: int


@dataclass(frozen=True, kw_only=True)
class Nation:
    """What is to be made."""

    size: Size
    seed: int

    @property
    def people(self) -> int:
        return NATIONAL_PEOPLE // DIVISORS[self.size]

    @property
    def cases(self) -> int:
        return sum(
            volume.cases_to_nps + volume.cases_to_crc for volume in tables.volumes(self.size)
        )

    @property
    def words(self) -> dict[str, str]:
        """The numbers that the SQL of the steps asks for."""
        return {
            "seed": f"({self.seed}::bigint)",
            "people": str(self.people),
            "contacts": str(CONTACTS_OF_A_CASE),
            "documents": str(DOCUMENTS_OF_A_CASE),
            "places": str(len(tables.places("place"))),
            "streets": str(len(tables.places("street"))),
            "order_slots": str(len(tables.contacts(is_custodial=False)) - 1),
            "custody_slots": str(len(tables.contacts(is_custodial=True)) - 1),
            "tables": ", ".join(f"'{table}'" for table in LARGE_TABLES),
        }

    def chunks(self) -> Iterator[Chunk]:
        counts = {"cases": self.cases, "people": self.people}
        for step in STEPS:
            count = counts[step.over]
            size = step.size or count
            for number, first in enumerate(range(1, count + 1, size)):
                last = min(first + size - 1, count)
                yield Chunk(
                    step=step,
                    number=number,
                    first=first,
                    last=last,
                    cost=max(1, (last - first + 1) * step.cost // 1000),
                )


def load(chunk: Chunk, *, nation: Nation) -> None:
    """Do one chunk, within the transaction of the caller."""
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off; set local jit = off")
        match chunk.step.name:
            case "code_lists":
                change_organisation.load_code_lists()
            case "staging":
                cursor.execute(statement("staging", words=nation.words))
                _copy_lists(cursor, size=nation.size)
            case "tiers":
                change_allocation.fill_tiers(first=chunk.first, last=chunk.last, now=EVE)
            case "release_dates":
                release_dates.fill(cursor, first=chunk.first, last=chunk.last)
            case "put_back":
                # Each is made again in a transaction of its own, before this one.
                pass
            case name:
                words = nation.words | {"first": str(chunk.first), "last": str(chunk.last)}
                cursor.execute(statement(name, words=words))


def statement(name: str, *, words: Mapping[str, str]) -> str:
    """Give the SQL of a step with its words filled in, longest first."""
    text = (PLACE / f"{name}.sql").read_text(encoding="utf-8")
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(f":{word}", words[word])
    return text


def put_back() -> Generator[float]:
    """Make again what was set aside, each in its own transaction; tells the share that is done.

    Keys wait for indexes and foreign keys for keys; constraints of one table wait for one another.
    """
    kept = list(SetAside.objects.order_by("position", "name"))
    made = 0
    for _, group in groupby(kept, key=attrgetter("position")):
        lanes: dict[str, list[SetAside]] = {}
        for one in group:
            lanes.setdefault(one.statement.partition(" add constraint ")[0], []).append(one)
        for _ in side_by_side([partial(_make_again, lane) for lane in lanes.values()]):
            made += 1
            yield made / len(kept)


def _make_again(lane: Sequence[SetAside]) -> None:
    for kept in lane:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local maintenance_work_mem = '256MB'")
            cursor.execute("set constraints all immediate")
            cursor.execute(kept.statement)
            kept.delete()


def side_by_side(tasks: Sequence[Callable[[], None]]) -> Generator[None]:
    """Do tasks in lanes, each on a connection of its own; tells of each that is done.

    Within a transaction there is one lane, since another would not see what is not committed. Where
    one task fails, or nobody waits any more, what runs is cancelled and the rest is not begun.
    """
    if connection.in_atomic_block or len(tasks) < LANES:
        for task in tasks:
            task()
            yield
        return
    working: set[psycopg.Connection] = set()
    lanes = ThreadPoolExecutor(LANES)
    begun = [lanes.submit(_in_lane, task, working=working) for task in tasks]
    try:
        for finished in as_completed(begun):
            finished.result()
            yield
    finally:
        lanes.shutdown(wait=False, cancel_futures=True)
        # Again and again, since a task may be between two statements.
        while not all(future.done() for future in begun):
            for busy in tuple(working):
                busy.cancel_safe()
            sleep(SECONDS_BETWEEN_CANCELS)


def _in_lane(task: Callable[[], None], *, working: set[psycopg.Connection]) -> None:
    connection.ensure_connection()
    own = connection.connection
    working.add(own)
    try:
        task()
    finally:
        working.discard(own)
        connection.close()


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(LARGE_TABLES)}")


def _copy_lists(cursor: CursorWrapper, *, size: Size) -> None:
    for table, rows in tables.staged(size):
        _copy(cursor, table=table, columns=[], rows=rows)


def _copy(cursor: CursorWrapper, *, table: str, columns: list[str], rows: list[tables.Row]) -> None:
    into = f"{table} ({', '.join(columns)})" if columns else table
    with cursor.copy(f"copy {into} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
