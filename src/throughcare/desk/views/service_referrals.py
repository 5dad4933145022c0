"""Referrals to suppliers as the officer of the case has them: begun, written, sent, and where each stands."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import opened, who
from throughcare.desk.seats import seats_now
from throughcare.desk.service_forms import BeginForm, DraftForm, StepForm, said_of
from throughcare.desk.views.asking import form_page
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.services import commands as change_services
from throughcare.services import queries as services

Opened = tuple[probation.Card, services.File]


@who(Action.WRITE_CASE)
@require_safe
def going_on(request: access.Request) -> HttpResponse:
    """Those of the visitor's own cases that go on, what waits for the officer first."""
    posts = [seat.post_id for seat in seats_now(request)]
    cards = {
        card.case_id: card
        for card in probation.caseload(at=request.now, post_ids=posts).cards
        if card.is_open
    }
    page = paging(request, total=services.count_going_on(cards))
    lines = services.going_on(cards, part=page.slice)
    if lines:
        audit.record_many(
            account_id=request.account.pk,
            action="service-referrals.listed",
            subject_kind="case",
            subject_references=sorted({cards[line.case_id].crn for line in lines}),
            now=request.now,
        )
    return render(
        request,
        "desk/service_referrals.html",
        {
            "lines": [(line, cards[line.case_id]) for line in lines],
            "suppliers": services.suppliers({line.supplier_id for line in lines}),
            "page": page,
            "now": request.now,
        },
    )


@who(Action.READ_CASE)
@require_safe
def of_case(request: access.Request, crn: str) -> HttpResponse:
    """Every referral of the case, in pages."""
    card = opened(request, crn, part="service referrals")
    if isinstance(card, HttpResponse):
        return card
    page = paging(request, total=services.count_of_case(card.case_id))
    lines = services.of_case(card.case_id, part=page.slice)
    return render(
        request,
        "desk/service_referrals_of_case.html",
        {
            "card": card,
            "lines": lines,
            "suppliers": services.suppliers({line.supplier_id for line in lines}),
            "page": page,
            "may_add": _may_change(request, card),
            "now": request.now,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: access.Request, crn: str) -> HttpResponse:
    """Choose the service and what it is under; all that the record knows is then filled in."""
    card = opened(request, crn, part="new service referral")
    if isinstance(card, HttpResponse):
        return card
    contracts = services.contracts_for(card.case_id)
    duties = _duties(request, card)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        contracts=_offered(contracts),
        duties=duties,
        initial={
            "contract": contracts[0].code if len(contracts) == 1 else None,
            "duty": duties[0][0] if duties else None,
        },
    )
    if not contracts or not duties:
        return render(
            request,
            "desk/service_none.html",
            {"card": card, "has_contracts": bool(contracts)},
        )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_services.draft_referral(
                account_id=request.account.pk,
                case_id=card.case_id,
                contract_code=form.cleaned_data["contract"],
                sentence_number=form.sentence,
                requirement_id=form.requirement,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            return redirect("desk:service_draft", crn=crn, reference=made.reference)
    return form_page(
        request,
        card,
        form,
        title="Refer to a service",
        button="Continue",
        refusals=refusals,
        back=f"/cases/{crn}/service-referrals",
    )


def _offered(contracts: Sequence[services.Contract]) -> list[tuple[str, str]]:
    """Contracts by their codes, with who supplies it and whom it is for."""
    names = services.suppliers({each.supplier_id for each in contracts})
    return [
        (
            each.code,
            f"{each.name} ({names[each.supplier_id]})"
            + (f", for {each.get_sex_display()}" if each.sex else ""),
        )
        for each in contracts
    ]


def _duties(request: access.Request, card: probation.Card) -> list[tuple[str, str]]:
    """What a referral of the case may be under, in words."""
    return [
        (
            f"{sentence.number}/{requirement.pk}" if requirement else str(sentence.number),
            f"Sentence {sentence.number}: {sentence.words}"
            + (f", {requirement.type.description.lower()}" if requirement else ""),
        )
        for sentence, requirement in services.duties(card.case_id, at=request.now)
    ]


@who(Action.READ_CASE)
@require_safe
def referral(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """One referral with all that became of it, and what follows."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, file = found
    return render(
        request,
        "desk/service_referral.html",
        {
            "card": card,
            "file": file,
            "referral": file.referral,
            "ways": _ways(request, file) if _may_change(request, card) else (),
            "now": request.now,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Say what is asked for, and save it or send it at once; what is sent without enough is saved all the same."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, file = found
    if file.referral.state_id != "draft":
        messages.warning(request, "The referral was sent: it cannot be changed any more.")
        return redirect("desk:service_referral", crn=crn, reference=reference)
    form = _draft_form(request, file)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        refusals = _written(request, card, file, form)
        if not refusals:
            return redirect("desk:service_referral", crn=crn, reference=reference)
        # What was saved may be held by another supplier, which is then asked about.
        file = services.file_of(reference) or file
        form = _draft_form(request, file)
        form.is_valid()
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/service_draft.html",
        {
            "card": card,
            "file": file,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "others": services.others(file),
        },
        status=422 if has_errors else 200,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: access.Request, crn: str, reference: str, step: str) -> HttpResponse:
    """Take a step of the officer: the form of what it asks for, and what it sends."""
    found = _found(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, file = found
    way = next((each for each in _ways(request, file) if each.to.code == step), None)
    if way is None:
        messages.warning(request, f"{reference} went on meanwhile, or the step is for others.")
        return redirect("desk:service_referral", crn=crn, reference=reference)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        needs=way.needs,
        reasons=[(each.key, each.description) for each in services.end_reasons(way.ends_as)]
        if way.ends_as
        else (),
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            title = change_services.take_step(
                account_id=request.account.pk,
                case_id=card.case_id,
                reference=reference,
                step=step,
                words=form.words,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"{reference}: {title}.")
            return redirect("desk:service_referral", crn=crn, reference=reference)
    return form_page(
        request,
        card,
        form,
        title=way.label,
        button=way.label,
        refusals=refusals,
        back=f"/cases/{crn}/service-referrals/{reference}",
    )


def _written(
    request: access.Request, card: probation.Card, file: services.File, form: DraftForm
) -> list[str]:
    """Save what was typed and, where that was asked for, send it; why it could not be."""
    try:
        change_services.write_draft(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=file.referral.reference,
            wanted=form.wanted,
            now=request.now,
        )
        if request.POST.get("then") != "send":
            messages.success(request, "Saved as a draft.")
            return []
        title = change_services.take_step(
            account_id=request.account.pk,
            case_id=card.case_id,
            reference=file.referral.reference,
            step="sent",
            words=change_services.Words(is_confirmed=form.cleaned_data.get("is_confirmed", False)),
            now=request.now,
        )
    except Refused as refusal:
        return [reason.sentence for reason in refusal.reasons]
    messages.success(request, f"{file.referral.reference}: {title}.")
    return []


def _draft_form(request: access.Request, file: services.File) -> DraftForm:
    categories = services.categories_of(file.referral.contract)
    return DraftForm(
        request.POST if request.method == "POST" else None,
        categories=categories,
        outcomes=services.wanted_outcomes([each.code for each in categories]),
        has_days=file.referral.requirement_id is not None,
        others=services.others(file),
        initial=said_of(file),
    )


def _ways(request: access.Request, file: services.File) -> tuple[services.Way, ...]:
    return services.ways_from(
        services.ways(),
        here=file.referral.state_id,
        party="officer",
        on=local_day(request.now),
    )


def _found(request: access.Request, crn: str, reference: str) -> Opened | HttpResponse:
    """A referral of a case that the visitor may open.

    Raises:
        Http404: the case has none under the reference.
    """
    card = opened(request, crn, part=f"service referral {reference}")
    if isinstance(card, HttpResponse):
        return card
    file = services.file_of(reference)
    if file is None or file.referral.case_id != card.case_id:
        raise Http404
    return card, file


def _may_change(request: access.Request, card: probation.Card) -> bool:
    return card.is_writable and card.closed_at is None and not request.as_at_day
