"""Who manages a person: what the record has for the decision, what it lacks, what the rules say, and what was decided before."""

from collections.abc import Collection
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import commands as change_allocation
from throughcare.allocation import queries as allocation
from throughcare.allocation.choices import CorrectionReason, RequestState
from throughcare.desk.decision_forms import (
    DecideForm,
    RequestAnswerForm,
    WordsForm,
    asked_as,
    said,
)
from throughcare.desk.doors import opened, who
from throughcare.desk.views.asking import answered
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation

ASKS = ["GET", "HEAD", "POST"]
ON_A_PAGE = 20
MOST_OF_CASE = 10


@who(Action.READ_CASE)
@require_http_methods(ASKS)
def deciding(request: access.Request, crn: str) -> HttpResponse:
    """The decision as it stands, and what it is made from; what was sent decides."""
    card = opened(request, crn, part="decision on who manages")
    if isinstance(card, HttpResponse):
        return card
    return _deciding(request, card, is_correction=False)


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def correcting(request: access.Request, crn: str) -> HttpResponse:
    """The same rules over other evidence: it is said why."""
    card = opened(request, crn, part="correction of a decision")
    if isinstance(card, HttpResponse):
        return card
    return _deciding(request, card, is_correction=True)


@who(Action.READ_CASE)
@require_safe
def decision(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One decision, as it was made."""
    card = opened(request, crn, part=f"decision {number}")
    if isinstance(card, HttpResponse):
        return card
    kept = allocation.decision_of(card.case_id, number=number)
    if kept is None:
        raise Http404
    of = allocation.as_kept(kept)
    return render(
        request,
        "desk/decision.html",
        {
            "card": card,
            "kept": kept,
            "outcome": of.policy.words(kept.decided_for),
            "also": " ".join(of.says(name) for name in kept.also),
            "unknown": " ".join(of.says(name) for name in kept.unknown),
            "decider": of.decider,
            "body": of.body,
            "late_because": of.late_because,
            "facts": [
                (
                    asked_as(of.decision.attributes[name].words),
                    said(each["value"], of.policy),
                    each["source"],
                    date.fromisoformat(each["on"]) if each["on"] else None,
                )
                for name in of.decision.attributes
                if (each := kept.inputs.get(name))
            ],
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def public_interest(request: access.Request, crn: str) -> HttpResponse:
    """Asking for it, or answering what somebody else asked."""
    card = opened(request, crn, part="public interest")
    if isinstance(card, HttpResponse):
        return card
    waiting = allocation.request_waiting(card.case_id)
    data = request.POST if request.method == "POST" else None
    back = reverse("desk:decisions", kwargs={"crn": crn})
    if waiting is None:
        form = WordsForm(
            data,
            label="Why is it exceptional?",
            help_text="Somebody else who gives cases to officers approves or refuses it. Whoever has the case holds it meanwhile",
        )
        return answered(
            request,
            card,
            form,
            title="Ask for it in the public interest",
            button="Ask",
            act=lambda _: change_allocation.ask_in_public_interest(
                account_id=request.account.pk,
                case_id=card.case_id,
                reason=form.cleaned_data["words"],
                now=request.now,
            ),
            done="The request waits for an answer.",
            leads_to=back,
            back=back,
        )
    answer = RequestAnswerForm(data, label="Why?", help_text=f"It was asked: {waiting.reason}")
    return answered(
        request,
        card,
        answer,
        title="Answer a request in the public interest",
        button="Answer",
        act=lambda _: change_allocation.answer_in_public_interest(
            account_id=request.account.pk,
            case_id=card.case_id,
            answer=RequestState(answer.cleaned_data["answer"]),
            words=answer.cleaned_data["words"],
            now=request.now,
        ),
        done="The request is answered. Decide again who manages the person.",
        leads_to=back,
        back=back,
    )


def _deciding(
    request: access.Request, card: probation.Card, *, is_correction: bool
) -> HttpResponse:
    found = allocation.to_decide(card.case_id, at=request.now)
    may_write = card.is_writable and not card.closed_at and not request.as_at_day
    may_decide = (
        may_write and found is not None and found.is_for_maker and found.sentence_id is not None
    )
    form, refusals = None, []
    checked = probation.handing_over.handover_items(card.case_id) if may_decide else ()
    if may_decide and found is not None:
        form = DecideForm(
            request.POST if request.method == "POST" else None,
            found=found,
            has_gaps=found.may_leave and any(each.is_missing for each in checked),
            is_correction=is_correction,
        )
    if request.method == "POST" and form is None:
        raise Http404
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = change_allocation.decide_case(
                account_id=request.account.pk,
                case_id=card.case_id,
                asked=_asked(form),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            return _decided(request, card, made, found)
    return _page(request, card, found, form, refusals, checked=checked, is_correction=is_correction)


def _asked(form: DecideForm) -> change_allocation.Asked:
    read = form.cleaned_data
    correction = read.get("correction")
    return change_allocation.Asked(
        known=form.known,
        area=read.get("area", ""),
        gap_reason=read.get("gap_reason", ""),
        gaps_mended_by=read.get("gaps_mended_by"),
        correction=CorrectionReason(correction) if correction else None,
    )


def _decided(
    request: access.Request,
    card: probation.Card,
    made: allocation.CaseDecision,
    found: allocation.ToDecide | None,
) -> HttpResponse:
    if not made.decided_for:
        messages.warning(request, "There is no decision yet. What it waits for is kept.")
        return redirect("desk:decisions", crn=card.crn)
    stays = found is not None and made.body_id == found.owner.unit_id
    messages.success(
        request,
        "It is decided, and the case stays where it is."
        if stays
        else f"{card.crn} is decided, and with the other body from now on.",
    )
    return redirect("desk:decisions", crn=card.crn) if stays else redirect("desk:home")


def _page(
    request: access.Request,
    card: probation.Card,
    found: allocation.ToDecide | None,
    form: DecideForm | None,
    refusals: Collection[str],
    *,
    checked: Collection[object],
    is_correction: bool,
) -> HttpResponse:
    today = local_day(request.now)
    history = allocation.decisions(card.case_id, limit=ON_A_PAGE)
    current = next((each for each in history if each.superseded_at is None), None)
    due = found.due_on if found else None
    has_errors = bool(refusals or (form is not None and form.errors))
    is_writable = card.is_writable and not card.closed_at and not request.as_at_day
    return render(
        request,
        "desk/decisions.html",
        {
            "card": card,
            "found": found,
            "facts": _facts(found),
            "turns": _turns(found),
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "checked": checked,
            "is_correction": is_correction,
            "history": history,
            "current": current,
            "is_decided": _is_decided(found, current),
            "due": due,
            "days_left": allocation.days_left(due, today=today) if due else None,
            "waiting": allocation.request_waiting(card.case_id),
            "escalations": allocation.escalations_of(card.case_id, limit=MOST_OF_CASE),
            "may_refer": is_writable
            and found is not None
            and found.owner.kind in found.policy.escalated_from,
            "today": today,
        },
        status=422 if has_errors else 200,
    )


def _is_decided(found: allocation.ToDecide | None, current: allocation.CaseDecision | None) -> bool:
    return (
        found is not None
        and current is not None
        and current.decided_for not in {"", *found.decision.undecided}
        and current.sentence_id == found.sentence_id
    )


def _facts(found: allocation.ToDecide | None) -> list[tuple[str, str, str, object]]:
    """Of each fact: what it is, in words, where it was read, and of which day."""
    if found is None:
        return []
    return [
        (
            asked_as(found.decision.attributes[name].words),
            said(each.value, found.policy),
            each.source,
            each.on,
        )
        for name, each in found.found.items()
    ]


def _turns(found: allocation.ToDecide | None) -> list[tuple[str, str, str]]:
    """What would turn the decision: the fact, the answer, and the outcome in words."""
    if found is None:
        return []
    return [
        (
            asked_as(each.words),
            said(each.value, found.policy),
            found.policy.words(each.outcome or "") or "No decision",
        )
        for each in found.turns
    ]
