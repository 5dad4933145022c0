"""How the first hour was measured, and whether that is good enough for a plan."""

from django.conf import settings
from django.db.models import QuerySet

from throughcare.access import queries as access
from throughcare.restructure.models import Measurement, Plan
from throughcare.restructure.queries import results
from throughcare.restructure.queries.kinds import CASE
from throughcare.restructure.queries.lights import Reading
from throughcare.restructure.queries.plans import civil
from throughcare.restructure.rules import capacity
from throughcare.restructure.rules.gates import BY_NAME

NAME = "capacity"


def measurements(plan: Plan, *, part: slice) -> list[Measurement]:
    """A part of what was measured for any version of a plan, latest first."""
    return list(_all(plan)[part])


def count_measurements(plan: Plan) -> int:
    return _all(plan).count()


def cases_answered(plan: Plan) -> int:
    """How many cases a plan answers; none before its first dry run."""
    counts = results.kinds_answered(plan)
    return sum(count for kind, _, count in counts if kind == CASE)


def asked_of(*, cases: int) -> capacity.Asked:
    """What is asked of the first hour: everybody who may sign in, in a database with so many cases."""
    return capacity.Asked(
        accounts=access.count_active(),
        minutes=settings.FIRST_HOUR_MINUTES,
        percentile_ms=settings.FIRST_HOUR_MS,
        cases=cases,
    )


def as_measured(kept: Measurement) -> capacity.Measured:
    return capacity.Measured(
        accounts=kept.accounts,
        minutes=kept.minutes,
        failed=kept.failed,
        percentile_ms=kept.percentile_ms,
        cases=kept.cases,
    )


def reading(plan: Plan, *, cases: int) -> Reading:
    """The gate, by the latest measurement of all, for a plan that answers so many cases."""
    kept, asked = _all(plan).first(), asked_of(cases=cases)
    measured = None if kept is None else as_measured(kept)
    return Reading(
        name=NAME,
        asks=BY_NAME[NAME].asks,
        light=capacity.light_of(measured, asked=asked),
        fact="Not measured yet." if kept is None else _fact(kept, asked=asked),
        page=NAME,
        counts=()
        if kept is None
        else (
            ("People who signed in", kept.accounts),
            ("Requests that failed", kept.failed),
            ("Milliseconds that 95 of 100 requests took at most", kept.percentile_ms),
        ),
    )


def _fact(kept: Measurement, *, asked: capacity.Asked) -> str:
    measured = as_measured(kept)
    said = (
        f"{kept.accounts:,} people signed in within {kept.minutes:g} minutes; {kept.failed:,} of {kept.requests:,}"
        f" requests failed, and 95 of 100 took up to {kept.percentile_ms:,} ms. Measured on {civil(kept.measured_at)}"
        f" with code {kept.code} and {kept.cases:,} open cases."
    )
    wanting = [*capacity.shortfalls(measured, asked=asked), *capacity.doubts(measured, asked=asked)]
    return f"{said} But {'; '.join(wanting)}." if wanting else said


def _all(plan: Plan) -> QuerySet[Measurement]:
    return Measurement.objects.filter(reference=plan.reference).order_by("-measured_at", "-id")
