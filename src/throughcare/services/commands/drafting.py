"""A referral as it is written: begun with what the record knows, and then said in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import queries as people
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.services import queries
from throughcare.services.choices import Complexity
from throughcare.services.commands.holding import hold_for_officer, tell
from throughcare.services.models import Referral, ReferralCategory, ReferralOutcome
from throughcare.services.rules.referrals import reasons_against_person

LONGEST_ACCESSIBILITY = 1_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked of a supplier: by code of each category how much is needed, and the codes of the outcomes."""

    categories: Mapping[str, Complexity]
    outcomes: tuple[str, ...]
    complete_by: date | None
    most_days: int | None
    needs: str
    accessibility: str
    interpreter: str
    risk: str


@transaction.atomic
def draft_referral(
    *,
    account_id: int,
    case_id: int,
    contract_code: str,
    sentence_number: int,
    requirement_id: int | None,
    now: datetime,
) -> Referral:
    """Begin a referral under a contract and a sentence, with what the record knows of risk, needs and time filled in.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the case is closed, the contract is not offered to it, or the sentence or requirement is not in force; carries
            every reason.
    """
    case = change_probation.hold_case(case_id)
    contract, sentence, requirement = _chosen(
        case,
        contract_code=contract_code,
        sentence_number=sentence_number,
        requirement_id=requirement_id,
        now=now,
    )
    left = None
    if requirement is not None and requirement.length is not None:
        left = max(requirement.length - requirement.done, 0)
    made = Referral.objects.create(
        case=case,
        reference=_next_reference(),
        contract=contract,
        sentence=sentence,
        requirement=requirement,
        state_id="draft",
        most_days=left,
        complete_by=sentence.ends_on,
        referred_by_id=account_id,
        recorded_at=now,
        **_known_of(case.person_id, crn=case.person.crn, case_id=case_id, now=now),
    )
    offered = queries.categories_of(contract)
    if len(offered) == 1:
        _ask_for(made, {offered[0].code: Complexity.MEDIUM})
    tell(
        made,
        crn=case.person.crn,
        state="draft",
        account_id=account_id,
        action="service-referral.drafted",
        now=now,
    )
    return made


def _chosen(
    case: probation.Case,
    *,
    contract_code: str,
    sentence_number: int,
    requirement_id: int | None,
    now: datetime,
) -> tuple[queries.Contract, probation.Sentence, probation.Requirement | None]:
    """What a referral is to be under; or every reason against it."""
    contract = next(
        (each for each in queries.contracts_for(case.pk) if each.code == contract_code), None
    )
    duty = next(
        (
            (sentence, requirement)
            for sentence, requirement in queries.duties(case.pk, at=now)
            if sentence.number == sentence_number
            and (requirement.pk if requirement else None) == requirement_id
        ),
        None,
    )
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if contract is None:
        reasons.append(Reason("no-contract", "Select a service that is offered to this case."))
    else:
        reasons += reasons_against_person(
            queries.not_for_person(contract, person_id=case.person_id)
        )
    if duty is None:
        reasons.append(Reason("no-duty", "Select a sentence or requirement that is in force."))
    if reasons or contract is None or duty is None:
        raise Refused(reasons)
    return contract, *duty


@transaction.atomic
def write_draft(
    *, account_id: int, case_id: int, reference: str, wanted: Wanted, now: datetime
) -> Referral:
    """Say what is asked for in a draft; what it said before is replaced. What is missing still is asked for as it is sent.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such referral.
        Refused: it was sent, or something said is not of its contract; carries every reason.
    """
    file = hold_for_officer(case_id=case_id, reference=reference)
    referral = file.referral
    reasons = _reasons_against(file, wanted)
    if reasons:
        raise Refused(reasons)
    for name in ("complete_by", "most_days", "needs", "accessibility", "interpreter", "risk"):
        setattr(referral, name, getattr(wanted, name))
    referral.save(
        update_fields=[
            *("complete_by", "most_days", "needs", "accessibility", "interpreter", "risk")
        ]
    )
    ReferralOutcome.objects.filter(referral=referral).delete()
    ReferralCategory.objects.filter(referral=referral).delete()
    _ask_for(referral, wanted.categories)
    ReferralOutcome.objects.bulk_create(
        ReferralOutcome(case_id=case_id, referral=referral, outcome_id=code)
        for code in dict.fromkeys(wanted.outcomes)
    )
    tell(
        referral,
        crn=referral.case.person.crn,
        state="draft",
        account_id=account_id,
        action="service-referral.written",
        now=now,
    )
    return referral


def _ask_for(referral: Referral, categories: Mapping[str, Complexity]) -> None:
    ReferralCategory.objects.bulk_create(
        ReferralCategory(
            case_id=referral.case_id,
            referral=referral,
            sentence_id=referral.sentence_id,
            category_id=code,
            complexity=complexity,
        )
        for code, complexity in categories.items()
    )


def _next_reference() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('services_reference')")
        (number,) = cursor.fetchone()
    return f"CS{number}"


def _known_of(person_id: int, *, crn: str, case_id: int, now: datetime) -> dict[str, str]:
    """What the record knows, in words that may be changed before they are sent."""
    record = probation.record(case_id, at=now)
    lines = []
    if record.risk is not None and record.risk.rosh:
        lines.append(f"Risk of serious harm: {record.risk.get_rosh_display()}.")
    if record.flags:
        lines.append(f"Flags: {', '.join(flag.type.description for flag in record.flags)}.")
    life = people.life(person_id, on=local_day(now))
    adjustments = [
        ": ".join(part for part in (line.what, line.words) if part) for line in life.adjustments
    ]
    profile = people.profile(crn=crn)
    interpreter = ""
    if profile is not None and profile.person.needs_interpreter:
        interpreter = profile.person.first_language or "Language not recorded"
    return {
        "risk": "\n".join(lines),
        "accessibility": ". ".join(adjustments)[:LONGEST_ACCESSIBILITY],
        "interpreter": interpreter,
    }


def _reasons_against(file: queries.File, wanted: Wanted) -> list[Reason]:
    referral = file.referral
    reasons = []
    if referral.state_id != "draft":
        reasons.append(Reason("sent", "The referral was sent: it cannot be changed any more."))
    offered = {each.code for each in queries.categories_of(referral.contract)}
    if set(wanted.categories) - offered:
        reasons.append(Reason("no-such-category", "Select categories that the service offers."))
    known = {each.code for each in queries.wanted_outcomes(set(wanted.categories) & offered)}
    if set(wanted.outcomes) - known:
        reasons.append(
            Reason("no-such-outcome", "Select outcomes of the categories that you selected.")
        )
    if wanted.most_days is not None and referral.requirement_id is None:
        reasons.append(
            Reason("no-days", "Days are used only under a rehabilitation activity requirement.")
        )
    return reasons
