"""Gates that rooms above measure: each says how, once, and is asked whenever the gates are read.

What nobody measures here is amber, and says so.
"""

from collections.abc import Callable

from throughcare.restructure.models import Plan
from throughcare.restructure.queries.lights import Reading
from throughcare.restructure.rules.gates import BY_NAME, By, Light

Measure = Callable[[Plan], Reading]

_measures: dict[str, Measure] = {}


def measured_by(measure: Measure, *, gate: str) -> None:
    """Have a gate measured so; said again, the last one counts.

    Raises:
        KeyError: no room measures such a gate.
    """
    if BY_NAME[gate].by != By.ROOM:
        raise KeyError(gate)
    _measures[gate] = measure


def reading_of(plan: Plan, *, gate: str) -> Reading:
    """How a gate that a room above measures stands."""
    if measure := _measures.get(gate):
        found = measure(plan)
        return Reading(
            name=gate,
            asks=BY_NAME[gate].asks,
            light=Light(found.light),
            fact=found.fact,
            page=found.page,
            counts=found.counts,
        )
    return Reading(
        name=gate,
        asks=BY_NAME[gate].asks,
        light=Light.AMBER,
        fact="Not measured yet.",
        page="readiness",
    )
