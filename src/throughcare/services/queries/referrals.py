"""Referrals to suppliers: as lines of lists, and one with all that became of it. Row security decides what is found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from throughcare.probation import queries as probation
from throughcare.services import terms
from throughcare.services.models import (
    Activity,
    Finding,
    Plan,
    Referral,
    ReferralCategory,
    ReferralOutcome,
    Report,
)
from throughcare.services.queries.lists import not_for_person, suppliers
from throughcare.services.rules.referrals import Known, Other

_LINE: Final = """
    SELECT r.reference, r.case_id, k.name, k.supplier_id, s.title, s.acts, coalesce(g.names, ''), r.recorded_at, r.sent_at,
        r.ended_at, r.complete_by, r.worker, r.id, coalesce(t.recorded_at, r.recorded_at)
    FROM services_referral r
    JOIN services_contract k ON k.id = r.contract_id
    JOIN services_step s ON s.code = r.state_id
    LEFT JOIN LATERAL (
        SELECT string_agg(c.name, ', ' ORDER BY c.name) AS names FROM services_referralcategory x
        JOIN services_servicecategory c ON c.code = x.category_id WHERE x.referral_id = r.id
    ) g ON true
    LEFT JOIN LATERAL (
        SELECT y.recorded_at FROM services_steptaken y WHERE y.referral_id = r.id ORDER BY y.number DESC LIMIT 1
    ) t ON true
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A referral as a line of a list. It has stood where it is since `since`."""

    reference: str
    case_id: int
    contract: str
    supplier_id: int
    state: str
    acts: str
    categories: str
    drafted_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    complete_by: date | None
    worker: str
    referral_id: int
    since: datetime

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    def days(self, now: datetime) -> int:
        """How old it is, from when it was sent or else drafted, until it ended."""
        return ((self.ended_at or now) - (self.sent_at or self.drafted_at)).days

    def days_here(self, now: datetime) -> int:
        return (now - self.since).days


@dataclass(frozen=True, kw_only=True)
class Taken:
    title: str
    at: datetime
    note: str
    author: str


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A session with its time. `outcome` is what the log says; `is_told` whether the supplier said what happened."""

    number: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    outcome: str
    outcome_words: str
    is_released: bool
    is_told: bool
    attendance: str
    is_held: bool | None
    feedback: str
    concern: str
    is_notified: bool

    @property
    def is_waiting(self) -> bool:
        """Whether the supplier has to say what happened, once it is over."""
        return not self.is_told and not self.is_released


@dataclass(frozen=True, kw_only=True)
class File:
    """A referral with all that became of it."""

    referral: Referral
    supplier: str
    categories: tuple[ReferralCategory, ...]
    outcomes: tuple[ReferralOutcome, ...]
    steps: tuple[Taken, ...]
    plan: Plan | None
    activities: tuple[Activity, ...]
    meetings: tuple[Meeting, ...]
    report: Report | None
    findings: tuple[Finding, ...]

    @property
    def delivered(self) -> int:
        """How many sessions took place."""
        return sum(each.kind == "session" and each.is_held is True for each in self.meetings)


def count_of_case(case_id: int) -> int:
    return Referral.objects.filter(case_id=case_id).count()


def of_case(case_id: int, *, part: slice) -> tuple[Line, ...]:
    """A part of the referrals of a case: those that go on first, then the latest; one query."""
    return _lines(
        "WHERE r.case_id = %s ORDER BY r.ended_at IS NOT NULL, r.recorded_at DESC, r.id DESC LIMIT %s OFFSET %s",
        [case_id, part.stop - part.start, part.start],
    )


def count_going_on(case_ids: Collection[int]) -> int:
    return Referral.objects.filter(case_id__in=case_ids, ended_at=None).count()


def going_on(case_ids: Collection[int], *, part: slice) -> tuple[Line, ...]:
    """A part of those of some cases that go on, what the officer has to do first, then the oldest; one query."""
    return _lines(
        "WHERE r.case_id = ANY (%s) AND r.ended_at IS NULL"
        " ORDER BY s.acts <> 'The officer', coalesce(r.sent_at, r.recorded_at), r.id LIMIT %s OFFSET %s",
        [list(case_ids), part.stop - part.start, part.start],
    )


def file_of(reference: str) -> File | None:
    """A referral under its reference that the viewer may read, as officer of the case or as its supplier; twelve queries at most."""
    found = (
        Referral.objects.filter(reference=reference)
        .select_related("contract__type", "state", "end_reason")
        .first()
    )
    if found is None:
        return None
    return File(
        referral=found,
        supplier=suppliers([found.contract.supplier_id])[found.contract.supplier_id],
        categories=tuple(
            found.categories.select_related("category").order_by("category__name", "id")
        ),
        outcomes=tuple(
            found.outcomes.select_related("outcome__category").order_by("outcome__code", "id")
        ),
        steps=_steps(found.pk),
        plan=Plan.objects.filter(referral=found).first(),
        activities=tuple(
            found.activities.select_related("outcome").order_by("outcome__code", "id")
        ),
        meetings=_meetings(found.pk),
        report=Report.objects.filter(referral=found).first(),
        findings=tuple(found.findings.select_related("outcome").order_by("outcome__code", "id")),
    )


def known_of(file: File, *, on: date) -> Known:
    """What there is of a referral, for the rules. What others hold is known to the officer alone."""
    planned = {each.outcome_id for each in file.activities if each.words}
    judged = {each.outcome_id for each in file.findings}
    with_outcome = {each.outcome.category_id for each in file.outcomes}
    first = [each for each in file.meetings if each.kind == "assessment" and not each.is_released]
    return Known(
        categories=len(file.categories),
        without_outcomes=[
            each.category.name for each in file.categories if each.category_id not in with_outcome
        ],
        complete_by=file.referral.complete_by,
        has_risk=bool(file.referral.risk.strip()),
        is_in_force=_is_in_force(file.referral, on=on),
        not_for=_not_for(file.referral),
        others=others(file),
        has_meeting=bool(first),
        is_assessed=any(each.is_held for each in first),
        has_plan=file.plan is not None,
        unplanned=[
            each.outcome.description for each in file.outcomes if each.outcome_id not in planned
        ],
        has_report=file.report is not None,
        unfound=[
            each.outcome.description for each in file.outcomes if each.outcome_id not in judged
        ],
        untold=sum(each.is_waiting for each in file.meetings),
    )


def _not_for(referral: Referral) -> str:
    """For whom the service of a draft is, where the person is none of them. What was sent stays, whatever is put right later."""
    if referral.sent_at is not None or not referral.contract.sex:
        return ""
    return not_for_person(referral.contract, person_id=referral.case.person_id)


def others(file: File) -> tuple[Other, ...]:
    """Who holds the person for a category of a draft under its sentence already; two queries."""
    if file.referral.sent_at is not None:
        return ()
    found = list(
        ReferralCategory.objects.filter(
            sentence_id=file.referral.sentence_id,
            category_id__in=[each.category_id for each in file.categories],
            is_live=True,
        )
        .select_related("category", "referral__contract")
        .order_by("category__name", "id")
    )
    names = suppliers({each.referral.contract.supplier_id for each in found}) if found else {}
    return tuple(
        Other(
            category=each.category.name,
            supplier=names[each.referral.contract.supplier_id],
            reference=each.referral.reference,
        )
        for each in found
    )


def duties(
    case_id: int, *, at: datetime
) -> list[tuple[probation.Sentence, probation.Requirement | None]]:
    """The sentences in force that a service may be under, each with every live requirement that its sessions may be days of, or None."""
    offered: list[tuple[probation.Sentence, probation.Requirement | None]] = []
    for order in probation.record(case_id, at=at).orders:
        if order.sentence.terminated_on is not None or order.sentence.imposed_on is None:
            continue
        offered += [
            (order.sentence, each)
            for each in order.requirements
            if each.ended_on is None and each.type_id == terms.requirement_type()
        ]
        offered.append((order.sentence, None))
    return offered


def _is_in_force(referral: Referral, *, on: date) -> bool:
    """Whether what it is under goes on; of a case that the viewer may not read nothing is said against it."""
    over = Q(terminated_on__lt=on)
    if probation.Sentence.objects.filter(over, id=referral.sentence_id).exists():
        return False
    if referral.requirement_id is None:
        return True
    ended = probation.Requirement.objects.filter(id=referral.requirement_id, ended_on__lt=on)
    return not ended.exists()


def _lines(condition: str, values: list[Any]) -> tuple[Line, ...]:  # Any: what a query takes
    with connection.cursor() as cursor:
        cursor.execute(f"{_LINE} {condition}", values)
        return tuple(
            Line(**dict(zip(Line.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def _steps(referral_id: int) -> tuple[Taken, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.title, t.recorded_at, t.note, coalesce(u.display_name, '') FROM services_steptaken t"
            " JOIN services_step s ON s.code = t.step_id LEFT JOIN access_account u ON u.id = t.author_id"
            " WHERE t.referral_id = %s ORDER BY t.number DESC",
            [referral_id],
        )
        return tuple(
            Taken(title=title, at=at, note=note, author=author)
            for title, at, note, author in cursor.fetchall()
        )


def _meetings(referral_id: int) -> tuple[Meeting, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.number, s.kind, t.starts_at, t.ends_at, t.outcome, t.outcome_words, s.is_released, s.told_at IS NOT NULL,"
            " s.attendance, s.is_held, s.feedback, s.concern, s.is_notified"
            " FROM services_session s JOIN services_times(%s) t ON t.session_id = s.id"
            " WHERE s.referral_id = %s ORDER BY t.starts_at, s.number",
            [referral_id, referral_id],
        )
        return tuple(
            Meeting(**dict(zip(Meeting.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
