"""An entry of a log that is there: adding to it, changing what came of it, acting on a failure, taking it out."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import found, opened, who
from throughcare.desk.forms import ReasonForm
from throughcare.desk.logforms import ActionForm, ChangeForm, NoteForm, ResponseForm
from throughcare.desk.views.asking import form_page
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

Opening = tuple[probation.Card, probation.Entry]


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Add to the notes of an entry."""
    form = NoteForm(request.POST if request.method == "POST" else None)

    def add() -> None:
        change_probation.append_note(
            account_id=request.account.pk,
            crn=crn,
            number=number,
            text=form.cleaned_data["text"],
            now=request.now,
        )

    return _asked(
        request,
        crn,
        number,
        form,
        title="Add to the notes",
        button="Add note",
        act=add,
        done="Note added.",
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Change what came of it."""
    card = found(request, crn)
    entry = probation.contact(card.case_id, number=number, at=request.as_at)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        outcomes=[(each.code, each.description) for each in probation.outcomes()],
        # Of a log that the visitor may not read nothing is found here, and the page is not shown.
        initial={"outcome": entry.outcome_code, "version": entry.version} if entry else {},
    )

    def change() -> None:
        change_probation.change_outcome(
            account_id=request.account.pk,
            crn=crn,
            number=number,
            outcome_code=form.cleaned_data["outcome"],
            version=form.cleaned_data["version"],
            now=request.now,
        )

    return _asked(
        request,
        crn,
        number,
        form,
        title="Change the outcome",
        button="Change outcome",
        act=change,
        done="Outcome changed.",
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def actions(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Do something about a failure."""
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        actions=[(each.code, each.description) for each in probation.enforcement_actions()],
    )

    def act() -> None:
        change_probation.act_on_failure(
            account_id=request.account.pk,
            crn=crn,
            number=number,
            action_code=form.cleaned_data["action"],
            now=request.now,
        )

    return _asked(
        request,
        crn,
        number,
        form,
        title="Act on a failure to comply",
        button="Continue",
        act=act,
        done="What you did is recorded.",
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Record how a failure was answered."""
    complied = [each for each in probation.outcomes() if each.is_complied]
    form = ResponseForm(
        request.POST if request.method == "POST" else None,
        outcomes=[(each.code, each.description) for each in complied],
    )

    def close() -> None:
        change_probation.answer_failure(
            account_id=request.account.pk,
            crn=crn,
            number=number,
            response=form.cleaned_data["response"],
            outcome_code=form.cleaned_data["outcome"],
            now=request.now,
        )

    return _asked(
        request,
        crn,
        number,
        form,
        title="Record the answer",
        button="Record answer",
        act=close,
        done="Answer recorded.",
    )


@who(Action.ALLOCATE)
@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Take an entry out of the log, for a reason."""
    opening = _entry(request, crn, number)
    if isinstance(opening, HttpResponse):
        return opening
    card, _ = opening
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.delete_contact(
                account_id=request.account.pk,
                crn=crn,
                number=number,
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"Entry {number} is deleted.")
            return redirect("desk:case", crn=crn)
    return form_page(
        request,
        card,
        form,
        title=f"Delete entry {number}",
        button="Delete entry",
        refusals=refusals,
    )


@who(Action.WRITE_CASE)
@require_POST
def clearing(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Take an alert off the officer's list."""
    opening = _entry(request, crn, number)
    if isinstance(opening, HttpResponse):
        return opening
    change_probation.clear_alert(
        account_id=request.account.pk, crn=crn, number=number, now=request.now
    )
    messages.success(
        request,
        "Alert cleared.",
        extra_tags=reverse("desk:restoring", kwargs={"crn": crn, "number": number}),
    )
    if request.POST.get("from") == "home":
        return redirect("desk:home")
    return redirect("desk:contact", crn=crn, number=number)


@who(Action.WRITE_CASE)
@require_POST
def restoring(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Put back the alert that was cleared a moment ago."""
    opening = _entry(request, crn, number)
    if isinstance(opening, HttpResponse):
        return opening
    try:
        change_probation.restore_alert(
            account_id=request.account.pk, crn=crn, number=number, now=request.now
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The alert is back on the list.")
    return redirect("desk:contact", crn=crn, number=number)


@who(Action.WRITE_CASE)
@require_POST
def undoing(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Take back what was recorded a moment ago."""
    opening = _entry(request, crn, number)
    if isinstance(opening, HttpResponse):
        return opening
    card, _ = opening
    try:
        change_probation.undo_contact(
            account_id=request.account.pk, crn=crn, number=number, now=request.now
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:contact", crn=crn, number=number)
    messages.success(request, f"Undone: nothing is recorded for {card.spoken_name or crn}.")
    return redirect("desk:home")


def _asked(
    request: access.Request,
    crn: str,
    number: int,
    form: forms.Form,
    *,
    title: str,
    button: str,
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    """The page that asks about an entry, and what it sends."""
    opening = _entry(request, crn, number)
    if isinstance(opening, HttpResponse):
        return opening
    card, entry = opening
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, done)
            if request.GET.get("from") == "home":
                return redirect("desk:home")
            return redirect("desk:contact", crn=card.crn, number=entry.number)
    back = reverse("desk:contact", kwargs={"crn": card.crn, "number": entry.number})
    return form_page(request, card, form, title=title, button=button, refusals=refusals, back=back)


def _entry(request: access.Request, crn: str, number: int) -> Opening | HttpResponse:
    card = opened(request, crn, part=f"contact {number}")
    if isinstance(card, HttpResponse):
        return card
    entry = probation.contact(card.case_id, number=number, at=request.as_at)
    if entry is None:
        raise Http404
    return card, entry
