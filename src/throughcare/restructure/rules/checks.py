"""What is wrong with a plan before anything runs; each problem a sentence with its place.

`reading` has already said what is wrong with the way the plan is written. Nothing here asks about
items: only the plan, the decisions it calls, and the units there are.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from throughcare.kernel.decisions import Decisions
from throughcare.restructure.rules import archives, examples
from throughcare.restructure.rules.checks_rules import check_rules
from throughcare.restructure.rules.checks_succession import check_succession
from throughcare.restructure.rules.plan import Constraint, ConstraintKind, Plan, Problem
from throughcare.restructure.rules.targets import NO_UNITS_KNOWN, Standings, Targets


def check(
    plan: Plan,
    *,
    decisions: Decisions,
    kinds: Mapping[str, bool],
    standings: Standings = NO_UNITS_KNOWN,
    in_flight: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Every problem of a plan, in the order of its parts; none means that it may run.

    `kinds` are the kinds of unit that there are, and whether one can answer for something. `standings` are the units there
    are as they will stand at the instant, by code; without them, only units that the plan itself
    names are known. `in_flight` names what needs a decision.
    """
    targets = Targets(plan=plan, standings=standings, kinds=kinds)
    found = [
        *_check_head(plan),
        *check_succession(plan, targets),
        *archives.check_archive(plan, targets),
        *_check_ownership(plan, targets),
        *_check_placements(plan, targets),
        *check_rules(plan, decisions, targets),
        *_check_staffing(plan),
        *_check_forecasts(plan, targets),
        *_check_constraints(plan),
        *_check_single_items(plan, targets),
        *_check_in_flight(plan, in_flight),
    ]
    # An example can only be tried on rules that are sound.
    return tuple(found) if found else tuple(_check_examples(plan, decisions))


def _check_head(plan: Plan) -> Iterator[Problem]:
    both = sorted(set(plan.makers) & set(plan.approvers))
    if both:
        yield Problem("people", f"{', '.join(both)} may not both make and approve the plan.")
    if plan.reversal_until < plan.instant:
        yield Problem("reversal > until", "The limit of reversal lies before the instant.")
    try:
        civil = plan.instant.astimezone(ZoneInfo(plan.zone))
    except (ZoneInfoNotFoundError, ValueError):
        yield Problem("zone", f"There is no zone {plan.zone!r}.")
        return
    if civil.utcoffset() != plan.instant.utcoffset():
        yield Problem("instant", f"In {plan.zone} that instant is written {civil.isoformat()}.")
    least = a_year_after(civil)
    if plan.redirects_until is not None and plan.redirects_until < least:
        sentence = (
            f"Old codes lead on for twelve months at least: until {least.isoformat()} or later."
        )
        yield Problem("redirects > until", sentence)


def a_year_after(civil: datetime) -> datetime:
    """The same time by the clock twelve months on, until which old codes lead on at least (restructure rules, section 10).

    As long as a setting of twelve months lets them.

    >>> a_year_after(datetime(2016, 2, 29, tzinfo=ZoneInfo("Europe/London"))).isoformat()
    '2017-02-28T00:00:00+00:00'
    """
    try:
        return civil.replace(year=civil.year + 1)
    except ValueError:  # 29 February
        return civil.replace(year=civil.year + 1, day=28)


def _check_ownership(plan: Plan, targets: Targets) -> Iterator[Problem]:
    owned: set[str] = set()
    for each in plan.ownership:
        path = f"owners > {each.entity}"
        if each.unit in owned:
            yield Problem(path, f"{each.unit} has two owners.")
        owned.add(each.unit)
        if sentence := targets.not_open(each.unit):
            yield Problem(path, sentence)


def _check_placements(plan: Plan, targets: Targets) -> Iterator[Problem]:
    placed: set[tuple[str, str]] = set()
    for placement in plan.placements:
        path = f"reporting > {placement.hierarchy} > {placement.parent or 'nobody'}"
        if (placement.hierarchy, placement.unit) in placed:
            yield Problem(path, f"{placement.unit} has two parents in this hierarchy.")
        placed.add((placement.hierarchy, placement.unit))
        if placement.hierarchy == archives.PATH:
            yield from (Problem(path, each) for each in archives.wrong_with(placement, targets))
            continue
        # A unit that ends may leave a hierarchy as it does.
        named = () if placement.parent is None else (placement.unit, placement.parent)
        for code in named:
            if sentence := targets.not_open(code):
                yield Problem(path, sentence)
        if not named and targets.standings and placement.unit not in targets.standings:
            yield Problem(path, f"There is no unit {placement.unit}.")


def _check_staffing(plan: Plan) -> Iterator[Problem]:
    if plan.staffing is None:
        return
    posts = plan.staffing.posts
    for unit in plan.old_units:
        if unit.code not in posts:
            yield Problem("staff > posts", f"There are no posts for {unit.code}.")
    for code in posts:
        if code not in plan.closing:
            yield Problem(f"staff > posts > {code}", f"{code} does not end with this plan.")


def _check_forecasts(plan: Plan, targets: Targets) -> Iterator[Problem]:
    for forecast in plan.forecasts:
        path = f"expected > {forecast.kind} > {forecast.to}"
        if forecast.kind not in plan.rules:
            yield Problem(path, f"There are no rules for {forecast.kind}.")
        if forecast.to not in targets.all_kinds and (sentence := targets.refusal(forecast.to)):
            yield Problem(path, sentence)


def _check_constraints(plan: Plan) -> Iterator[Problem]:
    for constraint in plan.constraints:
        for sentence in _wrong_with(constraint, plan):
            yield Problem(f"constraints > {constraint.name}", sentence)
    for name, times in Counter(each.name for each in plan.constraints).items():
        if times > 1:
            yield Problem(f"constraints > {name}", "Two constraints have this name.")


def _wrong_with(constraint: Constraint, plan: Plan) -> Iterator[str]:
    if constraint.applies_to not in plan.rules:
        yield f"There are no rules for {constraint.applies_to}."
    match constraint.kind:
        case ConstraintKind.ELIGIBILITY if constraint.must is None:
            yield "Say under `must` what each item has to meet."
        case ConstraintKind.CAPACITY if constraint.at_most is None:
            yield "Say under `at most` how many a group may have."
        case ConstraintKind.QUOTA if not constraint.numbers:
            yield "Say under `numbers` how many each group may have."
    if constraint.kind is not ConstraintKind.ELIGIBILITY and not constraint.by:
        yield "Say under `by` what makes a group."


def _check_single_items(plan: Plan, targets: Targets) -> Iterator[Problem]:
    for override in plan.overrides:
        path = f"overrides > {override.kind} {override.item}"
        if not override.approved_by:
            yield Problem(path, "An override needs an approver.")
        elif override.approved_by == override.by:
            yield Problem(path, f"{override.by} may not approve an override of their own.")
        if not override.reason.strip():
            yield Problem(path, "An override needs a reason.")
        if sentence := targets.refusal(override.unit):
            yield Problem(path, sentence)
    overridden = [(override.kind, override.item) for override in plan.overrides]
    single = Counter(overridden + [(hold.kind, hold.item) for hold in plan.holds])
    for (kind, item), times in single.items():
        if times > 1:
            yield Problem(f"overrides > {kind} {item}", "The item is settled twice.")


def _check_in_flight(plan: Plan, in_flight: Collection[str]) -> Iterator[Problem]:
    decided = {each.kind for each in plan.in_flight}
    if not plan.closing:
        return
    for kind in in_flight:
        if kind not in decided:
            sentence = f"Say whether each {kind} is moved, finished before or cancelled."
            yield Problem("in flight", sentence)
    for each in plan.in_flight:
        if in_flight and each.kind not in in_flight:
            yield Problem(f"in flight > {each.kind}", "No room keeps a list of this name.")
        if each.by not in (*plan.makers, *plan.approvers):
            sentence = f"{each.by} decides this, and is none of the people of the plan."
            yield Problem(f"in flight > {each.kind} > by", sentence)


def _check_examples(plan: Plan, decisions: Decisions) -> Iterator[Problem]:
    if plan.rules and not plan.examples:
        yield Problem("tests", "A plan with rules carries tests.")
    for example in plan.examples:
        if example.kind not in plan.rules:
            yield Problem(f"tests > {example.name}", f"There are no rules for {example.kind}.")
    for each in examples.tried(plan, decisions=decisions):
        path = f"tests > {each.example.name}"
        if each.wanted != each.found:
            sentence = (
                f"The answer should be {each.wanted} and is {each.found}, by rule {each.rule}."
            )
            yield Problem(path, sentence)
        elif not each.passes:
            sentence = f"The rule should be {each.example.rule} and is {each.rule}."
            yield Problem(path, sentence)
