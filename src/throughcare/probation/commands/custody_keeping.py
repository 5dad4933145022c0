"""What every change to a custody does: holding it, its status and history, its releases and its dates ahead."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Max
from django.http import Http404

from throughcare.kernel.days import HERE, local_day
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import (
    CustodyChangeKind,
    CustodyStatus,
    KeyDateType,
    ReleaseKind,
    Source,
)
from throughcare.probation.commands.sentencing import (
    hold_sentence,
)
from throughcare.probation.events import CustodyChanged, KeyDatesChanged
from throughcare.probation.models import (
    Case,
    Custody,
    CustodyChange,
    KeyDate,
    Release,
    Sentence,
)
from throughcare.probation.rules import custody as rules


def begin_custody(case: Case, sentence: Sentence, *, now: datetime) -> Custody:
    """Make the custody of a custodial sentence, with somebody in prison since the day of it."""
    day = sentence.imposed_on or local_day(now)
    made = Custody.objects.create(
        case=case,
        sentence=sentence,
        status=CustodyStatus.SENTENCED,
        status_on=day,
        recorded_at=now,
    )
    note_change(
        made,
        kind=CustodyChangeKind.BEGUN,
        happened_at=start_of(day),
        source=Source.PROBATION,
        now=now,
    )
    return made


def hold_custody(case_id: int, *, number: int) -> tuple[Case, Sentence, Custody]:
    """Lock a case that the account may write to and the custody of one of its sentences.

    Raises:
        PermissionDenied: it may not write to the case.
        Http404: it may not know that there is such a case, or there is no such custody.
    """
    case, sentence = hold_sentence(case_id, number=number)
    found = Custody.objects.select_for_update(no_key=True).filter(sentence=sentence).first()
    if found is None:
        raise Http404
    return case, sentence, found


def latest_release(custody: Custody) -> Release | None:
    return Release.objects.filter(custody=custody).order_by("-number").first()


def add_release(
    custody: Custody,
    *,
    kind: ReleaseKind,
    released_on: date,
    now: datetime,
    length: int | None = None,
) -> Release:
    last = latest_release(custody)
    return Release.objects.create(
        case_id=custody.case_id,
        custody=custody,
        number=(last.number if last else 0) + 1,
        released_on=released_on,
        kind=kind,
        institution_id=custody.institution_id,
        length=length,
        recorded_at=now,
    )


def change_status(custody: Custody, *, status: str, on: date) -> None:
    custody.status, custody.status_on = status, on
    if status not in rules.IN_PRISON:
        custody.institution_id, custody.located_on = None, on
    custody.save(update_fields=("status", "status_on", "institution", "located_on"))


def note_change(
    custody: Custody,
    *,
    kind: CustodyChangeKind,
    happened_at: datetime,
    source: Source,
    now: datetime,
    message: str = "",
    institution_code: str | None = None,
    has_counted: bool = True,
) -> CustodyChange:
    """Write the next line of the history of a custody that is held."""
    last = CustodyChange.objects.filter(custody=custody).aggregate(last=Max("number"))["last"]
    return CustodyChange.objects.create(
        case_id=custody.case_id,
        custody=custody,
        number=(last or 0) + 1,
        kind=kind,
        status=custody.status,
        institution_id=institution_code or custody.institution_id,
        happened_at=happened_at,
        source=source,
        message=message,
        has_counted=has_counted,
        recorded_at=now,
    )


def tell_of_change(
    case: Case, sentence: Sentence, custody: Custody, *, kind: CustodyChangeKind, now: datetime
) -> None:
    changed = CustodyChanged(
        crn=case.person.crn,
        case_id=case.pk,
        number=sentence.number,
        kind=kind.value,
        custody_status=str(custody.status),
    )
    outbox.publish(changed, now=now)


def tell_of_dates(
    case: Case, sentence: Sentence, types: tuple[KeyDateType, ...], *, now: datetime
) -> None:
    if types:
        changed = KeyDatesChanged(
            crn=case.person.crn,
            case_id=case.pk,
            number=sentence.number,
            types=tuple(each.value for each in types),
        )
        outbox.publish(changed, now=now)


def replace_key_dates(
    custody: Custody,
    days: Mapping[KeyDateType, date],
    *,
    source: Source,
    account_id: int | None,
    now: datetime,
) -> tuple[KeyDateType, ...]:
    """Put dates in the place of those of their types, which are kept beside them; gives the types that are new or changed."""
    known = {
        each.type: each
        for each in KeyDate.objects.filter(custody=custody, superseded_at=None, type__in=days)
    }
    changed = []
    for kind, day in days.items():
        before = known.get(kind.value)
        if before is not None and (before.day, before.source) == (day, source):
            continue
        if before is not None:
            KeyDate.objects.filter(id=before.pk).update(superseded_at=now)
        KeyDate.objects.create(
            case_id=custody.case_id,
            custody=custody,
            type=kind,
            day=day,
            source=source,
            recorded_at=now,
            recorded_by_id=account_id,
        )
        changed.append(kind)
    return tuple(changed)


def first_release(sentence: Sentence, *, on: date) -> None:
    """Keep the day of the first release on the event."""
    if sentence.first_released_on is None:
        Sentence.objects.filter(id=sentence.pk).update(first_released_on=on)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)
