"""That cases belong together: defendants in one court case, and households that are kept together."""

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import TieKind
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.models import Tie

_SHAPE: Final = re.compile(r"[A-Z0-9][A-Z0-9/-]{2,19}")


@transaction.atomic
def tie_case(*, account_id: int, case_id: int, kind: TieKind, number: str, now: datetime) -> Tie:
    """Say that a case belongs with all others of the same number, from today on.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the case is closed, there is no such number, or it is said already; carries every reason.
    """
    case = hold_case(case_id)
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if not _SHAPE.fullmatch(number):
        sentence = "Enter a number of 3 to 20 letters and digits, such as 1400123456 or X000012."
        reasons.append(Reason("no-number", sentence))
    if Tie.objects.filter(case=case, kind=kind, shared_number=number, ended_on=None).exists():
        reasons.append(Reason("tied-already", f"The case is under {number} already."))
    if reasons:
        raise Refused(reasons)
    made = Tie.objects.create(
        case=case, kind=kind, shared_number=number, starts_on=local_day(now), recorded_at=now
    )
    write_trail(
        case, account_id=account_id, action="case.tied", now=now, altered=made, kind=kind.value
    )
    return made


@transaction.atomic
def end_tie(*, account_id: int, case_id: int, tie_id: int, now: datetime) -> Tie:
    """Say that a case belongs with others no more, from today on.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is no such tie, or it was ended.
    """
    case = hold_case(case_id)
    tie = Tie.objects.filter(case=case, pk=tie_id, ended_on=None).first()
    if tie is None:
        raise Refused.because("not-tied", "That was ended already.")
    tie.ended_on = local_day(now)
    tie.save(update_fields=["ended_on"])
    write_trail(case, account_id=account_id, action="case.untied", now=now, altered=tie)
    return tie
