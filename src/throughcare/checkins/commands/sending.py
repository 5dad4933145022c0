"""What the house does by the clock: check-ins fall due and their links go out, some at a time. Twice is once; for the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.checkins import queries, terms
from throughcare.checkins.choices import Standing, State
from throughcare.checkins.commands.holding import checkin_of, note, registration_of
from throughcare.checkins.commands.telling import BY, Telling, accepted
from throughcare.checkins.models import CheckIn, Registration
from throughcare.checkins.queries.sending import Due, due_checkins
from throughcare.checkins.rules.links import digest_of, token_of
from throughcare.checkins.rules.rhythm import expires_at, next_due
from throughcare.kernel.days import local_day
from throughcare.people import queries as people

AT_ONCE: Final = 500
TEMPLATE: Final = queries.LINK
IN_THE_LOG: Final = "CMOB"
"""An e-mail or text to the person."""
OVER: Final = "The case is closed."
_TELL: Final = """
select probation_tell(t.case_id, %s, t.words, %s)
from unnest(%s::bigint[], %s::text[]) with ordinality as t (case_id, words, n) order by t.case_id, t.n
"""
_OVER: Final = """
select r.id, p.crn from checkins_registration r
join probation_case c on c.id = r.case_id
join people_person p on p.id = c.person_id
where r.standing <> 'stopped' and (c.closed_at is not null or p.died_on is not null)
order by r.id limit %s for no key update of r skip locked
"""
_DUE: Final = """
select r.id, r.case_id, r.first_due_on, r.next_due_on, r.frequency,
       coalesce((select max(x.number) from checkins_checkin x where x.case_id = r.case_id), 0) as last
from checkins_registration r
where r.standing = 'active' and r.next_due_on <= %s
  and not exists (select from checkins_checkin x where x.registration_id = r.id and x.state in ('due', 'sent'))
order by r.next_due_on, r.id limit %s for no key update of r skip locked
"""


@dataclass(frozen=True, kw_only=True)
class _Sent:
    due: Due
    token_digest: str
    language: str


@transaction.atomic
def stop_those_that_are_over(*, now: datetime) -> int:
    """Stop what goes on for closed cases and people who died; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_OVER, [AT_ONCE])
        found = dict(cursor.fetchall())
    out = CheckIn.objects.filter(registration_id__in=found, state__in=(State.DUE, State.SENT))
    withdrawn = dict(out.values_list("registration_id", "number"))  # one is out at a time
    out.update(state=State.WITHDRAWN, token_digest=None, proof_digest="")
    Registration.objects.filter(id__in=found).update(
        standing=Standing.STOPPED, reason=OVER, changed_at=now
    )
    for registration, crn in found.items():
        numbers = [withdrawn[registration]] if registration in withdrawn else []
        note(
            crn=crn,
            account_id=None,
            action="checkin.stopped",
            now=now,
            altered=[registration_of(registration), *map(checkin_of, numbers)],
            registration=registration,
        )
    return len(found)


@transaction.atomic
def make_due(*, now: datetime) -> int:
    """Have check-ins fall due that are due by today: one for each person, however long nothing ran; how many."""
    today = local_day(now)
    every = terms.in_force(today).frequencies
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [today, AT_ONCE])
        found = cursor.fetchall()
    CheckIn.objects.bulk_create(
        [
            CheckIn(
                case_id=case_id,
                registration_id=number,
                number=last + 1,
                due_on=due_on,
                state=State.DUE,
                recorded_at=now,
            )
            for number, case_id, _, due_on, _, last in found
        ]
    )
    Registration.objects.bulk_update(
        [
            Registration(
                id=number,
                next_due_on=next_due(today, first_due_on=first_due_on, every=every[frequency]),
            )
            for number, _, first_due_on, _, frequency, _ in found
        ],
        ["next_due_on"],
    )
    return len(found)


@transaction.atomic
def send_due(*, now: datetime, asks_limited: bool) -> int:
    """Send the links of check-ins that are due, or keep why one was not sent; how many were looked at."""
    due = due_checkins(limit=AT_ONCE, now=now)
    if not due:
        return 0
    reached = people.reachable({each.person_id for each in due}, on=local_day(now))
    sent: list[_Sent] = []
    for each in due:
        person = reached.get(each.person_id)
        because = queries.reason_against(person, channel=each.channel, asks_limited=asks_limited)
        if because or person is None:
            CheckIn.objects.filter(id=each.checkin_id).update(
                state=State.UNSENT, unsent_because=because
            )
            continue
        token = token_of(each.reference, link=each.links + 1, secret_key=settings.SECRET_KEY)
        sent.append(_Sent(due=each, token_digest=digest_of(token), language=person.text_language))
    if sent:
        _send(sent, now=now)
    return len(due)


def _send(sent: Sequence[_Sent], *, now: datetime) -> None:
    ends = expires_at(local_day(now), days_to_answer=terms.in_force(local_day(now)).days_to_answer)
    messages = _accepted(sent, ends=ends, now=now)
    CheckIn.objects.bulk_update(
        [
            CheckIn(
                id=each.due.checkin_id,
                state=State.SENT,
                channel=each.due.channel,
                links=each.due.links + 1,
                token_digest=each.token_digest,
                message=message,
                sent_at=now,
                expires_at=ends,
                unsent_because="",
            )
            for each, message in zip(sent, messages, strict=True)
        ],
        [
            *("state", "channel", "links", "token_digest", "message", "sent_at", "expires_at"),
            "unsent_because",
        ],
    )
    words = [
        f"A link to check in was sent by {BY[each.due.channel]}. It can be used until the end of"
        f" {queries.day_in_words(ends - timedelta(minutes=1))}."
        for each in sent
    ]
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [IN_THE_LOG, now, [each.due.case_id for each in sent], words])
    audit.record_many(
        account_id=None,
        action="checkin.sent",
        subject_kind="case",
        subject_references=sorted({each.due.crn for each in sent}),
        now=now,
    )


def _accepted(sent: Sequence[_Sent], *, ends: datetime, now: datetime) -> list[UUID]:
    """The link itself is in no message: it is made anew from its number by whoever carries one."""
    return accepted(
        [
            Telling(
                crn=each.due.crn,
                unit_id=each.due.unit_id,
                channel=each.due.channel,
                parameters={
                    "checkin": str(each.due.reference),
                    "link": each.due.links + 1,
                    "ends_at": ends.isoformat(),
                    "language": each.language,
                },
            )
            for each in sent
        ],
        template=TEMPLATE,
        now=now,
    )
