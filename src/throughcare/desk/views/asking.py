"""The page on which something is asked about a case: one form, and what is wrong with what was sent."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

Made = TypeVar("Made")


def form_page(
    request: HttpRequest,
    card: probation.Card,
    form: forms.Form,
    *,
    title: str,
    button: str,
    refusals: Sequence[str] = (),
    back: str = "",
    keeps_itself: bool = False,
) -> HttpResponse:
    """The form, with what a rule refuses above it; `back` is where it was asked, the page of the case unless said.

    One that `keeps_itself` is sent with `quiet=1` to its own address while somebody types.
    """
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
            "keeps_itself": keeps_itself,
        },
        status=422 if has_errors else 200,
    )


def answered(
    request: HttpRequest,
    card: probation.Card,
    form: forms.Form,
    *,
    title: str,
    button: str,
    act: Callable[[Collection[str]], Made],
    done: str,
    leads_to: str | Callable[[Made], str],
    back: str = "",
) -> HttpResponse:
    """Ask, and do `act` with what was sent; it is given the warnings that were accepted, and those that stand are asked about."""
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = act(request.POST.getlist("accepted"))
        except change_probation.Warned as warned:
            refusals = [reason.sentence for reason in warned.reasons]
            form.fields["accepted"] = forms.MultipleChoiceField(
                label="Did the court order it so?",
                help_text="Select each warning that you have checked against the order.",
                widget=forms.CheckboxSelectMultiple,
                choices=[
                    (each.code, f"{each.sentence} ({each.source})") for each in warned.cautions
                ],
                required=False,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, done)
            return redirect(leads_to if isinstance(leads_to, str) else leads_to(made))
    return form_page(request, card, form, title=title, button=button, refusals=refusals, back=back)
