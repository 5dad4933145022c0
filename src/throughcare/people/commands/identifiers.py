"""Changes of the numbers that other bodies give to people (probation rules, 2.1)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import queries, rules
from throughcare.people.choices import FormerKind, IdentifierKind
from throughcare.people.commands.holding import (
    held_row,
    hold,
    keep_former,
    reasons_if_changed,
    reasons_without,
    tell,
)
from throughcare.people.models import Identifier, Person


@transaction.atomic
def add_identifier(
    *, account_id: int, crn: str, kind: str, supplied: str, source: str, now: datetime
) -> Identifier:
    """Keep a number as supplied; one that fails its check is kept too, and never used to find by.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: nothing was supplied, this person has it already or has another NOMS number, or another has this one.
    """
    person = hold(crn)
    typed = supplied.strip()
    canonical = rules.canonical(kind, typed, today=local_day(now))
    if reasons := _reasons_against(person, kind=kind, typed=typed, canonical=canonical, but=None):
        raise Refused(reasons)
    added = Identifier.objects.create(
        person=person,
        kind=kind,
        supplied=typed,
        canonical=canonical,
        source=source.strip(),
        recorded_at=now,
        recorded_by_id=account_id,
    )
    tell(
        person,
        account_id=account_id,
        about=FormerKind.IDENTIFIER,
        change="added",
        row=added,
        now=now,
    )
    return added


@transaction.atomic
def correct_identifier(
    *,
    account_id: int,
    crn: str,
    key: UUID,
    supplied: str,
    source: str,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Identifier:
    """Put a number right, as it was read with `version`; what was supplied before is kept with the reason.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such number.
        Refused: as `add_identifier`, it does not say why, or it is a former CRN, which stays.
    """
    person = hold(crn)
    row = held_row(Identifier.objects, person, key)
    typed = supplied.strip()
    canonical = rules.canonical(row.kind, typed, today=local_day(now))
    reasons = (
        reasons_if_changed(person, about=FormerKind.IDENTIFIER, key=key, version=version)
        + reasons_without(reason)
        + _reasons_to_leave(row)
        + _reasons_against(person, kind=row.kind, typed=typed, canonical=canonical, but=row)
    )
    if reasons:
        raise Refused(reasons)
    keep_former(
        person, row, about=FormerKind.IDENTIFIER, reason=reason, account_id=account_id, now=now
    )
    row.supplied, row.canonical, row.source = typed, canonical, source.strip()
    row.recorded_at, row.recorded_by_id = now, account_id
    row.save(update_fields=["supplied", "canonical", "source", "recorded_at", "recorded_by_id"])
    tell(
        person,
        account_id=account_id,
        about=FormerKind.IDENTIFIER,
        change="corrected",
        row=row,
        now=now,
    )
    return row


@transaction.atomic
def end_identifier(*, account_id: int, crn: str, key: UUID, reason: str, now: datetime) -> None:
    """Say that a number is theirs no more, from now on; that it was is kept.

    Raises:
        PermissionDenied: the account may not change this person, or they have no such number.
        Refused: it does not say why, or it is a former CRN, which stays.
    """
    person = hold(crn)
    row = held_row(Identifier.objects, person, key)
    if reasons := reasons_without(reason) + _reasons_to_leave(row):
        raise Refused(reasons)
    keep_former(
        person,
        row,
        about=FormerKind.IDENTIFIER,
        reason=reason,
        account_id=account_id,
        now=now,
        is_removed=True,
    )
    tell(
        person,
        account_id=account_id,
        about=FormerKind.IDENTIFIER,
        change="ended",
        row=row,
        now=now,
    )
    row.delete()


def _reasons_to_leave(row: Identifier) -> list[Reason]:
    if row.kind != IdentifierKind.FORMER_CRN:
        return []
    return [Reason("former-crn", "A former CRN always leads to this record, and is not changed.")]


def _reasons_against(
    person: Person, *, kind: str, typed: str, canonical: str | None, but: Identifier | None
) -> list[Reason]:
    """What speaks against a number, besides that of the row that it replaces."""
    if not typed:
        return [Reason("no-identifier", "Enter the number.")]
    reasons = []
    others = [
        held
        for held in Identifier.objects.filter(person=person, kind=kind)
        if but is None or held.pk != but.pk
    ]
    if any(
        typed == held.supplied or (canonical and canonical == held.canonical) for held in others
    ):
        reasons.append(Reason("already-held", f"{person.crn} has this number already."))
    elif kind == IdentifierKind.NOMS and canonical and any(held.canonical for held in others):
        reasons.append(
            Reason(
                "one-noms",
                "Somebody has one NOMS number: correct or end the one that is recorded first.",
            )
        )
    if (
        kind == IdentifierKind.NOMS
        and canonical
        and (crn := queries.holder_of_noms(canonical, but=person.pk))
    ):
        reasons.append(
            Reason(
                "held-by-another",
                f"{crn} has this NOMS number: one of the records may be a duplicate.",
            )
        )
    return reasons
