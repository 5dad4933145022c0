"""Transition access: going on reading cases that were handed over, for a stated number of days (restructure rules, section 5).

To be called while the account is pinned: row-level security beneath asks the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.transition.models import Reading
from throughcare.transition.queries import readings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from throughcare.restructure.models import Plan

MOST_AT_ONCE: Final = 50


@transaction.atomic
def ask_for_reading(
    *,
    account_id: int,
    plan: Plan,
    username: str,
    references: Sequence[str],
    days: int,
    reason: str,
    most_days: int,
    now: datetime,
) -> list[Reading]:
    """Ask that an account may go on reading cases which a live plan took from its body; one row for each case.

    Asked by a manager of the account; each waits for somebody who speaks for whoever has the case now.

    Raises:
        PermissionDenied: the account manages nobody.
        Refused: carries every reason, each case that cannot be asked for among them.
    """
    access.require(action=Action.ALLOCATE)
    named = list(dict.fromkeys(each.strip().upper() for each in references if each.strip()))
    reader_id = access.account_id(username=username.strip())
    reasons = _reasons_not_to_ask(
        names=len(named), days=days, most_days=most_days, reason=reason, is_known=bool(reader_id)
    )
    found: dict[str, readings.HandedOver] = {}
    if reader_id is not None and named:
        found = readings.handed_over(plan, account_id=reader_id, references=named)
        waiting = readings.waiting(account_id=reader_id)
        reasons += [
            each for name in named for each in _reasons_against(name, found.get(name), waiting)
        ]
    if reasons or reader_id is None:
        raise Refused(reasons)
    made = Reading.objects.bulk_create(
        Reading(
            plan=plan,
            account_id=reader_id,
            case_id=found[name].case_id,
            item_reference=name,
            from_owner_id=found[name].from_owner_id,
            to_owner_id=found[name].to_owner_id,
            days=days,
            reason=reason.strip(),
            asked_by_id=account_id,
            asked_at=now,
        )
        for name in named
    )
    audit.record_many(
        account_id=account_id,
        action="transition.reading-asked",
        subject_kind="case",
        subject_references=named,
        now=now,
        detail={"reader": reader_id, "days": days, "plan": str(plan)},
    )
    return made


def _reasons_not_to_ask(
    *, names: int, days: int, most_days: int, reason: str, is_known: bool
) -> list[Reason]:
    reasons = []
    if not is_known:
        reasons.append(Reason("no-account", "Nobody who may sign in has this user name."))
    if not 1 <= names <= MOST_AT_ONCE:
        reasons.append(Reason("no-cases", f"Name 1 to {MOST_AT_ONCE} cases."))
    if not 1 <= days <= most_days:
        reasons.append(Reason("too-long", f"Cases may be read on for 1 to {most_days} days."))
    if len(reason.strip()) < access.SHORTEST_REASON:
        reasons.append(
            Reason("no-reason", f"Say why, in {access.SHORTEST_REASON} letters or more.")
        )
    return reasons


def _reasons_against(
    name: str, found: readings.HandedOver | None, waiting: set[str]
) -> list[Reason]:
    if found is None or found.is_closed:
        # One word for both: whether a record is restricted is told to nobody here.
        sentence = (
            f"{name} cannot be asked for: it was not handed over by this plan from the body of somebody whom you manage,"
            " it has moved on, or it may not be opened."
        )
        return [Reason("not-handed-over", sentence)]
    if found.is_open:
        return [Reason("open-anyway", f"{name} is open to this account anyway.")]
    if name in waiting:
        return [Reason("asked-already", f"{name} was asked for, and waits for an answer.")]
    return []


@transaction.atomic
def allow_reading(*, account_id: int, reference: UUID, now: datetime) -> Reading:
    """Let the account read the case from now on, for as many days as were asked for; for who speaks for the new owner.

    Raises:
        PermissionDenied: the account does not speak for whoever has the case, or asked for it, or would read it.
        Refused: it was decided, or may not be given as things stand now.
    """
    made = _held(reference, account_id=account_id)
    if not readings.may_let_read(made, now=now):
        raise Refused.because(
            "not-any-more",
            "This cannot be given as things stand now: the case has moved on, or its record is closed to the account.",
        )
    grant = change_access.let_read(
        account_id=account_id,
        reader_id=made.account_id,
        case_id=made.case_id,
        reason=made.reason,
        ends_at=now + timedelta(days=made.days),
        now=now,
    )
    return _decided(made, grant_id=grant.pk, account_id=account_id, now=now)


@transaction.atomic
def refuse_reading(*, account_id: int, reference: UUID, now: datetime) -> Reading:
    """Say no.

    Raises:
        PermissionDenied: as for `allow_reading`.
        Refused: it was decided.
    """
    made = _held(reference, account_id=account_id)
    return _decided(made, grant_id=None, account_id=account_id, now=now)


@transaction.atomic
def end_reading(*, account_id: int, reference: UUID, now: datetime) -> None:
    """End what was given before its day; for who speaks for whoever has the case, who gave it, and who reads.

    Raises:
        PermissionDenied: it is none of the account's.
        Refused: nothing was given, or it has ended.
    """
    made = Reading.objects.filter(reference=reference).first()
    if made is None:
        raise PermissionDenied
    if made.grant_id is None:
        raise Refused.because("nothing-given", "Nothing was given that could be ended.")
    change_access.end_grant(grant_id=made.grant_id, account_id=account_id, now=now)


def _held(reference: UUID, *, account_id: int) -> Reading:
    made = Reading.objects.filter(reference=reference).first()
    if made is None or account_id in {made.asked_by_id, made.account_id}:
        raise PermissionDenied("Somebody else decides this")
    if not access.answers_for(made.case_id):
        raise PermissionDenied("This is for who speaks for whoever has the case")
    # One that is decided can be changed by nobody, so it is not there to be held.
    held = Reading.objects.select_for_update(no_key=True).filter(reference=reference).first()
    if made.decided_at is not None or held is None:
        raise Refused.because("decided-already", "This was decided already.")
    return held


def _decided(made: Reading, *, grant_id: int | None, account_id: int, now: datetime) -> Reading:
    made.decided_by_id, made.decided_at, made.grant_id = account_id, now, grant_id
    made.save(update_fields=["decided_by_id", "decided_at", "grant_id"])
    audit.record(
        account_id=account_id,
        action="transition.reading-refused" if grant_id is None else "transition.reading-allowed",
        subject_kind="case",
        subject_reference=made.item_reference,
        now=now,
        detail={"reader": made.account_id, "days": made.days, "grant": grant_id},
    )
    return made
