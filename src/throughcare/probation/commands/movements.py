"""What prisons report: movements and dates. A report may come twice, or late; what is doubtful waits for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db import transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import queries as people
from throughcare.people.choices import IdentifierKind
from throughcare.probation.choices import (
    CustodyChangeKind,
    CustodyStatus,
    DoubtState,
    KeyDateType,
    RecallReason,
    ReleaseKind,
    SentenceFamily,
    Source,
)
from throughcare.probation.commands.custody_keeping import (
    add_release,
    change_status,
    first_release,
    latest_release,
    note_change,
    replace_key_dates,
    tell_of_change,
    tell_of_dates,
)
from throughcare.probation.commands.endings import cancel_appointments
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.models import (
    Case,
    Custody,
    CustodyChange,
    CustodyDoubt,
    Institution,
    KeyDate,
    Recall,
)
from throughcare.probation.rules import custody as rules

REPORTED = (
    CustodyChangeKind.ADMISSION,
    CustodyChangeKind.TRANSFER,
    CustodyChangeKind.OUT,
    CustodyChangeKind.BACK,
    CustodyChangeKind.RELEASE,
    CustodyChangeKind.HOSPITAL,
)


class Taken(Enum):
    """What became of a report."""

    DONE = "done"
    SEEN = "seen"
    LATE = "late"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Movement:
    """A movement as a prison reports it; `message` is its number there, by which it is known again."""

    message: str
    noms_number: str
    book_number: str
    kind: CustodyChangeKind
    happened_at: datetime
    institution_code: str = ""


@transaction.atomic
def record_movement(*, movement: Movement, now: datetime) -> Taken:
    """Take a report of a prison into the custody that it is about; for the engine.

    The same report again changes nothing. One that happened before the latest known is kept and changes no status. Where the
    custody cannot be told without a guess, or the record contradicts the report, somebody is asked (`CustodyDoubt`).

    Raises:
        Refused: a prison reports no such thing.
    """
    if movement.kind not in REPORTED:
        raise Refused.because("not-a-movement", "That is no movement of a prison.")
    case = _case_of(movement.noms_number)
    if case is None:
        return Taken.UNKNOWN
    custody, why = _custody_of(case, movement.book_number)
    if _is_seen(case, movement.message):
        return Taken.SEEN
    if custody is None:
        return _ask_somebody(case, movement, why=why, now=now)
    return _take(case, custody, movement, now=now)


def _take(case: Case, custody: Custody, movement: Movement, *, now: datetime) -> Taken:
    if custody.last_moved_at is not None and movement.happened_at < custody.last_moved_at:
        _note(custody, movement, has_counted=False, now=now)
        return Taken.LATE
    if _is_known_release(custody, movement):
        Custody.objects.filter(id=custody.pk).update(last_moved_at=movement.happened_at)
        _note(custody, movement, has_counted=True, now=now)
        return Taken.SEEN
    kind = custody.sentence.type
    effect = rules.effect_of(
        movement.kind.value,
        status=custody.status,
        is_committal=kind is not None and kind.family == SentenceFamily.COMMITTAL,
    )
    if effect.doubt:
        return _ask_somebody(case, movement, why=effect.doubt, now=now)
    _move(case, custody, movement, effect=effect, now=now)
    return Taken.DONE


@transaction.atomic
def record_prison_dates(
    *, noms_number: str, book_number: str, days: Mapping[KeyDateType, date], now: datetime
) -> Taken:
    """Take the dates that a prison calculated. They replace all others; one that is missing goes, unless probation typed it.

    For the engine. Handover dates are of probation, and no prison calculates them.
    """
    case = _case_of(noms_number)
    if case is None:
        return Taken.UNKNOWN
    custody, _ = _custody_of(case, book_number)
    if custody is None:
        return Taken.DOUBTFUL
    changed = replace_key_dates(custody, days, source=Source.PRISON, account_id=None, now=now)
    gone = KeyDate.objects.filter(
        custody=custody, superseded_at=None, source=Source.PRISON
    ).exclude(type__in=days)
    removed = tuple(KeyDateType(each) for each in gone.values_list("type", flat=True))
    gone.update(superseded_at=now)
    if not changed and not removed:
        return Taken.SEEN
    tell_of_dates(case, custody.sentence, (*changed, *removed), now=now)
    _write_trail(case, action="key-dates.calculated", now=now)
    return Taken.DONE


@transaction.atomic
def answer_doubt(
    *, account_id: int, case_id: int, message: str, answer: str, now: datetime
) -> CustodyDoubt:
    """Say what was found out about a report that was doubtful.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: it may not know that there is such a doubt.
        Refused: it is answered already, or no answer is given.
    """
    case = hold_case(case_id)
    found = CustodyDoubt.objects.filter(case=case, message=message).first()
    if found is None:
        raise Http404
    reasons = []
    if found.state != DoubtState.OPEN:
        reasons.append(Reason("is-answered", "This report is answered already."))
    if not answer.strip():
        reasons.append(Reason("no-answer", "Say what you found out and did."))
    if reasons:
        raise Refused(reasons)
    found.state, found.answer = DoubtState.ANSWERED, answer.strip()
    found.answered_by_id, found.answered_at = account_id, now
    found.save(update_fields=("state", "answer", "answered_by_id", "answered_at"))
    write_trail(
        case, account_id=account_id, action="custody-doubt.answered", now=now, altered=found
    )
    return found


def _case_of(noms_number: str) -> Case | None:
    """The open case of whoever bears a NOMS number; None where nobody does, or more than one."""
    person_ids = people.bearers_of(kind=IdentifierKind.NOMS, value=noms_number)
    found = list(
        Case.objects.filter(person_id__in=person_ids, closed_at=None).select_related("person")[:2]
    )
    return found[0] if len(found) == 1 else None


def _custody_of(case: Case, book_number: str) -> tuple[Custody | None, str]:
    """The custody of a case that a report is about, locked; or why it cannot be told.

    One that is over can be what a late report is about, but not while another goes on.
    """
    going_on = list(
        Custody.objects.select_for_update(no_key=True, of=("self",))
        .filter(case=case, sentence__terminated_on=None)
        .exclude(status__in=rules.OVER)
        .select_related("sentence__type")
        .order_by("id")
    )
    if not going_on:
        return None, "No custody of this person goes on."
    if len(going_on) == 1 and going_on[0].book_number in {"", book_number}:
        return going_on[0], ""
    with_number = [each for each in going_on if each.book_number == book_number]
    if len(with_number) == 1:
        return with_number[0], ""
    return None, "No single custody of this person has this book number."


def _is_seen(case: Case, message: str) -> bool:
    return (
        CustodyChange.objects.filter(case=case, message=message).exists()
        or CustodyDoubt.objects.filter(case=case, message=message).exists()
    )


def _is_known_release(custody: Custody, movement: Movement) -> bool:
    """Whether probation recorded the same release of the same day by itself."""
    release = latest_release(custody)
    return (
        movement.kind == CustodyChangeKind.RELEASE
        and custody.status == CustodyStatus.LICENCE
        and release is not None
        and release.released_on == local_day(movement.happened_at)
    )


def _ask_somebody(case: Case, movement: Movement, *, why: str, now: datetime) -> Taken:
    CustodyDoubt.objects.create(
        case=case,
        message=movement.message,
        kind=movement.kind,
        institution_id=_institution(movement),
        book_number=movement.book_number,
        happened_at=movement.happened_at,
        why=why,
        recorded_at=now,
    )
    _write_trail(case, action="custody-doubt.raised", now=now)
    return Taken.DOUBTFUL


def _move(
    case: Case, custody: Custody, movement: Movement, *, effect: rules.Effect, now: datetime
) -> None:
    day = local_day(movement.happened_at)
    is_release = movement.kind == CustodyChangeKind.RELEASE
    if is_release:
        add_release(custody, kind=ReleaseKind.ADULT_LICENCE, released_on=day, now=now)
        first_release(custody.sentence, on=day)
    if effect.starts_recall:
        _recall(custody, on=day, now=now)
    is_back = effect.status == CustodyStatus.RECALLED != custody.status
    if effect.status != custody.status:
        change_status(custody, status=effect.status, on=max(day, custody.status_on))
    if effect.status in rules.IN_PRISON and _institution(movement):
        custody.institution_id, custody.located_on = _institution(movement), day
    custody.last_moved_at = movement.happened_at
    if not custody.book_number:
        custody.book_number = movement.book_number
    custody.save(update_fields=("institution", "located_on", "last_moved_at", "book_number"))
    _note(custody, movement, has_counted=True, now=now)
    tell_of_change(case, custody.sentence, custody, kind=movement.kind, now=now)
    if is_back:
        cancel_appointments(case, now=now)
    _write_trail(case, action=f"custody.{movement.kind.value}", now=now)


def _recall(custody: Custody, *, on: date, now: datetime) -> None:
    """A return after release is a recall: it is recorded, where nobody has done so."""
    release = latest_release(custody)
    if release is None or Recall.objects.filter(release=release).exists():
        return
    Recall.objects.create(
        case_id=custody.case_id,
        release=release,
        recalled_on=max(on, release.released_on),
        reason=RecallReason.RETURNED,
        recorded_at=now,
    )


def _note(custody: Custody, movement: Movement, *, has_counted: bool, now: datetime) -> None:
    note_change(
        custody,
        kind=movement.kind,
        happened_at=movement.happened_at,
        source=Source.PRISON,
        message=movement.message,
        institution_code=_institution(movement),
        has_counted=has_counted,
        now=now,
    )


def _institution(movement: Movement) -> str | None:
    code = movement.institution_code
    return code if code and Institution.objects.filter(code=code).exists() else None


def _write_trail(case: Case, *, action: str, now: datetime) -> None:
    audit.record(
        account_id=None,
        action=action,
        subject_kind="case",
        subject_reference=case.person.crn,
        now=now,
    )
