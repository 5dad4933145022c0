"""Scoring somebody, and keeping the score with all that it was made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from throughcare.assessments import commands as change_assessments
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.risk import reading
from throughcare.risk.choices import Basis, Source
from throughcare.risk.models import Score
from throughcare.risk.rules import predictors, scoring
from throughcare.risk.rules.levels import Value

MEASURES: Final = {
    "OGRS3": "OGRS",
    **{
        name: name
        for name in ("RSR", "OVP", "OGP", "ARP", "VRP", "SVRP", "CSRP", "DC-SRP", "IIC-SRP")
    },
}
"""What assessments call the score of a predictor. OGRS4, which was checked against nothing published, counts nowhere."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A value with where it comes from, and the day of that record."""

    value: Value | None
    source: Source
    on: date | None = None


@transaction.atomic
def record_score(
    *,
    account_id: int,
    case_id: int,
    tool: str,
    given: Mapping[str, Given],
    assessed_on: date,
    now: datetime,
) -> Score:
    """Score somebody by the version of a day, and keep it; where it counts for a case, the case has it from now on.

    The case is told what people are shown, so that whatever is decided by it is decided by what they saw.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the day is not yet, there was no such predictor then, or something lacks, is no answer or contradicts.
    """
    case = change_probation.hold_case(case_id)
    if assessed_on > local_day(now):
        raise Refused.because("not-yet", "The day cannot be in the future.")
    try:
        of = predictors.in_force(reading.tools(), name=tool, on=assessed_on)
    except LookupError as error:
        raise Refused.because("no-version", str(error)) from error
    found = scoring.score_best(of, {name: each.value for name, each in given.items()})
    made = _keep(
        found, of=of, case_id=case_id, account_id=account_id, given=given, on=assessed_on, now=now
    )
    audit.record(
        account_id=account_id,
        action="score.made",
        subject_kind="case",
        subject_reference=case.person.crn,
        now=now,
        detail={"altered": f"risk.Score/{made.pk}", "tool": of.label},
    )
    if tool in MEASURES and (made.band or tool != "DC-SRP"):
        change_assessments.set_score(
            account_id=account_id,
            case_id=case_id,
            measure=MEASURES[tool],
            value=made.percent,
            scored_on=assessed_on,
            is_static=made.basis == Basis.RECORD,
            band=made.band,
            now=now,
        )
    return made


def _keep(
    found: scoring.Score,
    *,
    of: predictors.Tool,
    case_id: int,
    account_id: int,
    given: Mapping[str, Given],
    on: date,
    now: datetime,
) -> Score:
    return Score.objects.create(
        case_id=case_id,
        number=_next_number(case_id),
        tool=found.tool,
        version=found.version,
        variant=found.variant,
        basis=_basis(of, found),
        assessed_on=on,
        probability=found.probabilities[predictors.BANDED_AT],
        probability_in_a_year=found.probabilities.get(1),
        percent=found.percents[predictors.BANDED_AT],
        band=found.band,
        inputs={name: _as_kept(given[name]) for name in found.given},
        parts=[_part(part) for part in found.parts],
        notes=list(found.notes),
        lacking=list(found.lacking),
        made_by_id=account_id,
        made_at=now,
    )


def _next_number(case_id: int) -> int:
    last = Score.objects.filter(case_id=case_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _basis(of: predictors.Tool, found: scoring.Score) -> Basis:
    asks = any(
        of.catalogue.inputs[name].comes_from == "interview" for name in of.inputs(found.variant)
    )
    return Basis.INTERVIEW if asks else Basis.RECORD


def _as_kept(given: Given) -> dict[str, Any]:  # Any: JSON
    return {
        "value": given.value,
        "source": given.source.value,
        "on": given.on.isoformat() if given.on else None,
    }


def _part(part: scoring.PartScore) -> dict[str, Any]:  # Any: JSON
    return {
        "name": part.name,
        "words": part.words,
        "says": part.says,
        "band": part.band,
        "points": None if part.points is None else str(part.points),
        "probabilities": {str(years): f"{p:f}" for years, p in part.probabilities.items()},
        "terms": [
            {
                "name": term.name,
                "value": f"{term.value:f}",
                "inputs": [list(each) for each in term.inputs],
            }
            for term in part.terms
        ],
    }
