"""What was sent to the visitor in the house: the words of each message are made when it is shown."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.desk.doors import who
from throughcare.notify import queries as notify

PAGE: Final = 25
WORDS: Final = {
    "new-code": "{old_code} is an old code. What you sent went to {code}: use that from now on.",
    "not-delivered": "What you sent to {old_code} reached nobody yet. {code} finds out where it belongs.",
    "referral-accepted": "Your referral {reference} was taken on.",
    "referral-declined": "Your referral {reference} was sent back. Its page says why.",
}
"""What a message says, by its template; the parameters are codes and references."""


@who()
@require_safe
def inbox(request: access.Request) -> HttpResponse:
    """The latest messages first; `?after=` goes on from the last of a page."""
    letters = notify.inbox(
        account_id=request.account.pk, limit=PAGE + 1, after=_after(request.GET.get("after", ""))
    )
    shown = letters[:PAGE]
    return render(
        request,
        "desk/messages.html",
        {
            "letters": [(letter, _words(letter)) for letter in shown],
            "next": _named(notify.cursor(shown[-1])) if len(letters) > PAGE else "",
        },
    )


def _words(letter: notify.Letter) -> str:
    words = WORDS.get(letter.template, "")
    return words.format(**letter.parameters) if words else letter.template.replace("-", " ")


def _named(cursor: notify.Cursor) -> str:
    at, message_id = cursor
    return f"{at.isoformat()}_{message_id}"


def _after(text: str) -> notify.Cursor | None:
    """The place to go on from; the beginning, where it cannot be read."""
    at, _, message_id = text.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(message_id)
    except ValueError:
        return None
