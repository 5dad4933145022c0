"""Taking an entry out of a log: by its author at once, or by a manager for a reason. It is hidden and kept."""

from datetime import datetime

from django.db import connection, transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import ActionState, EnforcementResult, ResponseKind
from throughcare.probation.commands.counts import count_again
from throughcare.probation.commands.enforcements import end_with
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.commands.log import hold_contact
from throughcare.probation.commands.processes import GOES_ON
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import ContactRemoved
from throughcare.probation.models import Case, Contact, ContactDeletion, FailureAction
from throughcare.probation.rules.compliance import may_undo

UNDONE = "Undone at once by its author"


@transaction.atomic
def undo_contact(*, account_id: int, crn: str, number: int, now: datetime) -> None:
    """Take back what the account recorded a moment ago, with all that was made with it; an appointment waits for its outcome again.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: somebody else recorded it, it was changed since, or its time is over.
    """
    case, found = hold_contact(crn, number)
    reasons = []
    if not may_undo(recorded_at=found.recorded_at, now=now, is_own=found.author_id == account_id):
        reasons.append(
            Reason(
                "too-late",
                "It can be undone for a minute by whoever recorded it. Change its outcome instead.",
            )
        )
    if found.type.is_system or (found.version > 1):
        reasons.append(Reason("changed-since", "It was changed or made by the system."))
    if reasons:
        raise Refused(reasons)
    for action in FailureAction.objects.filter(contact=found).select_related("enforcement"):
        _withdraw(case, action, account_id=account_id, now=now)
    made_with_it = Contact.objects.filter(
        case=case, linked=found, recorded_at=found.recorded_at, deleted_at=None
    )
    for entry in [*made_with_it, found]:
        _take_out(case, entry, reason=UNDONE, account_id=account_id, now=now)
    count_again(case, _subject(found), account_id=account_id, now=now)


@transaction.atomic
def delete_contact(*, account_id: int, crn: str, number: int, reason: str, now: datetime) -> None:
    """Take an entry out of a log for a reason. It is for those who may give cases to officers.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not give the case to officers.
        Refused: no reason is given, enforcement depends on it, or the system made it; carries every reason.
    """
    case, found = hold_contact(crn, number)
    access.require(action=Action.ALLOCATE, case_id=case.pk)
    reasons = []
    if not reason.strip():
        reasons.append(Reason("no-reason", "Enter why it is deleted."))
    if (
        FailureAction.objects.filter(contact=found)
        .exclude(response=ResponseKind.WITHDRAWN)
        .exists()
    ):
        reasons.append(Reason("enforced", "Enforcement depends on this entry."))
    if found.type.is_system:
        reasons.append(
            Reason("made-by-system", "The system made this entry: undo what it was made for.")
        )
    if reasons:
        raise Refused(reasons)
    _take_out(case, found, reason=reason, account_id=account_id, now=now)
    count_again(case, _subject(found), account_id=account_id, now=now)


def _subject(found: Contact) -> Subject:
    return Subject(
        sentence_id=found.sentence_id, requirement_id=found.requirement_id, is_rar=found.is_rar
    )


def _take_out(case: Case, found: Contact, *, reason: str, account_id: int, now: datetime) -> None:
    ContactDeletion.objects.create(
        case=case, contact=found, reason=reason, deleted_by_id=account_id, deleted_at=now
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_take_out_contact(%s, %s)", [found.pk, now])
    outbox.publish(
        ContactRemoved(crn=case.person.crn, case_id=case.pk, number=found.number), now=now
    )
    write_trail(case, account_id=account_id, action="contact.deleted", now=now, altered=found)


def _withdraw(case: Case, action: FailureAction, *, account_id: int, now: datetime) -> None:
    """Take back what was done about a failure, and what that alone opened."""
    FailureAction.objects.filter(id=action.pk).update(
        state=ActionState.CLOSED,
        response=ResponseKind.WITHDRAWN,
        responded_on=local_day(now),
        answered_by_id=account_id,
    )
    opened = action.enforcement
    if opened is not None and opened.state in GOES_ON and opened.recorded_at == action.recorded_at:
        end_with(case, opened, EnforcementResult.ERROR, account_id=account_id, now=now)
