"""A report on a recall: what is known and from where, what is missing, and one question of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.views.asking import form_page
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import EnforcementKind

Opened = tuple[probation.Card, probation.RecallReport]


class AnswerForm(forms.Form):
    """One question as its kind asks for it: a line of a list, lines with words, or words."""

    options = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    option = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    words = forms.CharField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": "The answer must be 10,000 characters or fewer"},
    )

    def __init__(
        self, *args: Any, section: probation.Section, choices: list[tuple[str, str]], **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        question = section.question
        kept = {
            "one": ("option",),
            "yes-no": ("option",),
            "some": ("options", "words"),
            "words": ("words",),
        }[question.kind]
        for name in ("options", "option", "words"):
            if name not in kept:
                del self.fields[name]
        first: Any = self.fields[kept[0]]  # Any: a field of choices or of words
        first.label, first.help_text = question.words, question.help
        # Asked for by the report, and never a thing that is left out.
        first.required = question.kind != "some"
        first.error_messages["required"] = "Enter an answer"
        if question.kind != "words":
            first.choices = choices
        if question.kind == "some":
            self.fields["words"].label = "Say more about it"

    @property
    def chosen(self) -> list[str]:
        read = self.cleaned_data
        one = read.get("option", "")
        return [*read.get("options", ())] or ([one] if one else [])


@who(Action.READ_CASE)
@require_safe
def recall(request: access.Request, crn: str, reference: str) -> HttpResponse:
    """All that is said of the recall, each with where it comes from, and which type the rules make of it."""
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, report = found
    return render(
        request,
        "desk/recall.html",
        {
            "card": card,
            "report": report,
            "reference": reference,
            "may_change": card.is_writable and not request.as_at_day,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: access.Request, crn: str, reference: str, question: str) -> HttpResponse:
    """Answer one question: the form with what is known, and what it sends."""
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    card, report = found
    section = next((each for each in report.sections if each.question.code == question), None)
    if section is None:
        raise Http404
    known = section.answer
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        section=section,
        choices=probation.recall_choices(section.question, kind=report.type),
        initial={
            "options": known.options,
            "option": next(iter(known.options), ""),
            "words": known.words,
        },
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.answer_recall(
                account_id=request.account.pk,
                crn=crn,
                reference=reference,
                question=question,
                options=form.chosen,
                words=form.cleaned_data.get("words", ""),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The answer is kept.")
            return redirect("desk:recall", crn=crn, reference=reference)
    return form_page(
        request,
        card,
        form,
        title=f"Report on recall {reference}",
        button="Keep the answer",
        refusals=refusals,
    )


def _opened(request: access.Request, crn: str, reference: str) -> Opened | HttpResponse:
    card = opened(request, crn, part="report on a recall")
    if isinstance(card, HttpResponse):
        return card
    found = probation.enforcement(card.case_id, reference=reference)
    if found is None or found.kind != EnforcementKind.RECALL:
        raise Http404
    return card, probation.recall_report(found, at=request.as_at)
