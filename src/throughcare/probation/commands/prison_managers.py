"""Who manages a sentence in prison, and which of the two managers answers for the person."""

from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.commands.holding import add_contact, hold_case, write_trail
from throughcare.probation.models import Case, Institution, PrisonManager
from throughcare.probation.queries import managing

RESPONSIBLE_CHANGED: Final = "ROC"


@transaction.atomic
def name_prison_manager(
    *,
    account_id: int,
    case_id: int,
    institution_code: str,
    name: str,
    is_responsible: bool,
    now: datetime,
) -> PrisonManager | None:
    """Say who manages the sentence in prison from now on, and whether they are the responsible officer; None where it stands so.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the prison or the name is missing.
    """
    case = hold_case(case_id)
    prison = Institution.objects.filter(code=institution_code).first()
    reasons = []
    if prison is None:
        reasons.append(Reason("no-such-institution", "Select a prison."))
    if not name.strip():
        reasons.append(Reason("no-name", "Enter the name of the manager in prison."))
    if reasons or prison is None:
        raise Refused(reasons)
    before = managing.responsible_officer(case_id, at=now)
    last = managing.prison_manager(case_id, at=now)
    wanted = (prison.code, name.strip(), is_responsible)
    if last and (last.institution_id, last.name, last.is_responsible) == wanted:
        return None
    _end_prison_manager(last, now=now)
    made = PrisonManager.objects.create(
        case=case,
        institution=prison,
        name=name.strip(),
        is_responsible=is_responsible,
        starts_at=now,
        recorded_by_id=account_id,
        recorded_at=now,
    )
    write_trail(case, account_id=account_id, action="prison-manager.named", now=now, altered=made)
    note_responsible(case, before, account_id=account_id, now=now)
    return made


@transaction.atomic
def end_prison_manager(*, account_id: int, case_id: int, now: datetime) -> None:
    """Say that nobody manages in prison any more: whoever has the case is responsible from now on.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: nobody does now.
    """
    case = hold_case(case_id)
    before = managing.responsible_officer(case_id, at=now)
    last = managing.prison_manager(case_id, at=now)
    if last is None:
        raise Refused.because("none-in-prison", "Nobody manages this person in prison.")
    _end_prison_manager(last, now=now)
    write_trail(case, account_id=account_id, action="prison-manager.ended", now=now, altered=last)
    note_responsible(case, before, account_id=account_id, now=now)


def note_responsible(
    case: Case, before: managing.ResponsibleOfficer | None, *, account_id: int, now: datetime
) -> None:
    """Tell the log of a case that is held that somebody else answers for it than before, where that is so."""
    after = managing.responsible_officer(case.pk, at=now)
    if after is None or (before and _who(before) == _who(after)):
        return
    said = " of ".join(filter(None, (after.name or "No officer yet", after.place)))
    add_contact(
        case,
        account_id=account_id,
        type_code=RESPONSIBLE_CHANGED,
        starts_at=now,
        notes=f"Responsible from now on: {said}.",
        now=now,
    )


def _who(officer: managing.ResponsibleOfficer) -> tuple[str, str, bool]:
    return officer.name, officer.place, officer.in_prison


def _end_prison_manager(last: PrisonManager | None, *, now: datetime) -> None:
    if last is not None:
        PrisonManager.objects.filter(id=last.pk).update(ended_at=now)
