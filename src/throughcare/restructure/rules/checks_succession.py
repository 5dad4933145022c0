"""Whether the succession of a plan is whole: forward in time, without cycle, one end for a unit."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from throughcare.restructure.rules.plan import CLOSING, Edge, EdgeKind, Event, Plan, Problem
from throughcare.restructure.rules.targets import Targets

TO_ONE: Final = frozenset({EdgeKind.REPLACE, EdgeKind.MERGE, EdgeKind.CLOSE})
BY_RULE: Final = frozenset({EdgeKind.SPLIT, EdgeKind.SPLIT_MERGE, EdgeKind.TRANSFER})


def check_succession(plan: Plan, targets: Targets) -> Iterator[Problem]:
    yield from _check_ends(plan, targets)
    yield from _check_kinds(plan, targets)
    yield from _check_new_units(plan, targets)
    yield from _check_continuing(plan, targets)
    for event in plan.events:
        path = f"succession > {event.reference}"
        if event.instant != plan.instant:
            yield Problem(path, "The event is not at the instant of the plan.")
        for edge in event.edges:
            where = f"{path} > {edge.origin} to {edge.to or 'nobody'}"
            for sentence in _wrong_with(edge, plan, targets):
                yield Problem(where, sentence)
        yield from _check_shape(event, path)
    if circle := _circle(plan):
        yield Problem("succession", f"{' to '.join(circle)} is a circle.")


def _check_ends(plan: Plan, targets: Targets) -> Iterator[Problem]:
    """Every old unit ends once, and nothing ends that is not an old unit."""
    listed = {unit.code for unit in plan.old_units}
    closers = Counter(
        code
        for event in plan.events
        for code in {edge.origin for edge in event.edges if edge.kind in CLOSING}
    )
    for code in sorted(listed - set(closers)):
        yield Problem(f"old units > {code}", f"No event says who succeeds {code}.")
    for code in sorted(set(closers) - listed):
        yield Problem("succession", f"{code} ends but is not among the old units.")
    for code, events in sorted(closers.items()):
        if events > 1:
            yield Problem("succession", f"{events} events end {code}.")
        standing = targets.standings.get(code)
        if targets.standings and (standing is None or not standing.operates):
            yield Problem(f"old units > {code}", f"{code} does not operate before the instant.")


def _check_new_units(plan: Plan, targets: Targets) -> Iterator[Problem]:
    for unit in plan.new_units:
        path = f"new units > {unit.code}"
        if unit.code in targets.standings and not plan.reverses:
            yield Problem(path, f"The code {unit.code} belongs to a unit that there is already.")
        if unit.parent is not None and (sentence := targets.not_open(unit.parent)):
            yield Problem(path, sentence)
    both = {unit.code for unit in plan.new_units} & {unit.code for unit in plan.old_units}
    for code in sorted(both):
        yield Problem("new units", f"{code} is an old unit; a code is never given twice.")


def _check_kinds(plan: Plan, targets: Targets) -> Iterator[Problem]:
    kinds = {unit.kind for unit in plan.new_units} | {unit.kind for unit in plan.continuing}
    for kind in sorted(kinds - {""}):
        if kind not in targets.all_kinds:
            yield Problem(
                "kinds", f"There is no kind of unit {kind!r}. Say under `kinds` what it is."
            )
    if plan.closing and plan.mirror is None and not plan.reverses:
        sentence = "Say which places of the bodies that end are made again, and with what codes."
        yield Problem("structure", sentence)


def _check_continuing(plan: Plan, targets: Targets) -> Iterator[Problem]:
    for going_on in plan.continuing:
        path = f"continuing units > {going_on.code}"
        if going_on.code in plan.opening:
            yield Problem(path, f"{going_on.code} begins with the plan; it cannot go on.")
        if sentence := targets.not_open(going_on.code):
            yield Problem(path, sentence)


def _wrong_with(edge: Edge, plan: Plan, targets: Targets) -> Iterator[str]:
    if (edge.kind is EdgeKind.CLOSE) != (edge.to is None):
        yield "Only a closure has no successor, and it never has one."
    if (edge.kind is EdgeKind.CONTINUES) != (edge.to == edge.origin):
        yield "Only a unit that continues is its own successor."
    if sentence := _backward(edge, plan, targets):
        yield f"Edges run forward in time: {sentence}"
    if edge.kind is EdgeKind.TRANSFER and edge.origin in plan.closing:
        yield f"{edge.origin} ends; only a unit that goes on gives a part away."
    if edge.kind in BY_RULE and not edge.rule:
        yield "Say which rule decides what goes this way."
    names = {rule.name for rules in plan.rules.values() for rule in rules}
    if edge.rule and edge.rule not in names:
        yield f"There is no rule {edge.rule!r}."


def _backward(edge: Edge, plan: Plan, targets: Targets) -> str:
    """Why the successor is not there at the instant; empty when it is."""
    if edge.to is None or edge.kind is EdgeKind.CONTINUES:
        return ""
    if sentence := targets.not_open(edge.to):
        return sentence
    continuing = {other.to for other in plan.edges if other.kind is EdgeKind.CONTINUES}
    if targets.standings or edge.to in plan.opening or edge.to in continuing:
        return ""
    return f"The plan neither opens {edge.to} nor lets it continue."


def _check_shape(event: Event, path: str) -> Iterator[Problem]:
    """Each kind of succession has its own numbers of units on either side."""
    for (origin, to), times in Counter((edge.origin, edge.to) for edge in event.edges).items():
        if times > 1:
            yield Problem(path, f"{origin} to {to} stands {times} times.")
    successors = Counter(edge.origin for edge in event.edges)
    predecessors = Counter(edge.to for edge in event.edges)
    for edge in event.edges:
        where = f"{path} > {edge.origin} to {edge.to or 'nobody'}"
        if edge.kind in TO_ONE and successors[edge.origin] > 1:
            sentence = f"{edge.origin} has {successors[edge.origin]} successors; that is a split."
            yield Problem(where, sentence)
        if edge.kind is EdgeKind.SPLIT and successors[edge.origin] == 1:
            yield Problem(where, f"{edge.origin} has one successor; that is no split.")
        if edge.kind is EdgeKind.REPLACE and predecessors[edge.to] > 1:
            sentence = f"{edge.to} succeeds {predecessors[edge.to]} units; that is a merger."
            yield Problem(where, sentence)


def _circle(plan: Plan) -> list[str]:
    """Units that succeed one another in a circle; empty when there is none."""
    after: dict[str, list[str]] = {}
    for edge in plan.edges:
        if edge.to is not None and edge.to != edge.origin:
            after.setdefault(edge.origin, []).append(edge.to)
    done: set[str] = set()
    for start in sorted(after):
        if circle := _walk(start, after, done):
            return circle
    return []


def _walk(start: str, after: Mapping[str, list[str]], done: set[str]) -> list[str]:
    trail: list[str] = []
    waiting: list[tuple[str, int]] = [(start, 0)]
    while waiting:
        code, depth = waiting.pop()
        del trail[depth:]
        if code in trail:
            return [*trail[trail.index(code) :], code]
        if code in done:
            continue
        trail.append(code)
        following = after.get(code, [])
        waiting += [(each, depth + 1) for each in following]
        if not following:
            done.add(code)
    done.add(start)
    return []
