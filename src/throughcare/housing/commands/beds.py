"""Which premises and beds there are, and when a bed is closed."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.housing import queries
from throughcare.housing.choices import Kind, Sexes
from throughcare.housing.commands.booking import unless_taken
from throughcare.housing.models import Bed, BedTaken, Premises
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.organisation.choices import Fact

PREMISES = "premises"
"""The kind of unit that premises are."""
MOST_BEDS = 60


@transaction.atomic
def record_premises(
    *,
    code: str,
    kind: Kind,
    sex: Sexes,
    lines: str,
    postcode: str,
    telephone: str,
    beds: int,
    opens_on: date,
    now: datetime,
) -> Premises:
    """Record premises, which are a unit under the same code, with their beds: for those who run the house.

    Raises:
        Refused: there is no such unit of the kind, they are recorded already, or have no beds; carries every reason.
    """
    unit_id = None
    reasons: list[Reason] = []
    try:
        unit_id = organisation.open_unit(code=code, moment=organisation.pinned()).unit_id
    except Refused as refusal:
        reasons += refusal.reasons
    if unit_id is not None:
        facts = organisation.unit(unit_id, moment=organisation.pinned()).facts
        if facts.get(Fact.KIND, "") != PREMISES:
            reasons.append(Reason("no-premises", f"{code} is no unit of the kind {PREMISES}."))
    if Premises.objects.filter(code=code).exists():
        reasons.append(Reason("recorded", f"{code} is recorded already."))
    if not 1 <= beds <= MOST_BEDS:
        reasons.append(Reason("no-beds", f"Premises have from 1 to {MOST_BEDS} beds."))
    if reasons or unit_id is None:
        raise Refused(reasons)
    made = Premises.objects.create(
        code=code,
        unit_id=unit_id,
        kind=kind,
        sex=sex,
        lines=lines,
        postcode=postcode,
        telephone=telephone,
        recorded_at=now,
    )
    Bed.objects.bulk_create(
        Bed(premises=made, number=number, opens_on=opens_on) for number in range(1, beds + 1)
    )
    return made


@transaction.atomic
def close_bed(
    *,
    account_id: int,
    premises_code: str,
    bed_number: int,
    starts_on: date,
    ends_on: date,
    reason: str,
    now: datetime,
) -> BedTaken:
    """Let nobody into a bed from a day until before another.

    Raises:
        PermissionDenied: the account does not keep the beds of these premises, or they have no such bed.
        Refused: somebody has it then, the days cannot be, or it is not said why; carries every reason.
    """
    bed = _kept(premises_code, bed_number)
    reasons = []
    if starts_on < local_day(now):
        reasons.append(Reason("day-over", "The first day must be today or later."))
    if ends_on <= starts_on:
        reasons.append(Reason("ends-first", "The bed opens again after it is closed."))
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the bed is closed."))
    if reasons:
        raise Refused(reasons)
    with unless_taken():
        made = BedTaken.objects.create(
            bed=bed, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()
        )
    _trail(premises_code, bed_number, account_id=account_id, action="bed.closed", now=now)
    return made


@transaction.atomic
def open_bed(
    *, account_id: int, premises_code: str, bed_number: int, closing: int, now: datetime
) -> None:
    """Take back that a bed is closed.

    Raises:
        PermissionDenied: the account does not keep the beds of these premises, or they have no such bed.
        Refused: it is not closed any more.
    """
    bed = _kept(premises_code, bed_number)
    gone, _ = BedTaken.objects.filter(bed=bed, id=closing, stay_id=None).delete()
    if not gone:
        raise Refused.because("not-closed", "The bed is not closed any more.")
    _trail(premises_code, bed_number, account_id=account_id, action="bed.opened", now=now)


def _kept(premises_code: str, bed_number: int) -> Bed:
    bed = Bed.objects.filter(premises__code=premises_code, number=bed_number).first()
    if (
        bed is None
        or Action.KEEP_BEDS not in access.actions()
        or bed.premises_id not in {each.pk for each in queries.kept_premises()}
    ):
        raise PermissionDenied
    return bed


def _trail(code: str, number: int, *, account_id: int, action: str, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="premises",
        subject_reference=code,
        now=now,
        detail={"bed": number},
    )
