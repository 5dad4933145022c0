"""What would change a score: another answer, and an interview that has not been had."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from throughcare.kernel.refusals import Refused
from throughcare.risk.rules.inputs import From, Input, Kind
from throughcare.risk.rules.levels import Facts, Value
from throughcare.risk.rules.predictors import BANDED_AT, Tool
from throughcare.risk.rules.scoring import Score, score


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would be shown with one other answer, and all else as it is."""

    name: str
    value: Value
    percent: Decimal
    band: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The least and the most that a score can be, whatever is answered to what is open."""

    least: Score
    most: Score

    def crosses(self, percent: Decimal) -> bool:
        """Whether it hangs on the answers which side of a threshold the score is on."""
        return self.least.percents[BANDED_AT] < percent <= self.most.percents[BANDED_AT]


def changes(made: Score, *, tool: Tool) -> tuple[Change, ...]:
    """Each other answer from an interview by which something else would be shown, those that change most first."""
    before = made.percents[BANDED_AT]
    found = []
    for name, value in made.given.items():
        asked = tool.catalogue.inputs[name]
        for other in _answers(asked) if asked.comes_from is From.INTERVIEW else ():
            if other == value:
                continue
            after = _or_none(tool, {**made.given, name: other}, variant=made.variant)
            if after is not None and after.percents[BANDED_AT] != before:
                found.append(
                    Change(
                        name=name, value=other, percent=after.percents[BANDED_AT], band=after.band
                    )
                )
    return tuple(sorted(found, key=lambda each: (-abs(each.percent - before), each.name)))


def reach(facts: Facts, *, tool: Tool, open_: Collection[str]) -> Reach:
    """What the first variant can come to while some answers from an interview are open.

    Answers that stand in no line together add up, and more of a sum is never a smaller probability: so those that stand together are
    tried in all ways, beside any answer to the others.

    Raises:
        Refused: something lacks that is not open.
        ValueError: an open input is none that an interview answers.
    """
    inputs = tool.catalogue.inputs
    if any(inputs[name].comes_from is not From.INTERVIEW for name in open_):
        raise ValueError("Only what an interview answers can be open here.")
    least: dict[str, Value] = {name: next(iter(_answers(inputs[name]))) for name in open_}
    most = dict(least)
    for together in _together(tool, open_):
        tried = [
            (score(tool, {**facts, **least, **answers}).probabilities[BANDED_AT], answers)
            for answers in _ways(tool, together)
        ]
        least |= min(tried, key=lambda each: each[0])[1]
        most |= max(tried, key=lambda each: each[0])[1]
    return Reach(score(tool, {**facts, **least}), score(tool, {**facts, **most}))


def _answers(asked: Input) -> Iterator[Value]:
    if asked.kind in {Kind.SCALE, Kind.NUMBER}:
        yield from range(asked.least, asked.most + 1)
    else:
        yield from asked.values


def _together(tool: Tool, open_: Collection[str]) -> list[set[str]]:
    """The open inputs in groups, of which no two share a line."""
    groups = [{name} for name in open_]
    for _, of_part in tool.parts_of(tool.first_variant):
        for line in of_part.lines if of_part else ():
            named = set(tool.catalogue.sources((*line.when.names, *line.of.names))) & set(open_)
            joined = [group for group in groups if group & named]
            if len(joined) > 1:
                groups = [group for group in groups if group not in joined]
                groups.append(set().union(*joined))
    return groups


def _ways(tool: Tool, names: Collection[str]) -> Iterator[Mapping[str, Value]]:
    ordered = sorted(names)
    of_each = [list(_answers(tool.catalogue.inputs[name])) for name in ordered]
    for answers in product(*of_each):
        yield dict(zip(ordered, answers, strict=True))


def _or_none(tool: Tool, facts: Facts, *, variant: str) -> Score | None:
    try:
        return score(tool, facts, variant=variant)
    except Refused:
        return None
