"""People to score: a fact for every input, in the words of the published examples where these have others."""

import random
from datetime import date

import pytest
from hypothesis import strategies as st

from throughcare.risk import reading
from throughcare.risk.rules import predictors
from throughcare.risk.rules.inputs import From, Kind
from throughcare.risk.rules.levels import Value

REFORM = date(2014, 6, 1)
TODAY = date(2026, 6, 15)

OGRS3_OFFENCES = tuple(reading.catalogue().inputs["ogrs3_offence"].values)
RSR_OFFENCES = tuple(reading.catalogue().inputs["rsr_offence"].values)
VIOLENCE = tuple(reading.catalogue().inputs["violence_kind"].values)

NO_NEEDS: dict[str, Value | None] = {
    **{
        name: "no" if each.kind is Kind.YES_NO else 0
        for name, each in reading.catalogue().inputs.items()
        if each.comes_from is From.INTERVIEW
    },
    "recognises_impact": "yes",
}
"""An interview that found nothing."""

THIEF: dict[str, Value | None] = {
    "sex": "M",
    "age_at_follow_up": 24,
    "age_at_current_conviction": 24,
    "age_at_first_sanction": 14,
    "total_sanctions": 21,
    "violent_sanctions": 5,
    "offence_free_months": 0,
    "ogrs3_offence": "theft_from_vehicles",
    "rsr_offence": "vehicle_theft",
    "offence_category": "vehicle_related_theft",
    "sexual_history": "no",
}
"""The man of R2: known from his record, and to nobody by an interview."""


def tool(name, *, on=REFORM):
    return predictors.in_force(reading.tools(), name=name, on=on)


KNOWN: dict[str, Value | None] = {
    **THIEF,
    **NO_NEEDS,
    "violence_kind": "summary",
    "contact_adult_sanctions": 0,
    "contact_child_sanctions": 0,
    "image_sanctions": 0,
    "paraphilia_sanctions": 0,
    "noncontact_sanctions": 0,
    "stranger_victim": "no",
    "age_at_last_sexual_offence": 20,
    "ogrs3_percent": 81,
}
"""The same man, of whom nothing is unknown."""


def every_variant():
    """Each version of each predictor, by each variant."""
    return [
        pytest.param(each, variant, id=f"{each.label} {variant}")
        for each in reading.tools()
        for variant in each.variants
    ]


@st.composite
def somebody(draw, *, most_unknown=2):
    """Facts that contradict nothing of ages and counts, some of which are unknown."""
    return person(
        lambda least, most: draw(st.integers(least, most)),
        lambda values: draw(st.sampled_from(values)),
        unknown=draw(st.integers(0, most_unknown)),
    )


def crowd(size, *, seed, most_unknown=2):
    """As many people as are asked for, the same for a seed: too many to be drawn one by one."""
    chance = random.Random(seed)  # noqa: S311 no secret is made of it
    return [
        person(chance.randint, chance.choice, unknown=chance.randint(0, most_unknown))
        for _ in range(size)
    ]


def person(between, one_of, *, unknown):
    """Draw somebody, by how a number between two and one of several are drawn."""
    first, total = between(10, 70), between(1, 60)
    current = first if total == 1 else between(first, 75)
    facts = {
        name: one_of(sorted(each.values)) if each.values else between(0, 2)
        for name, each in reading.catalogue().inputs.items()
        if each.unless_given is None
    } | {
        "age_at_first_sanction": first,
        "age_at_current_conviction": current,
        "age_at_follow_up": between(current, 80),
        "total_sanctions": total,
        "violent_sanctions": between(0, total),
        "offence_free_months": between(0, 50),
        "age_at_last_sexual_offence": between(10, current),
        "ogrs3_percent": between(1, 99),
    }
    for _ in range(unknown):
        facts[one_of(sorted(facts))] = None
    return facts
