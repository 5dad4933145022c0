"""Records that were kept for as long as they may be: who waits for a decision, why, and what is left of those that went."""

from collections.abc import Callable
from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.record_forms import HoldForm, KeepForm
from throughcare.desk.views.subjects import Subject, subject_of
from throughcare.disclosure import commands as change_disclosure
from throughcare.disclosure import queries as disclosure
from throughcare.disclosure.choices import UNDECIDED, HoldKind
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused

SHOWN: Final = 25


@who(Action.REMOVE)
@require_safe
def removals(request: access.Request) -> HttpResponse:
    """Records that wait for a decision, in the order in which they were proposed."""
    found = disclosure.proposals(limit=SHOWN + 1, after=_key(request))
    shown = found[:SHOWN]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="removals.listed",
            subject_kind="person",
            subject_references=sorted(each.person.crn for each in shown),
            now=request.now,
        )
    return render(
        request,
        "desk/record_removals.html",
        {
            "proposals": shown,
            "more": f"?after={shown[-1].pk}" if len(found) > SHOWN else "",
        },
    )


@who(Action.REMOVE)
@require_safe
def tombstones(request: access.Request) -> HttpResponse:
    """What is left of records that were removed."""
    found = disclosure.tombstones(limit=SHOWN + 1, after=_key(request) or None)
    shown = found[:SHOWN]
    return render(
        request,
        "desk/tombstones.html",
        {"tombstones": shown, "more": f"?after={shown[-1].pk}" if len(found) > SHOWN else ""},
    )


@who(Action.REMOVE)
@require_safe
def removal(request: access.Request, crn: str) -> HttpResponse:
    """How long one record is kept, what holds it back, and what was decided about it."""
    subject = _subject(request, crn, part="how long it is kept")
    if isinstance(subject, HttpResponse):
        return subject
    proposal = disclosure.proposal_of(subject.person_id)
    is_undecided = proposal is not None and proposal.state in UNDECIDED
    verdict = disclosure.verdict_of(subject.person_id, on=local_day(request.now))
    may_go = verdict is not None and verdict.may_go(on=local_day(request.now))
    return render(
        request,
        "desk/record_removal.html",
        {
            "subject": subject,
            "verdict": verdict,
            "proposal": proposal,
            "is_undecided": is_undecided,
            "may_agree": is_undecided
            and may_go
            and proposal is not None
            and proposal.first_by_id != request.account.pk,
            "holds": disclosure.holds_of(subject.person_id),
        },
    )


@who(Action.REMOVE)
@require_POST
def agreement(request: access.Request, crn: str) -> HttpResponse:
    change_disclosure.agree_to_remove(account_id=request.account.pk, crn=crn, now=request.now)
    messages.success(request, "Your decision is saved.")
    return redirect("desk:record_removal", crn=crn)


@who(Action.REMOVE)
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: access.Request, crn: str) -> HttpResponse:
    form = KeepForm(request.POST if request.method == "POST" else None)
    return _asked(
        request,
        crn,
        form,
        title="Keep this record",
        act=lambda: change_disclosure.keep(
            account_id=request.account.pk, crn=crn, now=request.now, **form.cleaned_data
        ),
    )


@who(Action.REMOVE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_hold(request: access.Request, crn: str) -> HttpResponse:
    form = HoldForm(request.POST if request.method == "POST" else None)
    return _asked(
        request,
        crn,
        form,
        title="Hold this record",
        act=lambda: change_disclosure.hold(
            account_id=request.account.pk,
            crn=crn,
            kind=HoldKind(form.cleaned_data["kind"]),
            reason=form.cleaned_data["reason"],
            now=request.now,
        ),
    )


@who(Action.REMOVE)
@require_POST
def lifting(request: access.Request, crn: str, kind: str) -> HttpResponse:
    if kind in HoldKind.values:
        change_disclosure.lift(
            account_id=request.account.pk, crn=crn, kind=HoldKind(kind), now=request.now
        )
    return redirect("desk:record_removal", crn=crn)


def _subject(request: access.Request, crn: str, *, part: str) -> Subject | HttpResponse:
    subject = subject_of(request, crn, part=part)
    if isinstance(subject, Subject) and not disclosure.may_remove(subject.person_id):
        raise PermissionDenied
    return subject


def _asked(
    request: access.Request,
    crn: str,
    form: forms.Form,
    *,
    title: str,
    act: Callable[[], object],
) -> HttpResponse:
    subject = _subject(request, crn, part=title.lower())
    if isinstance(subject, HttpResponse):
        return subject
    refusals: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            act()
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
        else:
            messages.success(request, "Saved.")
            return redirect("desk:record_removal", crn=crn)
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
            "back": reverse("desk:record_removal", kwargs={"crn": crn}),
        },
        status=422 if has_errors else 200,
    )


def _key(request: access.Request) -> int:
    said = request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0  # noqa: PLR2004  digits of a key
