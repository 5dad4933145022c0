"""Putting the record right: the wrong row is stamped, the right one is added, and nothing is rewritten.

To be done as the engine, which alone may write here; who may ask for it is decided by the rooms that call.
Units that are frozen are not put right.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, connection, transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused, broken_constraint
from throughcare.organisation.choices import NO, YES, Fact
from throughcare.organisation.models import Placement, Unit, UnitCode, UnitFact
from throughcare.organisation.queries import Moment

_YES_OR_NO = frozenset({Fact.OPERATING, Fact.LEGAL, Fact.ACCEPTS_WORK})

_Row = TypeVar("_Row", UnitFact, Placement)

Guard = Callable[[datetime], None]
_guards: list[Guard] = []


def ask_before_correcting(guard: Guard) -> None:
    """Have a room above asked at `now` before any unit is put right; it refuses while units are frozen."""
    if guard not in _guards:
        _guards.append(guard)


def _ask_guards(*, now: datetime) -> None:
    for guard in _guards:
        guard(now)


@transaction.atomic
def correct_fact(
    *,
    account_id: int | None,
    unit_id: int,
    fact: str,
    value: str,
    moment: Moment,
    now: datetime,
    starts_at: datetime | None = None,
) -> UnitFact:
    """Say what was true of a unit at a moment after all, and from when, if that was wrong as well.

    Raises:
        Refused: nothing was recorded for the moment, nothing would change, the value is no answer, or another row of
            the fact starts at the same instant.
    """
    _ask_guards(now=now)
    if fact in _YES_OR_NO and value not in {YES, NO}:
        raise Refused.because("yes-or-no", f"Say yes or no: {value} does not answer {fact}.")
    standing = UnitFact.objects.filter(unit_id=unit_id, fact=fact, superseded_at=None)
    wrong = _held(list(standing), moment=moment)
    right = UnitFact(
        unit_id=unit_id,
        fact=fact,
        value=value,
        starts_at=starts_at or wrong.starts_at,
        change_id=wrong.change_id,
        recorded_at=now,
    )
    if (right.value, right.starts_at) == (wrong.value, wrong.starts_at):
        raise _nothing_changes()
    _replace(wrong, right, now=now)
    _record(unit_id, f"organisation.correct-{fact}", account_id=account_id, now=now)
    return right


@transaction.atomic
def correct_placement(
    *,
    account_id: int | None,
    unit_id: int,
    hierarchy: str,
    parent_id: int | None,
    moment: Moment,
    now: datetime,
    starts_at: datetime | None = None,
) -> Placement:
    """Say where a unit hung at a moment after all, and from when, if that was wrong as well.

    Raises:
        Refused: nothing was recorded for the moment, nothing would change, the unit would be above itself, or another
            placement starts at the same instant.
    """
    _ask_guards(now=now)
    standing = Placement.objects.filter(unit_id=unit_id, hierarchy=hierarchy, superseded_at=None)
    wrong = _held(list(standing), moment=moment)
    right = Placement(
        unit_id=unit_id,
        hierarchy=hierarchy,
        parent_id=parent_id,
        starts_at=starts_at or wrong.starts_at,
        change_id=wrong.change_id,
        recorded_at=now,
    )
    if (right.parent_id, right.starts_at) == (wrong.parent_id, wrong.starts_at):
        raise _nothing_changes()
    _replace(wrong, right, now=now)
    _record(unit_id, f"organisation.correct-{hierarchy}", account_id=account_id, now=now)
    return right


@transaction.atomic
def withdraw_code(*, account_id: int | None, code: str, now: datetime) -> None:
    """Say that a code was made in error. It is kept, is never given to another unit, and is refused as a target.

    Raises:
        Refused: nobody was given the code, or it is withdrawn already.
    """
    _ask_guards(now=now)
    unit_id = UnitCode.objects.filter(code=code).values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise Refused.because("unknown-code", f"No unit has the code {code}.")
    if not UnitCode.objects.filter(code=code, withdrawn_at=None).update(withdrawn_at=now):
        raise Refused.because("withdrawn-code", f"{code} is withdrawn already.")
    _record(unit_id, "organisation.withdraw-code", account_id=account_id, now=now)


def _held(rows: list[_Row], *, moment: Moment) -> _Row:
    """The one of these rows that counts at a moment, by the order that the database reads them in."""
    counting = [
        row
        for row in rows
        if row.starts_at <= moment.at and (row.change_id is None or row.change_id in moment.live)
    ]
    if not counting:
        raise Refused.because("nothing-recorded", "Nothing was recorded for that moment.")
    return max(counting, key=lambda row: (row.starts_at, row.change_id or 0, row.pk))


def _nothing_changes() -> Refused:
    return Refused.because("nothing-changes", "That is what is recorded already.")


def _replace(wrong: _Row, right: _Row, *, now: datetime) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Whoever corrected it meanwhile made us wait here; then there is nothing left to stamp.
            if not (
                type(wrong)
                .objects.filter(pk=wrong.pk, superseded_at=None)
                .update(superseded_at=now)
            ):
                raise Refused.because("just-corrected", "Somebody has just corrected that entry.")
            right.save(force_insert=True)
            # Rings are looked for at the end of a transaction; here the answer is wanted at once.
            cursor.execute("SET CONSTRAINTS organisation_placement_no_ring IMMEDIATE")
            cursor.execute("SET CONSTRAINTS organisation_placement_no_ring DEFERRED")
    except IntegrityError as error:
        raise _refusal(error) from error


def _refusal(error: IntegrityError) -> Refused:
    constraint = broken_constraint(error)
    if constraint in {"organisation_placement_no_ring", "organisation_placement_not_under_itself"}:
        return Refused.because("above-itself", "The unit would then be above itself.")
    if constraint in {"organisation_unitfact_once", "organisation_placement_once"}:
        return Refused.because("another-starts", "Another entry starts at that very moment.")
    raise error


def _record(unit_id: int, action: str, *, account_id: int | None, now: datetime) -> None:
    reference = Unit.objects.values_list("reference", flat=True).get(pk=unit_id)
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="unit",
        subject_reference=str(reference),
        now=now,
    )
