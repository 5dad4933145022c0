"""What the record has of the inputs of a predictor: what need not be asked."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from throughcare.assessments import queries as assessments
from throughcare.kernel.days import local_day
from throughcare.people import queries as people
from throughcare.probation import queries as probation
from throughcare.risk import reading
from throughcare.risk.choices import Source
from throughcare.risk.models import Score
from throughcare.risk.rules.days import age_on, free_months
from throughcare.risk.rules.levels import Value
from throughcare.risk.rules.predictors import Tool

_SCALE: Final = {"none": 0, "some": 1, "significant": 2}
STAYS: Final = ("age_at_first_sanction",)
"""What does not change from one score to the next."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """An input that the record has: where from, in words, and of which day."""

    value: Value
    source: Source
    words: str
    on: date | None = None


def known_of(
    *, case_id: int, person_id: int, born_on: date | None, tool: Tool, on: date
) -> dict[str, Known]:
    """What is known on a day of the inputs of a predictor; eleven queries at the most.

    Ages and months are those of the latest sentence that is live. A start of follow-up that is still to come is not known, and is asked.
    """
    found: dict[str, Known] = {}
    sex = people.sex_of(person_id)
    if sex in reading.catalogue().inputs["sex"].values:
        found["sex"] = Known(value=sex, source=Source.RECORD, words="Person")
    found |= _of_sentence(case_id, born_on=born_on, on=on)
    found |= _of_assessment(case_id)
    found |= _of_scores(case_id)
    wanted = {name for variant in tool.variants for name in tool.inputs(variant)}
    return {name: each for name, each in found.items() if name in wanted}


def _of_sentence(case_id: int, *, born_on: date | None, on: date) -> dict[str, Known]:
    sentence = probation.latest_live_sentence(case_id)
    if sentence is None:
        return {}
    found = {}
    convicted_on = sentence.convicted_on or sentence.imposed_on
    is_inside = sentence.type is not None and sentence.type.is_custodial
    starts_on = sentence.first_released_on if is_inside else sentence.imposed_on
    if born_on and convicted_on:
        found["age_at_current_conviction"] = _of_day(
            age_on(convicted_on, born_on=born_on), "Conviction", convicted_on
        )
    if starts_on is not None and starts_on <= on:
        words = "Release" if is_inside else "Sentence"
        if born_on:
            age = age_on(starts_on, born_on=born_on)
            found["age_at_follow_up"] = _of_day(age, words, starts_on)
        months = free_months(starts_on=starts_on, assessed_on=on)
        found["offence_free_months"] = _of_day(months, words, starts_on)
    return found


def _of_day(value: int, words: str, on: date) -> Known:
    return Known(value=value, source=Source.RECORD, words=words, on=on)


def _of_assessment(case_id: int) -> dict[str, Known]:
    latest = assessments.latest_completed(case_id)
    if latest is None or latest.assessment.signed_at is None:
        return {}
    on = local_day(latest.assessment.signed_at)
    return {
        name: Known(value=value, source=Source.ASSESSMENT, words="Assessment", on=on)
        for code, name in _questions().items()
        if (value := _answer(latest.answers.get(code, ""))) is not None
    }


def _answer(answer: str) -> Value | None:
    """An answer as an input has it; what is not known there is not known here."""
    return _SCALE.get(answer, answer if answer in {"yes", "no"} else None)


@cache
def _questions() -> Mapping[str, str]:
    """Which question of an assessment is which input."""
    text = (resources.files("throughcare.risk") / "reference" / "answers.csv").read_text()
    return {row["question"]: row["input"] for row in csv.DictReader(text.splitlines())}


def _of_scores(case_id: int) -> dict[str, Known]:
    """What scores before this one were made from and does not change, and what another predictor is made from."""
    found = {}
    made = Score.objects.filter(case_id=case_id).order_by("-assessed_on", "-number")
    for name in STAYS:
        before = made.filter(inputs__has_key=name).first()
        if before is not None:
            found[name] = Known(
                value=before.inputs[name]["value"],
                source=Source.SCORE,
                words=before.label,
                on=before.assessed_on,
            )
    ogrs3 = made.filter(tool="OGRS3").first()
    if ogrs3 is not None:
        found["ogrs3_percent"] = Known(
            value=int(ogrs3.percent),
            source=Source.SCORE,
            words=ogrs3.label,
            on=ogrs3.assessed_on,
        )
    return found
