"""What was sent to the visitor in the house: the words of each message are made when it is shown."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.seats import seats_now
from throughcare.notify import queries as notify
from throughcare.organisation import queries as organisation

PAGE: Final = 25
WORDS: Final = {
    "referral": "Referral {reference} waits for an answer.",
    "new-code": "{old_code} is an old code. What you sent went to {code}: use that from now on.",
    "not-delivered": "What you sent to {old_code} reached nobody yet. {code} finds out where it belongs.",
    "referral-accepted": "Your referral {reference} was taken on.",
    "death-recorded": "A death is recorded in {crn}. What was booked is cancelled: end each sentence and requirement.",
    "case-allocated": "{crn} is given to you. What to do first is in its log.",
    "challenge-decided": "Your challenge of the reform {plan} is decided. Its page says how, and why.",
    "challenge-open-again": "What was decided on your challenge of the reform {plan} counts no more. It is open again, and looked at anew.",
    "override-lapsed": "What you set or approved by hand for {item} in the reform {plan} counts no more.",
    "referral-declined": "Your referral {reference} was sent back. Its page says why.",
}
"""What a message says, by its template; the parameters are codes and references."""


@who()
@require_safe
def inbox(request: access.Request) -> HttpResponse:
    """The latest messages first; `?after=` goes on from the last of a page."""
    letters = notify.inbox(
        account_id=request.account.pk, limit=PAGE + 1, after=after_of(request.GET.get("after", ""))
    )
    shown = letters[:PAGE]
    return render(
        request,
        "desk/messages.html",
        {
            "letters": [(letter, words_of(letter)) for letter in shown],
            "mailboxes": _mailboxes(request),
            "next": named(notify.cursor(shown[-1])) if len(letters) > PAGE else "",
        },
    )


def words_of(letter: notify.Letter) -> str:
    """What a message says."""
    words = WORDS.get(letter.template, "")
    return words.format(**letter.parameters) if words else letter.template.replace("-", " ")


def _mailboxes(request: access.Request) -> list[organisation.Named]:
    """The units whose mail the visitor's seats are for, where they write to cases."""
    if Action.WRITE_CASE not in access.actions():
        return []
    seats = seats_now(request)
    asked = dict.fromkeys(unit for seat in seats for unit in (seat.holder_id, seat.owner_id))
    units = organisation.named(list(asked), moment=organisation.pinned())
    return [each for each in units if access.may(action=Action.WRITE_CASE, unit_id=each.unit_id)]


def named(cursor: notify.Cursor) -> str:
    at, message_id = cursor
    return f"{at.isoformat()}_{message_id}"


def after_of(text: str) -> notify.Cursor | None:
    """The place to go on from; the beginning, where it cannot be read."""
    at, _, message_id = text.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(message_id)
    except ValueError:
        return None
