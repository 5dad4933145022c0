"""What the house ends by the clock: links that nobody used, and videos that were kept for long enough. For the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.checkins import queries, terms
from throughcare.checkins.choices import State
from throughcare.checkins.commands.telling import BY, Telling, accepted
from throughcare.checkins.events import CheckInMissed
from throughcare.checkins.models import CheckIn, Video
from throughcare.documents import commands as change_documents
from throughcare.kernel.days import local_day
from throughcare.outbox import commands as outbox
from throughcare.people import queries as people

AT_ONCE: Final = 500
_CASES: Final = """
select x.case_id from checkins_checkin x where x.state = 'sent' and x.expires_at <= %s order by x.expires_at, x.id limit %s
"""
# Whoever has a case: of rows that begin together the one counts that everybody reads by.
_EXPIRED: Final = """
select x.id, x.case_id, x.number, x.due_on, x.expires_at, x.channel, p.id, p.crn,
    p.died_on is not null or c.closed_at is not null, r.sentence_id, coalesce((
    select a.holder_id from probation_caseassignment a
    where a.item_id = x.case_id and a.starts_at <= %(now)s and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1), 0)
from checkins_checkin x
join checkins_registration r on r.id = x.registration_id
join probation_case c on c.id = x.case_id
join people_person p on p.id = c.person_id
where x.state = 'sent' and x.expires_at <= %(now)s and x.case_id = any (%(cases)s)
order by x.expires_at, x.id for no key update of x skip locked
"""
_TELL: Final = (
    "SELECT contact_id, number FROM probation_tell_about(%s, %s, %s, %s, %s, %s, true, null)"
)
_OLD: Final = """
select v.id, v.digest from checkins_video v
join checkins_checkin x on x.id = v.checkin_id
where v.gone_at is null and (
    (x.state = 'reviewed' and x.reviewed_at <= %(before)s)
    or x.state in ('missed', 'settled', 'withdrawn')
    or (x.state in ('submitted', 'reviewed') and v.number < (select max(o.number) from checkins_video o where o.checkin_id = x.id)))
order by v.kept_at, v.id limit %(limit)s for no key update of v skip locked
"""


@dataclass(frozen=True, kw_only=True)
class _Over:
    """A check-in whose link is over; `unit_id` is who has the case. Who died, or whose case is closed, `is_asked_no_more`."""

    checkin_id: int
    case_id: int
    number: int
    due_on: date
    expires_at: datetime
    channel: str
    person_id: int
    crn: str
    is_asked_no_more: bool
    sentence_id: int | None
    unit_id: int


@transaction.atomic
def expire(*, now: datetime, asks_limited: bool) -> int:
    """End links that nobody used in time: each is an entry of the log that waits for the officer, and no failure; how many.

    Whoever did not answer is told so by the way the link came, if that may still be used.
    """
    found = _over(now)
    tellings = _told(found, asks_limited=asks_limited, now=now)
    for each, (contact_id, entry) in zip(
        found, _entries(found, told=tellings, now=now), strict=True
    ):
        CheckIn.objects.filter(id=each.checkin_id).update(
            state=State.MISSED,
            token_digest=None,
            proof_digest="",
            contact_id=contact_id,
        )
        outbox.publish(
            CheckInMissed(crn=each.crn, case_id=each.case_id, checkin=each.number, number=entry),
            now=now,
        )
    if tellings:
        accepted(list(tellings.values()), template=queries.MISSED, now=now)
    if found:
        audit.record_many(
            account_id=None,
            action="checkin.missed",
            subject_kind="case",
            subject_references=sorted({each.crn for each in found}),
            now=now,
        )
    return len(found)


def _over(now: datetime) -> list[_Over]:
    """Check-ins whose link is over, their cases locked first."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [now, AT_ONCE])
        cases = [case_id for (case_id,) in cursor.fetchall()]
        cursor.execute("SELECT checkins_hold_cases(%s)", [cases])
        cursor.execute(_EXPIRED, {"now": now, "cases": cases})
        names = tuple(_Over.__dataclass_fields__)
        return [_Over(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _told(found: Sequence[_Over], *, asks_limited: bool, now: datetime) -> dict[int, Telling]:
    """What those are told who may be told, by check-in."""
    reached = people.reachable({each.person_id for each in found}, on=local_day(now))
    tellings = {}
    for each in found:
        person = reached.get(each.person_id)
        if each.is_asked_no_more or queries.reason_against(
            person, channel=each.channel, asks_limited=asks_limited
        ):
            continue
        tellings[each.checkin_id] = Telling(
            crn=each.crn,
            unit_id=each.unit_id,
            channel=each.channel,
            parameters={
                "ends_at": each.expires_at.isoformat(),
                "language": person.text_language if person else "en",
            },
        )
    return tellings


def _entries(
    found: Sequence[_Over], *, told: Mapping[int, Telling], now: datetime
) -> list[tuple[int, int]]:
    """Write an entry of the log for each: its key and number. What was begun and never handed in goes."""
    entries = []
    kind = terms.agreed().contact_type
    with connection.cursor() as cursor:
        for each in found:
            words = (
                f"The check-in that was due on {queries.day_in_words(each.due_on)} was not answered."
                " It counts as a failure only if you say so."
            )
            if each.checkin_id in told:
                words += f" The person is told by {BY[each.channel]}."
            cursor.execute(_TELL, [each.case_id, each.sentence_id, kind, words, now, now])
            entries.append(cursor.fetchone())
        cursor.execute("SELECT checkins_forget_answers(%s)", [[each.checkin_id for each in found]])
    return entries


@transaction.atomic
def forget_videos(*, now: datetime, days: int) -> int:
    """Let go of the bytes of videos that were reviewed so many days ago, and of those that were never handed in; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_OLD, {"before": now - timedelta(days=days), "limit": AT_ONCE})
        found = cursor.fetchall()
    if not found:
        return 0
    Video.objects.filter(id__in=[number for number, _ in found]).update(gone_at=now)
    digests = {digest for _, digest in found}
    needed = Video.objects.filter(digest__in=digests, gone_at=None).values_list("digest", flat=True)
    change_documents.forget_videos(sorted(digests - set(needed)))
    return len(found)
