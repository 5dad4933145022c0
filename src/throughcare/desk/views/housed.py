"""What the desks of assessors and of premises share: whom an application is about, and one form at a time."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from throughcare.access import queries as access
from throughcare.audit import commands as audit
from throughcare.housing import queries as housing
from throughcare.kernel.refusals import Refused

Found = tuple[housing.File, housing.Person]


def found(request: access.Request, reference: str) -> Found:
    """An application that the visitor answers or has the bed of; the reading is written to the trail.

    Raises:
        Http404: there is none.
    """
    file = housing.file_of(reference)
    people = housing.people([file.application.pk]) if file is not None else {}
    if file is None or file.application.pk not in people:
        raise Http404
    person = people[file.application.pk]
    audit.record(
        account_id=request.account.pk,
        action="housing-application.read",
        subject_kind="case",
        subject_reference=person.crn,
        now=request.now,
        detail={"reference": reference},
    )
    return file, person


def asked(
    request: access.Request,
    form: forms.Form,
    *,
    title: str,
    caption: str,
    button: str,
    back: str,
    leads_to: str,
    act: Callable[[], str],
) -> HttpResponse:
    """Ask, and do `act` with what was sent; it gives what to say when it is done."""
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, said)
            return redirect(leads_to)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/housed_form.html",
        {
            "form": form,
            "title": title,
            "caption": caption,
            "button": button,
            "back": back,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def posted(request: access.Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def caption_of(file: housing.File, person: housing.Person) -> str:
    return f"{file.application.reference}, {person.name or person.crn}"
