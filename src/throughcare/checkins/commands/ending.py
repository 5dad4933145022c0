"""What the house ends by the clock: links that nobody used, and videos that were kept for long enough. For the engine."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.checkins import queries, terms
from throughcare.checkins.choices import State
from throughcare.checkins.events import CheckInMissed
from throughcare.checkins.models import CheckIn, Video
from throughcare.documents import commands as change_documents
from throughcare.outbox import commands as outbox

AT_ONCE: Final = 500
_CASES: Final = """
select x.case_id from checkins_checkin x where x.state = 'sent' and x.expires_at <= %s order by x.expires_at, x.id limit %s
"""
_EXPIRED: Final = """
select x.id, x.case_id, x.number, x.due_on, p.crn, r.sentence_id
from checkins_checkin x
join checkins_registration r on r.id = x.registration_id
join probation_case c on c.id = x.case_id
join people_person p on p.id = c.person_id
where x.state = 'sent' and x.expires_at <= %s and x.case_id = any (%s)
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


@transaction.atomic
def expire(*, now: datetime) -> int:
    """End links that nobody used in time: each is an entry of the log that waits for the officer, and no failure; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [now, AT_ONCE])
        cases = [case_id for (case_id,) in cursor.fetchall()]
        cursor.execute("SELECT checkins_hold_cases(%s)", [cases])
        cursor.execute(_EXPIRED, [now, cases])
        found = cursor.fetchall()
        entries = []
        for _, case_id, _, due_on, _, sentence_id in found:
            words = (
                f"The check-in that was due on {queries.day_in_words(due_on)} was not answered."
                " It counts as a failure only if you say so."
            )
            kind = terms.agreed().contact_type
            cursor.execute(_TELL, [case_id, sentence_id, kind, words, now, now])
            entries.append(cursor.fetchone())
        cursor.execute("SELECT checkins_forget_answers(%s)", [[row[0] for row in found]])
    for (checkin_id, case_id, number, _, crn, _), (contact_id, entry) in zip(
        found, entries, strict=True
    ):
        CheckIn.objects.filter(id=checkin_id).update(
            state=State.MISSED,
            token_digest=None,
            proof_digest="",
            contact_id=contact_id,
        )
        outbox.publish(
            CheckInMissed(crn=crn, case_id=case_id, checkin=number, number=entry), now=now
        )
    if found:
        audit.record_many(
            account_id=None,
            action="checkin.missed",
            subject_kind="case",
            subject_references=sorted({row[4] for row in found}),
            now=now,
        )
    return len(found)


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
