"""Two records of one person: asked to be made one, answered by somebody else, and parted again where that was wrong."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.forms import CodeField
from throughcare.desk.views.subjects import Subject, subject_of, subject_to_change
from throughcare.kernel.refusals import Refused
from throughcare.people import commands as change_people
from throughcare.people import queries as people

NOT_KNOWN = "There is no record under this CRN that you may merge"


def why(label: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": required,
            "max_length": f"{label} must be 500 characters or fewer",
        },
    )


class MergeForm(forms.Form):
    other = CodeField(
        label="CRN of the other record",
        max_length=10,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the CRN of the other record"},
    )
    keeps = forms.ChoiceField(
        label="Which record goes on?",
        widget=forms.RadioSelect,
        choices=[("this", "This one"), ("other", "The other one")],
        error_messages={"required": "Select which record goes on"},
    )
    reason = why(
        "How do you know that they are one person?", "Enter how you know that they are one person"
    )


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Are they one person?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes: make them one record now"), ("no", "No: leave them apart")],
        error_messages={"required": "Select whether they are one person"},
    )
    answer = forms.CharField(
        label="If not, why?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartingForm(forms.Form):
    reason = why("Why are they two people?", "Enter why they are two people")


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def merges(request: access.Request, crn: str) -> HttpResponse:
    """The merges that a record is part of: those that wait, those that stand, and those that were taken back."""
    subject = subject_of(request, crn, part="merges")
    if isinstance(subject, HttpResponse):
        return subject
    return render(
        request,
        "desk/merges.html",
        {
            "subject": subject,
            "merges": people.merges_of(subject.person_id),
            "may_change": subject.may_change and not request.as_at_day,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_merge(request: access.Request, crn: str) -> HttpResponse:
    """Ask for this record and another to be made one."""
    subject = subject_to_change(request, crn, part="new merge")
    if isinstance(subject, HttpResponse):
        return subject
    form = MergeForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if form.is_bound and form.is_valid():
        pair = subject.crn, form.cleaned_data["other"]
        survivor, merged = pair if form.cleaned_data["keeps"] == "this" else pair[::-1]
        try:
            change_people.propose_merge(
                account_id=request.account.pk,
                survivor_crn=survivor,
                merged_crn=merged,
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
        except PermissionDenied:
            form.add_error("other", NOT_KNOWN)
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
        else:
            messages.success(request, "It is asked. Somebody else approves it, or says why not.")
            return redirect("desk:merges", crn=subject.crn)
    has_errors = bool(refusals or (form.is_bound and form.errors))
    return render(
        request,
        "desk/person_form.html",
        {
            "subject": subject,
            "form": form,
            "title": "Merge with another record",
            "refusals": refusals,
            "has_errors": has_errors,
            "back": reverse("desk:merges", kwargs={"crn": subject.crn}),
        },
        status=422 if has_errors else 200,
    )


@who(Action.SEARCH, Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: access.Request, crn: str, key: UUID) -> HttpResponse:
    """One merge with both records side by side: answered while it waits, taken back while it stands."""
    subject = subject_of(request, crn, part="merge")
    if isinstance(subject, HttpResponse):
        return subject
    found = people.merge(key)
    if found is None or subject.person_id not in (found.survivor_id, found.merged_id):
        raise Http404
    ask = _asked_of(found, account_id=request.account.pk, may_change=subject.may_change)
    form = ask(request.POST if request.method == "POST" else None) if ask else None
    refusals: list[str] = []
    if form is not None and form.is_bound and form.is_valid():
        try:
            _do(form, request, found)
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
        else:
            messages.success(request, "The answer is saved.")
            return redirect("desk:merges", crn=found.survivor.crn)
    return _shown(request, subject, found, form=form, refusals=refusals)


def _shown(
    request: access.Request,
    subject: Subject,
    found: Any,  # Any: a merge of people
    *,
    form: forms.Form | None,
    refusals: list[str],
) -> HttpResponse:
    has_errors = bool(refusals or (form is not None and form.is_bound and form.errors))
    crns = (found.survivor.crn, found.merged.crn)
    return render(
        request,
        "desk/merge.html",
        {
            "subject": subject,
            "merge": found,
            "sides": [(each, people.profile(crn=each)) for each in crns],
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _asked_of(
    found: Any,  # Any: a merge of people
    *,
    account_id: int,
    may_change: bool,
) -> Callable[..., forms.Form] | None:
    """What the visitor may be asked of a merge; nothing of one that they proposed, or that is over."""
    if not may_change or found.undone_at is not None or found.is_approved is False:
        return None
    if found.is_approved:
        return PartingForm
    return None if found.proposed_by_id == account_id else AnswerForm


def _do(form: forms.Form, request: access.Request, found: Any) -> None:  # Any: a merge of people
    told: dict[str, Any] = {"account_id": request.account.pk, "merge": found, "now": request.now}
    if isinstance(form, PartingForm):
        change_people.take_back_merge(reason=form.cleaned_data["reason"], **told)
    elif form.cleaned_data["verdict"] == "yes":
        change_people.approve_merge(**told)
    else:
        change_people.decline_merge(answer=form.cleaned_data["answer"], **told)
