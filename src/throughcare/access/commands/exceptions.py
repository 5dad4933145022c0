"""The dated exceptions to what posts, units and ownership give: each with its reason, end and witness.

To be called while the account is pinned, with `now` the pinned moment: row-level security lets an
account write exceptions of its own, and restrictions of people whose case it reaches.
"""

from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from throughcare.access import queries
from throughcare.access.choices import Action, GrantKind, RestrictionKind
from throughcare.access.events import RestrictionChanged
from throughcare.access.models import Grant, Restriction
from throughcare.access.rules.as_at import LONDON
from throughcare.access.rules.exceptions import (
    refusals_of_emergency,
    refusals_of_minimum_view,
    refusals_of_reading,
    refusals_of_restriction,
)
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox


@transaction.atomic
def open_minimum_view(*, account_id: int, case_id: int, reason: str, now: datetime) -> Grant:
    """Open the minimum safe view of a case of another body, until midnight in London.

    Raises:
        PermissionDenied: no protocol gives the view, or the record is closed to the account.
        Refused: there is no reason, or the account sees that much already.
    """
    if not queries.may_with_case(action=Action.MINIMUM, case_id=case_id):
        raise PermissionDenied(f"{Action.MINIMUM} is not allowed")
    if reasons := refusals_of_minimum_view(reason=reason, seen=queries.view_of(case_id)):
        raise Refused(reasons)
    return _grant(
        Grant(
            account_id=account_id,
            case_id=case_id,
            kind=GrantKind.MINIMUM,
            reason=reason.strip(),
            starts_at=now,
            ends_at=_midnight_after(now),
            made_by_id=account_id,
        ),
        now=now,
    )


@transaction.atomic
def open_in_emergency(
    *, account_id: int, case_id: int, reason: str, hours: int, now: datetime
) -> Grant:
    """Open a whole case in one step, for hours.

    The manager of the account's unit is named on it, and finds it among `queries.grants_to_look_at`.

    Raises:
        PermissionDenied: the role may not, or the record is closed to the account: no emergency
            opens a restricted or excluded record.
        Refused: no reason, too many hours, or the account reads the case already.
    """
    if not queries.may_with_case(action=Action.EMERGENCY, case_id=case_id):
        raise PermissionDenied(f"{Action.EMERGENCY} is not allowed")
    seen = queries.view_of(case_id)
    if reasons := refusals_of_emergency(reason=reason, hours=hours, seen=seen):
        raise Refused(reasons)
    supervisor = queries.supervisor_of(account_id)
    return _grant(
        Grant(
            account_id=account_id,
            case_id=case_id,
            kind=GrantKind.EMERGENCY,
            reason=reason.strip(),
            starts_at=now,
            ends_at=now + timedelta(hours=hours),
            made_by_id=account_id,
            told_account_id=supervisor.account_id if supervisor else None,
        ),
        now=now,
    )


@transaction.atomic
def let_read(
    *, account_id: int, reader_id: int, case_id: int, reason: str, ends_at: datetime, now: datetime
) -> Grant:
    """Let an account go on reading a case that was handed over, and never write to it (restructure rules, section 5).

    For somebody who answers for whoever has the case now. Whether it was asked for, by another, and for how long at most,
    is asked of the room that keeps that by row-level security beneath (`access_may_let_read`).

    Raises:
        PermissionDenied: the account answers for no provider that has the case, or the record is closed to it.
        Refused: there is no reason, or the end is not ahead.
    """
    if not queries.answers_for(case_id):
        raise PermissionDenied("You do not answer for whoever has this case")
    if reasons := refusals_of_reading(reason=reason, ends_at=ends_at, now=now):
        raise Refused(reasons)
    return _grant(
        Grant(
            account_id=reader_id,
            case_id=case_id,
            kind=GrantKind.TRANSITION,
            reason=reason.strip(),
            starts_at=now,
            ends_at=ends_at,
            made_by_id=account_id,
        ),
        now=now,
    )


@transaction.atomic
def end_grant(*, grant_id: int, account_id: int, now: datetime) -> None:
    """End an exception before its time.

    Raises:
        PermissionDenied: it is not one of the account's own, nor one that it made or was told of, nor the reading of a case
            that was handed over to a provider that the account answers for.
        Refused: it has ended.
    """
    grant = Grant.objects.filter(pk=grant_id).first()
    if grant is None or not _may_end(grant, account_id=account_id):
        raise PermissionDenied("This exception is not yours to end")
    if grant.ends_at <= now:
        raise Refused.because("grant-ended", "This access has ended already.")
    Grant.objects.filter(pk=grant_id).update(ends_at=now)
    _note(grant, action="grant.ended", account_id=account_id, now=now)


@transaction.atomic
def restrict(
    *,
    person_id: int,
    account_id: int,
    kind: RestrictionKind,
    reason: str,
    message: str = "",
    ends_at: datetime | None = None,
    made_by_id: int,
    now: datetime,
) -> Restriction:
    """Keep an account from a person's record, or make it one of the only ones let in.

    `message` is shown to whoever is refused.

    Raises:
        PermissionDenied: the maker may not restrict this person, whose case is out of reach or
            whose record is closed to the maker.
        Refused: no reason, an end in the past, the same stands already, or the maker would be
            kept out.
    """
    _require_reach(person_id)
    standing = _standing(person_id=person_id, now=now)
    if reasons := refusals_of_restriction(
        reason=reason,
        kind=kind,
        ends_at=ends_at,
        account_id=account_id,
        made_by_id=made_by_id,
        standing=standing,
        now=now,
    ):
        raise Refused(reasons)
    made = Restriction.objects.create(
        person_id=person_id,
        account_id=account_id,
        kind=kind,
        reason=reason.strip(),
        message=message.strip(),
        starts_at=now,
        ends_at=ends_at,
        made_by_id=made_by_id,
    )
    _note_restriction(made, change="made", account_id=made_by_id, now=now)
    return made


@transaction.atomic
def end_restriction(*, restriction_id: int, account_id: int, now: datetime) -> None:
    """Raises PermissionDenied where the account may not restrict this person, or nothing stands."""
    standing = Restriction.objects.filter(_is_in_force(now), pk=restriction_id).first()
    if standing is None:
        raise PermissionDenied("There is no such restriction to end")
    _require_reach(standing.person_id)
    Restriction.objects.filter(pk=restriction_id).update(ends_at=now)
    _note_restriction(standing, change="ended", account_id=account_id, now=now)


def _require_reach(person_id: int) -> None:
    if not queries.may_restrict(person_id):
        raise PermissionDenied(f"{Action.RESTRICT} is not allowed")


def _standing(*, person_id: int, now: datetime) -> frozenset[tuple[str, int]]:
    """Kind and account of each restriction of a person that has not ended."""
    found = Restriction.objects.filter(_is_in_force(now), person_id=person_id)
    return frozenset(found.values_list("kind", "account_id"))


def _is_in_force(now: datetime) -> Q:
    return Q(ends_at=None) | Q(ends_at__gt=now)


def _may_end(grant: Grant, *, account_id: int) -> bool:
    if account_id in {grant.account_id, grant.told_account_id, grant.made_by_id}:
        return True
    return grant.kind == GrantKind.TRANSITION and queries.answers_for(grant.case_id)


def _grant(grant: Grant, *, now: datetime) -> Grant:
    grant.save(force_insert=True)
    maker_id = grant.made_by_id or grant.account_id
    _note(grant, action=f"grant.{grant.kind}-opened", account_id=maker_id, now=now)
    return grant


def _note(grant: Grant, *, action: str, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=str(grant.case_id),
        now=now,
        detail={
            "grant": grant.pk,
            "until": grant.ends_at.isoformat(),
            "told": grant.told_account_id,
        },
    )


def _note_restriction(
    restriction: Restriction, *, change: str, account_id: int, now: datetime
) -> None:
    changed = RestrictionChanged(
        person_id=restriction.person_id, kind=str(restriction.kind), change=change
    )
    outbox.publish(changed, now=now)
    audit.record(
        account_id=account_id,
        action=f"person.{restriction.kind}-{change}",
        subject_kind="person",
        subject_reference=str(restriction.person_id),
        now=now,
        detail={"restriction": restriction.pk, "account": restriction.account_id},
    )


def _midnight_after(now: datetime) -> datetime:
    tomorrow = now.astimezone(LONDON).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=LONDON).astimezone(now.tzinfo)
