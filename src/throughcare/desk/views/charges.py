"""What somebody is before a court for: an event with its offences, and appearances in court."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.sentence_forms import (
    AppearanceForm,
    ChargeForm,
    EventForm,
)
from throughcare.desk.views.asking import answered
from throughcare.desk.views.sentences import ASKS, address, courts, whole_of
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import (
    HearingKind,
    Plea,
    Remand,
    Verdict,
)


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def new_sentence(request: access.Request, crn: str) -> HttpResponse:
    """The main offence first, and then the days of an event."""
    card = opened(request, crn, part="new sentence")
    if isinstance(card, HttpResponse):
        return card
    here = reverse("desk:new_sentence", kwargs={"crn": crn})
    code = request.GET.get("offence", "")
    if not code:
        back = reverse("desk:case", kwargs={"crn": crn})
        return find_offence(request, card, title="What is the main offence?", here=here, back=back)
    form = EventForm(request.POST if request.method == "POST" else None)

    def act(_: object) -> int:
        typed = form.cleaned_data
        made = change_probation.open_event(
            account_id=request.account.pk,
            case_id=card.case_id,
            charge=_charge(code, form),
            taken_into_consideration=typed["taken"],
            referred_on=typed["referred_on"],
            convicted_on=typed["convicted_on"],
            now=request.now,
        )
        return made.number

    return answered(
        request,
        card,
        form,
        title="Add an event",
        button="Save and continue",
        act=act,
        done="The event is added. Record what the court decided next.",
        leads_to=lambda number: address(crn, number),
        back=here,
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def offences(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Another offence of an event."""
    found = whole_of(request, crn, number, part="new offence")
    if isinstance(found, HttpResponse):
        return found
    card = found[0]
    here = reverse("desk:offences", kwargs={"crn": crn, "number": number})
    back = address(crn, number)
    code = request.GET.get("offence", "")
    if not code:
        return find_offence(request, card, title="Add another offence", here=here, back=back)
    form = ChargeForm(request.POST if request.method == "POST" else None)

    def act(_: object) -> None:
        change_probation.add_offence(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            charge=_charge(code, form),
            now=request.now,
        )

    return answered(
        request,
        card,
        form,
        title="Add another offence",
        button="Add offence",
        act=act,
        done="The offence is added.",
        leads_to=back,
        back=here,
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def appearances(request: access.Request, crn: str, number: int) -> HttpResponse:
    """An appearance in court, and what was decided."""
    found = whole_of(request, crn, number, part="new appearance")
    if isinstance(found, HttpResponse):
        return found
    card = found[0]
    form = AppearanceForm(
        request.POST if request.method == "POST" else None,
        courts=courts(),
        outcomes=[(each.code, each.description) for each in probation.court_outcomes()],
    )

    def act(_: object) -> None:
        typed = form.cleaned_data
        change_probation.record_appearance(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            court_code=typed["court"],
            held_on=typed["held_on"],
            kind=HearingKind(typed["kind"]),
            outcome_code=typed["outcome"],
            plea=Plea(typed["plea"]) if typed["plea"] else None,
            remand=Remand(typed["remand"]) if typed["remand"] else None,
            bail_conditions=typed["bail_conditions"],
            next_on=typed["next_on"],
            report_unit=typed["report_unit"],
            now=request.now,
        )

    return answered(
        request,
        card,
        form,
        title="Add an appearance in court",
        button="Add appearance",
        act=act,
        done="The appearance is added.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


def find_offence(
    request: access.Request, card: probation.Card, *, title: str, here: str, back: str
) -> HttpResponse:
    """A search for an offence by code or by words, whose finds lead on."""
    words = request.GET.get("words", "").strip()
    return render(
        request,
        "desk/find_offence.html",
        {
            "card": card,
            "title": title,
            "here": here,
            "back": back,
            "words": words,
            "offences": probation.offences_like(words) if words else [],
            "most": probation.OFFENCES_FOUND,
        },
    )


def _charge(code: str, form: ChargeForm) -> change_probation.Charge:
    typed = form.cleaned_data
    return change_probation.Charge(
        offence_code=code,
        committed_on=typed["offence_on"],
        count=typed["count"],
        verdict=Verdict(typed["verdict"]) if typed["verdict"] else None,
        court_code=typed["court_code"],
    )
