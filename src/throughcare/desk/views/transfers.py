"""Transfers of cases between providers: asking for one, the list of what waits for an answer, and the answer."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.forms import CodeField
from throughcare.desk.views.asking import form_page
from throughcare.govuk.paging import PAGE_SIZE, paging
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation


class TransferForm(forms.Form):
    code = CodeField(
        label="Code of the unit that is asked",
        help_text="A team of another provider, or the provider itself where you do not know the team",
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code of a unit"},
    )
    reason = forms.CharField(
        label="Why is the case to move?",
        help_text="Those who are asked read this, and may not open the case yet",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={
            "required": "Enter why the case is to move",
            "max_length": "The reason must be 300 characters or fewer",
        },
    )


class PlaceForm(forms.Form):
    unit = forms.ChoiceField(
        label="Which unit takes it?",
        error_messages={"required": "Select the unit that takes the case"},
    )

    def __init__(
        self, data: object = None, *, places: tuple[probation.Place, ...], auto_id: str
    ) -> None:
        super().__init__(data, auto_id=auto_id)  # type: ignore[arg-type]  # what was posted, or None
        choices = [(place.code, f"{place.name} ({place.code})") for place in places]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]  # a field of choices


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="Why do you not take it on?",
        help_text="For example: wrong area, information is missing, or the person does not live there",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={
            "required": "Enter why you do not take the case on",
            "max_length": "The reason must be 300 characters or fewer",
        },
    )


@who(Action.WRITE_CASE)
@require_safe
def transfers(request: access.Request) -> HttpResponse:
    """What waits for an answer of the visitor's units, and the latest that was asked for from there."""
    page = paging(request, total=probation.count_transfers_to_answer())
    waiting = probation.transfers_to_answer(part=page.slice)
    others = probation.transfers_asked(part=slice(0, PAGE_SIZE))
    _note(request, (*waiting, *others))
    return render(
        request, "desk/transfers.html", {"waiting": waiting, "others": others, "page": page}
    )


@who(Action.WRITE_CASE)
@require_safe
def transfers_asked(request: access.Request) -> HttpResponse:
    """All that was asked for from the visitor's cases, or answered by them."""
    page = paging(request, total=probation.count_transfers_asked())
    listed = probation.transfers_asked(part=page.slice)
    _note(request, listed)
    return render(request, "desk/transfers_asked.html", {"transfers": listed, "page": page})


def _note(request: access.Request, listed: Iterable[probation.Transferred]) -> None:
    """Write to the trail whose cases were seen on a list."""
    if crns := sorted({each.crn for each in listed}):
        audit.record_many(
            account_id=request.account.pk,
            action="transfers.read",
            subject_kind="case",
            subject_references=crns,
            now=request.now,
        )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_transfer(request: access.Request, crn: str) -> HttpResponse:
    """Ask another provider to take the case on."""
    card = opened(request, crn, part="new transfer")
    if isinstance(card, HttpResponse):
        return card
    form = TransferForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.ask_for_transfer(
                account_id=request.account.pk,
                case_id=card.case_id,
                **form.cleaned_data,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(
                request, "The transfer waits for an answer. The case stays until then."
            )
            return redirect("desk:transfer", crn=crn)
    return form_page(
        request,
        card,
        form,
        title="Ask for a transfer",
        button="Ask for the transfer",
        refusals=refusals,
    )


@who(Action.READ_CASE)
@require_safe
def transfer(request: access.Request, crn: str) -> HttpResponse:
    """One request, as those who asked and those who are asked both see it."""
    return _page(request, crn)


@who(Action.WRITE_CASE)
@require_POST
def acceptance(request: access.Request, crn: str) -> HttpResponse:
    places = _places(crn)
    form = PlaceForm(request.POST, places=places, auto_id="accept-%s")
    if not form.is_valid():
        return _page(request, crn, bad=form)
    try:
        change_probation.accept_transfer(
            account_id=request.account.pk,
            crn=crn,
            unit_code=form.cleaned_data["unit"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, crn, refusal=refusal)
    messages.success(request, f"{crn} is with your unit. It is given to no officer yet.")
    return redirect("desk:case", crn=crn)


@who(Action.WRITE_CASE)
@require_POST
def refusal(request: access.Request, crn: str) -> HttpResponse:
    form = RefusalForm(request.POST, auto_id="refuse-%s")
    if not form.is_valid():
        return _page(request, crn, bad=form)
    try:
        change_probation.refuse_transfer(
            account_id=request.account.pk,
            crn=crn,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except Refused as refused:
        return _page(request, crn, refusal=refused)
    messages.success(request, f"{crn} stays where it is. Whoever asked is shown why.")
    return redirect("desk:transfers")


@who(Action.WRITE_CASE)
@require_POST
def withdrawal(request: access.Request, crn: str) -> HttpResponse:
    card = opened_to_write(request, crn, part="withdrawal of a transfer")
    if isinstance(card, HttpResponse):
        return card
    try:
        change_probation.withdraw_transfer(
            account_id=request.account.pk, case_id=card.case_id, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The transfer is withdrawn.")
    return redirect("desk:case", crn=crn)


def _places(crn: str) -> tuple[probation.Place, ...]:
    found = probation.transfer_to_answer(crn)
    return () if found is None else probation.places_for(found.id)


def _page(
    request: access.Request,
    crn: str,
    *,
    bad: PlaceForm | RefusalForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    to_answer = probation.transfer_to_answer(crn)
    found = to_answer or probation.transfer_known(crn)
    if found is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="transfer.read",
        subject_kind="case",
        subject_reference=found.crn,
        now=request.now,
    )
    card = probation.card_of(found.crn, at=request.now)
    places = probation.places_for(to_answer.id) if to_answer else ()
    return render(
        request,
        "desk/transfer.html",
        {
            "transfer": found,
            "card": card,
            "may_answer": to_answer is not None,
            "may_withdraw": found.is_waiting and card is not None and card.is_writable,
            "accepting": bad
            if isinstance(bad, PlaceForm)
            else PlaceForm(places=places, auto_id="accept-%s"),
            "refusing": bad if isinstance(bad, RefusalForm) else RefusalForm(auto_id="refuse-%s"),
            "bad": bad,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": bool(bad or refusal),
        },
        status=(409 if refusal else 422) if bad or refusal else 200,
    )
