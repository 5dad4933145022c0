"""One stay as the staff of the premises have it: what they know of the person, and what they say of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.housing_forms import (
    AbsenceForm,
    ArrivalForm,
    CancelForm,
    DepartureForm,
    EndForm,
    EntryForm,
    KeyworkerForm,
)
from throughcare.desk.views.housed import Found, asked, caption_of, found, posted
from throughcare.housing import commands as change_housing
from throughcare.housing import queries as housing
from throughcare.housing.choices import StayState
from throughcare.kernel.days import local_day


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that staff say of a stay while it stands so, and the form of what it asks: `act` takes that by the same names."""

    title: str
    states: tuple[StayState, ...]
    form: type[forms.Form]
    act: Callable[..., object]
    done: str


BOOKED, ARRIVED = StayState.BOOKED, StayState.ARRIVED
DEEDS = {
    "arrival": Deed(
        title="Record the arrival",
        states=(BOOKED,),
        form=ArrivalForm,
        act=change_housing.record_arrival,
        done="They live here now. It is their main address.",
    ),
    "non-arrival": Deed(
        title="Record that they did not arrive",
        states=(BOOKED,),
        form=AbsenceForm,
        act=change_housing.record_non_arrival,
        done="The officer is told. The bed is free again.",
    ),
    "departure": Deed(
        title="Record the departure",
        states=(ARRIVED,),
        form=DepartureForm,
        act=change_housing.record_departure,
        done="They have left. The address has ended.",
    ),
    "end": Deed(
        title="Change the last day",
        states=(BOOKED, ARRIVED),
        form=EndForm,
        act=change_housing.change_end,
        done="The bed is booked until another day.",
    ),
    "keyworker": Deed(
        title="Name a keyworker",
        states=(BOOKED, ARRIVED),
        form=KeyworkerForm,
        act=change_housing.name_keyworker,
        done="The keyworker is named.",
    ),
    "entry": Deed(
        title="Write in the log",
        states=(ARRIVED,),
        form=EntryForm,
        act=change_housing.write_entry,
        done="It is in the log of the person.",
    ),
    "cancellation": Deed(
        title="Cancel the booking",
        states=(BOOKED,),
        form=CancelForm,
        act=partial(change_housing.cancel_booking, party="premises"),
        done="The booking is cancelled.",
    ),
}


@who(Action.KEEP_BEDS)
@require_safe
def stay(request: access.Request, code: str, reference: str) -> HttpResponse:
    """Whom somebody has a bed for, and what can be said of them now."""
    file, person = _found(request, code, reference)
    here = _here(file, code)
    states = {each.state for each in here}
    return render(
        request,
        "desk/stay.html",
        {
            "code": code,
            "file": file,
            "application": file.application,
            "person": person,
            "stay": here[0],
            "deeds": [
                (name, deed.title) for name, deed in DEEDS.items() if states & set(deed.states)
            ],
            "today": local_day(request.now),
        },
    )


@who(Action.KEEP_BEDS)
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: access.Request, code: str, reference: str, deed: str) -> HttpResponse:
    """One thing that is said of a stay: its form, and what it sends."""
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise Http404
    file, person = _found(request, code, reference)
    here = reverse("desk:stay", kwargs={"code": code, "reference": reference})
    going_on = next((each for each in _here(file, code) if each.state in chosen.states), None)
    if going_on is None:
        messages.warning(request, "That cannot be said of how things stand now.")
        return redirect(here)
    form = chosen.form(posted(request), initial=_known(request, going_on))

    def act() -> str:
        chosen.act(
            account_id=request.account.pk, reference=reference, now=request.now, **form.cleaned_data
        )
        return chosen.done

    return asked(
        request,
        form,
        title=chosen.title,
        caption=caption_of(file, person),
        button=chosen.title,
        back=here,
        # Of a booking that is cancelled the premises know nothing more.
        leads_to=reverse("desk:house", kwargs={"code": code}) if deed == "cancellation" else here,
        act=act,
    )


def _here(file: housing.File, code: str) -> list[housing.Stay]:
    """The stays at these premises, the latest first."""
    return [each for each in file.stays if each.bed.premises.code == code]


def _known(request: access.Request, stay: housing.Stay) -> dict[str, object]:
    today = local_day(request.now)
    return {
        "arrived_on": today,
        "left_on": today,
        "ends_on": stay.ends_on,
        "keyworker": stay.keyworker,
    }


def _found(request: access.Request, code: str, reference: str) -> Found:
    """An application with a stay at premises whose beds the visitor keeps.

    Raises:
        Http404: there is none.
    """
    if code not in {each.code for each in housing.kept_premises()}:
        raise Http404
    file, person = found(request, reference)
    if not _here(file, code):
        raise Http404
    return file, person
