"""What goes beside the parts of a case, and by when a transfer is to be answered."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import connection

from throughcare.kernel.days import HERE, local_day
from throughcare.probation import limits as settings
from throughcare.probation.rules import transfers as rules

REPORT: Final = "report-"
"""What the keys of reports begin with."""


@dataclass(frozen=True, kw_only=True)
class ReportToMove:
    """A report that a court waits for and that the viewer writes; `key` names it beside the parts of the case."""

    key: str
    words: str
    owner_id: int


def reports_to_move(case_id: int) -> tuple[ReportToMove, ...]:
    """The reports of a case that the viewer writes and may ask others to write; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, words, owner_id FROM probation_reports_to_move(%s)", [case_id])
        return tuple(
            ReportToMove(**dict(zip(ReportToMove.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def keys_waiting(case_id: int) -> frozenset[str]:
    """Which parts of a case wait for an answer; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_parts_waiting(%s)", [case_id])
        (keys,) = cursor.fetchone()
        return frozenset(keys)


def count_to_answer() -> int:
    return _count("to-answer")


def count_asked() -> int:
    return _count("asked")


def _count(part: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM probation_transfers_known(%s)", [part])
        (count,) = cursor.fetchone()
        return int(count)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many transfers wait for an answer, and how many of them for longer than they may."""

    waiting: int
    overdue: int


_TO_ANSWER = """
    SELECT count(*), count(*) FILTER (WHERE t.asked_at < %s) FROM probation_transfers_known('to-answer') t
"""
_ASKED = """
    SELECT count(*), count(*) FILTER (WHERE t.asked_at < %s) FROM probation_transfer t
    WHERE t.state = 'pending' AND t.asked_by_id = tc_account()
"""


def answer_due(asked_at: datetime) -> date:
    """By which day what was asked for at a moment is to be answered."""
    return rules.answer_due(local_day(asked_at), limits=settings.limits(commenced={}))


def to_answer(*, at: datetime) -> Waiting:
    """What waits for an answer of the viewer's units; one query."""
    return _counted(_TO_ANSWER, at)


def asked(*, at: datetime) -> Waiting:
    """What the viewer asked for and still waits for; one query."""
    return _counted(_ASKED, at)


def _counted(statement: str, at: datetime) -> Waiting:
    since = rules.first_in_time(local_day(at), limits=settings.limits(commenced={}))
    with connection.cursor() as cursor:
        cursor.execute(statement, [datetime.combine(since, time(), tzinfo=HERE)])
        waiting, overdue = cursor.fetchone()
    return Waiting(waiting=waiting, overdue=overdue)
