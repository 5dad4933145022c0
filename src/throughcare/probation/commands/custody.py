"""Custody of a sentence: its record and history, the dates ahead, releases and recalls."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation import queries
from throughcare.probation.choices import (
    CustodyChangeKind,
    CustodyStatus,
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
    hold_custody,
    latest_release,
    note_change,
    replace_key_dates,
    start_of,
    tell_of_change,
    tell_of_dates,
)
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.commands.sentencing import (
    IN_THE_FUTURE,
    reasons_against_change,
)
from throughcare.probation.limits import SENTENCING_ACT_2026
from throughcare.probation.models import (
    Case,
    Custody,
    Institution,
    Recall,
    Release,
    Sentence,
)
from throughcare.probation.rules import custody as rules


@transaction.atomic
def place_in_custody(
    *,
    account_id: int,
    case_id: int,
    number: int,
    institution_code: str,
    book_number: str,
    parole_number: str,
    now: datetime,
) -> Custody:
    """Say in which prison somebody is, and under which numbers.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence, custody = hold_custody(case_id, number=number)
    reasons = reasons_against_change(case, sentence)
    if not Institution.objects.filter(code=institution_code, is_offered=True).exists():
        reasons.append(Reason("no-such-institution", "Select a prison."))
    if custody.status not in rules.IN_PRISON:
        said = "The record says that this person is not in prison."
        reasons.append(Reason("not-in-prison", said))
    if reasons:
        raise Refused(reasons)
    has_moved = custody.institution_id != institution_code
    custody.book_number, custody.parole_number = book_number.strip(), parole_number.strip()
    if has_moved:
        custody.institution_id, custody.located_on = institution_code, local_day(now)
    custody.save(
        update_fields=("book_number", "parole_number", "institution", "located_on"),
    )
    if has_moved:
        note_change(
            custody,
            kind=CustodyChangeKind.TRANSFER,
            happened_at=now,
            source=Source.PROBATION,
            now=now,
        )
        tell_of_change(case, sentence, custody, kind=CustodyChangeKind.TRANSFER, now=now)
    write_trail(case, account_id=account_id, action="custody.placed", now=now, altered=custody)
    return custody


@transaction.atomic
def release_person(
    *,
    account_id: int,
    case_id: int,
    number: int,
    kind: ReleaseKind,
    released_on: date,
    now: datetime,
    length: int | None = None,
) -> Release:
    """Record a release from prison; a temporary one has a length in days, and leaves custody as it is but for the status.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence, custody = hold_custody(case_id, number=number)
    is_committal = sentence.type is not None and sentence.type.family == SentenceFamily.COMMITTAL
    reasons = [
        *reasons_against_change(case, sentence),
        *rules.reasons_against_release(status=custody.status, is_committal=is_committal),
        *_reasons_against_day(custody, released_on, today=local_day(now)),
    ]
    is_temporary = kind == ReleaseKind.TEMPORARY
    if is_temporary and custody.status != CustodyStatus.SENTENCED:
        said = "Only somebody who is sentenced and in custody goes out on temporary licence."
        reasons.append(Reason("not-temporarily", said))
    if is_temporary != (length is not None):
        said = "Enter the days of a temporary release, and of no other."
        reasons.append(Reason("no-days", said))
    if reasons:
        raise Refused(reasons)
    status = CustodyStatus.ON_ROTL if is_temporary else CustodyStatus.LICENCE
    made = add_release(custody, kind=kind, released_on=released_on, length=length, now=now)
    change_status(custody, status=status, on=released_on)
    _first_release(sentence, on=released_on, is_temporary=is_temporary)
    _note_and_tell(case, sentence, custody, CustodyChangeKind.RELEASE, on=released_on, now=now)
    write_trail(case, account_id=account_id, action="person.released", now=now, altered=custody)
    return made


@transaction.atomic
def recall_person(
    *,
    account_id: int,
    case_id: int,
    number: int,
    reason: RecallReason,
    recalled_on: date,
    now: datetime,
) -> Recall:
    """Record a recall of the latest release. The status changes once a prison has the person back.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence, custody = hold_custody(case_id, number=number)
    release = latest_release(custody)
    is_recalled = release is not None and Recall.objects.filter(release=release).exists()
    reasons = [
        *reasons_against_change(case, sentence),
        *rules.reasons_against_recall(
            status=custody.status, has_release=release is not None, is_recalled=is_recalled
        ),
    ]
    if recalled_on > local_day(now):
        reasons.append(Reason("recalled-in-future", f"The day of the recall {IN_THE_FUTURE}"))
    if release is not None and recalled_on < release.released_on:
        said = "The recall must not be before the release."
        reasons.append(Reason("before-release", said))
    if release is None or reasons:
        raise Refused(reasons)
    made = Recall.objects.create(
        case=case, release=release, recalled_on=recalled_on, reason=reason, recorded_at=now
    )
    _note_and_tell(case, sentence, custody, CustodyChangeKind.RECALL, on=recalled_on, now=now)
    write_trail(
        case,
        account_id=account_id,
        action="person.recalled",
        now=now,
        altered=custody,
        reason=reason.value,
    )
    return made


@transaction.atomic
def begin_supervision(
    *, account_id: int, case_id: int, number: int, begins_on: date, now: datetime
) -> Custody:
    """Say that a licence is over and post-sentence supervision goes on.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence, custody = hold_custody(case_id, number=number)
    reasons = [
        *reasons_against_change(case, sentence),
        *_reasons_against_day(custody, begins_on, today=local_day(now)),
    ]
    if sentence.type is None or not sentence.type.has_pss:
        said = "This type of sentence has no post-sentence supervision."
        reasons.append(Reason("no-supervision", said))
    repealed_on = queries.commenced_on(SENTENCING_ACT_2026)
    if repealed_on is not None and repealed_on <= begins_on:
        reasons.append(Reason("repealed", "Post-sentence supervision was repealed."))
    if custody.status != CustodyStatus.LICENCE:
        said = "Supervision follows on a licence."
        reasons.append(Reason("not-on-licence", said))
    if reasons:
        raise Refused(reasons)
    change_status(custody, status=CustodyStatus.SUPERVISION, on=begins_on)
    _note_and_tell(case, sentence, custody, CustodyChangeKind.SUPERVISION, on=begins_on, now=now)
    write_trail(case, account_id=account_id, action="supervision.begun", now=now, altered=custody)
    return custody


@transaction.atomic
def set_key_dates(
    *,
    account_id: int,
    case_id: int,
    number: int,
    days: Mapping[KeyDateType, date],
    now: datetime,
) -> tuple[KeyDateType, ...]:
    """Enter dates ahead; what was known before is kept beside them. Gives those that are new.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence, custody = hold_custody(case_id, number=number)
    reasons = reasons_against_change(case, sentence)
    if not days:
        reasons.append(Reason("no-date", "Enter a date."))
    if any(sentence.imposed_on and day < sentence.imposed_on for day in days.values()):
        said = "A date ahead must not be before the sentence."
        reasons.append(Reason("before-sentence", said))
    if reasons:
        raise Refused(reasons)
    changed = replace_key_dates(
        custody, days, source=Source.PROBATION, account_id=account_id, now=now
    )
    tell_of_dates(case, sentence, changed, now=now)
    write_trail(case, account_id=account_id, action="key-dates.entered", now=now, altered=custody)
    return changed


def _first_release(sentence: Sentence, *, on: date, is_temporary: bool) -> None:
    if not is_temporary:
        first_release(sentence, on=on)


def _note_and_tell(
    case: Case,
    sentence: Sentence,
    custody: Custody,
    kind: CustodyChangeKind,
    *,
    on: date,
    now: datetime,
) -> None:
    note_change(custody, kind=kind, happened_at=start_of(on), source=Source.PROBATION, now=now)
    tell_of_change(case, sentence, custody, kind=kind, now=now)


def _reasons_against_day(custody: Custody, day: date, *, today: date) -> list[Reason]:
    reasons = []
    if day > today:
        reasons.append(Reason("in-future", f"The day {IN_THE_FUTURE}"))
    if day < custody.status_on:
        said = "The day must not be before that of the status that the record has."
        reasons.append(Reason("before-status", said))
    return reasons
