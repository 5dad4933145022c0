"""The mailbox of a unit: what was sent to it, for its staff. An old code leads on, as it does everywhere."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.views.messages import PAGE, after_of, named, words_of
from throughcare.desk.views.units import came_by, routed
from throughcare.notify import commands as change_notify
from throughcare.notify import queries as notify
from throughcare.organisation import queries as organisation

LISTS: Final = {
    "to-do": ("To do", notify.waiting_for_somebody),
    "done": ("Done", notify.done),
    "undelivered": ("Reached nobody", notify.undelivered_of),
}


@who(Action.WRITE_CASE)
@require_safe
def mailbox(request: access.Request, code: str) -> HttpResponse:
    """The latest messages of a unit first; `?show=` is one of `LISTS`, `?after=` goes on from the last of a page."""
    found = _leading_on(request, code)
    if isinstance(found, HttpResponse):
        return found
    which = request.GET.get("show", "to-do")
    if which not in LISTS:
        raise Http404
    listed = LISTS[which][1]
    letters = listed(
        unit_codes=_codes(found), limit=PAGE + 1, after=after_of(request.GET.get("after", ""))
    )
    shown = letters[:PAGE]
    _note(request, shown, action="messages.read")
    return render(
        request,
        "desk/mailbox.html",
        {
            "unit": found,
            "told": came_by(request, found),
            "letters": [(letter, words_of(letter)) for letter in shown],
            "which": which,
            "lists": [(name, title) for name, (title, _) in LISTS.items()],
            "names": access.display_names(
                {letter.done_by_id for letter in shown if letter.done_by_id}
            ),
            "next": named(notify.cursor(shown[-1])) if len(letters) > PAGE else "",
        },
    )


@who(Action.WRITE_CASE)
@require_safe
def letter(request: access.Request, code: str, key: UUID) -> HttpResponse:
    """One message of a unit; whoever opens it first has read it."""
    found = _leading_on(request, code)
    if isinstance(found, HttpResponse):
        return found
    kept = _letter(found, key)
    _note(request, [kept], action="message.read")
    change_notify.mark_read(message_id=key, account_id=request.account.pk, now=request.now)
    return render(
        request,
        "desk/letter.html",
        {
            "unit": found,
            "letter": kept,
            "words": words_of(kept),
            "done_by": access.display_names({kept.done_by_id}).get(kept.done_by_id, "")
            if kept.done_by_id
            else "",
        },
    )


@who(Action.WRITE_CASE)
@require_POST
def doing(request: access.Request, code: str, key: UUID) -> HttpResponse:
    """Mark a message of a unit as done."""
    found = _leading_on(request, code)
    if isinstance(found, HttpResponse):
        return found
    kept = _letter(found, key)
    _note(request, [kept], action="message.done")
    change_notify.mark_done(message_id=key, account_id=request.account.pk, now=request.now)
    messages.success(request, "The message is marked as done.")
    return redirect("desk:mailbox", code=found.code)


def _leading_on(request: access.Request, code: str) -> organisation.Named | HttpResponse:
    """The unit whose mailbox it is; an old code leads to the mailbox of what follows, or names what does.

    Raises:
        Http404: nobody was given the code.
        PermissionDenied: the account is not of the unit's staff.
    """
    found = routed(code.upper())
    if found.to is not None and found.is_old:
        address = reverse("desk:mailbox", kwargs={"code": found.to.code})
        return redirect(f"{address}?{urlencode({'from': found.code})}")
    if found.to is None:
        is_open = found.standing is organisation.Standing.DIVIDED
        return render(
            request,
            "desk/old_code.html",
            {"found": found, "crn": "", "asks": False, "page": "desk:mailbox"},
            status=HTTPStatus.OK if is_open else HTTPStatus.GONE,
        )
    if not access.may(action=Action.WRITE_CASE, unit_id=found.to.unit_id):
        raise PermissionDenied
    return found.to


def _codes(unit: organisation.Named) -> list[str]:
    """Every code under which its mail may lie: those it had, and those of units whose duties came to it."""
    moment = organisation.pinned()
    before = organisation.predecessors(unit.unit_id, moment=moment)
    return organisation.codes_ever(
        [unit.unit_id, *(each.unit.unit_id for each in before)], moment=moment
    )


def _letter(unit: organisation.Named, message: UUID) -> notify.Letter:
    """A message of the unit, which row-level security shows.

    Raises:
        Http404: there is none.
    """
    kept = notify.letter(message)
    if kept is None or (kept.routed_to or kept.owner) not in _codes(unit):
        raise Http404
    return kept


def _note(request: access.Request, letters: list[notify.Letter], *, action: str) -> None:
    """Write to the trail whose messages were read; of those about nobody, that they were."""
    crns = sorted({each.subject_reference for each in letters if each.subject_kind == "case"})
    if crns:
        audit.record_many(
            account_id=request.account.pk,
            action=action,
            subject_kind="case",
            subject_references=crns,
            now=request.now,
        )
