"""People to score: a fact for every input, in the words of the published examples where these have others."""

from datetime import date

from throughcare.risk import reading
from throughcare.risk.rules import predictors
from throughcare.risk.rules.inputs import From, Kind

REFORM = date(2014, 6, 1)
TODAY = date(2026, 6, 15)

OGRS3_OFFENCES = tuple(reading.catalogue().inputs["ogrs3_offence"].values)
RSR_OFFENCES = tuple(reading.catalogue().inputs["rsr_offence"].values)
VIOLENCE = tuple(reading.catalogue().inputs["violence_kind"].values)

NO_NEEDS = {
    name: "no" if each.kind is Kind.YES_NO else 0
    for name, each in reading.catalogue().inputs.items()
    if each.comes_from is From.INTERVIEW
} | {"recognises_impact": "yes"}
"""An interview that found nothing."""

THIEF = {
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
