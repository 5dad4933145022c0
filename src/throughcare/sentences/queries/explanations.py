"""Explanations as data for programs."""

from typing import Any

from throughcare.sentences.rules.explaining import Explained, Explanation

Json = dict[str, Any]  # Any: JSON


def as_json(found: Explanation) -> Json:
    """An explanation with its days in ISO 8601."""
    return {
        "dates": {each.kind.value: _date(each) for each in found.dates},
        "withheld": {each.kind.value: _date(each) for each in found.withheld},
        "sentences": [
            {
                "title": each.title,
                "numbers": list(each.numbers),
                "dates": {dated.kind.value: _date(dated) for dated in each.dates},
            }
            for each in found.sentences
        ],
        "remarks": list(found.remarks),
    }


def _date(each: Explained) -> Json:
    return {
        "date": each.on.isoformat(),
        "meaning": each.meaning,
        "unadjusted": each.unadjusted.isoformat(),
        "daysMoved": each.moved,
        "steps": [
            {"says": step.says, "leadsTo": step.to.isoformat(), "law": step.law}
            for step in each.steps
        ],
        "remarks": list(each.remarks),
    }
