"""Dates that were worked out from sentences and approved: they become the dates ahead of the custody that they are about."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.probation.choices import KeyDateType, Source
from throughcare.probation.commands.custody_keeping import replace_key_dates, tell_of_dates
from throughcare.probation.models import Case, Custody, KeyDate
from throughcare.probation.rules import custody as rules
from throughcare.sentences import queries as sentences

KEPT_AS: Final[Mapping[str, tuple[KeyDateType, ...]]] = {
    "CRD": (KeyDateType.CONDITIONAL_RELEASE,),
    "ARD": (KeyDateType.CONDITIONAL_RELEASE,),
    "SLED": (KeyDateType.SENTENCE_EXPIRY, KeyDateType.LICENCE_EXPIRY),
    "SED": (KeyDateType.SENTENCE_EXPIRY,),
    "LED": (KeyDateType.LICENCE_EXPIRY,),
    "PED": (KeyDateType.PAROLE_ELIGIBILITY,),
    "HDCED": (KeyDateType.HOME_DETENTION_CURFEW,),
    "TUSED": (KeyDateType.SUPERVISION_END,),
}
"""What a date of sentence calculation is called among the dates ahead. Others are none of probation's."""


@transaction.atomic
def take_calculated_dates(*, calculation_id: int, now: datetime) -> int:
    """Put the dates that count now in the place of those that a prison gave before; gives how many custodies they went to.

    For the engine. Dates are of a person: they go to each custody that goes on and is of a sentence of one of the days they were worked
    out from, or to the only one that goes on. Where there is none such nothing is changed, and the trail says so. To be told twice
    changes nothing.
    """
    found = sentences.approved_with(calculation_id)
    if found is None:
        return 0
    case = (
        Case.objects.filter(person_id=found.person_id, closed_at=None)
        .select_related("person")
        .first()
    )
    if case is None:
        return 0
    custodies = _custodies(case, sentenced_on=found.sentenced_on)
    if not custodies:
        _write_trail(case, action="key-dates.not-placed", now=now)
        return 0
    days = _days(found)
    changed = [_replace(case, each, days=days, now=now) for each in custodies]
    if any(changed):
        _write_trail(case, action="key-dates.calculated", now=now)
    return len(custodies)


def _days(found: sentences.Approved) -> dict[KeyDateType, date]:
    days = {
        kind: day for name, day in sorted(found.dates.items()) for kind in KEPT_AS.get(name, ())
    }
    if found.releases_on is not None:
        days[KeyDateType.EXPECTED_RELEASE] = found.releases_on
    return days


def _custodies(case: Case, *, sentenced_on: frozenset[date]) -> list[Custody]:
    going_on = list(
        Custody.objects.select_for_update(no_key=True, of=("self",))
        .filter(case=case, sentence__terminated_on=None)
        .exclude(status__in=rules.OVER)
        .select_related("sentence")
        .order_by("id")
    )
    meant = [each for each in going_on if each.sentence.imposed_on in sentenced_on]
    return meant or (going_on if len(going_on) == 1 else [])


def _replace(
    case: Case, custody: Custody, *, days: Mapping[KeyDateType, date], now: datetime
) -> bool:
    changed = replace_key_dates(custody, days, source=Source.PRISON, account_id=None, now=now)
    gone = KeyDate.objects.filter(
        custody=custody, superseded_at=None, source=Source.PRISON
    ).exclude(type__in=days)
    removed = tuple(KeyDateType(each) for each in gone.values_list("type", flat=True))
    gone.update(superseded_at=now)
    tell_of_dates(case, custody.sentence, (*changed, *removed), now=now)
    return bool(changed or removed)


def _write_trail(case: Case, *, action: str, now: datetime) -> None:
    audit.record(
        account_id=None,
        action=action,
        subject_kind="case",
        subject_reference=case.person.crn,
        now=now,
    )
