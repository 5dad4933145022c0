"""Documents that are written here: begun, written by one at a time, finished, and files that are taken in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.views.asking import form_page
from throughcare.desk.views.paper_forms import DraftForm, TextForm, UploadForm
from throughcare.documents import queries as documents_kept
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

Opened = tuple[probation.Card, probation.Written]


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: access.Request, crn: str) -> HttpResponse:
    """Begin a letter or a report: the form, and what it sends."""
    card = opened(request, crn, part="new document")
    if isinstance(card, HttpResponse):
        return card
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        templates=[(each.code, each.title) for each in probation.document_templates()],
        abouts=_abouts(request, card),
        initial={"about": request.GET.get("about", ""), "template": request.GET.get("from", "")},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_probation.draft_document(
                account_id=request.account.pk,
                case_id=card.case_id,
                template_code=form.cleaned_data["template"],
                enforcement=form.cleaned_data["about"],
                is_sensitive=form.cleaned_data["is_sensitive"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            return redirect("desk:document_text", crn=crn, number=made.number)
    return form_page(
        request,
        card,
        form,
        title="Write a letter or a report",
        button="Begin",
        refusals=refusals,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: access.Request, crn: str) -> HttpResponse:
    """Take a file in: the form, and what it sends."""
    card = opened(request, crn, part="new document")
    if isinstance(card, HttpResponse):
        return card
    is_sent = request.method == "POST"
    nsis = probation.nsis(card.case_id, at=request.now, part=slice(0, 50))
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        belongings=[
            *((f"enforcement/{code}", label) for code, label in _abouts(request, card)),
            *((f"nsi/{each.number}", f"{each.type}, {each.number}") for each in nsis),
        ],
    )
    refusals: list[str] = []
    if is_sent and form.is_valid():
        try:
            change_probation.upload_document(
                account_id=request.account.pk,
                case_id=card.case_id,
                title=form.cleaned_data["title"],
                content=form.cleaned_data["file"].read(),
                attached=form.attached,
                is_sensitive=form.cleaned_data["is_sensitive"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The document is kept.")
            return redirect("desk:documents", crn=crn)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/upload.html",
        {"card": card, "form": form, "refusals": refusals, "has_errors": has_errors},
        status=422 if has_errors else 200,
    )


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def document_text(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The text of a document, and what writes it."""
    found = _opened(request, crn, number)
    if isinstance(found, HttpResponse):
        return found
    card, written = found
    form = TextForm(request.POST if request.method == "POST" else None, texts=written.texts)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_probation.save_document(
                account_id=request.account.pk,
                case_id=card.case_id,
                number=number,
                words=form.words,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "What you wrote is kept.")
            return redirect("desk:document_text", crn=crn, number=number)
    return _page(request, found, form=form, refusals=refusals)


Say = Callable[[int], str]


@who(Action.WRITE_CASE)
@require_POST
def opening(request: access.Request, crn: str, number: int) -> HttpResponse:
    def say(case_id: int) -> str:
        change_probation.open_document(
            account_id=request.account.pk, case_id=case_id, number=number, now=request.now
        )
        return "It is open to you. Nobody else writes in it until you close it."

    return _done(request, crn, number, say=say)


@who(Action.WRITE_CASE)
@require_POST
def closing(request: access.Request, crn: str, number: int) -> HttpResponse:
    def say(case_id: int) -> str:
        change_probation.close_document(
            account_id=request.account.pk, case_id=case_id, number=number, now=request.now
        )
        return "It is closed. Others can write in it."

    return _done(request, crn, number, say=say)


@who(Action.WRITE_CASE)
@require_POST
def finishing(request: access.Request, crn: str, number: int) -> HttpResponse:
    def say(case_id: int) -> str:
        change_probation.finish_document(
            account_id=request.account.pk, case_id=case_id, number=number, now=request.now
        )
        return "It is final, and in the log of the case."

    return _done(request, crn, number, say=say)


@who(Action.WRITE_CASE)
@require_POST
def revising(request: access.Request, crn: str, number: int) -> HttpResponse:
    def say(case_id: int) -> str:
        change_probation.revise_document(
            account_id=request.account.pk, case_id=case_id, number=number, now=request.now
        )
        return "You are writing a new version. The one before is kept."

    return _done(request, crn, number, say=say)


@who(Action.READ_CASE)
@require_safe
def preview(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The letter as it would be now, which nothing keeps."""
    found = _opened(request, crn, number)
    if isinstance(found, HttpResponse):
        return found
    _, written = found
    if written.origin.template is None:
        raise Http404
    made = documents_kept.render_pdf(
        template_key=probation.template_key(written.origin),
        data=probation.letter_data(written, at=request.now),
        now=request.now,
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{crn}-{number}-preview.pdf"'
    return answer


@who(Action.READ_CASE)
@require_safe
def word(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The same for a word processor, of one that is final."""
    found = _opened(request, crn, number)
    if isinstance(found, HttpResponse):
        return found
    _, written = found
    if not written.document.is_final or not written.origin.docx_digest:
        raise Http404
    kept = documents_kept.content(written.origin.docx_digest)
    answer = HttpResponse(kept.content, content_type=kept.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{crn}-{number}.docx"'
    return answer


def _abouts(request: access.Request, card: probation.Card) -> list[tuple[str, str]]:
    """The warnings, breaches and recalls of a case, by reference."""
    found = probation.record(card.case_id, at=request.now).enforcements[:50]
    return [(each.reference, f"{each.get_kind_display()} {each.reference}") for each in found]


def _opened(request: access.Request, crn: str, number: int) -> Opened | HttpResponse:
    card = opened(request, crn, part=f"document {number}")
    if isinstance(card, HttpResponse):
        return card
    found = probation.written_document(card.case_id, number=number)
    if found is None:
        raise Http404
    return card, found


def _done(request: access.Request, crn: str, number: int, *, say: Say) -> HttpResponse:
    """What a button does, done; or the page again, with why it cannot be."""
    found = _opened(request, crn, number)
    if isinstance(found, HttpResponse):
        return found
    card, written = found
    try:
        said = say(card.case_id)
    except Refused as refusal:
        refusals = [reason.sentence for reason in refusal.reasons]
        return _page(request, found, form=TextForm(None, texts=written.texts), refusals=refusals)
    messages.success(request, said)
    return redirect("desk:document_text", crn=crn, number=number)


def _page(
    request: access.Request, found: Opened, *, form: forms.Form, refusals: list[str]
) -> HttpResponse:
    card, written = found
    opener = written.opened_by
    may_write = card.is_writable and not request.as_at_day
    has_errors = bool(refusals or form.errors)
    shown: dict[str, Any] = {  # Any: what a template is given
        "card": card,
        "written": written,
        "document": written.document,
        "form": form,
        "refusals": refusals,
        "has_errors": has_errors,
        "may_write": may_write,
        "is_open_to_me": opener is not None and opener.account_id == request.account.pk,
        "may_take": opener is not None and Action.ALLOCATE in request.actions,
    }
    status = (409 if refusals else 422) if has_errors else 200
    return render(request, "desk/document_text.html", shown, status=status)
