"""Writing in an assessment: its questions, the risks, the analysis and the plan. What is sent is kept, whole or not."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.assessments import commands as change_assessments
from throughcare.assessments import queries as kept_assessments
from throughcare.assessments.choices import (
    ANSWERS_OF,
    AnswerKind,
    Group,
    Level,
    Passage,
    Section,
    Setting,
    State,
)
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.views.asking import form_page
from throughcare.govuk.forms import DayField
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation

LONGEST_WORDS = 8_000
NEEDS = [(each.value, each.label) for each in Section if each is not Section.SCREENING]


class GoalForm(forms.Form):
    words = forms.CharField(
        label="What is the goal?",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the goal"},
    )
    section = forms.ChoiceField(
        label="Which need is it about?", required=False, choices=[("", "None of them"), *NEEDS]
    )


class StepForm(forms.Form):
    words = forms.CharField(
        label="What is done?",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter what is done"},
    )
    who = forms.CharField(
        label="Who does it?",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter who does it"},
    )
    due_on = DayField(label="By when?")


@who(Action.WRITE_CASE)
@require_safe
def writing(request: access.Request, crn: str) -> HttpResponse:
    """On with the assessment that is being written, or to the beginning of one where none is."""
    card = opened(request, crn, part="going on with an assessment")
    if isinstance(card, HttpResponse):
        return card
    found = kept_assessments.unfinished(card.case_id)
    if found is None:
        return redirect("desk:begin_assessment", crn=crn)
    return redirect("desk:assessment_next", crn=crn, number=found.number)


@who(Action.WRITE_CASE)
@require_safe
def going_on(request: access.Request, crn: str, number: int) -> HttpResponse:
    """On to the first section that is not answered, or to the whole where all are."""
    there = _open(request, crn, number, part="going on")
    if isinstance(there, HttpResponse):
        return there
    _, found = there
    for each in Section:
        done, asked = found.answered(each.value)
        if done < asked:
            return redirect("desk:assessment_section", crn=crn, number=number, section=each.value)
    return redirect("desk:assessment", crn=crn, number=number)


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: access.Request, crn: str, number: int, section: str) -> HttpResponse:
    """The questions of a section."""
    there = _open(request, crn, number, part=section, keeps_itself=True)
    if isinstance(there, HttpResponse):
        return there
    card, found = there
    if section not in found.questions:
        raise Http404
    asked = found.questions[section]
    form = forms.Form(request.POST if request.method == "POST" else None)
    for question in asked:
        form.fields[_name(question.code)] = forms.ChoiceField(
            label=question.words,
            widget=forms.RadioSelect,
            required=False,
            choices=ANSWERS_OF[AnswerKind(question.kind)],
            initial=found.answers.get(question.code, ""),
        )
    return _kept(
        request,
        card,
        form,
        number=number,
        title=str(Section(section).label),
        keep=lambda said: change_assessments.answer_section(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            section=section,
            answers={each.code: said[_name(each.code)] for each in asked},
            now=request.now,
        ),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def risks(request: access.Request, crn: str, number: int) -> HttpResponse:
    """How high the risk is to each group."""
    there = _open(request, crn, number, part="risks", keeps_itself=True)
    if isinstance(there, HttpResponse):
        return there
    card, found = there
    form = forms.Form(request.POST if request.method == "POST" else None)
    pairs = {
        f"{group.name.lower()}_{setting.value}": (group.value, setting.value)
        for setting in Setting
        for group in Group
    }
    for name, (group, setting) in pairs.items():
        form.fields[name] = forms.ChoiceField(
            label=f"{Group(group).label}, {Setting(setting).label.lower()}",
            required=False,
            choices=[("", "Not assessed"), *Level.choices],
            initial=found.risks.get((group, setting), ""),
        )
    return _kept(
        request,
        card,
        form,
        number=number,
        title="R10. How high the risk is",
        keep=lambda said: change_assessments.set_risks(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            risks={pair: said[name] for name, pair in pairs.items()},
            now=request.now,
        ),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def analysis(request: access.Request, crn: str, number: int) -> HttpResponse:
    """What is written about risk."""
    there = _open(request, crn, number, part="analysis", keeps_itself=True)
    if isinstance(there, HttpResponse):
        return there
    card, found = there
    form = forms.Form(request.POST if request.method == "POST" else None)
    for passage in Passage:
        form.fields[passage.value] = forms.CharField(
            label=passage.label,
            required=False,
            max_length=LONGEST_WORDS,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=found.words.get(passage.value, ""),
            error_messages={"max_length": "Each part must be 8,000 characters or fewer"},
        )
    return _kept(
        request,
        card,
        form,
        number=number,
        title="R6 to R11. Risk of serious harm",
        keep=lambda said: change_assessments.write_passages(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            words=said,
            now=request.now,
        ),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The plan as far as it goes, and another goal for it."""
    there = _open(request, crn, number, part="plan")
    if isinstance(there, HttpResponse):
        return there
    card, found = there
    form = GoalForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_assessments.add_goal(
                account_id=request.account.pk,
                case_id=card.case_id,
                number=number,
                words=form.cleaned_data["words"],
                section=form.cleaned_data["section"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            return redirect("desk:assessment_goal", crn=crn, number=number, goal=made.number)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/goals.html",
        {
            "card": card,
            "found": found,
            "of": found.assessment,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: access.Request, crn: str, number: int, goal: int) -> HttpResponse:
    """Another step to a goal."""
    there = _open(request, crn, number, part=f"goal {goal}")
    if isinstance(there, HttpResponse):
        return there
    card, found = there
    of = next((each.goal for each in found.plan if each.goal.number == goal), None)
    if of is None:
        raise Http404
    form = StepForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_assessments.add_step(
                account_id=request.account.pk,
                case_id=card.case_id,
                number=number,
                goal=goal,
                words=form.cleaned_data["words"],
                who=form.cleaned_data["who"],
                due_on=form.cleaned_data["due_on"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Step added.")
            return redirect("desk:assessment_goals", crn=crn, number=number)
    return form_page(
        request,
        card,
        form,
        title=f"Add a step: {of.words}",
        button="Add step",
        refusals=refusals,
        back=reverse("desk:assessment_goals", kwargs={"crn": crn, "number": number}),
    )


@who(Action.WRITE_CASE)
@require_POST
def removal(request: access.Request, crn: str, number: int, goal: int) -> HttpResponse:
    """Take a goal out of the plan."""
    there = _open(request, crn, number, part=f"goal {goal}")
    if isinstance(there, HttpResponse):
        return there
    card, _ = there
    try:
        change_assessments.remove_goal(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            goal=goal,
            now=request.now,
        )
    except Refused as refusal:
        raise Http404 from refusal
    messages.success(request, "Goal removed.")
    return redirect("desk:assessment_goals", crn=crn, number=number)


def _open(
    request: access.Request, crn: str, number: int, *, part: str, keeps_itself: bool = False
) -> tuple[probation.Card, kept_assessments.Whole] | HttpResponse:
    """The case and an assessment of it that is being written; where it is not, what is shown instead.

    What a part that `keeps_itself` is sent by its page shows nothing, and is on the trail as what was written.

    Raises:
        Http404: there is no such assessment of the case.
    """
    door = opened_to_write if keeps_itself and _is_quiet(request) else opened
    card = door(request, crn, part=f"{part} of assessment {number}")
    if isinstance(card, HttpResponse):
        return card
    found = kept_assessments.assessment(card.case_id, number=number)
    if found is None:
        raise Http404
    if found.assessment.state != State.OPEN:
        return redirect("desk:assessment", crn=crn, number=number)
    return card, found


def _kept(
    request: access.Request,
    card: probation.Card,
    form: forms.Form,
    *,
    number: int,
    title: str,
    keep: Callable[[dict[str, str]], object],
) -> HttpResponse:
    """A part with what was kept of it; what is sent is kept as far as it goes, also by the page itself while somebody writes."""
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            keep(form.cleaned_data)
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            if _is_quiet(request):
                return HttpResponse(status=HTTPStatus.NO_CONTENT)
            messages.success(request, f"{title}: saved.")
            return redirect("desk:assessment", crn=card.crn, number=number)
    if _is_quiet(request):
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return form_page(
        request,
        card,
        form,
        title=title,
        button="Save",
        refusals=refusals,
        back=reverse("desk:assessment", kwargs={"crn": card.crn, "number": number}),
        keeps_itself=True,
    )


def _is_quiet(request: access.Request) -> bool:
    """Whether the page sent what is written by itself."""
    return request.method == "POST" and bool(request.POST.get("quiet"))


def _name(code: str) -> str:
    """The name of the field of a question."""
    return f"q{code.replace('.', '_')}"
