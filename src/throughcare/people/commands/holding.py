"""What every change to a person does first and last."""

from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, models

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason
from throughcare.outbox import commands as outbox
from throughcare.people import queries
from throughcare.people.choices import FormerKind
from throughcare.people.commands.matching import mark_changed
from throughcare.people.events import DetailsChanged, IdentityChanged
from throughcare.people.models import Former, Person

Row = TypeVar("Row", bound=models.Model)
IDENTITY: Final = (
    FormerKind.PERSON,
    FormerKind.NAME,
    FormerKind.IDENTIFIER,
    FormerKind.ADDRESS,
)
_NOT_SAID: Final = frozenset(
    {"id", "key", "person_id", "search_text", "recorded_at", "recorded_by_id"}
)


def hold(crn: str) -> Person:
    """The person, locked, whom the account may change.

    Raises:
        PermissionDenied: it may not, or there is nobody of this CRN that it may know.
    """
    person = Person.objects.filter(crn=crn).first()
    if person is None or not queries.may_change(person.pk):
        raise PermissionDenied
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def hold_to_house(crn: str) -> Person:
    """The person, locked, of whom the account may say where they live: it may change them, or takes them in.

    No more of them is known than `pk` and `crn`.

    Raises:
        PermissionDenied: it may not, or there is nobody of this CRN that it may know.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_hold_to_house(%s)", [crn])
        (person_id,) = cursor.fetchone()
    if person_id is None:
        raise PermissionDenied
    return Person(pk=person_id, crn=crn)


_OF_A_KIND = (FormerKind.NAME, FormerKind.IDENTIFIER)
"""What of an identity is told with its kind: an alias is no legal name, and a prison number none of the police."""


def held_row(among: models.Manager[Row], person: Person, key: UUID) -> Row:
    """A fact of a person by its key.

    Raises:
        PermissionDenied: this person has none under it.
    """
    row = among.filter(person=person, key=key).first()
    if row is None:
        raise PermissionDenied
    return row


def reasons_without(reason: str) -> list[Reason]:
    return [] if reason.strip() else [Reason("no-reason", "Say why it is changed.")]


def reasons_if_changed(
    person: Person, *, about: FormerKind, version: int | None, key: UUID | None = None
) -> list[Reason]:
    """What stands against saving over a version that somebody has put right meanwhile; nothing where none was read."""
    if version is None or version == queries.version_of(person.pk, about=about, key=key):
        return []
    return [
        Reason(
            "changed-since",
            "Somebody changed this while you had it open. Check what you typed against what it says now.",
        )
    ]


def keep_former(
    person: Person,
    row: models.Model,
    *,
    about: FormerKind,
    reason: str,
    account_id: int,
    now: datetime,
    is_removed: bool = False,
) -> Former:
    """Keep what a row says, before it is changed or removed."""
    said: dict[str, Any] = {  # Any: columns of any type
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in _NOT_SAID
    }
    return Former.objects.create(
        person=person,
        about=about,
        key=getattr(row, "key", None) or UUID(int=0),
        said={
            name: value if isinstance(value, bool | None) else str(value)
            for name, value in said.items()
        },
        reason=reason.strip(),
        is_removed=is_removed,
        recorded_at=row.recorded_at,  # type: ignore[attr-defined]  # every row of a person has one
        recorded_by_id=getattr(row, "recorded_by_id", None),
        superseded_at=now,
        superseded_by_id=account_id,
    )


def tell(
    person: Person,
    *,
    account_id: int,
    about: FormerKind,
    change: str,
    now: datetime,
    row: models.Model | None = None,
    altered: models.Model | None = None,
) -> None:
    """Announce a change of a person, and write it to the trail; `altered` is a record that is not as it was before."""
    mark_changed(person.pk)
    key = getattr(row, "key", None)
    if about in IDENTITY:
        kind = getattr(row, "kind", "") if about in _OF_A_KIND else ""
        changed = IdentityChanged(
            crn=person.crn, about=about.value, key=key, change=change, kind=str(kind)
        )
        outbox.publish(changed, now=now)
    else:
        outbox.publish(
            DetailsChanged(
                crn=person.crn, about=about.value, key=key or UUID(int=0), change=change
            ),
            now=now,
        )
    audit.record(
        account_id=account_id,
        action=f"person.{about}-{change}",
        subject_kind="person",
        subject_reference=person.crn,
        now=now,
        detail={"altered": f"{altered._meta.label}/{altered.pk}"} if altered else None,
    )
