"""Keeping what somebody is writing until it is an entry of the log."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import DraftState
from throughcare.probation.commands.holding import LONGEST_NOTES, hold_case, write_trail
from throughcare.probation.models import Case, Contact, Draft


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A contact as far as it is typed; none of it has to be right yet."""

    type_code: str = ""
    outcome_code: str = ""
    day: date | None = None
    start: str = ""
    minutes: str = ""
    notes: str = ""
    is_sensitive: bool = False

    @property
    def is_begun(self) -> bool:
        """Whether somebody wrote or chose something: a form that was only opened has a day, a time and a length."""
        return bool(self.type_code or self.outcome_code or self.notes.strip())


@transaction.atomic
def save_draft(*, account_id: int, case_id: int, typed: Typed, now: datetime) -> Draft | None:
    """Keep what an account is writing about a case, in place of what it wrote before; None where there is nothing to keep.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: it may not know that there is such a case.
        Refused: the notes are too long, or the case is closed; carries every reason.
    """
    case = hold_case(case_id)
    _require_fit(case, typed)
    found = Draft.objects.filter(case=case, author_id=account_id, state=DraftState.OPEN).first()
    if found is None:
        return _begin(case, typed, account_id=account_id, now=now) if typed.is_begun else None
    if typed == _typed_in(found):
        return found
    Draft.objects.filter(id=found.pk).update(**asdict(typed), saved_at=now)
    write_trail(case, account_id=account_id, action="draft.saved", now=now, altered=found)
    found.refresh_from_db()
    return found


@transaction.atomic
def leave_draft(*, account_id: int, crn: str, case_id: int, typed: Typed, now: datetime) -> bool:
    """Keep what an account had on its screen about a case that a switch of the last day gave to others, who are offered it.

    False where it is not kept: nothing was begun, it is too long, the case is closed, or the account could not write to it before
    either.
    """
    if not typed.is_begun or len(typed.notes) > LONGEST_NOTES:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_leave_draft(%s, %s, %s, %s, %s, %s, %s, %s)",
            [case_id, *asdict(typed).values()],
        )
        (made,) = cursor.fetchone()
    if made is None:
        return False
    audit.record(
        account_id=account_id,
        action="draft.left",
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={"altered": f"{Draft._meta.label}/{made}"},
    )
    return True


@transaction.atomic
def discard_draft(*, account_id: int, reference: UUID, now: datetime) -> None:
    """Let a draft go, the account's own or one that its author left; nothing of its words is kept.

    Raises:
        Http404: there is no open draft that the account may know of.
        PermissionDenied: it may not write to the case.
    """
    case, found = _held(reference)
    _end(found, DraftState.DISCARDED, account_id=account_id, now=now)
    write_trail(case, account_id=account_id, action="draft.discarded", now=now, altered=found)


@transaction.atomic
def take_draft(*, account_id: int, reference: UUID, now: datetime) -> Draft:
    """Go on with a draft whose author may no longer write to its case.

    Raises:
        Http404: there is no open draft that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the account has a draft of its own about the case.
    """
    case, found = _held(reference)
    if found.author_id == account_id:
        return found
    if Draft.objects.filter(case=case, author_id=account_id, state=DraftState.OPEN).exists():
        raise Refused.because(
            "own-draft", "You have a draft about this case. Record or discard yours first."
        )
    author_id = found.author_id
    Draft.objects.filter(id=found.pk).update(author_id=account_id)
    write_trail(
        case,
        account_id=account_id,
        action="draft.taken",
        now=now,
        altered=found,
        author=author_id,
    )
    found.refresh_from_db()
    return found


def end_as_contact(case: Case, made: Contact, *, account_id: int, now: datetime) -> None:
    """What an account was writing about a case that is held has become an entry of its log."""
    found = Draft.objects.filter(case=case, author_id=account_id, state=DraftState.OPEN).first()
    if found is None:
        return
    _end(found, DraftState.RECORDED, account_id=account_id, now=now, contact=made)
    write_trail(case, account_id=account_id, action="draft.recorded", now=now, altered=found)


def end_if_said(case: Case, made: Contact, *, account_id: int, now: datetime) -> None:
    """As `end_as_contact`, where what was being written about the case is what the entry says; another draft goes on."""
    found = Draft.objects.filter(case=case, author_id=account_id, state=DraftState.OPEN).first()
    if found is not None and found.notes.strip() and found.notes.strip() in made.notes:
        end_as_contact(case, made, account_id=account_id, now=now)


def _end(
    found: Draft,
    state: DraftState,
    *,
    account_id: int,
    now: datetime,
    contact: Contact | None = None,
) -> None:
    Draft.objects.filter(id=found.pk).update(
        **asdict(Typed()), author_id=account_id, state=state, ended_at=now, contact=contact
    )


def _begin(case: Case, typed: Typed, *, account_id: int, now: datetime) -> Draft:
    made = Draft.objects.create(
        case=case,
        author_id=account_id,
        begun_by_id=account_id,
        begun_at=now,
        saved_at=now,
        **asdict(typed),
    )
    write_trail(case, account_id=account_id, action="draft.begun", now=now, altered=made)
    return made


def _held(reference: UUID) -> tuple[Case, Draft]:
    """An open draft with its case locked."""
    found = Draft.objects.filter(reference=reference, state=DraftState.OPEN).first()
    if found is None:
        raise Http404
    case = hold_case(found.case_id)
    found = Draft.objects.filter(reference=reference, state=DraftState.OPEN).first()
    if found is None:
        raise Http404
    return case, found


def _typed_in(found: Draft) -> Typed:
    return Typed(**{name: getattr(found, name) for name in Typed.__dataclass_fields__})


def _require_fit(case: Case, typed: Typed) -> None:
    reasons = []
    if len(typed.notes) > LONGEST_NOTES:
        reasons.append(Reason("notes-too-long", "Notes can be 12,000 characters at most."))
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if reasons:
        raise Refused(reasons)
