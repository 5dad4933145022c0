"""The page on which something is asked about a case: one form, and what is wrong with what was sent."""

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.probation import queries as probation


def form_page(
    request: HttpRequest,
    card: probation.Card,
    form: forms.Form,
    *,
    title: str,
    button: str,
    refusals: Sequence[str] = (),
    back: str = "",
) -> HttpResponse:
    """The form, with what a rule refuses above it; `back` is where it was asked, the page of the case unless said."""
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/form.html",
        {
            "card": card,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "title": title,
            "button": button,
            "back": back,
        },
        status=422 if has_errors else 200,
    )
