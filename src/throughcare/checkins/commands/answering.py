"""What whoever knows a link does: say who they are, send a video, answer, hand it in. Each is judged by the link alone.

They are called with nobody pinned; the functions of the database open the one check-in of a link and nothing else.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from throughcare.checkins import terms
from throughcare.checkins.choices import Comparison, Help, Wellbeing
from throughcare.checkins.commands.comparing import COMPARE, QUEUE
from throughcare.checkins.commands.holding import checkin_of, note
from throughcare.checkins.comparing import comparer
from throughcare.checkins.events import CheckInSubmitted
from throughcare.checkins.rules.links import digest_of
from throughcare.documents import commands as change_documents
from throughcare.documents import queries as documents
from throughcare.kernel import names
from throughcare.kernel.days import local_day
from throughcare.outbox import commands as outbox

PROOF_BYTES: Final = 32
IN_THE_LOG: Final = "A check-in was answered. It waits to be reviewed."


class Gone(Exception):  # noqa: N818  an answer
    """The link opens nothing: it ended, was used, or whoever asks has to say again who they are."""


class TooMany(Exception):  # noqa: N818  an answer
    """No more videos are taken for a check-in."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    wellbeing: Wellbeing
    wellbeing_words: str
    helps: Sequence[Help]
    help_words: str
    wants_contact: bool
    contact_words: str


@transaction.atomic
def prove(
    *, token: str, first: str, last: str, born_on: date, crn_end: str, now: datetime
) -> tuple[str, str]:
    """Say who one is: `proven` with the proof that later steps need, or `wrong`, `locked` or `gone`. A wrong answer is counted."""
    agreed = terms.in_force(local_day(now))
    proof = secrets.token_urlsafe(PROOF_BYTES)
    digits = crn_end.strip()
    is_whole = digits.isascii() and digits.isdigit() and len(digits) == agreed.crn_digits
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answer, crn FROM checkins_prove(%s, %s, %s, %s, %s, %s, %s)",
            [
                *(digest_of(token), names.standard(first), names.standard(last), born_on),
                *(digits if is_whole else "", digest_of(proof), agreed.tries),
            ],
        )
        answer, crn = cursor.fetchone()
    if crn is not None:
        action = "checkin.proven" if answer == "proven" else "checkin.not-proven"
        note(crn=crn, account_id=None, action=action, now=now, altered=[])
    return answer, proof if answer == "proven" else ""


@transaction.atomic
def keep_video(*, token: str, proof: str, content: bytes, now: datetime) -> None:
    """Keep a video for the check-in of a link; the newest is the one that is looked at.

    Raises:
        Gone: the link opens nothing.
        TooMany: as many were sent as may be.
        Refused: it is empty, too large, no video, or holds a virus; carries every reason.
    """
    agreed = terms.in_force(local_day(now))
    digest = change_documents.keep_video(
        content=content, most=settings.CHECKIN_VIDEO_BYTES, now=now
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT checkins_keep_video(%s, %s, %s, %s, %s, %s, %s)",
            [
                *(digest_of(token), digest_of(proof), agreed.minutes_proven, digest),
                *(documents.video_type_of(content), len(content), agreed.videos),
            ],
        )
        (problem,) = cursor.fetchone()
    if problem == "too-many":
        raise TooMany
    if problem:
        raise Gone


@transaction.atomic
def answer(*, token: str, proof: str, answers: Answers, now: datetime) -> None:
    """Keep what somebody answers; it may be answered again until it is handed in.

    Raises:
        Gone: the link opens nothing.
    """
    agreed = terms.in_force(local_day(now))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT checkins_answer(%s, %s, %s, %s, %s, %s::text[], %s, %s, %s)",
            [
                *(digest_of(token), digest_of(proof), agreed.minutes_proven),
                *(answers.wellbeing.value, answers.wellbeing_words.strip()),
                sorted({each.value for each in answers.helps}),
                *(answers.help_words.strip() if answers.helps else "", answers.wants_contact),
                answers.contact_words.strip() if answers.wants_contact else "",
            ],
        )
        (is_kept,) = cursor.fetchone()
    if not is_kept:
        raise Gone


@transaction.atomic
def submit(*, token: str, proof: str, now: datetime) -> bool:
    """Hand a check-in in: it is an entry of the log, and waits for the officer. False where video or answers are missing, or it is gone."""
    agreed = terms.in_force(local_day(now))
    is_compared = comparer() is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM checkins_submit(%s, %s, %s, %s, %s, %s)",
            [
                *(digest_of(token), digest_of(proof), agreed.minutes_proven),
                *(terms.agreed().contact_type, IN_THE_LOG),
                (Comparison.WAITING if is_compared else Comparison.NOT_COMPARED).value,
            ],
        )
        row = cursor.fetchone()
    if row is None:
        return False
    checkin_id, case_id, crn, number, entry = row
    outbox.publish(
        CheckInSubmitted(crn=crn, case_id=case_id, checkin=number, number=entry), now=now
    )
    if is_compared:
        app.configure_task(COMPARE, queue=QUEUE).defer(checkin_id=checkin_id)
    note(
        crn=crn,
        account_id=None,
        action="checkin.submitted",
        now=now,
        altered=[checkin_of(number)],
        checkin=number,
    )
    return True
