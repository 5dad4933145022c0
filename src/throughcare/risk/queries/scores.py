"""Scores of a case that are kept, as they were made."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from throughcare.kernel.refusals import Refused
from throughcare.risk import reading
from throughcare.risk.models import Score
from throughcare.risk.rules import changes as rules_changes
from throughcare.risk.rules import scoring
from throughcare.risk.rules.changes import Change, Reach
from throughcare.risk.rules.levels import Facts, Value
from throughcare.risk.rules.predictors import Tool


def scores(case_id: int, *, limit: int, before: int | None = None) -> list[Score]:
    """Latest first; `before` is the number of the last that was seen; one query."""
    found = Score.objects.filter(case_id=case_id)
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found.order_by("-number")[:limit])


def score_of(case_id: int, *, number: int) -> Score | None:
    """One score; one query."""
    return Score.objects.filter(case_id=case_id, number=number).first()


def offered(*, on: date) -> list[Tool]:
    """The predictors that are in force on a day and offered on pages."""
    return [tool for tool in reading.tools() if tool.is_offered and tool.is_in_force(on)]


def to_ask(tool: Tool, facts: Facts) -> tuple[str, ...]:
    """The inputs that a predictor still has to have, with those that only an interview answers; none that is known to be unknown."""
    try:
        scoring.score(tool, facts)
    except Refused as refused:
        return tuple(
            code.partition(":")[2] for code in refused.codes if code.startswith("missing:")
        )
    return ()


def version_of(kept: Score) -> Tool | None:
    """The version that a score was made by."""
    return next(
        (
            tool
            for tool in reading.tools()
            if (tool.name, tool.version) == (kept.tool, kept.version)
        ),
        None,
    )


def facts_of(kept: Score) -> dict[str, Value]:
    """What a score was made from."""
    return {name: each["value"] for name, each in kept.inputs.items()}


def made_again(kept: Score) -> scoring.Score | None:
    """A score made anew from what is kept of it, by its own version; None where that is not there any more."""
    tool = version_of(kept)
    if tool is None:
        return None
    return scoring.score(tool, facts_of(kept), variant=kept.variant)


def changes(kept: Score) -> tuple[Change, ...]:
    """What another answer would have come to."""
    tool, again = version_of(kept), made_again(kept)
    return rules_changes.changes(again, tool=tool) if tool and again else ()


def reach(kept: Score) -> Reach | None:
    """What an interview could have come to, for a score that lacks one."""
    tool = version_of(kept)
    if tool is None or not kept.lacking:
        return None
    facts = {name: value for name, value in facts_of(kept).items() if name not in kept.lacking}
    return rules_changes.reach(facts, tool=tool, open_=kept.lacking)


def by_other_versions(kept: Score) -> Mapping[str, Decimal]:
    """What other versions of the predictor make of the same inputs, where these are enough."""
    found = {}
    for tool in reading.tools():
        if tool.name == kept.tool and tool.version != kept.version:
            try:
                made = scoring.score_best(tool, facts_of(kept))
            except Refused:
                continue
            found[f"{tool.label}, {made.variant}"] = made.percents[2]
    return found
