"""What assessors and staff of premises know: applications, stays, and whom these are about. Of a case they know nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from throughcare.housing.models import Premises, Stay
from throughcare.housing.queries.applications import GOES_ON, Line, _lines


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whom an application is about, how to ring them, and who answers for the case."""

    case_id: int
    crn: str
    first: str
    last: str
    born_on: date | None
    sex: str
    telephone: str
    officer: str
    provider: str

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first, self.last) if part)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An application as a line of the assessor's list."""

    line: Line
    person: Person


def ids_to_answer(states: Collection[str]) -> list[int]:
    """What waits for the assessor at some steps: the urgent first, then by the day that it is due; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT application_id FROM housing_to_answer(%s)", [list(states)])
        return [application_id for (application_id,) in cursor.fetchall()]


def to_answer(application_ids: Sequence[int]) -> tuple[Asked, ...]:
    """Applications of the assessor's list, in its order; two queries."""
    lines = {
        line.application_id: line
        for line in _lines("WHERE a.id = ANY (%s)", [list(application_ids)])
    }
    found = people(list(lines))
    return tuple(
        Asked(line=lines[each], person=found[each]) for each in application_ids if each in found
    )


def people(application_ids: Collection[int]) -> dict[int, Person]:
    """Whom some applications are about, of those that the viewer answers or has the bed of; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM housing_people(%s)", [list(application_ids)])
        names = tuple(Person.__dataclass_fields__)
        return {
            row[0]: Person(**dict(zip(names, row[1:], strict=True))) for row in cursor.fetchall()
        }


def kept_premises() -> list[Premises]:
    """The premises whose beds the viewer keeps, by code; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM housing_premises p WHERE access_may('bed.keep', p.unit_id)"
        )
        ids = [premises_id for (premises_id,) in cursor.fetchall()]
    return list(Premises.objects.filter(id__in=ids).order_by("code"))


def stays_at(premises_id: int) -> list[Stay]:
    """Who lives in premises and who is to come, by bed and day; one query."""
    return list(
        Stay.objects.filter(bed__premises_id=premises_id, state__in=GOES_ON)
        .select_related("application", "bed")
        .order_by("bed__number", "starts_on", "id")
    )
