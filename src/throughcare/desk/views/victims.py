"""The files of victims, for victim liaison officers alone: what they do with one, a form for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.victim_forms import (
    AnswerForm,
    DetailsForm,
    EndingForm,
    EntryForm,
    NewContactForm,
    NoticeForm,
    OutcomeForm,
    RepresentationForm,
    RequestForm,
    WishForm,
)
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.victims import commands as change_victims
from throughcare.victims import queries as victims
from throughcare.victims.choices import Because

who = access.who
SHOWN: Final = 5


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something that is added to a file. Any: the fields of each form are the command's."""

    form: type[forms.Form]
    title: str
    add: Callable[..., Any]


PARTS: Final = {
    "wishes": Part(form=WishForm, title="Record a wish", add=change_victims.record_wish),
    "entries": Part(form=EntryForm, title="Add to the log", add=change_victims.add_entry),
    "requests": Part(
        form=RequestForm, title="Ask for a condition", add=change_victims.ask_for_condition
    ),
    "representations": Part(
        form=RepresentationForm,
        title="Record a representation",
        add=change_victims.add_representation,
    ),
    "notices": Part(form=NoticeForm, title="Record a notice", add=change_victims.record_notice),
}


@who(Action.KEEP_VICTIMS)
@require_safe
def contacts(request: access.Request) -> HttpResponse:
    """All contacts of the visitor's body, those with something to do first."""
    page = paging(request, total=victims.count_contacts())
    listed = victims.contacts(part=page.slice)
    if listed:
        audit.record_many(
            account_id=request.account.pk,
            action="victims.listed",
            subject_kind="victim-contact",
            subject_references=sorted(each.reference for each in listed),
            now=request.now,
        )
    return render(request, "desk/victim_contacts.html", {"contacts": listed, "page": page})


@who(Action.KEEP_VICTIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_contact(request: access.Request) -> HttpResponse:
    return _asked(
        request,
        NewContactForm(_posted(request)),
        title="New contact with a victim",
        back="/victim-contacts",
        act=lambda typed: (
            change_victims.open_contact(
                account_id=request.account.pk, now=request.now, **typed
            ).reference
        ),
    )


@who(Action.KEEP_VICTIMS)
@require_safe
def victim(request: access.Request, reference: str) -> HttpResponse:
    file = _opened(request, reference, part="file")
    card = probation.card_of(file.crn, at=request.now)
    is_open = card is not None and card.is_open
    return render(
        request,
        "desk/victim.html",
        {
            "file": file,
            "entries": victims.entries(file.victim.pk)[:SHOWN],
            "eligibilities": victims.eligibilities(file.case_id) if is_open else (),
            "is_open": is_open,
        },
    )


@who(Action.KEEP_VICTIMS)
@require_safe
def log(request: access.Request, reference: str) -> HttpResponse:
    file = _opened(request, reference, part="log")
    found = victims.entries(file.victim.pk)
    page = paging(request, total=found.count())
    return render(
        request, "desk/victim_log.html", {"file": file, "entries": found[page.slice], "page": page}
    )


@who(Action.KEEP_VICTIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: access.Request, reference: str) -> HttpResponse:
    file = _opened(request, reference, part="details")
    initial = {name: getattr(file.victim, name) for name in DetailsForm.base_fields}
    return _asked(
        request,
        DetailsForm(_posted(request), initial=initial),
        title="Change details",
        back=_address(reference),
        act=_into(request, reference, change_victims.change_details),
    )


@who(Action.KEEP_VICTIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def addition(request: access.Request, reference: str, part: str) -> HttpResponse:
    _opened(request, reference, part=part)
    found = PARTS.get(part)
    if found is None:
        raise Http404
    return _asked(
        request,
        found.form(_posted(request)),
        title=found.title,
        back=_address(reference),
        act=_into(request, reference, found.add),
    )


@who(Action.KEEP_VICTIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: access.Request, reference: str, number: int) -> HttpResponse:
    file = _opened(request, reference, part="answer")
    if number not in {each.number for each in file.requests}:
        raise Http404
    return _asked(
        request,
        AnswerForm(_posted(request)),
        title=f"Answer request {number}",
        back=_address(reference),
        act=_into(request, reference, change_victims.answer_request, number=number),
    )


@who(Action.KEEP_VICTIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: access.Request, reference: str, because: str) -> HttpResponse:
    file = _opened(request, reference, part="task")
    if because not in {each.because for each in file.tasks if each.done_at is None}:
        raise Http404
    return _asked(
        request,
        OutcomeForm(_posted(request)),
        title=str(Because(because).label),
        back=_address(reference),
        act=_into(request, reference, change_victims.finish_task, because=Because(because)),
    )


@who(Action.KEEP_VICTIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: access.Request, reference: str) -> HttpResponse:
    _opened(request, reference, part="end")
    return _asked(
        request,
        EndingForm(_posted(request)),
        title="End this contact",
        back=_address(reference),
        act=_into(request, reference, change_victims.close_contact),
    )


def _posted(request: access.Request) -> Any:  # Any: what Django's forms take
    return request.POST if request.method == "POST" else None


def _into(
    request: access.Request, reference: str, command: Callable[..., Any], **parts: Any
) -> Callable[[dict[str, Any]], str]:  # Any: as of `Part`
    """What was typed, given to a command about a file."""

    def act(typed: dict[str, Any]) -> str:
        command(
            account_id=request.account.pk, reference=reference, now=request.now, **typed, **parts
        )
        return reference

    return act


def _asked(
    request: access.Request,
    form: forms.Form,
    *,
    title: str,
    back: str,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            reference = act(form.cleaned_data)
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Saved.")
            return redirect("desk:victim", reference=reference)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/victim_form.html",
        {
            "form": form,
            "title": title,
            "back": back,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _opened(request: access.Request, reference: str, *, part: str) -> victims.File:
    """A file that the visitor may know of, its reading written to the trail under its own reference.

    Raises:
        Http404: there is none.
    """
    file = victims.file_of(reference)
    if file is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="victim.read",
        subject_kind="victim-contact",
        subject_reference=reference,
        now=request.now,
        detail={"part": part},
    )
    return file


def _address(reference: str) -> str:
    return f"/victim-contacts/{reference}"
