"""Dates that count: approved by somebody who entered nothing of them, or entered by hand with a reason, for somebody else to approve."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.sentences.choices import Cause, State
from throughcare.sentences.commands.holding import held_calculation, set_release, write_trail
from throughcare.sentences.events import ReleaseDatesChanged
from throughcare.sentences.models import Booking, Calculation
from throughcare.sentences.queries.calculations import approved, reasons_against_approval
from throughcare.sentences.rules.by_hand import reasons_against, reasons_against_together
from throughcare.sentences.rules.comparing import dates_changed


@transaction.atomic
def approve(*, account_id: int, key: UUID, now: datetime) -> Calculation:
    """Have the dates of a calculation count from now on; whoever works by them is told which changed.

    Raises:
        PermissionDenied: there is no such calculation that the account may write to.
        Refused: it is not the latest, has no dates, is approved, or the account entered something of it; carries every reason.
    """
    booking, made = held_calculation(key)
    if reasons := reasons_against_approval(made, account_id=account_id):
        raise Refused(reasons)
    before = approved(booking.pk)
    changed = dates_changed(before.in_force if before else {}, made.in_force)
    made.state, made.approved_at, made.approved_by_id = State.APPROVED, now, account_id
    made.save(update_fields=["state", "approved_at", "approved_by_id"])
    set_release(booking)
    if changed:
        outbox.publish(
            ReleaseDatesChanged(
                crn=booking.person.crn,
                person_id=booking.person_id,
                calculation_id=made.pk,
                types=tuple(each.kind for each in changed),
            ),
            now=now,
        )
    _tell(booking, made, account_id=account_id, action="release-dates.approved", now=now)
    return made


@transaction.atomic
def override_dates(
    *, account_id: int, key: UUID, entered: Mapping[str, date], because: str, now: datetime
) -> Calculation:
    """Enter dates by hand in place of those of the latest calculation, which is kept; the new one waits for somebody else.

    The next change of what dates are worked out from is calculated without them: they are entered again where they still hold.

    Raises:
        PermissionDenied: there is no such calculation that the account may write to.
        Refused: it is not the latest, or such dates cannot be; carries every reason.
    """
    booking, last = held_calculation(key)
    together = last.in_force | dict(entered)
    reasons = [
        *reasons_against(entered, because=because),
        *reasons_against_together(together, entered=entered),
    ]
    if reasons:
        raise Refused(reasons)
    made = Calculation.objects.create(
        booking=booking,
        person_id=booking.person_id,
        cause=Cause.OVERRIDE,
        **{name: getattr(last, name) for name in _KEPT},
        overrides=last.overrides | _as_kept(entered, last=last, because=because),
        made_at=now,
        made_by_id=account_id,
    )
    set_release(booking)
    _tell(booking, made, account_id=account_id, action="release-dates.overridden", now=now)
    return made


_KEPT = (
    *("law", "law_version", "inputs", "outcome", "messages"),
    *("dates", "worked", "explanation"),
)


def _as_kept(
    entered: Mapping[str, date], *, last: Calculation, because: str
) -> dict[str, dict[str, str | None]]:
    return {
        kind: {
            "on": day.isoformat(),
            "because": because.strip(),
            "instead_of": last.dates.get(kind),
        }
        for kind, day in entered.items()
    }


def _tell(
    booking: Booking, made: Calculation, *, account_id: int, action: str, now: datetime
) -> None:
    altered = f"{made._meta.label}/{made.key}"
    write_trail(booking, account_id=account_id, action=action, now=now, altered=altered)
