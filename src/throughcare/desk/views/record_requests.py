"""Copies of records for the people they are about: who waits, and what is done with each request."""

from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.record_forms import AnswerForm, LeftOutForm, RequestForm
from throughcare.desk.views.subjects import subject_of
from throughcare.disclosure import commands as change_disclosure
from throughcare.disclosure import queries as disclosure
from throughcare.disclosure.choices import OPEN, Regime
from throughcare.documents import queries as documents
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.organisation.holdings import KeptBack

SHOWN: Final = 25
ENDINGS: Final = {"refusals": "Send back to be prepared again", "withdrawals": "End without a copy"}


@who(Action.DISCLOSE)
@require_safe
def requests(request: access.Request) -> HttpResponse:
    """Who waits for a copy, those that are due first first."""
    found = disclosure.waiting(limit=SHOWN + 1, after=_after(request.GET.get("after", "")))
    shown = found[:SHOWN]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="copies.listed",
            subject_kind="person",
            subject_references=sorted(each.person.crn for each in shown),
            now=request.now,
        )
    more = ""
    if len(found) > SHOWN:
        more = "?" + urlencode({"after": f"{shown[-1].due_on.isoformat()}.{shown[-1].pk}"})
    return render(
        request,
        "desk/record_requests.html",
        {"requests": shown, "more": more, "today": local_day(request.now)},
    )


@who(Action.DISCLOSE)
@require_safe
def requests_of(request: access.Request, crn: str) -> HttpResponse:
    """All requests for one record."""
    subject = subject_of(request, crn, part="record requests")
    if isinstance(subject, HttpResponse):
        return subject
    return render(
        request,
        "desk/record_requests_of.html",
        {
            "subject": subject,
            "requests": disclosure.requests_of(subject.person_id),
            "may_ask": disclosure.may_disclose(subject.person_id),
        },
    )


@who(Action.DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: access.Request, crn: str) -> HttpResponse:
    subject = subject_of(request, crn, part="new record request")
    if isinstance(subject, HttpResponse):
        return subject
    if not disclosure.may_disclose(subject.person_id):
        raise PermissionDenied
    form = RequestForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        typed = form.asked()
        return change_disclosure.ask_for_copy(
            account_id=request.account.pk,
            crn=crn,
            regime=Regime(typed.pop("regime")),
            now=request.now,
            **typed,
        ).reference

    return _asked(
        request,
        form,
        subject=subject,
        title="Request for a copy of the record",
        back=reverse("desk:record_requests_of", kwargs={"crn": crn}),
        act=act,
    )


@who(Action.DISCLOSE)
@require_safe
def record_request(request: access.Request, reference: str) -> HttpResponse:
    """One request: how far it is, what was kept back, and what may be done next."""
    found = _opened(request, reference)
    is_open = found.state in OPEN
    return render(
        request,
        "desk/record_request.html",
        {
            "found": found,
            "is_open": is_open,
            "is_ready": disclosure.is_ready(found),
            "is_own": found.prepared_by_id == request.account.pk,
            "until_on": disclosure.last_day(
                disclosure.Days(from_on=found.from_on, to_on=found.to_on)
            ),
            "withheld": disclosure.withheld(found.pk) if disclosure.is_ready(found) else (),
            "left_out": disclosure.left_out(found.pk),
            "today": local_day(request.now),
        },
    )


@who(Action.DISCLOSE)
@require_POST
def preparation(request: access.Request, reference: str) -> HttpResponse:
    change_disclosure.have_prepared(
        account_id=request.account.pk, reference=reference, now=request.now
    )
    return redirect("desk:record_request", reference=reference)


@who(Action.DISCLOSE)
@require_POST
def approval(request: access.Request, reference: str) -> HttpResponse:
    change_disclosure.approve(account_id=request.account.pk, reference=reference, now=request.now)
    return redirect("desk:record_request", reference=reference)


@who(Action.DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: access.Request, reference: str, how: str) -> HttpResponse:
    """Say why a copy is prepared again, or why there is none."""
    if how not in ENDINGS:
        raise Http404
    found = _opened(request, reference)
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        does = change_disclosure.decline if how == "refusals" else change_disclosure.withdraw
        does(
            account_id=request.account.pk,
            reference=reference,
            answer=form.cleaned_data["answer"],
            now=request.now,
        )
        return reference

    return _asked(
        request, form, subject=_Named(found), title=ENDINGS[how], back=_here(reference), act=act
    )


@who(Action.DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_left_out(request: access.Request, reference: str) -> HttpResponse:
    found = _opened(request, reference)
    form = LeftOutForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        change_disclosure.leave_out(
            account_id=request.account.pk,
            reference=reference,
            number=form.cleaned_data["number"],
            because=KeptBack(form.cleaned_data["because"]),
            now=request.now,
        )
        return reference

    return _asked(
        request,
        form,
        subject=_Named(found),
        title="Leave an entry out",
        back=_here(reference),
        act=act,
    )


@who(Action.DISCLOSE)
@require_safe
def copy(request: access.Request, reference: str) -> HttpResponse:
    """The file itself, for whoever checks it or hands it over."""
    found = _opened(request, reference, action="copy.read")
    if not disclosure.is_ready(found):
        raise Http404
    kept = documents.content(found.digest)
    answer = HttpResponse(kept.content, content_type=kept.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{reference}.zip"'
    return answer


class _Named:
    """Whose form it is."""

    def __init__(self, found: disclosure.Request) -> None:
        self.crn = found.person.crn
        self.name = found.reference


def _opened(
    request: access.Request, reference: str, *, action: str = "copy.request-read"
) -> disclosure.Request:
    found = disclosure.request(reference)
    if found is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action=action,
        subject_kind="person",
        subject_reference=found.person.crn,
        now=request.now,
        detail={"request": reference},
    )
    return found


def _asked(
    request: access.Request,
    form: forms.Form,
    *,
    subject: object,
    title: str,
    back: str,
    act: Callable[[], str],
) -> HttpResponse:
    """The form; and once it is filled in, what it asks for, and the request that this was about."""
    refusals: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            reference = act()
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
        else:
            messages.success(request, "Saved.")
            return redirect("desk:record_request", reference=reference)
    has_errors = bool(refusals or (form.is_bound and form.errors))
    return render(
        request,
        "desk/person_form.html",
        {
            "subject": subject,
            "form": form,
            "title": title,
            "refusals": refusals,
            "has_errors": has_errors,
            "back": back,
        },
        status=422 if has_errors else 200,
    )


def _here(reference: str) -> str:
    return reverse("desk:record_request", kwargs={"reference": reference})


def _after(said: str) -> disclosure.After | None:
    day, _, key = said.partition(".")
    try:
        return date.fromisoformat(day), int(key)
    except ValueError:
        return None
