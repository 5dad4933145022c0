"""What a death does to a case: nobody is expected any more, and the officer is asked to end what goes on."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import connection, transaction

from throughcare.kernel.days import HERE
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.people import commands as change_people
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.events import AppointmentCancelled
from throughcare.probation.models import Appointment, Case

TEMPLATE: Final = "death-recorded"


@transaction.atomic
def record_death(*, account_id: int, crn: str, died_on: date, now: datetime) -> None:
    """Record that somebody died; what was booked for after that day is cancelled, and the officer asked to end each event.

    Raises:
        PermissionDenied: the account may not change this person.
        Refused: the day cannot be, or a death is recorded already.
    """
    person = change_people.record_death(account_id=account_id, crn=crn, died_on=died_on, now=now)
    found = Case.objects.filter(person=person, closed_at=None).first()
    if found is None:
        return
    case = hold_case(found.pk)
    after = datetime.combine(died_on + timedelta(days=1), time(), tzinfo=HERE)
    ahead = Appointment.objects.filter(
        case=case, outcome="", is_cancelled=False, starts_at__gte=after
    )
    moments = list(ahead.order_by("starts_at", "id").values_list("starts_at", flat=True))
    ahead.update(is_cancelled=True)
    for starts_at in moments:
        outbox.publish(AppointmentCancelled(crn=crn, case_id=case.pk, starts_at=starts_at), now=now)
    _ask_the_officer(case, crn=crn, now=now)
    write_trail(
        case, account_id=account_id, action="case.death-recorded", now=now, cancelled=len(moments)
    )


def _ask_the_officer(case: Case, *, crn: str, now: datetime) -> None:
    """Leave a message for whoever has the case, or in the mailbox of their unit where nobody has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.owner_id, h.holder_id, p.account_id FROM probation_held_by(%s, %s, tc_live()) h"
            " LEFT JOIN access_post p ON p.id = h.post_id AND (p.ends_at IS NULL OR p.ends_at > %s)",
            [case.pk, now, now],
        )
        held = cursor.fetchone()
    if held is None:
        return
    owner_id, holder_id, account_id = held
    moment = organisation.pinned()
    owner = organisation.named([owner_id], moment=moment)[0].code
    holder = organisation.named([holder_id], moment=moment)[0].code
    to = (
        notify.Recipient(kind=RecipientKind.ACCOUNT, reference=str(account_id))
        if account_id
        else notify.Recipient(kind=RecipientKind.UNIT, reference=holder)
    )
    notify.accept(
        channel=Channel.IN_APP,
        recipient=to,
        template=TEMPLATE,
        parameters={"crn": crn},
        owner=owner,
        now=now,
        about=notify.About(kind="case", reference=crn),
    )
