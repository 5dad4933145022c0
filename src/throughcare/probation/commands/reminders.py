"""Telling people of their appointments ahead, and taking it back where it is no longer so; for the engine, some at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.kernel.days import HERE, local_day
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.organisation import queries as organisation
from throughcare.people import queries as people
from throughcare.probation.models import Reminder
from throughcare.probation.queries.reminders import (
    REMINDER,
    TAKEN_BACK,
    Due,
    Place,
    Untrue,
    due_reminders,
    untrue_reminders,
)
from throughcare.probation.rules import reminders as rules

AT_ONCE: Final = 500
IN_THE_LOG: Final = "CMOB"
"""An e-mail or text to the person."""
_BY: Final = {Channel.TEXT: "text message", Channel.EMAIL: "email"}
_TELL: Final = """
select probation_tell(t.case_id, %s, t.words, %s)
from unnest(%s::bigint[], %s::text[]) with ordinality as t (case_id, words, n) order by t.case_id, t.n
"""

Found = tuple[Due | Untrue, Channel, str]
"""Whom to write to, by what, and in which language."""


@transaction.atomic
def send_reminders(
    *, now: datetime, hours: int, reminds_limited: bool, after: Place | None = None
) -> Place | None:
    """Remind people of what begins within some hours, where they agreed and can be reached. Twice is once.

    Gives where to go on from, and None once nothing is left.
    """
    found = due_reminders(now=now, until=now + timedelta(hours=hours), limit=AT_ONCE, after=after)
    if not found:
        return None
    agreed = _agreed(found, now=now, reminds_limited=reminds_limited)
    made = Reminder.objects.bulk_create(
        [
            Reminder(
                case_id=due.case_id,
                appointment_id=due.appointment_id,
                starts_at=due.starts_at,
                channel=channel,
                message=number,
                sent_at=now,
            )
            for (due, channel, _), number in zip(
                agreed, _accepted(agreed, template=REMINDER, now=now), strict=True
            )
            if isinstance(due, Due)
        ]
    )
    if made:
        _note(agreed, words="A reminder of the appointment on {} was sent by {}.", now=now)
        _trail(agreed, action="appointment.reminded", now=now)
    return found[-1].place


@transaction.atomic
def take_back_reminders(*, now: datetime, reminds_limited: bool) -> int:
    """Tell people whose appointment was let go or moved that it is not then. Gives how many no longer hold; twice is once.

    Who withdrew consent meanwhile, or cannot be reached, is not written to.
    """
    found = untrue_reminders(now=now, limit=AT_ONCE)
    agreed = _agreed(found, now=now, reminds_limited=reminds_limited)
    told = dict(
        zip(
            (each.reminder_id for each, _, _ in agreed if isinstance(each, Untrue)),
            _accepted(agreed, template=TAKEN_BACK, now=now),
            strict=True,
        )
    )
    Reminder.objects.bulk_update(
        [
            Reminder(
                id=each.reminder_id,
                taken_back_at=now,
                taken_back_message=told.get(each.reminder_id),
            )
            for each in found
        ],
        ["taken_back_at", "taken_back_message"],
    )
    if agreed:
        words = "The person was told by {1} that the appointment on {0} is cancelled or moved."
        _note(agreed, words=words, now=now)
        _trail(agreed, action="appointment.reminder-taken-back", now=now)
    return len(found)


def _agreed(found: Sequence[Due | Untrue], *, now: datetime, reminds_limited: bool) -> list[Found]:
    """Those who may be written to today, and how."""
    reached = people.reachable({each.person_id for each in found}, on=local_day(now))
    agreed: list[Found] = []
    for each in found:
        person = reached.get(each.person_id)
        if person is None:
            continue
        by = rules.channel(
            rules.Consent(
                mobile=person.mobile,
                email=person.email,
                may_be_texted=person.may_be_texted,
                channel=person.channel,
                is_limited=person.is_limited,
            ),
            reminds_limited=reminds_limited,
            is_carried=_is_carried,
        )
        if by is not None:
            agreed.append((each, Channel(by), person.text_language))
    return agreed


def _is_carried(channel: str) -> bool:
    return notify.is_carried(Channel(channel))


def _accepted(agreed: Sequence[Found], *, template: str, now: datetime) -> list[UUID]:
    codes = _codes(each.unit_id for each, _, _ in agreed)
    return notify.accept_many(
        [
            notify.Sending(
                channel=channel,
                recipient=notify.Recipient(kind=RecipientKind.PERSON, reference=each.crn),
                template=template,
                parameters={
                    "starts_at": each.starts_at.isoformat(),
                    "unit_id": each.unit_id,
                    "is_there": int(isinstance(each, Due)),
                    "language": language,
                },
                owner=codes[each.unit_id],
                about=notify.About(kind="case", reference=each.crn),
            )
            for each, channel, language in agreed
        ],
        now=now,
    )


def _codes(unit_ids: Iterable[int]) -> dict[int, str]:
    moment = organisation.pinned()
    return {each.unit_id: each.code for each in organisation.named(set(unit_ids), moment=moment)}


def _note(agreed: Sequence[Found], *, words: str, now: datetime) -> None:
    """Have the log of each case tell of it, in one statement."""
    said = [words.format(_when(each.starts_at), _BY[channel]) for each, channel, _ in agreed]
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            [IN_THE_LOG, now, [each.case_id for each, _, _ in agreed], said],
        )


def _when(starts_at: datetime) -> str:
    return rules.when(starts_at.astimezone(HERE), language=rules.ENGLISH)


def _trail(agreed: Sequence[Found], *, action: str, now: datetime) -> None:
    audit.record_many(
        account_id=None,
        action=action,
        subject_kind="case",
        subject_references=sorted({each.crn for each, _, _ in agreed}),
        now=now,
    )
