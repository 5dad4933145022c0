"""An entry of a log that is there already: holding it, adding to its notes, clearing its alert."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import LONGEST_NOTES, hold_case, write_trail
from throughcare.probation.events import ContactChanged
from throughcare.probation.models import Case, Contact, ContactNote
from throughcare.probation.rules.compliance import may_undo


@transaction.atomic
def append_note(*, account_id: int, crn: str, number: int, text: str, now: datetime) -> ContactNote:
    """Add to the notes of an entry, with who wrote it and when. What was written before stays as it is.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: nothing is written, or too much.
    """
    case, found = hold_contact(crn, number)
    reasons = []
    if not text.strip():
        reasons.append(Reason("no-note", "Enter a note."))
    if len(text) > LONGEST_NOTES:
        reasons.append(Reason("notes-too-long", "Notes can be 12,000 characters at most."))
    if reasons:
        raise Refused(reasons)
    made = ContactNote.objects.create(
        case=case, contact=found, text=text, author_id=account_id, recorded_at=now
    )
    outbox.publish(
        ContactChanged(crn=crn, case_id=case.pk, number=found.number, outcome=found.outcome_id),
        now=now,
    )
    write_trail(
        case, account_id=account_id, action="contact.note-added", now=now, number=found.number
    )
    return made


@transaction.atomic
def clear_alert(*, account_id: int, crn: str, number: int, now: datetime) -> None:
    """Take an entry off the officer's list; twice is once.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not write to the case.
    """
    case, found = hold_contact(crn, number)
    if found.is_alert:
        clear(case, found, account_id=account_id, now=now)


@transaction.atomic
def restore_alert(*, account_id: int, crn: str, number: int, now: datetime) -> None:
    """Put back on the officer's list what the account took off it a moment ago.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: it was not an alert that the account cleared, or its time is over.
    """
    case, found = hold_contact(crn, number)
    # False of one that was cleared; one that never was an alert has nothing there.
    is_own = found.is_alert is False and found.changed_by_id == account_id
    if found.changed_at is None or not may_undo(
        recorded_at=found.changed_at, now=now, is_own=is_own
    ):
        raise Refused.because(
            "too-late", "An alert can be put back for a minute by whoever cleared it."
        )
    Contact.objects.filter(id=found.pk).update(
        is_alert=True, changed_at=now, changed_by_id=account_id
    )
    write_trail(
        case, account_id=account_id, action="contact.alert-restored", now=now, altered=found
    )


def clear(case: Case, found: Contact, *, account_id: int, now: datetime) -> None:
    """Take an entry of a case that is held off the officer's list."""
    Contact.objects.filter(id=found.pk).update(
        is_alert=False, changed_at=now, changed_by_id=account_id
    )
    write_trail(case, account_id=account_id, action="contact.alert-cleared", now=now, altered=found)


def hold_contact(crn: str, number: int) -> tuple[Case, Contact]:
    """An entry of a log, locked with its case until commit.

    Raises:
        Http404: there is no such entry that the account may know of.
    """
    found = Contact.objects.filter(case__person__crn=crn, number=number, deleted_at=None).first()
    if found is None:
        raise Http404
    case = hold_case(found.case_id)
    again = (
        Contact.objects.filter(id=found.pk, deleted_at=None)
        .select_for_update(no_key=True, of=("self",))
        .select_related("outcome", "type")
        .first()
    )
    if again is None:
        raise Http404
    return case, again
