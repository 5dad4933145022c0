"""A time in custody: begun, described, worked out again, closed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.release_forms import KnownForm, NumberForm
from throughcare.desk.views.asking import answered
from throughcare.desk.views.release_entries import ASKS, DONE, address, open_booking
from throughcare.kernel.refusals import Refused
from throughcare.sentences import commands as change_sentences


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def beginning(request: access.Request, crn: str) -> HttpResponse:
    """Begin a time in custody."""
    card = opened(request, crn, part="a new time in custody")
    if isinstance(card, HttpResponse):
        return card
    form = NumberForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Begin a time in custody",
        button="Begin",
        act=lambda _: change_sentences.open_booking(
            account_id=request.account.pk,
            person_id=card.person_id,
            number=form.cleaned_data["number"],
            now=request.now,
        ),
        done="Now enter the warrant.",
        leads_to=reverse("desk:new_warrant", kwargs={"crn": crn}),
        back=address(crn),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def known(request: access.Request, crn: str) -> HttpResponse:
    """What is known of the person that dates depend on."""
    card = opened(request, crn, part="what release dates depend on")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    names = ("is_registered", "wants_removal", "has_power_to_detain")
    form = KnownForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(booking, name) for name in names},
    )
    return answered(
        request,
        card,
        form,
        title="What is known of the person?",
        button="Save",
        act=lambda _: change_sentences.describe_person(
            account_id=request.account.pk,
            booking_key=booking.key,
            now=request.now,
            **{name: form.cleaned_data[name] for name in names},
        ),
        done=DONE,
        leads_to=address(crn),
        back=address(crn),
    )


@who(Action.WRITE_CASE)
@require_POST
def again(request: access.Request, crn: str) -> HttpResponse:
    """Work the dates out again."""
    card = opened_to_write(request, crn, part="release dates again")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    try:
        change_sentences.ask_again(
            account_id=request.account.pk, booking_key=booking.key, now=request.now
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The dates were worked out again.")
    return redirect(address(crn))


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def closing(request: access.Request, crn: str) -> HttpResponse:
    """Say that the time in custody is over, once it was asked whether it is: nothing of it is changed after that."""
    card = opened(request, crn, part="end of a time in custody")
    if isinstance(card, HttpResponse):
        return card
    booking = open_booking(card)
    return answered(
        request,
        card,
        forms.Form(request.POST if request.method == "POST" else None),
        title="Have all sentences of this time in custody expired?",
        button="Yes, close it for good",
        act=lambda _: change_sentences.close_booking(
            account_id=request.account.pk, booking_key=booking.key, now=request.now
        ),
        done="The time in custody is closed.",
        leads_to=address(crn),
        back=address(crn),
    )
