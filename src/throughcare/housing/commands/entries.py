"""What staff of premises note of somebody: who works with them, and what is written into their log."""

from datetime import datetime

from django.db import transaction

from throughcare.housing import terms
from throughcare.housing.choices import EntryKind, StayState
from throughcare.housing.commands.holding import note_deed, tell_in_log
from throughcare.housing.commands.keeping import change, held, tell_of_change
from throughcare.housing.models import Stay
from throughcare.kernel.refusals import Refused


@transaction.atomic
def name_keyworker(*, account_id: int, reference: str, keyworker: str, now: datetime) -> Stay:
    """Say who of the staff works with somebody.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nobody has the bed, or nobody is named.
    """
    file, person, stay = held(reference, StayState.BOOKED, StayState.ARRIVED)
    if not keyworker.strip():
        raise Refused.because("no-name", "Enter who works with the person.")
    change(stay, keyworker=keyworker.strip())
    tell_of_change(file, person, change="keyworker", account_id=account_id, now=now)
    return stay


@transaction.atomic
def write_entry(
    *, account_id: int, reference: str, kind: EntryKind, notes: str, now: datetime
) -> None:
    """Write into the log of somebody who lives there, such as that they were not there at curfew.

    Raises:
        Http404: there is no such application that the premises know of.
        Refused: nobody lives there, or nothing is written.
    """
    file, person, _ = held(reference, StayState.ARRIVED)
    if not notes.strip():
        raise Refused.because("no-notes", "Say what happened.")
    tell_in_log(
        file.application,
        type_code=terms.entry_by(kind),
        words=notes.strip(),
        alerts=terms.entry_alerts(kind),
    )
    note_deed(
        file.application,
        crn=person.crn,
        account_id=account_id,
        action="housing-stay.entry",
        now=now,
        kind=kind.value,
    )
