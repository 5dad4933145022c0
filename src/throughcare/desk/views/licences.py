"""The licence of a sentence, its conditions, and what supervision after it requires."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.custody_forms import (
    ConditionForm,
    LicenceStateForm,
    MatchForm,
    SupervisionForm,
)
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.views.asking import answered
from throughcare.desk.views.sentences import ASKS
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import LicenceState, SupervisionDuty

Found = tuple[probation.Card, probation.OnLicence]


@who(Action.READ_CASE)
@require_safe
def licence(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Where the licence stands, and what the person is held to."""
    found = _found(request, crn, number, part="licence")
    if isinstance(found, HttpResponse):
        return found
    card, on_licence = found
    return render(
        request,
        "desk/licence.html",
        {
            "card": card,
            "on_licence": on_licence,
            "number": number,
            "may_change": card.is_writable
            and not card.closed_at
            and not request.as_at_day
            and on_licence.sentence.terminated_on is None,
        },
    )


@who(Action.WRITE_CASE)
@require_POST
def licences(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Begin a licence."""
    card = opened_to_write(request, crn, part="new licence")
    if isinstance(card, HttpResponse):
        return card
    try:
        change_probation.begin_licence(
            account_id=request.account.pk, case_id=card.case_id, number=number, now=request.now
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The licence is begun.")
    return redirect(address(crn, number))


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def licence_state(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Where the licence stands now."""
    found = _found(request, crn, number, part="state of licence")
    if isinstance(found, HttpResponse):
        return found
    card, on_licence = found
    form = LicenceStateForm(
        request.POST if request.method == "POST" else None, states=on_licence.next_states
    )
    return answered(
        request,
        card,
        form,
        title="Change the licence",
        button="Save",
        act=lambda _: change_probation.change_licence(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            state=LicenceState(form.cleaned_data["state"]),
            now=request.now,
        ),
        done="It is kept where the licence stands.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def conditions(request: access.Request, crn: str, number: int) -> HttpResponse:
    """An additional condition of the licence."""
    found = _found(request, crn, number, part="new condition")
    if isinstance(found, HttpResponse):
        return found
    card = found[0]
    form = ConditionForm(
        request.POST if request.method == "POST" else None,
        types=[(each.code, each.description) for each in probation.condition_types()],
    )
    return answered(
        request,
        card,
        form,
        title="Add a condition",
        button="Add condition",
        act=lambda _: change_probation.add_condition(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            condition=change_probation.Condition(
                type=form.cleaned_data["type"], wording=form.cleaned_data["wording"]
            ),
            now=request.now,
        ),
        done="The condition is added.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def matching(request: access.Request, crn: str, number: int) -> HttpResponse:
    """What the active licence has: absent conditions end, new ones begin, identical ones stay as they are."""
    found = _found(request, crn, number, part="conditions matched")
    if isinstance(found, HttpResponse):
        return found
    card, on_licence = found
    form = MatchForm(
        request.POST if request.method == "POST" else None,
        conditions=[
            (each.number, _words(each), _condition(each))
            for each in on_licence.conditions
            if each.ended_on is None
        ],
        types=[(each.code, each.description) for each in probation.condition_types()],
    )

    def match(_: object) -> None:
        matched = change_probation.match_conditions(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            conditions=form.conditions,
            now=request.now,
        )
        said = f"{matched.ended} ended, {matched.added} began, {matched.kept} stay as they were."
        messages.info(request, said)

    return answered(
        request,
        card,
        form,
        title="Match the conditions to the licence",
        button="Save conditions",
        act=match,
        done="The conditions are those of the licence.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


def _words(condition: probation.custodies.LicenceCondition) -> str:
    parts = (condition.type.description, condition.wording)
    return ": ".join(part for part in parts if part)


def _condition(condition: probation.custodies.LicenceCondition) -> change_probation.Condition:
    return change_probation.Condition(
        type=condition.type_id,
        sub_type=condition.sub_type_id or "",
        wording=condition.wording,
    )


@who(Action.WRITE_CASE)
@require_POST
def condition_end(request: access.Request, crn: str, number: int, place: int) -> HttpResponse:
    """End a condition, from today on."""
    card = opened_to_write(request, crn, part="end of condition")
    if isinstance(card, HttpResponse):
        return card
    try:
        change_probation.end_condition(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            condition=place,
            now=request.now,
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The condition has ended.")
    return redirect(address(crn, number))


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def supervision_requirements(request: access.Request, crn: str, number: int) -> HttpResponse:
    """A requirement of post-sentence supervision."""
    found = _found(request, crn, number, part="new requirement of supervision")
    if isinstance(found, HttpResponse):
        return found
    card = found[0]
    form = SupervisionForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Add a requirement of supervision",
        button="Add requirement",
        act=lambda _: change_probation.require_in_supervision(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            kind=SupervisionDuty(form.cleaned_data["kind"]),
            starts_on=form.cleaned_data["starts_on"],
            now=request.now,
        ),
        done="The requirement is added.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


def address(crn: str, number: int) -> str:
    return reverse("desk:licence", kwargs={"crn": crn, "number": number})


def _found(request: access.Request, crn: str, number: int, *, part: str) -> Found | HttpResponse:
    """The card of a case, one of its custodial sentences, and what goes with its licence.

    Raises:
        Http404: there is no such sentence, or it is not custodial.
    """
    card = opened(request, crn, part=part)
    if isinstance(card, HttpResponse):
        return card
    on_licence = probation.licence(card.case_id, number=number)
    if on_licence is None:
        raise Http404
    return card, on_licence
