"""Who keeps what a body still owns that ends: closed cases, what hangs on them, and what is on hold (ADR 17)."""

from collections.abc import Iterator, Mapping

from throughcare.restructure.rules.plan import ByTable, Placement, Plan, Problem, ToUnit
from throughcare.restructure.rules.targets import Targets

PATH = "archive"


def keepers(plan: Plan) -> Mapping[str, str]:
    """For each unit that ends with a plan, the code of the one that keeps its archive.

    Who the plan names under `archive`; and who alone succeeds it, where the plan names nobody. A unit is left out that nothing
    is said of, or that ends with nothing.
    """
    found = {code: _keeper(plan, code) for code in sorted(_leaving(plan))}
    return {code: keeper for code, keeper in found.items() if keeper}


def check_archive(plan: Plan, targets: Targets) -> Iterator[Problem]:
    """Each unit that ends and may own something has one keeper, which succeeds it, operates at the instant and can answer for a case."""
    target = plan.archive.target if plan.archive else None
    if isinstance(target, ByTable) and target.table not in plan.tables:
        known = ", ".join(plan.tables) or "none"
        yield Problem(f"{PATH} > table", f"There is no table {target.table!r}; there are: {known}.")
        return
    leaving, kept = _leaving(plan), keepers(plan)
    for code in sorted(leaving - set(kept)):
        sentence = (
            f"Say who keeps the closed cases of {code}: it ends, and several bodies succeed it."
        )
        yield Problem(PATH, sentence)
    for code, keeper in kept.items():
        if keeper not in _successors(plan, code):
            yield Problem(f"{PATH} > {code}", f"{keeper} does not succeed {code}.")
        elif sentence := _unfit(keeper, targets):
            yield Problem(f"{PATH} > {code}", sentence)
    if isinstance(target, ToUnit) and target.code not in kept.values():
        yield Problem(f"{PATH} > unit", f"{target.code} succeeds nothing that ends with this plan.")


def wrong_with(placement: Placement, targets: Targets) -> Iterator[str]:
    """What is wrong with naming a keeper of what a unit still owns that ended with an earlier plan."""
    standing = targets.standings.get(placement.unit)
    if placement.unit in targets.plan.closing:
        yield f"{placement.unit} ends with this plan: say who keeps its archive under `archive`."
    elif targets.standings and standing is None:
        yield f"There is no unit {placement.unit}."
    elif standing is not None and standing.operates:
        yield f"{placement.unit} operates, and keeps its own archive."
    if placement.parent is not None and (sentence := _unfit(placement.parent, targets)):
        yield sentence


def _unfit(keeper: str, targets: Targets) -> str:
    """Why a unit cannot keep an archive; empty where it can. It need not accept new work."""
    if closed := targets.not_open(keeper):
        return closed
    if targets.all_kinds.get(targets.kind(keeper), True):
        return ""
    return f"{keeper} is no provider and cannot answer for anything."


def _leaving(plan: Plan) -> frozenset[str]:
    """Units that end and may own something: a unit that closes without a successor holds nothing."""
    return frozenset(code for code in plan.closing if _successors(plan, code))


def _successors(plan: Plan, code: str) -> list[str]:
    return sorted({edge.to for edge in plan.edges if edge.origin == code and edge.to is not None})


def _keeper(plan: Plan, code: str) -> str:
    following = _successors(plan, code)
    match plan.archive.target if plan.archive else None:
        case ToUnit(code=named) if named in following:
            return named
        case ByTable(table=table) if table in plan.tables and code in plan.tables[table].rows:
            return plan.tables[table].rows[code]
        case _:
            return following[0] if len(following) == 1 else ""
