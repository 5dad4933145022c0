"""Risk that rises: referring somebody, what waits for an answer, the answer, and a second opinion."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import commands as change_allocation
from throughcare.allocation import queries as allocation
from throughcare.allocation.choices import EscalationState
from throughcare.audit import commands as audit
from throughcare.desk.decision_forms import EscalationAnswerForm, RisenForm, WordsForm
from throughcare.desk.doors import found as found_card
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.views.asking import answered
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation

ASKS = ["GET", "HEAD", "POST"]
MOST_DONE = 20


@who(Action.WRITE_CASE)
@require_safe
def escalations(request: access.Request) -> HttpResponse:
    """What waits for an answer, of either side, imminent ones first; and the latest that were answered."""
    waiting, own = allocation.count_open()
    page = paging(request, total=waiting)
    shown = allocation.escalations_open(part=page.slice)
    done = allocation.escalations_done(limit=MOST_DONE)
    _note(request, (*shown, *done))
    return render(
        request,
        "desk/escalations.html",
        {
            "shown": shown,
            "done": done,
            "own": own,
            "page": page,
            "today": local_day(request.now),
        },
    )


@who(Action.WRITE_CASE)
@require_safe
def escalation(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One referral, as both sides read it; the side that is asked acknowledges it by opening it."""
    change_allocation.receive_escalation(
        account_id=request.account.pk, crn=crn, number=number, now=request.now
    )
    return _page(request, crn, number)


@who(Action.WRITE_CASE)
@require_POST
def answering(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The answer of the side that is asked."""
    form = EscalationAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, crn, number, form=form)
    try:
        made = change_allocation.answer_escalation(
            account_id=request.account.pk,
            crn=crn,
            number=number,
            answer=EscalationState(form.cleaned_data["answer"]),
            words=form.cleaned_data["words"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(
            request,
            crn,
            number,
            form=form,
            refusals=[reason.sentence for reason in refusal.reasons],
        )
    is_accepted = made.state == EscalationState.ACCEPTED
    messages.success(
        request,
        "It is accepted: the case is with your body from now on."
        if is_accepted
        else "It is not accepted. Whoever referred reads why, and answers for the person.",
    )
    return redirect("desk:escalation", crn=crn, number=number)


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def objecting(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Ask a senior manager of the side that did not accept."""
    card = opened(request, crn, part="second opinion")
    if isinstance(card, HttpResponse):
        return card
    back = reverse("desk:escalation", kwargs={"crn": crn, "number": number})
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label="Why do you ask for a second opinion?",
        help_text="Somebody who leads there and did not answer before reads it. Both views stay on the record",
    )
    return answered(
        request,
        card,
        form,
        title="Ask for a second opinion",
        button="Ask",
        act=lambda _: change_allocation.ask_second_opinion(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            objection=form.cleaned_data["words"],
            now=request.now,
        ),
        done="A second opinion is asked for.",
        leads_to=back,
        back=back,
    )


@who(Action.WRITE_CASE)
@require_POST
def withdrawal(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Take a referral back that waits."""
    card = opened_to_write(request, crn, part="withdrawal of an escalation")
    if isinstance(card, HttpResponse):
        return card
    try:
        change_allocation.withdraw_escalation(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            now=request.now,
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The referral is taken back.")
    return redirect("desk:escalation", crn=crn, number=number)


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def referring(request: access.Request, crn: str) -> HttpResponse:
    """Refer somebody whose risk has risen."""
    card = opened(request, crn, part="referral because risk has risen")
    if isinstance(card, HttpResponse):
        return card
    form = RisenForm(
        request.POST if request.method == "POST" else None,
        initial={"reviewed_on": local_day(request.now), "rosh": card.rosh},
    )
    return answered(
        request,
        card,
        form,
        title="Refer because risk has risen",
        button="Refer",
        act=lambda _: change_allocation.refer_risen_risk(
            account_id=request.account.pk,
            case_id=card.case_id,
            risen=change_allocation.Risen(**form.cleaned_data),
            now=request.now,
        ),
        done="It is referred. Your body answers for the person until it is accepted.",
        leads_to=lambda made: reverse(
            "desk:escalation", kwargs={"crn": crn, "number": made.number}
        ),
        back=reverse("desk:decisions", kwargs={"crn": crn}),
    )


def _page(
    request: access.Request,
    crn: str,
    number: int,
    *,
    form: EscalationAnswerForm | None = None,
    refusals: Iterable[str] = (),
) -> HttpResponse:
    found = allocation.escalation(crn, number=number)
    if found is None:
        raise Http404
    _note(request, [found])
    card: probation.Card = found_card(request, crn)
    is_bad = form is not None
    return render(
        request,
        "desk/escalation.html",
        {
            "found": found,
            "kept": found.row,
            "card": card,
            "form": (form or EscalationAnswerForm()) if found.may_answer else None,
            "bad": form,
            "refusals": list(refusals),
            "has_errors": is_bad,
            "today": local_day(request.now),
            "may_go_on": card.is_open and card.is_writable and not card.closed_at,
        },
        status=422 if is_bad else 200,
    )


def _note(request: access.Request, listed: Iterable[allocation.Escalated]) -> None:
    """Write to the trail whose referrals were read."""
    if crns := sorted({each.crn for each in listed}):
        audit.record_many(
            account_id=request.account.pk,
            action="escalations.read",
            subject_kind="case",
            subject_references=crns,
            now=request.now,
        )
