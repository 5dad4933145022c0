"""What every change to a case does first and last."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Model

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.probation.commands.subjects import THE_PERSON, Subject
from throughcare.probation.models import Case, Contact, Outcome
from throughcare.probation.rules.compliance import hours_credited

LONGEST_NOTES = 12_000


@dataclass(frozen=True, kw_only=True)
class Held:
    """Which provider answers for a case, and which unit and post do the work."""

    owner_id: int
    holder_id: int
    post_id: int | None


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
    account_id: int | None,
    type_code: str,
    starts_at: datetime,
    now: datetime,
    ends_at: datetime | None = None,
    outcome: Outcome | None = None,
    notes: str = "",
    is_sensitive: bool = False,
    is_alert: bool = False,
    subject: Subject = THE_PERSON,
    office_id: int | None = None,
    post_id: int | None = None,
    linked: Contact | None = None,
) -> Contact:
    """Write the next entry of the log of a case that is held, numbered without a gap."""
    number = case.contacts_made + 1
    Case.objects.filter(id=case.pk).update(contacts_made=F("contacts_made") + 1)
    case.contacts_made = number
    return Contact.objects.create(
        case=case,
        number=number,
        type_id=type_code,
        outcome=outcome,
        starts_at=starts_at,
        ends_at=ends_at,
        notes=notes,
        is_sensitive=is_sensitive,
        is_alert=is_alert or None,
        author_id=account_id,
        recorded_at=now,
        sentence_id=subject.sentence_id,
        requirement_id=subject.requirement_id,
        is_rar=subject.is_rar,
        office_id=office_id,
        post_id=post_id,
        linked=linked,
        hours_credited=None
        if outcome is None
        else hours_credited(
            starts_at=starts_at,
            ends_at=ends_at,
            is_attended=outcome.is_attended,
            is_complied=outcome.is_complied,
        ),
    )


def tell_in_log(
    *, account_id: int, case_id: int, type_code: str, notes: str, now: datetime
) -> Contact:
    """Write an entry by which the log tells of something that another room keeps.

    Raises:
        PermissionDenied: the account may not write to the case.
    """
    return add_contact(
        hold_case(case_id),
        account_id=account_id,
        type_code=type_code,
        starts_at=now,
        now=now,
        notes=notes,
    )


def tell_as_house(*, case_id: int, type_code: str, notes: str, now: datetime) -> None:
    """Write an entry of the log that is nobody's, as the engine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_tell(%s, %s, %s, %s)", [case_id, type_code, notes, now])


def named(record: Model) -> str:
    """What the trail calls a record that was altered: within its case by its number, where it has one."""
    return f"{record._meta.label}/{getattr(record, 'number', record.pk)}"


def write_trail(
    case: Case,
    *,
    account_id: int | None,
    action: str,
    now: datetime,
    altered: Model | None = None,
    **detail: str | int | None,
) -> None:
    """Write who did what with a case; `altered` is the record that is not as it was before, if there is one."""
    if altered is not None:
        detail["altered"] = named(altered)
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=case.person.crn,
        now=now,
        detail=detail,
    )
