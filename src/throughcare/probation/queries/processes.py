"""Where warnings, breaches and recalls stand: their steps, their evidence, what may follow, and what waits for whoever presents them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from throughcare.organisation import queries as organisation
from throughcare.probation.models import (
    BreachOutcome,
    BreachReason,
    Compliance,
    Contact,
    Enforcement,
    ProcessMove,
    Requirement,
)
from throughcare.probation.rules.compliance import counted_from
from throughcare.probation.rules.processes import Move, Step, moves_from

PARTIES = ("officer", "presenter", "manager", "head")


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """A step that was taken, by whom, and until when it was to be left."""

    number: int
    step: str
    title: str
    acts: str
    on: date
    due_on: date | None
    note: str
    author: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A failure that is evidence; `requirement` is empty where it is of the whole sentence."""

    contact: int
    at: datetime
    type: str
    outcome: str
    reason: str
    requirement: str


@dataclass(frozen=True, kw_only=True)
class Process:
    """Where one stands. `next` are the steps that whoever asks may take now, as far as who they are decides it."""

    step: str
    title: str
    acts: str
    due_on: date | None
    taken: tuple[StepTaken, ...]
    failures: tuple[Failure, ...]
    next: tuple[Move, ...]


@dataclass(frozen=True, kw_only=True)
class ToPresent:
    """A process that a unit of the viewer's presents for the provider that has the case."""

    id: int
    case_id: int
    crn: str
    name: str
    reference: str
    step: str
    opened_on: date
    due_on: date
    owner: str
    presenter: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A recorded failure that may be evidence."""

    number: int
    contact_id: int
    at: datetime
    type: str
    outcome: str


def moves() -> tuple[Move, ...]:
    """Every move of every kind, by where it is from; one query."""
    found = ProcessMove.objects.select_related("to_step").order_by("to_step__position", "code")
    return tuple(_move(each) for each in found)


def process(found: Enforcement, *, at: datetime) -> Process:
    """How one stood at a moment; `next` is of now. Six queries at most."""
    return _process(found.pk, at=at)


def parties_of(enforcement_id: int) -> frozenset[str]:
    """Which of the parties to a process the viewer is; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p FROM unnest(%s::text[]) p WHERE probation_is_party(%s, p)",
            [list(PARTIES), enforcement_id],
        )
        return frozenset(party for (party,) in cursor.fetchall())


def step_of(enforcement_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_step_of(%s)", [enforcement_id])
        (step,) = cursor.fetchone()
        return str(step)


def taken_by(enforcement_id: int, *, account_id: int) -> frozenset[str]:
    """The steps of a process that an account took; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT step_id FROM probation_enforcementstep WHERE enforcement_id = %s AND author_id = %s",
            [enforcement_id, account_id],
        )
        return frozenset(step for (step,) in cursor.fetchall())


def count_processes_to_present() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM probation_processes_presented('')")
        (count,) = cursor.fetchone()
        return int(count)


def processes_to_present(*, part: slice) -> tuple[ToPresent, ...]:
    """A part of what the viewer's units present for others, what is due first first; one query."""
    return _to_present(
        "",
        "ORDER BY l.due_on, t.reference LIMIT %s OFFSET %s",
        [part.stop - part.start, part.start],
    )


def process_to_present(reference: str) -> ToPresent | None:
    return next(iter(_to_present(reference, "", [])), None)


def process_presented(found: ToPresent, *, at: datetime) -> Process:
    """How one that the viewer's unit presents stands; five queries."""
    return _process(found.id, at=at)


def candidates(case_id: int, *, since: date, limit: int = 100) -> tuple[Candidate, ...]:
    """Failures that the log has since a day, the latest first, at most `limit`; one query."""
    found = (
        Contact.objects.filter(
            case_id=case_id, outcome__is_complied=False, starts_at__date__gte=since
        )
        .select_related("type", "outcome")
        .order_by("-starts_at", "-number")[:limit]
    )
    return tuple(
        Candidate(
            number=each.number,
            contact_id=each.pk,
            at=each.starts_at,
            type=each.type.description,
            outcome=each.outcome.description if each.outcome else "",
        )
        for each in found
    )


def counted_since(enforcement: Enforcement) -> date:
    """Since when failures of the order count: the last breach of it that was concluded, or else the day it was imposed.

    Of a breach whose order is not known, the year before it was opened.
    """
    sentence = enforcement.sentence
    if sentence is None:
        return enforcement.opened_on.replace(
            year=enforcement.opened_on.year - 1, day=min(enforcement.opened_on.day, 28)
        )
    return counted_from(imposed_on=sentence.begins_on, breach_ended_on=breach_ended_on(sentence.pk))


def breach_ended_on(sentence_id: int) -> date | None:
    """The day on which an order last came out of breach: failures of it are counted anew from then; one query."""
    return (
        Compliance.objects.filter(sentence_id=sentence_id)
        .values_list("breach_ended_on", flat=True)
        .first()
    )


def is_in_breach(sentence_id: int) -> bool:
    """Whether an order is in breach: one of it is open or before the court; one query."""
    return Enforcement.objects.filter(
        sentence_id=sentence_id, kind="breach", state__in=("open", "presented")
    ).exists()


def presenting(unit: organisation.Named) -> organisation.Named | None:
    """The provider over a unit that itself presents to courts what is its own; None where it refers that to another."""
    moment = organisation.pinned()
    line = (unit, *organisation.chain_above(unit.unit_id, hierarchy="line", moment=moment))
    providers = {each.code for each in organisation.kinds().values() if each.is_provider}
    referring = {each.begins_for for each in moves() if each.to.code == "to-refer"}
    return next((each for each in line if each.kind in providers - referring), None)


def requirements_that_bind(sentence_id: int, *, on: date) -> list[Requirement]:
    """The requirements of an order that had begun and not ended by a day; one query."""
    return [
        each
        for each in Requirement.objects.filter(sentence_id=sentence_id, starts_on__lte=on)
        .select_related("type")
        .order_by("type__description", "id")
        if each.ended_on is None or each.ended_on > on
    ]


def breach_reasons() -> list[BreachReason]:
    return list(BreachReason.objects.order_by("description", "code"))


def breach_outcomes() -> list[BreachOutcome]:
    return list(BreachOutcome.objects.order_by("code"))


def _process(enforcement_id: int, *, at: datetime) -> Process:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_steps_known(%s) t WHERE t.recorded_at <= %s ORDER BY t.number",
            [enforcement_id, at],
        )
        taken = tuple(
            StepTaken(**dict(zip(StepTaken.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
        cursor.execute(
            "SELECT * FROM probation_failures_known(%s) t ORDER BY t.at, t.contact, t.requirement",
            [enforcement_id],
        )
        failures = tuple(
            Failure(**dict(zip(Failure.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
        cursor.execute(
            "SELECT s.code, s.title, s.acts FROM probation_processstep s WHERE s.code = %s",
            [taken[-1].step if taken else step_of(enforcement_id)],
        )
        code, title, acts = cursor.fetchone()
    mine = parties_of(enforcement_id)
    return Process(
        step=code,
        title=title,
        acts=acts,
        due_on=taken[-1].due_on if taken else None,
        taken=taken,
        failures=failures,
        next=tuple(move for move in moves_from(moves(), code, on=at.date()) if move.parties & mine),
    )


_TO_PRESENT = """
    SELECT t.id, t.case_id, t.crn, concat_ws(', ', n.last, n.first), t.reference, s.title, t.opened_on, l.due_on,
        coalesce(organisation_fact(t.owner_id, 'name', tc_now(), tc_live()), ''),
        coalesce(organisation_fact(t.presenter_id, 'name', tc_now(), tc_live()), '')
    FROM probation_processes_presented(%s) t
    JOIN probation_processstep s ON s.code = t.step
    LEFT JOIN people_name n ON n.person_id = t.person_id AND n.kind = 'legal'
    CROSS JOIN LATERAL (
        SELECT coalesce((SELECT k.due_on FROM probation_steps_known(t.id) k ORDER BY k.number DESC LIMIT 1), t.due_on) AS due_on
    ) l
"""


def _to_present(reference: str, condition: str, values: list[int]) -> tuple[ToPresent, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_TO_PRESENT} {condition}", [reference, *values])
        return tuple(
            ToPresent(**dict(zip(ToPresent.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def _move(row: ProcessMove) -> Move:
    to = row.to_step
    return Move(
        code=row.code,
        from_step=row.from_step_id or "",
        to=Step(
            code=to.code,
            kind=to.kind,
            title=to.title,
            state=to.state,
            acts=to.acts,
            names_presenter=to.names_presenter,
        ),
        label=row.label,
        parties=frozenset(row.parties.split()),
        needs=tuple(row.needs.split()),
        other_than=row.other_than,
        begins_for=row.begins_for,
        clock_days=row.clock_days,
        due_days=row.due_days,
        due_from_opening=row.due_from_opening,
        is_in_business_days=row.is_in_business_days,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
