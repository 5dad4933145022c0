"""The requirements of an order: adding one, another order about it, its beginning and its end."""

from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.sentence_forms import (
    MINUTES_IN_AN_HOUR,
    ChosenForm,
    EndForm,
    OnADayForm,
    RequirementAmendForm,
    RequirementForm,
)
from throughcare.desk.views.asking import answered
from throughcare.desk.views.sentences import ASKS, address, choose, whole_of
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import EndReason

Asks = TypeVar("Asks", bound=RequirementForm)


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def requirements(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The type of a requirement first, and then what one of that type has."""
    found = whole_of(request, crn, number, part="new requirement")
    if isinstance(found, HttpResponse):
        return found
    card, whole = found
    types = {each.code: each for each in probation.requirement_types()}
    here = reverse("desk:requirements", kwargs={"crn": crn, "number": number})
    kind = types.get(request.GET.get("type", ""))
    if kind is None:
        return choose(
            request,
            card,
            ChosenForm(
                request.POST if request.method == "POST" else None,
                label="Which requirement did the court make?",
                choices=[(each.code, each.description) for each in types.values()],
            ),
            title="Add a requirement",
            leads_to=f"{here}?type=",
            back=address(crn, number),
        )
    form = _form(
        request,
        RequirementForm,
        code=kind.code,
        unit=kind.unit,
        initial={"starts_on": whole.sentence.imposed_on},
    )
    return answered(
        request,
        card,
        form,
        title=kind.description,
        button="Add requirement",
        act=lambda accepted: change_probation.add_requirement(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            ordering=change_probation.Ordering(type_code=kind.code, **form.facts),
            accepted=accepted,
            now=request.now,
        ),
        done="The requirement is added.",
        leads_to=address(crn, number),
        back=here,
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def requirement_amendment(
    request: access.Request, crn: str, number: int, requirement: int
) -> HttpResponse:
    """What a court ordered of a requirement instead; what it was stays beside it."""
    found = whole_of(request, crn, number, part="amendment of requirement")
    if isinstance(found, HttpResponse):
        return found
    card, whole = found
    held = _held(whole, requirement)
    kind = held.type
    form = _form(
        request,
        RequirementAmendForm,
        code=kind.code,
        unit=kind.unit,
        initial=_as_typed(held),
        now=(held.sub_type.code, held.sub_type.description) if held.sub_type else None,
    )
    return answered(
        request,
        card,
        form,
        title=f"Change the requirement: {kind.description}",
        button="Save",
        act=lambda accepted: change_probation.amend_requirement(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            requirement=requirement,
            ordering=change_probation.Ordering(type_code=kind.code, **form.facts),
            amended_on=form.cleaned_data["amended_on"],
            reason=form.cleaned_data["reason"],
            accepted=accepted,
            now=request.now,
        ),
        done="The requirement is changed. What it was stays on this page.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


def _form(
    request: access.Request,
    asks: type[Asks],
    *,
    code: str,
    unit: str,
    initial: dict[str, Any],  # Any: of each field its own
    now: tuple[str, str] | None = None,
) -> Asks:
    """The form about a requirement of a type, new or ordered otherwise; the kind that it is of `now` is offered, though an old one."""
    kinds = {each.code: each.description for each in probation.requirement_sub_types(code)}
    if now is not None:
        kinds.setdefault(*now)
    return asks(
        request.POST if request.method == "POST" else None,
        unit=unit,
        has_hours=code in probation.WITH_HOURS,
        sub_types=list(kinds.items()),
        initial=initial,
    )


def _as_typed(held: probation.Requirement) -> dict[str, Any]:  # Any: of each field its own
    """What a requirement is, as the form has it: minutes are typed as hours."""
    length = held.length
    if length is not None and held.type.unit == "minutes":
        length //= MINUTES_IN_AN_HOUR
    return {
        "sub_type": held.sub_type_id,
        "length": length,
        "daily_hours": held.daily_hours,
        "weekly_hours": held.weekly_hours,
        "starts_on": held.starts_on,
        "expected_ends_on": held.expected_ends_on,
    }


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def requirement_start(
    request: access.Request, crn: str, number: int, requirement: int
) -> HttpResponse:
    """The day on which the work on a requirement began."""
    found = whole_of(request, crn, number, part="start of requirement")
    if isinstance(found, HttpResponse):
        return found
    card, whole = found
    words = _words(whole, requirement)
    form = OnADayForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title=f"{words}: when did work on it begin?",
        button="Save",
        act=lambda _: change_probation.commence_requirement(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            requirement=requirement,
            commenced_on=form.cleaned_data["day"],
            now=request.now,
        ),
        done="The first day is kept.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def requirement_end(
    request: access.Request, crn: str, number: int, requirement: int
) -> HttpResponse:
    """The end of a requirement of an order that goes on."""
    found = whole_of(request, crn, number, part="end of requirement")
    if isinstance(found, HttpResponse):
        return found
    card, whole = found
    words = _words(whole, requirement)
    form = EndForm(
        request.POST if request.method == "POST" else None,
        reasons=probation.reasons_to_end_requirement(),
    )
    return answered(
        request,
        card,
        form,
        title=f"End the requirement: {words}",
        button="End requirement",
        act=lambda _: change_probation.end_requirement(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            requirement=requirement,
            reason=EndReason(form.cleaned_data["reason"]),
            ended_on=form.cleaned_data["ended_on"],
            now=request.now,
        ),
        done="The requirement has ended.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


def _words(whole: probation.Whole, requirement: int) -> str:
    return str(_held(whole, requirement).type.description)


def _held(whole: probation.Whole, requirement: int) -> probation.Requirement:
    for each in whole.requirements:
        if each.number == requirement:
            return each
    raise Http404
