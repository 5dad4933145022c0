"""What became of each list of things begun and not ended, as the last reconciliation found it."""

from dataclasses import asdict

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans
from throughcare.restructure.queries.plans import Report
from throughcare.restructure.queries.reconciliation import ListStanding, standings


def told(plan: Plan) -> list[Report]:
    """Every list as it is now, for the report of a run. For the engine."""
    return [asdict(each) for each in standings(plan)]


def found(plan: Plan) -> tuple[ListStanding, ...]:
    """Every list as the last reconciliation found it; none before the first. One query."""
    return tuple(ListStanding(**each) for each in plans.reconciled(plan).get("lists", ()))
