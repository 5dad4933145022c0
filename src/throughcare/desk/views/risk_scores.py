"""Scores of predictors: what they are made from, asked as far as the record does not have it; what they say, and why."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.risk_forms import InputForm, Value, said_of
from throughcare.desk.views.asking import form_page
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.risk import commands as change_risk
from throughcare.risk import queries as risk
from throughcare.risk.choices import Source

ON_A_PAGE = 20
MOST_CHANGES = 12
LONGEST_NUMBER = 9
OF_THOUSAND = 1000
WHY = {
    "missing": "Answer this question",
    "unknown": "There is no score as long as this is not known",
}


class PredictorForm(forms.Form):
    tool = forms.ChoiceField(
        label="What is to be scored?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a score"},
    )

    def __init__(self, data: object = None, *, on: date) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what was posted, or None
        self.fields["tool"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (tool.name, f"{tool.name}: {tool.words.lower()}") for tool in risk.offered(on=on)
        ]


@who(Action.READ_CASE)
@require_safe
def scores(request: access.Request, crn: str) -> HttpResponse:
    """All scores that were worked out here, latest first, each with its version."""
    card = opened(request, crn, part="risk scores")
    if isinstance(card, HttpResponse):
        return card
    asked = request.GET.get("before", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER
    before = int(asked) if is_number else None
    found = risk.scores(card.case_id, limit=ON_A_PAGE + 1, before=before)
    return render(
        request,
        "desk/risk_scores.html",
        {
            "card": card,
            "found": found[:ON_A_PAGE],
            "more": found[ON_A_PAGE - 1].number if len(found) > ON_A_PAGE else None,
            "is_later": before is not None,
            "may_change": _may_change(request, card),
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: access.Request, crn: str) -> HttpResponse:
    """Which predictor."""
    card = opened(request, crn, part="new risk score")
    if isinstance(card, HttpResponse):
        return card
    form = PredictorForm(
        request.POST if request.method == "POST" else None, on=local_day(request.now)
    )
    if request.method == "POST" and form.is_valid():
        return redirect("desk:make_risk_score", crn=crn, tool=form.cleaned_data["tool"])
    return form_page(
        request,
        card,
        form,
        title="Work out a score",
        button="Continue",
        back=reverse("desk:risk_scores", kwargs={"crn": crn}),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def making(request: access.Request, crn: str, tool: str) -> HttpResponse:
    """What the record has, and what lacks; once nothing lacks, the score."""
    card = opened(request, crn, part=f"new {tool}")
    if isinstance(card, HttpResponse):
        return card
    of = next((each for each in risk.offered(on=local_day(request.now)) if each.name == tool), None)
    if of is None:
        raise Http404
    asking = _Asking(request, card, of)
    refusals: list[str] = []
    has_more = False
    if request.method == "POST" and asking.form.is_valid():
        has_more = asking.ask_more()
        if not has_more:
            try:
                made = asking.record()
            except Refused as refusal:
                refusals = asking.tell(refusal)
            else:
                messages.success(request, f"{made.label} is {made.shown} percent.")
                return redirect("desk:risk_score", crn=crn, number=made.number)
    has_errors = bool(refusals or asking.form.errors)
    return render(
        request,
        "desk/risk_score_form.html",
        {
            "card": card,
            "tool": of,
            "known": asking.known_in_words,
            "form": asking.form,
            "asked_again": asking.again,
            "has_more": has_more,
            "has_brief": bool(of.without_interview),
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


class _Asking:
    """What a predictor lacks about somebody, in one form."""

    def __init__(self, request: access.Request, card: probation.Card, tool: risk.Tool) -> None:
        self.request, self.card, self.tool = request, card, tool
        self.on = local_day(request.now)
        self.data = request.POST if request.method == "POST" else request.GET
        self.inputs = risk.catalogue().inputs
        known = risk.known_of(
            case_id=card.case_id,
            person_id=card.person_id,
            born_on=card.born_on,
            tool=tool,
            on=self.on,
        )
        self.again = [name for name in self.data.getlist("ask") if name in known]
        self.known = {name: each for name, each in known.items() if name not in self.again}
        self.form = self._form([])

    @property
    def known_in_words(self) -> list[tuple[str, str, str, str, date | None]]:
        """Of each input that the record has: its name, its question, its answer, where that is from and of which day."""
        return [
            (name, each.words, said_of(each, found.value), found.words, found.on)
            for name, each in self.inputs.items()
            if (found := self.known.get(name)) is not None
        ]

    def ask_more(self) -> bool:
        """Add what follows from what was answered, and say whether there was any."""
        asked = set(self.form.asked)
        more = [
            name
            for name in risk.to_ask(self.tool, {**self._facts, **self.form.answers})
            if name not in asked
        ]
        if more:
            self.form = self._form(more)
        return bool(more)

    def record(self) -> risk.Score:
        """Work the score out and keep it."""
        said = {
            name: change_risk.Given(value=value, source=Source.SAID, on=self.on)
            for name, value in self.form.answers.items()
        }
        from_record = {
            name: change_risk.Given(value=each.value, source=each.source, on=each.on)
            for name, each in self.known.items()
        }
        return change_risk.record_score(
            account_id=self.request.account.pk,
            case_id=self.card.case_id,
            tool=self.tool.name,
            given=from_record | said,
            assessed_on=self.on,
            now=self.request.now,
        )

    def tell(self, refused: Refused) -> list[str]:
        """Say beside each question that it has to be answered; what is left is said above the form."""
        rest = []
        for reason in refused.reasons:
            why, _, name = reason.code.partition(":")
            if name in self.form.fields and why in WHY:
                self.form.add_error(name, WHY[why])
            else:
                rest.append(reason.sentence)
        return rest

    @property
    def _facts(self) -> dict[str, Value | None]:
        return {name: each.value for name, each in self.known.items()}

    def _form(self, more: list[str]) -> InputForm:
        """The fields of what lacks, of what was sent, and of what is asked besides, in the order of the inputs."""
        wanted = {name for variant in self.tool.variants for name in self.tool.inputs(variant)}
        sent = {name for name in self.data if name in wanted and name not in self.known}
        asked = {*risk.to_ask(self.tool, self._facts), *self.again, *sent, *more} & wanted
        return InputForm(
            self.request.POST if self.request.method == "POST" else None,
            asked=[each for name, each in self.inputs.items() if name in asked],
        )


@who(Action.READ_CASE)
@require_safe
def score(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One score: what it says and does not say, every term, what would change it, and what other versions say."""
    card = opened(request, crn, part=f"risk score {number}")
    if isinstance(card, HttpResponse):
        return card
    kept = risk.score_of(card.case_id, number=number)
    if kept is None:
        raise Http404
    inputs = risk.catalogue().inputs
    return render(
        request,
        "desk/risk_score.html",
        {
            "card": card,
            "kept": kept,
            "tool": risk.version_of(kept),
            "of_thousand": round(kept.probability * OF_THOUSAND),
            "parts": kept.parts,
            "given": [
                (
                    asked.words,
                    said_of(asked, each["value"]),
                    Source(each["source"]).label,
                    _day(each["on"]),
                )
                for name, asked in inputs.items()
                if (each := kept.inputs.get(name)) is not None
            ],
            "lacking": [inputs[name].words for name in kept.lacking],
            "reach": risk.reach(kept),
            "changes": [
                (inputs[each.name].words, said_of(inputs[each.name], each.value), each)
                for each in risk.changes(kept)[:MOST_CHANGES]
            ],
            "others": risk.by_other_versions(kept),
        },
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _may_change(request: access.Request, card: probation.Card) -> bool:
    return card.is_writable and not card.closed_at and not request.as_at_day
