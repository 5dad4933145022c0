"""A company in June 2014: sentences, releases, breaches, reports and unpaid work, each said in a line."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from throughcare.access.models import Account
from throughcare.access.tests.small_nation import LONG_AGO, give, officer, person_with_case
from throughcare.measures import queries as measures
from throughcare.organisation import queries as organisation
from throughcare.organisation.models import Unit
from throughcare.probation.models import (
    Appointment,
    Case,
    CaseAssignment,
    ContactType,
    Custody,
    CustodyChange,
    Institution,
    Offence,
    Release,
    Sentence,
    SentenceType,
)
from throughcare.probation.tests.conftest import (
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
)

__all__ = ["nation", "nation_once", "officer_elsewhere", "officer_here", "scoped"]

JUNE = (date(2014, 6, 1), date(2014, 6, 30))
AUGUST = datetime(2014, 8, 1, 9, tzinfo=UTC)
"""When everything of June can be judged."""


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def june(day: int) -> date:
    return date(2014, 6, day)


def scoped(code: str) -> measures.Scope:
    found = organisation.routed(code, moment=organisation.pinned())
    assert found.to is not None
    return measures.scope(found.to, at=AUGUST)


class Town:
    """Makes cases of one provider, and what happens to them."""

    def __init__(self, units: dict[str, Unit], code: str) -> None:
        self.units = units
        self.code = code
        self.made = 0

    def case(self, *, given_on: date | None = None) -> Case:
        self.made += 1
        made: Case = person_with_case(
            f"X{self.code[1:]}{self.made:04}",
            owner=self.units[self.code],
            holder=self.units[f"{self.code}T"],
        )
        if given_on is not None:
            CaseAssignment.objects.filter(item=made).update(starts_at=noon(given_on))
        return made

    def sentence(
        self,
        case: Case,
        imposed_on: date,
        *,
        type_code: str = "201",
        **more: Any,  # Any: as the columns are
    ) -> Sentence:
        made: Sentence = Sentence.objects.create(
            case=case,
            number=1 + Sentence.objects.filter(case=case).count(),
            type_id=type_code,
            offence=Offence.objects.get(),
            imposed_on=imposed_on,
            recorded_at=noon(imposed_on),
            **more,
        )
        return made

    def order(self, imposed_on: date, *, given_on: date) -> Case:
        """A case that was given to the provider because of a community order."""
        made = self.case(given_on=given_on)
        self.sentence(made, imposed_on)
        return made

    def book(self, case: Case, day: date, *, type_code: str = "COAP", outcome: str = "") -> None:
        Appointment.objects.create(
            case=case,
            type_id=type_code,
            starts_at=noon(day),
            ends_at=noon(day) + timedelta(minutes=30),
            outcome=outcome,
            recorded_at=noon(day),
        )

    def release(self, released_on: date, *, recalled_on: date | None = None) -> Case:
        case = self.case()
        sentence = self.sentence(case, date(2013, 6, 3), type_code="301")
        custody = Custody.objects.create(
            case=case,
            sentence=sentence,
            status="B",
            status_on=released_on,
            recorded_at=LONG_AGO,
        )
        happened = [("begun", "A", date(2013, 6, 3)), ("release", "B", released_on)]
        if recalled_on is not None:
            happened.append(("recall", "C", recalled_on))
        for number, (kind, status, day) in enumerate(happened, start=1):
            CustodyChange.objects.create(
                case=case,
                custody=custody,
                number=number,
                kind=kind,
                status=status,
                happened_at=noon(day),
                source="probation",
                recorded_at=LONG_AGO,
            )
        Release.objects.create(
            case=case,
            custody=custody,
            number=1,
            released_on=released_on,
            kind="adult-licence",
            institution=Institution.objects.get(),
            recorded_at=noon(released_on),
        )
        return case

    def goes(self, case: Case, code: str, *, on: date) -> None:
        give(case, owner=self.units[code], holder=self.units[f"{code}T"], starts_at=noon(on))


@pytest.fixture
def codes(nation) -> None:
    SentenceType.objects.bulk_create(
        SentenceType(
            code=code,
            description=words,
            family=family,
            kind=kind,
            is_custodial=kind == "SC",
        )
        for code, words, family, kind in (
            ("201", "Community order", "community", "SP"),
            ("202", "Deferred sentence", "deferred", "SP"),
            ("203", "Suspended sentence order", "suspended", "SP"),
            ("301", "Determinate sentence", "determinate", "SC"),
            ("999", "Fine", "not-supervised", "NS"),
        )
    )
    Offence.objects.create(code="04600", description="Theft from a shop")
    Institution.objects.create(code="LEIHMP", name="Leicester")
    ContactType.objects.get_or_create(
        code="COPT", defaults={"description": "Telephone", "kind": "appointment"}
    )


@pytest.fixture
def town(nation, codes) -> Town:
    return Town(nation.units, "C05")


@pytest.fixture
def division(nation, codes) -> Town:
    return Town(nation.units, "N02")


@pytest.fixture
def head_here(nation) -> Account:
    return officer("head", owner=nation.units["C05"], holder=nation.units["C05"], role="executive")


@pytest.fixture
def head_elsewhere(nation) -> Account:
    return officer(
        "head-n02", owner=nation.units["N02"], holder=nation.units["N02"], role="executive"
    )


@pytest.fixture
def team_manager(nation) -> Account:
    return officer(
        "manager-c05t", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )
