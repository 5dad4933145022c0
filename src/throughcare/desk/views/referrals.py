"""Referring somebody to the unit that has them, and the queue of those who are to answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.forms import AnswerForm, ReferralForm
from throughcare.govuk.paging import PAGE_SIZE, paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def referrals(request: access.Request) -> HttpResponse:
    """What waits for an answer in the visitor's units, and what the visitor sent."""
    asked = request.GET.get("page", "1")
    number = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1  # noqa: PLR2004
    waiting = probation.waiting_referrals(limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    sent = probation.sent_referrals(account_id=request.account.pk, limit=PAGE_SIZE, offset=0)
    crns = sorted({each.crn for each in (*waiting, *sent)})
    if crns:
        audit.record_many(
            account_id=request.account.pk,
            action="referrals.read",
            subject_kind="case",
            subject_references=crns,
            now=request.now,
        )
    return render(
        request,
        "desk/referrals.html",
        {
            "waiting": waiting,
            "sent": sent,
            "page": paging(request, total=waiting[0].total if waiting else 0),
            "today": local_day(request.now),
            "may_send": Action.SEARCH in request.actions,
            "may_see_transfers": Action.WRITE_CASE in request.actions,
        },
    )


@who(Action.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def new_referral(request: access.Request) -> HttpResponse:
    """Refer somebody to a unit, by whatever code the sender knows it."""
    form = ReferralForm(
        request.POST if request.method == "POST" else None,
        initial={"crn": request.GET.get("crn", ""), "code": request.GET.get("unit", "")},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made, found = change_probation.send_referral(
                account_id=request.account.pk, **form.cleaned_data, now=request.now
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            led = (
                f" {found.code} is an old code: use {found.to.code}."
                if found.is_old and found.to
                else ""
            )
            messages.success(request, f"Referral {made.reference} is sent.{led}")
            return redirect("desk:referral", reference=made.reference)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/new_referral.html",
        {"form": form, "refusals": refusals, "has_errors": has_errors},
        status=422 if has_errors else 200,
    )


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def referral(request: access.Request, reference: str) -> HttpResponse:
    return _page(request, reference, form=AnswerForm())


@who(Action.WRITE_CASE)
@require_POST
def acceptance(request: access.Request, reference: str) -> HttpResponse:
    try:
        change_probation.accept_referral(
            account_id=request.account.pk, reference=reference, now=request.now
        )
    except Refused as refusal:
        return _refused(request, reference, refusal, form=AnswerForm())
    messages.success(request, f"You have taken on referral {reference}.")
    return redirect("desk:referral", reference=reference)


@who(Action.WRITE_CASE)
@require_POST
def sending_back(request: access.Request, reference: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, form=form)
    try:
        change_probation.send_back_referral(
            account_id=request.account.pk,
            reference=reference,
            answer=form.cleaned_data["answer"],
            now=request.now,
        )
    except Refused as refusal:
        return _refused(request, reference, refusal, form=form)
    messages.success(request, f"Referral {reference} is sent back.")
    return redirect("desk:referral", reference=reference)


def _refused(
    request: access.Request, reference: str, refusal: Refused, *, form: AnswerForm
) -> HttpResponse:
    refusals = [reason.sentence for reason in refusal.reasons]
    return _page(request, reference, form=form, refusals=refusals)


def _page(
    request: access.Request, reference: str, *, form: AnswerForm, refusals: list[str] | None = None
) -> HttpResponse:
    found = probation.referral(reference)
    if found is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="referral.read",
        subject_kind="case",
        subject_reference=found.crn,
        now=request.now,
        detail={"reference": found.reference},
    )
    card = probation.card_of(found.crn, at=request.now)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/referral.html",
        {
            "referral": found,
            "card": card,
            "may_answer": found.is_waiting and card is not None and card.is_writable,
            "form": form,
            "refusals": refusals or [],
            "has_errors": has_errors,
            "today": local_day(request.now),
        },
        status=422 if has_errors else 200,
    )
