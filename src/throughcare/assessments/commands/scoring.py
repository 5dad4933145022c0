"""Scores of predictors, as they were worked out elsewhere."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from throughcare.assessments.choices import Band, Measure
from throughcare.assessments.events import ScoreSet
from throughcare.assessments.models import Score
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation

WHOLE = 100


@transaction.atomic
def set_score(
    *,
    account_id: int,
    case_id: int,
    measure: str,
    value: Decimal,
    scored_on: date,
    now: datetime,
    is_static: bool = False,
    band: str = "",
) -> Score:
    """Keep what a predictor said of a day; an RSR is written into what is known of the risk as well.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = change_probation.hold_case(case_id)
    reasons = []
    if measure not in Measure.values:
        reasons.append(Reason("no-such-measure", "Select a score."))
    if not 0 <= value <= WHOLE:
        reasons.append(Reason("no-percentage", "A score is a percentage from 0 to 100."))
    if scored_on > local_day(now):
        reasons.append(Reason("not-yet", "The day cannot be in the future."))
    if band and band not in Band.values:
        reasons.append(Reason("no-such-band", "Select a band."))
    if measure == Measure.DC_SRP and not band:
        reasons.append(Reason("no-band", "Select the band of a DC-SRP score."))
    if reasons:
        raise Refused(reasons)
    made = Score.objects.create(
        case_id=case_id,
        measure=measure,
        value=value,
        is_static=is_static,
        band=band,
        scored_on=scored_on,
        recorded_by_id=account_id,
        recorded_at=now,
    )
    is_latest = not Score.objects.filter(
        case_id=case_id, measure=measure, scored_on__gt=scored_on
    ).exists()
    if measure == Measure.RSR and is_latest:
        change_probation.keep_risk(case, account_id=account_id, now=now, rsr=value)
    crn = case.person.crn
    outbox.publish(ScoreSet(crn=crn, case_id=case_id, measure=measure), now=now)
    audit.record(
        account_id=account_id,
        action="score.set",
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={"altered": f"assessments.Score/{made.pk}", "measure": measure},
    )
    return made
