"""What commands about interventions share: their entries in the log, where they stand, and what is told of them."""

from datetime import date, datetime, time

from django.db.models import Max

from throughcare.kernel.days import HERE, local_day
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import add_contact, write_trail
from throughcare.probation.events import NsiChanged
from throughcare.probation.models import Case, Contact, Nsi, NsiStanding


def next_number(case: Case) -> int:
    last = Nsi.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def note_nsi(case: Case, type_code: str, *, on: date, account_id: int, now: datetime) -> Contact:
    """An entry of the log, of the moment itself where it is of today."""
    at = now if on == local_day(now) else datetime.combine(on, time(12), tzinfo=HERE)
    return add_contact(
        case, account_id=account_id, type_code=type_code, starts_at=at, notes="", now=now
    )


def stand_nsi(
    nsi: Nsi,
    status_code: str,
    *,
    on: date,
    account_id: int,
    now: datetime,
    contact: Contact | None = None,
    note: str = "",
) -> NsiStanding:
    return NsiStanding.objects.create(
        nsi=nsi,
        case_id=nsi.case_id,
        status_id=status_code,
        stands_on=on,
        note=note,
        contact=contact,
        author_id=account_id,
        recorded_at=now,
    )


def tell_of_nsi(case: Case, nsi: Nsi, change: str, *, account_id: int, now: datetime) -> None:
    outbox.publish(
        NsiChanged(
            crn=case.person.crn,
            case_id=case.pk,
            number=nsi.number,
            type=nsi.type_id,
            change=change,
        ),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action=f"nsi.{change}",
        now=now,
        altered=nsi,
        type=nsi.type_id,
    )
