"""Assessments of a case: listed, begun, read, signed, countersigned, locked; and scores."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import queries as allocation
from throughcare.assessments import commands as change_assessments
from throughcare.assessments import queries as kept_assessments
from throughcare.assessments.choices import (
    ANSWERS_OF,
    AnswerKind,
    Band,
    Group,
    Measure,
    Passage,
    Section,
    Setting,
    State,
)
from throughcare.desk.doors import opened, who
from throughcare.desk.views.asking import form_page
from throughcare.govuk.forms import DayField
from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation

ON_A_PAGE = 20


class BeginForm(forms.Form):
    tool = forms.ChoiceField(
        label="What kind of assessment?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a kind of assessment"},
    )
    is_digital = forms.BooleanField(label="Needs by the digital assessment", required=False)

    def __init__(self, data: object = None, *, tools: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what was posted, or None
        self.fields["tool"].choices = tools  # type: ignore[attr-defined]  # a field of choices


class ScoreField(forms.DecimalField):
    def __init__(self, *, label: str, places: int) -> None:
        super().__init__(
            label=label,
            max_digits=7,
            decimal_places=places,
            min_value=0,
            widget=forms.TextInput(
                attrs={"size": 5, "inputmode": "decimal", "autocomplete": "off"}
            ),
            error_messages={
                "required": "Enter the score",
                "invalid": "Enter a number, such as 12.5",
                "min_value": "The score cannot be below 0",
            },
        )


class OutcomeOfToolForm(forms.Form):
    score = ScoreField(label="Score", places=2)
    day = DayField(label="Day of the assessment")


class ScoreForm(forms.Form):
    measure = forms.ChoiceField(
        label="Score of",
        choices=[("", "Select a score"), *Measure.choices],
        error_messages={"required": "Select a score"},
    )
    value = ScoreField(label="Percent", places=4)
    day = DayField(label="Day of the score")
    is_static = forms.BooleanField(label="Static: made without an assessment", required=False)
    band = forms.ChoiceField(label="Band", required=False, choices=[("", "None"), *Band.choices])


class LockForm(forms.Form):
    reason = forms.CharField(
        label="Why is it not finished?",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter why it is not finished"},
    )


@who(Action.READ_CASE)
@require_safe
def assessments(request: access.Request, crn: str) -> HttpResponse:
    """The assessments of a case, latest first, and its latest scores."""
    card = opened(request, crn, part="assessments")
    if isinstance(card, HttpResponse):
        return card
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None  # noqa: PLR2004
    found = kept_assessments.assessments(card.case_id, limit=ON_A_PAGE + 1, before=before)
    return render(
        request,
        "desk/assessments.html",
        {
            "card": card,
            "found": found[:ON_A_PAGE],
            "more": found[ON_A_PAGE - 1].number if len(found) > ON_A_PAGE else None,
            "is_later": before is not None,
            "scores": kept_assessments.scores(card.case_id).values(),
            "may_change": _may_change(request, card),
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: access.Request, crn: str) -> HttpResponse:
    """Begin an assessment, or go on to record one that was made elsewhere."""
    card = opened(request, crn, part="new assessment")
    if isinstance(card, HttpResponse):
        return card
    tools = {tool.code: tool for tool in kept_assessments.tools()}
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        tools=[(code, tool.description) for code, tool in tools.items()],
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["tool"]
        if tools[code].is_score:
            return redirect("desk:assessment_result", crn=crn, tool=code)
        try:
            made = change_assessments.begin_assessment(
                account_id=request.account.pk,
                case_id=card.case_id,
                tool_code=code,
                is_digital=form.cleaned_data["is_digital"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            return redirect("desk:assessment", crn=crn, number=made.number)
    return form_page(
        request,
        card,
        form,
        title="Begin an assessment",
        button="Continue",
        refusals=refusals,
        back=reverse("desk:assessments", kwargs={"crn": crn}),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: access.Request, crn: str, tool: str) -> HttpResponse:
    """Record the score and day of an assessment that was made elsewhere."""
    card = opened(request, crn, part=f"result of {tool}")
    if isinstance(card, HttpResponse):
        return card
    kind = next(
        (each for each in kept_assessments.tools() if each.code == tool and each.is_score), None
    )
    if kind is None:
        raise Http404
    form = OutcomeOfToolForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        noon = datetime.combine(form.cleaned_data["day"], time(12), tzinfo=HERE)
        is_today = form.cleaned_data["day"] == local_day(request.now)
        try:
            made = change_assessments.record_assessment(
                account_id=request.account.pk,
                case_id=card.case_id,
                tool_code=tool,
                score=form.cleaned_data["score"],
                assessed_at=request.now if is_today else noon.astimezone(UTC),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"{kind.description} is recorded.")
            return redirect("desk:assessment", crn=crn, number=made.number)
    return form_page(
        request,
        card,
        form,
        title=kind.description,
        button="Record result",
        refusals=refusals,
        back=reverse("desk:begin_assessment", kwargs={"crn": crn}),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: access.Request, crn: str) -> HttpResponse:
    """Keep what a predictor said."""
    card = opened(request, crn, part="new score")
    if isinstance(card, HttpResponse):
        return card
    form = ScoreForm(
        request.POST if request.method == "POST" else None,
        initial={"day": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        value: Decimal = said["value"]
        try:
            change_assessments.set_score(
                account_id=request.account.pk,
                case_id=card.case_id,
                measure=said["measure"],
                value=value,
                scored_on=said["day"],
                is_static=said["is_static"],
                band=said["band"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Score recorded.")
            return redirect("desk:assessments", crn=crn)
    return form_page(
        request,
        card,
        form,
        title="Record a score",
        button="Record score",
        refusals=refusals,
        back=reverse("desk:assessments", kwargs={"crn": crn}),
    )


@who(Action.READ_CASE)
@require_safe
def assessment(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One assessment: how far each part is while it is being written, and all of it to read."""
    return page(request, crn, number)


@who(Action.WRITE_CASE)
@require_POST
def signature(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Sign what was written."""
    return _ended(request, crn, number, change_assessments.sign_assessment, said="signed")


@who(Action.ALLOCATE)
@require_POST
def countersignature(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Sign what somebody else signed."""
    command = change_assessments.countersign_assessment
    return _ended(request, crn, number, command, said="countersigned")


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: access.Request, crn: str, number: int) -> HttpResponse:
    """End an assessment that is not finished."""
    card = opened(request, crn, part=f"locking assessment {number}")
    if isinstance(card, HttpResponse):
        return card
    form = LockForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_assessments.lock_assessment(
                account_id=request.account.pk,
                case_id=card.case_id,
                number=number,
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The assessment is locked, and can be read.")
            return redirect("desk:assessment", crn=crn, number=number)
    return form_page(
        request,
        card,
        form,
        title="Lock this assessment incomplete",
        button="Lock assessment",
        refusals=refusals,
        back=reverse("desk:assessment", kwargs={"crn": crn, "number": number}),
    )


def page(
    request: access.Request, crn: str, number: int, *, refusals: tuple[str, ...] = ()
) -> HttpResponse:
    card = opened(request, crn, part=f"assessment {number}")
    if isinstance(card, HttpResponse):
        return card
    found = kept_assessments.assessment(card.case_id, number=number)
    if found is None:
        raise Http404
    of = found.assessment
    is_managed = Action.ALLOCATE in request.actions and request.account.pk not in {
        of.begun_by_id,
        of.signed_by_id,
    }
    return render(
        request,
        "desk/assessment.html",
        {
            "card": card,
            "found": found,
            "of": of,
            "sections": [
                (each, found.answered(each.value), _need(found, each.value, request))
                for each in Section
                if each.value in found.questions
            ],
            "is_unanswered": bool(found.written.unanswered),
            "said": {kind.value: dict(ANSWERS_OF[kind]) for kind in AnswerKind},
            "groups": Group,
            "settings": Setting,
            "passages": Passage,
            "is_open": of.state == State.OPEN,
            "may_write": _may_change(request, card),
            "may_countersign": of.state == State.SIGNED and is_managed,
            "refusals": refusals,
            "has_errors": bool(refusals),
        },
        status=422 if refusals else 200,
    )


def _need(
    found: kept_assessments.Whole, section: str, request: access.Request
) -> allocation.Need | None:
    if section == Section.SCREENING or not found.counted(section):
        return None
    return allocation.need_of(
        section,
        found.counted(section),
        is_digital=found.assessment.is_digital,
        on=local_day(found.assessment.signed_at or request.now),
    )


def _ended(
    request: access.Request,
    crn: str,
    number: int,
    command: Callable[..., object],
    *,
    said: str,
) -> HttpResponse:
    card = opened(request, crn, part=f"assessment {number}")
    if isinstance(card, HttpResponse):
        return card
    try:
        command(account_id=request.account.pk, case_id=card.case_id, number=number, now=request.now)
    except Refused as refusal:
        sentences = tuple(reason.sentence for reason in refusal.reasons)
        return page(request, crn, number, refusals=sentences)
    messages.success(request, f"The assessment is {said}.")
    return redirect("desk:assessment", crn=crn, number=number)


def _may_change(request: access.Request, card: probation.Card) -> bool:
    return card.is_writable and not card.closed_at and not request.as_at_day
