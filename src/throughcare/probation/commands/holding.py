"""What every change to a case does first and last."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F, Model

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.probation.models import Case, Contact

HERE = ZoneInfo("Europe/London")
"""Days of the service are days in England and Wales."""
LONGEST_NOTES = 12_000


@dataclass(frozen=True, kw_only=True)
class Held:
    """Which provider answers for a case, and which unit and post do the work."""

    owner_id: int
    holder_id: int
    post_id: int | None


def local_day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()


def hold_case(case_id: int) -> Case:
    """Lock a case that the account may write to, until commit.

    Raises:
        PermissionDenied: it may not write to it.
        Http404: it may not know that there is such a case.
    """
    access.require(action=Action.WRITE_CASE, case_id=case_id)
    Case.objects.select_for_update(no_key=True, of=("self",)).get(id=case_id)
    return Case.objects.select_related("person").get(id=case_id)


def who_has(case_id: int, *, now: datetime) -> Held:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT owner_id, holder_id, post_id FROM probation_held_by(%s, %s, tc_live())",
            [case_id, now],
        )
        owner_id, holder_id, post_id = cursor.fetchone()
    return Held(owner_id=owner_id, holder_id=holder_id, post_id=post_id)


def add_contact(
    case: Case,
    *,
    account_id: int,
    type_code: str,
    starts_at: datetime,
    now: datetime,
    ends_at: datetime | None = None,
    outcome_code: str | None = None,
    notes: str = "",
    is_sensitive: bool = False,
) -> Contact:
    """Write the next entry of the log of a case that is held, numbered without a gap."""
    number = case.contacts_made + 1
    Case.objects.filter(id=case.pk).update(contacts_made=F("contacts_made") + 1)
    case.contacts_made = number
    return Contact.objects.create(
        case=case,
        number=number,
        type_id=type_code,
        outcome_id=outcome_code,
        starts_at=starts_at,
        ends_at=ends_at,
        notes=notes,
        is_sensitive=is_sensitive,
        author_id=account_id,
        recorded_at=now,
    )


def write_trail(
    case: Case,
    *,
    account_id: int,
    action: str,
    now: datetime,
    altered: Model | None = None,
    **detail: str | int | None,
) -> None:
    """Write who did what with a case; `altered` is the record that is not as it was before, if there is one."""
    if altered is not None:
        # A record is known within its case by its number, where it has one.
        detail["altered"] = f"{altered._meta.label}/{getattr(altered, 'number', altered.pk)}"
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=case.person.crn,
        now=now,
        detail=detail,
    )
