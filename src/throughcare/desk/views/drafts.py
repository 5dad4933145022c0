"""What somebody is typing into the log of a case: kept as they type, let go, or gone on with by whoever has the case now."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import note_reading, opened_to_write, who
from throughcare.desk.views.contacts import (
    contact_form,
    contact_page,
    gone,
    is_left,
    typed_in,
    usual_types,
)
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation


@who(Action.WRITE_CASE)
@require_POST
def drafts(request: access.Request, crn: str) -> HttpResponse:
    """Keep the form as it stands: sent by its button, or with `quiet=1` by the page itself while somebody types."""
    card = opened_to_write(request, crn, part="draft")
    if isinstance(card, HttpResponse):
        return gone(request) if is_left(request, crn) else card
    form = contact_form(request, own=None)
    try:
        kept = change_probation.save_draft(
            account_id=request.account.pk,
            case_id=card.case_id,
            typed=typed_in(form),
            now=request.now,
        )
    except Refused as refusal:
        if request.POST.get("quiet"):
            return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        note_reading(request, card, part="draft")
        form = contact_form(
            request,
            own=None,
            subjects=probation.subjects(card.case_id),
            usual=usual_types(request),
        )
        return contact_page(
            request, card, form, refusals=[reason.sentence for reason in refusal.reasons]
        )
    if request.POST.get("quiet"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if kept is None:
        messages.info(request, "There was nothing to save yet.")
        return redirect("desk:contacts", crn=crn)
    messages.success(request, "Draft saved. It is not in the log until you record it.")
    return redirect("desk:case", crn=crn)


@who(Action.WRITE_CASE)
@require_POST
def discarding(request: access.Request, crn: str, reference: UUID) -> HttpResponse:
    card = opened_to_write(request, crn, part="draft")
    if isinstance(card, HttpResponse):
        return card
    _require_of_case(request, card, reference)
    change_probation.discard_draft(
        account_id=request.account.pk, reference=reference, now=request.now
    )
    messages.success(request, "Draft discarded.")
    return redirect("desk:case", crn=crn)


@who(Action.WRITE_CASE)
@require_POST
def taking(request: access.Request, crn: str, reference: UUID) -> HttpResponse:
    """Go on with a draft that its author left."""
    card = opened_to_write(request, crn, part="draft")
    if isinstance(card, HttpResponse):
        return card
    _require_of_case(request, card, reference)
    change_probation.take_draft(account_id=request.account.pk, reference=reference, now=request.now)
    messages.success(request, "The draft is yours. Read it before you record it.")
    return redirect("desk:contacts", crn=crn)


def _require_of_case(request: access.Request, card: probation.Card, reference: UUID) -> None:
    known = probation.drafts_of_case(card.case_id, account_id=request.account.pk)
    if reference not in {each.reference for each in known}:
        raise Http404
