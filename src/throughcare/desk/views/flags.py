"""Flags of a case: registered, given another level, reviewed, ended, and left when supervision ends; and late reviews of a unit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import opened, who
from throughcare.desk.views.asking import form_page
from throughcare.desk.views.units import routed
from throughcare.govuk.forms import DayField
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

MOST = 100
MOST_STEPS = 50
LATE_ON_A_PAGE = 30


class ChoiceOfFlag(forms.Form):
    flag = forms.ChoiceField(label="Flag", error_messages={"required": "Select a flag"})

    def __init__(self, *args: Any, flags: list[tuple[str, str]]) -> None:  # Any: as Django has it
        super().__init__(*args)
        self.fields["flag"].choices = [("", "Select a flag"), *flags]  # type: ignore[attr-defined]


class NotesForm(forms.Form):
    notes = forms.CharField(
        label="Notes",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4_000,
        required=False,
        error_messages={"max_length": "Notes must be 4,000 characters or fewer"},
    )


class RegistrationForm(NotesForm):
    """What is said of a flag that is registered; levels and categories only where its type has them."""

    field_order = ("category", "level", "starts_on", "offence", "notes")

    category = forms.ChoiceField(
        label="Category",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a category"},
    )
    level = forms.ChoiceField(
        label="Level", widget=forms.RadioSelect, error_messages={"required": "Select a level"}
    )
    starts_on = DayField(label="First day", help_text="The day since which it has been so")
    offence = forms.ChoiceField(label="Offence that led to it", required=False)

    def __init__(
        self,
        *args: Any,  # Any: as Django has it
        words: dict[tuple[str, str, str], str],
        offences: list[tuple[str, str]],
        is_registered: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        for kind in ("category", "level"):
            found = [(code, said) for (_, of, code), said in words.items() if of == kind]
            self.fields[kind].choices = found  # type: ignore[attr-defined]
            if not found:
                del self.fields[kind]
        self.fields["offence"].choices = [("", "None, or not known"), *offences]  # type: ignore[attr-defined]
        if is_registered:
            del self.fields["starts_on"]
            del self.fields["offence"]


class EndOfSupervisionForm(forms.Form):
    alerts = forms.MultipleChoiceField(
        label="Which of them does an alert take the place of?",
        help_text="Leave all empty for none",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, flags: list[tuple[str, str]]) -> None:  # Any: as Django has it
        super().__init__(*args)
        self.fields["alerts"].choices = flags  # type: ignore[attr-defined]
        if not flags:
            del self.fields["alerts"]


@who(Action.READ_CASE)
@require_safe
def flags(request: access.Request, crn: str) -> HttpResponse:
    """The flags of a case, those that are active first."""
    card = opened(request, crn, part="flags")
    if isinstance(card, HttpResponse):
        return card
    found = probation.registrations(card.case_id, limit=MOST)
    record = probation.record(card.case_id, at=request.as_at)
    is_live = any(order.sentence.terminated_on is None for order in record.orders)
    return render(
        request,
        "desk/flags.html",
        {
            "card": card,
            "active": [each for each in found if each.is_active],
            "ended": [each for each in found if not each.is_active],
            "is_cut": len(found) == MOST,
            "headline": record.headline,
            "words": _words(found),
            "today": local_day(request.now),
            "may_change": card.is_writable and not card.closed_at and not request.as_at_day,
            "is_live": is_live,
        },
    )


@who(Action.READ_CASE)
@require_safe
def flag(request: access.Request, crn: str, code: str) -> HttpResponse:
    """One flag of a case, as it is now or was last, and what was done about it."""
    card = opened(request, crn, part=f"flag {code}")
    if isinstance(card, HttpResponse):
        return card
    found = probation.registrations(card.case_id, limit=MOST, type_code=code)
    if not found:
        raise Http404
    return render(
        request,
        "desk/flag.html",
        {
            "card": card,
            "flag": found[0],
            "before": found[1:],
            "done": probation.done_about(found[0].pk, limit=MOST_STEPS),
            "words": _words(found),
            "levels": probation.flag_levels([code]),
            "today": local_day(request.now),
            "may_change": card.is_writable and found[0].is_active and not request.as_at_day,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def choosing(request: access.Request, crn: str) -> HttpResponse:
    """Which flag is to be registered."""
    card = opened(request, crn, part="new flag")
    if isinstance(card, HttpResponse):
        return card
    form = ChoiceOfFlag(
        request.POST if request.method == "POST" else None,
        flags=[(each.code, each.description) for each in probation.flag_types()],
    )
    if request.method == "POST" and form.is_valid():
        return redirect("desk:register", crn=crn, code=form.cleaned_data["flag"])
    return form_page(request, card, form, title="Which flag do you register?", button="Continue")


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: access.Request, crn: str, code: str) -> HttpResponse:
    """Register a flag, or give one that is registered another level."""
    card = opened(request, crn, part=f"registering {code}")
    if isinstance(card, HttpResponse):
        return card
    kind = probation.flag_type(code)
    if kind is None or not kind.is_offered:
        raise Http404
    there = next(
        (each for each in probation.registrations(card.case_id, limit=1, type_code=code)), None
    )
    is_registered = there is not None and there.is_active
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        words=probation.flag_levels([code]),
        offences=_offences(request, card),
        is_registered=is_registered,
        initial={"starts_on": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = change_probation.register_flag(
                account_id=request.account.pk,
                case_id=card.case_id,
                type_code=code,
                level=said.get("level", ""),
                category=said.get("category", ""),
                starts_on=said.get("starts_on"),
                offence_code=said.get("offence") or None,
                notes=said["notes"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            told = "is registered" if made else "stands so already: nothing was changed"
            messages.success(request, f"{kind.description} {told}.")
            return redirect("desk:flag", crn=crn, code=code)
    return form_page(
        request,
        card,
        form,
        title=f"{kind.description}: {'change' if is_registered else 'register'}",
        button="Change flag" if is_registered else "Register flag",
        refusals=refusals,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: access.Request, crn: str, code: str) -> HttpResponse:
    """Say that a flag was reviewed and stays."""
    return _noted(request, crn, code, button="Record review", what="review")


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: access.Request, crn: str, code: str) -> HttpResponse:
    """End a flag."""
    return _noted(request, crn, code, button="End flag", what="end")


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def at_the_end(request: access.Request, crn: str) -> HttpResponse:
    """What becomes of each flag when supervision ends, and doing it."""
    card = opened(request, crn, part="flags at the end")
    if isinstance(card, HttpResponse):
        return card
    active = [each for each in probation.registrations(card.case_id, limit=MOST) if each.is_active]
    named = {each.type_id: each.type.description for each in active}
    left = probation.left_without_supervision(card.case_id, flags=active)
    form = EndOfSupervisionForm(
        request.POST if request.method == "POST" else None,
        flags=[(each.type, named[each.type]) for each in left if each.may_become_alert],
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            ended = change_probation.end_supervision_flags(
                account_id=request.account.pk,
                case_id=card.case_id,
                alerts=form.cleaned_data.get("alerts", []),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"Flags ended: {len(ended)}.")
            return redirect("desk:flags", crn=crn)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/flags_at_the_end.html",
        {
            "card": card,
            "form": form,
            "left": left,
            "named": named,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


@who(Action.ALLOCATE)
@require_safe
def late_reviews(request: access.Request, code: str) -> HttpResponse:
    """Reviews of flags that are late, of the cases of a unit and of those under it."""
    found = routed(code.upper())
    if found.is_old or found.to is None:
        raise Http404
    unit = found.to
    if not access.may(action=Action.ALLOCATE, unit_id=unit.unit_id):
        raise PermissionDenied
    late = probation.late_reviews(
        holder_ids=probation.units_under(unit.unit_id, at=request.now),
        on=local_day(request.now),
        limit=LATE_ON_A_PAGE + 1,
        after=request.GET.get("after", "")[:40],
    )
    shown = late[:LATE_ON_A_PAGE]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="reviews.read",
            subject_kind="case",
            subject_references=sorted({each.crn for each in shown}),
            now=request.now,
        )
    here = reverse("desk:late_reviews", kwargs={"code": unit.code})
    return render(
        request,
        "desk/late_reviews.html",
        {
            "unit": unit,
            "late": shown,
            "first": here if "after" in request.GET else "",
            "more": f"{here}?after={shown[-1].key}" if len(late) > LATE_ON_A_PAGE else "",
        },
    )


def _noted(request: access.Request, crn: str, code: str, *, button: str, what: str) -> HttpResponse:
    card = opened(request, crn, part=f"{what} of flag {code}")
    if isinstance(card, HttpResponse):
        return card
    kind = probation.flag_type(code)
    if kind is None:
        raise Http404
    form = NotesForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        command = change_probation.review_flag if what == "review" else change_probation.end_flag
        try:
            command(
                account_id=request.account.pk,
                case_id=card.case_id,
                type_code=code,
                notes=form.cleaned_data["notes"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            told = "reviewed" if what == "review" else "ended"
            messages.success(request, f"{kind.description} is {told}.")
            if request.GET.get("from") == "home":
                return redirect("desk:home")
            return redirect("desk:flags", crn=crn)
    return form_page(
        request,
        card,
        form,
        title=f"{kind.description}: {what}",
        button=button,
        refusals=refusals,
        back=reverse("desk:flag", kwargs={"crn": crn, "code": code}),
    )


def _words(found: list[Any]) -> dict[int, str]:  # Any: flags, whose table stands behind a door
    levels = probation.flag_levels([each.type_id for each in found])
    return {each.pk: probation.bears(each, levels=levels) for each in found}


def _offences(request: access.Request, card: probation.Card) -> list[tuple[str, str]]:
    orders = probation.record(card.case_id, at=request.now).orders
    found = {order.sentence.offence_id: order.sentence.offence.description for order in orders}
    return sorted(found.items(), key=lambda each: each[1])
