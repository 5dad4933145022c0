"""Deciding who manages a person: the rules are asked, the answer is kept with what it saw, and the case goes where it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max

from throughcare.allocation import queries
from throughcare.allocation.choices import CorrectionReason, DecisionKind
from throughcare.allocation.decisions import NPS_OR_CRC
from throughcare.allocation.events import CaseDecided
from throughcare.allocation.models import CaseDecision
from throughcare.allocation.queries.deciding import Found, ToDecide
from throughcare.allocation.rules import given
from throughcare.kernel.conditions.syntax import Fact
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

TOLD_AS: Final = "CALD"
COLUMNS: Final = {
    "other_active": "other_sentence",
    "mappa": "mappa",
    "rosh": "rosh",
    "deportation_criteria": "meets_deportation_criteria",
}
"""Facts that may be said where the record lacks them, and what the risk profile calls them. A score is worked out, and not said."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody adds to the record as they decide: facts by name that it lacks, and an `area` only where no address says it."""

    known: Mapping[str, object] = field(default_factory=dict)
    area: str = ""
    gap_reason: str = ""
    gaps_mended_by: date | None = None
    correction: CorrectionReason | None = None


@transaction.atomic
def say_what_is_known(
    *, account_id: int, case_id: int, known: Mapping[str, object], now: datetime
) -> None:
    """Write facts that the decision looks at into the record, by name; what is not known stays unknown.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: a fact is none, or cannot be said so.
    """
    found = _held(case_id, now=now)
    reasons = [
        Reason(f"strange:{name}", f"{name} is worked out, and not said.")
        for name in known
        if name not in COLUMNS
    ]
    if reasons:
        raise Refused(reasons)
    said: dict[str, object] = dict.fromkeys(found.facts, given.UNKNOWN) | dict(known)
    facts = given.read(said, decision=found.decision)
    change_probation.change_status(
        account_id=account_id,
        case_id=case_id,
        known={
            column: value
            for name, column in COLUMNS.items()
            if name in known and isinstance(value := facts[name], str | bool)
        },
        now=now,
    )


@transaction.atomic
def decide_case(*, account_id: int, case_id: int, asked: Asked, now: datetime) -> CaseDecision:
    """Ask the rules about a case, keep the answer, and pass the case to the body that it names, where that is another.

    An answer that is none is kept too: it says what was waited for. Until there is one whoever has the case has it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not theirs to decide, nothing is to be decided, or the case cannot go; carries every reason.
    """
    case = change_probation.hold_case(case_id)
    if asked.known:
        say_what_is_known(account_id=account_id, case_id=case_id, known=asked.known, now=now)
    found = _held(case_id, now=now, area=asked.area)
    before = CaseDecision.objects.filter(case_id=case_id, superseded_at=None).first()
    reasons = [*_reasons_against(case, found), *_reasons_of_kind(found, before, asked)]
    body = found.bodies[0] if len(found.bodies) == 1 else None
    if found.decided.outcome and body is None:
        reasons.append(Reason("area", "Select the area where the person lives."))
    if reasons:
        raise Refused(reasons)
    goes_to = body if body is not None and body.unit_id != found.owner.unit_id else None
    gaps: tuple[str, ...] = ()
    if goes_to is not None:
        why = change_probation.Gaps(reason=asked.gap_reason, mended_by=asked.gaps_mended_by)
        gaps = change_probation.check_passing(case_id=case_id, gaps=why, now=now)
    CaseDecision.objects.filter(case_id=case_id, superseded_at=None).update(superseded_at=now)
    made = _keep(case, found, before, asked, gaps=gaps, account_id=account_id, now=now)
    change_probation.tell_in_log(
        account_id=account_id,
        case_id=case_id,
        type_code=TOLD_AS,
        notes=f"{goes_to.name}: {made.says}" if goes_to is not None else made.says,
        now=now,
    )
    _announce(case, made, account_id=account_id, now=now)
    if goes_to is not None:
        _pass(case, made, to=goes_to, account_id=account_id, now=now)
    return made


def _pass(
    case: probation.Case,
    made: CaseDecision,
    *,
    to: organisation.Named,
    account_id: int,
    now: datetime,
) -> None:
    """Put the case with the body that was decided: the database asks for the decision."""
    place = change_probation.default_team(to, organisation.pinned())
    with connection.cursor() as cursor:
        cursor.execute("SELECT allocation_pass_decided(%s, %s)", [made.pk, place.unit_id])
        (number,) = cursor.fetchone()
    if number is None:
        raise Refused.because("not-passed", f"The case cannot be passed to {to.name}.")
    change_probation.tell_passed(case, to=place.code, account_id=account_id, now=now)


def _held(case_id: int, *, now: datetime, area: str = "") -> ToDecide:
    found = queries.to_decide(case_id, at=now, area=area)
    if found is None:
        raise Refused.because("no-version", "No rules of this decision are in force today.")
    return found


def _reasons_against(case: probation.Case, found: ToDecide) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if found.sentence_id is None:
        reasons.append(Reason("no-sentence", "There is no live sentence to decide about."))
    if not found.is_for_maker:
        reasons.append(Reason("not-the-maker", f"{found.owner.name} does not make this decision."))
    return reasons


def _reasons_of_kind(found: ToDecide, before: CaseDecision | None, asked: Asked) -> list[Reason]:
    """A sentence is decided about once; after that a decision is corrected, and says why."""
    is_decided = (
        before is not None
        and before.decided_for not in {"", *found.decision.undecided}
        and before.sentence_id == found.sentence_id
    )
    if is_decided and asked.correction is None:
        return [
            Reason("decided", "This sentence is decided already. Correct the decision instead.")
        ]
    if asked.correction is not None and not is_decided:
        return [Reason("nothing-to-correct", "There is no decision on this sentence to correct.")]
    return []


def _keep(
    case: probation.Case,
    found: ToDecide,
    before: CaseDecision | None,
    asked: Asked,
    *,
    gaps: tuple[str, ...],
    account_id: int,
    now: datetime,
) -> CaseDecision:
    if found.due_on is None:
        raise Refused.because("no-sentence", "There is no live sentence to decide about.")
    decided = found.decided
    last = CaseDecision.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    return CaseDecision.objects.create(
        case=case,
        number=(last or 0) + 1,
        kind=_kind(found, before, asked),
        corrects=before if asked.correction is not None else None,
        correction_reason=asked.correction or "",
        sentence_id=found.sentence_id,
        due_on=found.due_on,
        decision=NPS_OR_CRC,
        version=found.decision.starts_on,
        decided_for=decided.outcome or "",
        deciding_rule=decided.rule,
        says=decided.says,
        also=list(decided.also),
        unknown=list(decided.unknown),
        inputs={name: _as_kept(each) for name, each in found.found.items()},
        score_id=found.score.id if found.score else None,
        area=found.area,
        body_id=found.bodies[0].unit_id if decided.outcome else None,
        gaps=list(gaps),
        gap_reason=asked.gap_reason.strip() if gaps else "",
        gaps_mended_by=asked.gaps_mended_by if gaps else None,
        decided_by_id=account_id,
        decided_at=now,
    )


def _kind(found: ToDecide, before: CaseDecision | None, asked: Asked) -> DecisionKind:
    if asked.correction is not None:
        return DecisionKind.CORRECTION
    if before is not None and before.sentence_id == found.sentence_id:
        return DecisionKind.EVIDENCE
    return DecisionKind.SENTENCE


def _as_kept(found: Found) -> dict[str, Any]:  # Any: JSON
    return {
        "value": _as_text(found.value),
        "source": found.source,
        "on": found.on.isoformat() if found.on and found.value is not None else None,
    }


def _as_text(value: Fact) -> object:
    return str(value) if isinstance(value, Decimal) else value


def _announce(case: probation.Case, made: CaseDecision, *, account_id: int, now: datetime) -> None:
    outbox.publish(
        CaseDecided(crn=case.person.crn, case_id=case.pk, number=made.number),
        now=now,
    )
    change_probation.write_trail(
        case,
        account_id=account_id,
        action="allocation.decided",
        now=now,
        altered=made,
        rule=made.deciding_rule,
        outcome=made.decided_for,
    )
