"""One warning, breach or recall: where it stands, who has to act until when, its evidence, and the steps that follow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.forms import CodeField
from throughcare.desk.views.asking import form_page
from throughcare.govuk.forms import DayField
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import RESULTS_OF, WITHDRAWN_FOR, EnforcementKind

WHOLE = "whole"


class StepForm(forms.Form):
    """What a step asks for, and no more."""

    result = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )
    court_outcome = forms.ChoiceField(
        label="Which outcome did the court give?",
        help_text="Leave it out where the court gave none of these",
        required=False,
    )
    reason = forms.ChoiceField(
        label="Why is it withdrawn?",
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in WITHDRAWN_FOR],
        error_messages={"required": "Select why it is withdrawn"},
    )
    unit = CodeField(
        label="Code of the unit that is to present it",
        help_text="A unit of the public service",
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code of a unit of the public service"},
    )
    on = DayField(label="On which day?")
    note = forms.CharField(
        label="Note",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say why",
            "max_length": "The note must be 1,000 characters or fewer",
        },
    )

    ASKED_FOR = {
        "result": ("result", "court_outcome"),
        "reason": ("reason",),
        "presenter": ("unit",),
    }

    def __init__(
        self, *args: Any, needs: tuple[str, ...], kind: str, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        for need, names in self.ASKED_FOR.items():
            if need not in needs:
                for name in names:
                    del self.fields[name]
        if "note" in needs:
            self.fields["note"].required = True
            self.fields["note"].label = "Why?"
        if "result" in needs:
            results = RESULTS_OF[EnforcementKind(kind)]
            outcomes = [
                (each.code, f"{each.code} {each.description}")
                for each in probation.breach_outcomes()
            ]
            self.fields["result"].choices = [(each.value, each.label) for each in results]  # type: ignore[attr-defined]
            self.fields["court_outcome"].choices = [("", "None of these"), *outcomes]  # type: ignore[attr-defined]

    @property
    def words(self) -> change_probation.Words:
        read = self.cleaned_data
        return change_probation.Words(
            note=read["note"],
            unit=read.get("unit", ""),
            result=read.get("result", ""),
            reason=read.get("reason", ""),
            court_outcome=read.get("court_outcome", ""),
            on=read["on"],
        )


class EvidenceForm(forms.Form):
    contacts = forms.TypedMultipleChoiceField(
        label="Which failures are the evidence?",
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        error_messages={"required": "Select at least one failure"},
    )
    of = forms.MultipleChoiceField(
        label="What did they breach?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the whole sentence, or requirements of it"},
    )
    reason = forms.ChoiceField(label="How did the person fail?", required=False)

    def clean_of(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["of"]
        if WHOLE in chosen and len(chosen) > 1:
            raise forms.ValidationError("Select the whole sentence, or requirements of it")
        return chosen


@who(Action.READ_CASE)
@require_safe
def enforcement(request: access.Request, crn: str, reference: str) -> HttpResponse:
    card = opened(request, crn, part="enforcement")
    if isinstance(card, HttpResponse):
        return card
    found = probation.enforcement(card.case_id, reference=reference)
    if found is None:
        raise Http404
    process = probation.process(found, at=request.as_at)
    return render(
        request,
        "desk/enforcement.html",
        {
            "card": card,
            "found": found,
            "process": process,
            "today": local_day(request.as_at),
            "documents": probation.documents_about(card.case_id, enforcement_id=found.pk),
            "may_write": card.is_writable and not request.as_at_day,
            "next": () if request.as_at_day else process.next,
            "may_gather": found.kind == EnforcementKind.BREACH
            and found.state == "open"
            and found.presenter_id is None
            and card.is_writable
            and not request.as_at_day,
        },
    )


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: access.Request, crn: str, reference: str, step: str) -> HttpResponse:
    """Take a step: the form of what it asks for, and what it sends."""
    card = opened(request, crn, part="enforcement")
    if isinstance(card, HttpResponse):
        return card
    found = probation.enforcement(card.case_id, reference=reference)
    if found is None:
        raise Http404
    process = probation.process(found, at=request.now)
    move = next((each for each in process.next if each.to.code == step), None)
    if move is None:
        messages.warning(request, f"{reference} went on meanwhile, or the step is for others.")
        return redirect("desk:enforcement", crn=crn, reference=reference)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        needs=move.needs,
        kind=found.kind,
        initial={"on": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.take_step(
                account_id=request.account.pk,
                crn=crn,
                reference=reference,
                step=step,
                words=form.words,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"{reference}: {move.to.title}.")
            return redirect("desk:enforcement", crn=crn, reference=reference)
    return form_page(request, card, form, title=move.label, button=move.label, refusals=refusals)


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """Choose the failures that are the evidence: the form, and what it sends."""
    card = opened(request, crn, part="evidence of a breach")
    if isinstance(card, HttpResponse):
        return card
    found = probation.enforcement(card.case_id, reference=reference)
    if found is None:
        raise Http404
    form = _evidence_form(request, card, found)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.choose_failures(
                account_id=request.account.pk,
                crn=crn,
                reference=reference,
                contacts=form.cleaned_data["contacts"],
                requirement_ids=[int(each) for each in form.cleaned_data["of"] if each != WHOLE],
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The evidence is chosen.")
            return redirect("desk:enforcement", crn=crn, reference=reference)
    return form_page(
        request,
        card,
        form,
        title=f"Evidence of {reference}",
        button="Choose these failures",
        refusals=refusals,
    )


def _evidence_form(
    request: access.Request, card: probation.Card, found: Any
) -> EvidenceForm:  # Any: a row that probation gave
    form = EvidenceForm(request.POST if request.method == "POST" else None, initial={"of": [WHOLE]})
    failures = probation.candidates(card.case_id, since=probation.counted_since(found))
    binding = (
        probation.requirements_that_bind(found.sentence_id, on=found.opened_on)
        if found.sentence_id
        else []
    )
    fields: dict[str, Any] = form.fields  # Any: fields of choices
    fields["contacts"].choices = [
        (each.number, f"{each.at:%-d %B %Y}: {each.type}, {each.outcome}") for each in failures
    ]
    fields["of"].choices = [
        (WHOLE, "The whole sentence"),
        *((str(each.pk), each.type.description) for each in binding),
    ]
    fields["reason"].choices = [
        ("", "Not said"),
        *((each.code, each.description) for each in probation.breach_reasons()),
    ]
    return form
