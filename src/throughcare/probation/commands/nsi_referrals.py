"""Referring somebody to an intervention outside the sentence, and the one that a breach or a recall is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.probation.commands.holding import hold_case
from throughcare.probation.commands.nsi_holding import (
    next_number,
    note_nsi,
    stand_nsi,
    tell_of_nsi,
)
from throughcare.probation.models import (
    Case,
    Enforcement,
    Nsi,
    NsiSubtype,
    NsiType,
    Requirement,
    Sentence,
)
from throughcare.probation.rules import nsis as rules

REFERRED, AS_REFERRED = "NREF", "REFD"
"""The type of the entry that the log gets, and where an intervention stands then."""


@dataclass(frozen=True, kw_only=True)
class NsiReferral:
    """What is said when somebody is referred. `sentence` is its number in the case; `provider` the code of a unit."""

    type_code: str
    referred_on: date
    subtype_code: str = ""
    sentence: int | None = None
    requirement_id: int | None = None
    expected_start_on: date | None = None
    expected_end_on: date | None = None
    provider: str = ""
    external_reference: str = ""
    notes: str = ""


@transaction.atomic
def refer_nsi(*, account_id: int, case_id: int, said: NsiReferral, now: datetime) -> Nsi:
    """Refer somebody to an intervention that is managed, until it is given to another, by whoever has the case.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    kind = NsiType.objects.filter(code=said.type_code, is_offered=True).first()
    subtype = NsiSubtype.objects.filter(code=said.subtype_code, type=kind).first()
    sentence = Sentence.objects.filter(case=case, number=said.sentence or 0).first()
    requirement = Requirement.objects.filter(case=case, pk=said.requirement_id or 0).first()
    reasons = _reasons_against_parts(case, said, sentence=sentence, requirement=requirement)
    if kind is None:
        reasons.append(Reason("no-such-type", "Select a type of intervention."))
    else:
        reasons += _reasons_against_referral(case, kind, said, sentence=sentence, now=now)
    if said.subtype_code and subtype is None:
        reasons.append(Reason("no-such-subtype", "Select a sub-type of this type."))
    provider, more = _provider(said.provider)
    if reasons := [*reasons, *more]:
        raise Refused(reasons)
    made = Nsi.objects.create(
        case=case,
        number=next_number(case),
        type_id=said.type_code,
        subtype=subtype,
        sentence=sentence,
        requirement=requirement,
        is_single=kind is not None and not kind.may_be_several,
        referred_on=said.referred_on,
        expected_start_on=said.expected_start_on,
        expected_end_on=said.expected_end_on,
        intended_provider_id=provider,
        external_reference=said.external_reference.strip(),
        notes=said.notes.strip(),
        recorded_at=now,
    )
    entry = note_nsi(case, REFERRED, on=said.referred_on, account_id=account_id, now=now)
    stand_nsi(made, AS_REFERRED, on=said.referred_on, contact=entry, account_id=account_id, now=now)
    tell_of_nsi(case, made, "referred", account_id=account_id, now=now)
    return made


def begin_nsi_of(enforcement: Enforcement, *, account_id: int, type_code: str, outcome: str) -> Nsi:
    """The intervention that a breach or a recall is to the rest of the record, begun on the day that it was opened."""
    case = enforcement.case
    made = Nsi.objects.create(
        case=case,
        number=next_number(case),
        type_id=type_code,
        sentence_id=enforcement.sentence_id,
        enforcement=enforcement,
        referred_on=enforcement.opened_on,
        starts_on=enforcement.opened_on,
        outcome_id=outcome or None,
        recorded_at=enforcement.recorded_at,
    )
    note_nsi(
        case,
        REFERRED,
        on=enforcement.opened_on,
        account_id=account_id,
        now=enforcement.recorded_at,
    )
    return made


def _reasons_against_parts(
    case: Case, said: NsiReferral, *, sentence: Sentence | None, requirement: Requirement | None
) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if said.sentence is not None and sentence is None:
        reasons.append(Reason("no-such-sentence", "Select a sentence of this case."))
    if said.requirement_id is not None and (
        requirement is None or sentence is None or requirement.sentence_id != sentence.pk
    ):
        reasons.append(Reason("no-such-requirement", "Select a requirement of the sentence."))
    return reasons


def _reasons_against_referral(
    case: Case, kind: NsiType, said: NsiReferral, *, sentence: Sentence | None, now: datetime
) -> list[Reason]:
    return rules.reasons_against_referral(
        rules.Kind(
            words=kind.description,
            is_for_sentence=kind.is_for_sentence,
            is_for_person=kind.is_for_person,
            may_be_several=kind.may_be_several,
        ),
        has_sentence=said.sentence is not None,
        has_active=Nsi.objects.filter(
            case=case, type=kind, sentence=sentence, ended_on=None
        ).exists(),
        referred_on=said.referred_on,
        expected_start_on=said.expected_start_on,
        expected_end_on=said.expected_end_on,
        today=local_day(now),
    )


def _provider(code: str) -> tuple[int | None, list[Reason]]:
    if not code:
        return None, []
    try:
        return organisation.open_unit(code=code, moment=organisation.pinned()).unit_id, []
    except Refused as refused:
        return None, list(refused.reasons)
