"""The papers of a case: the list of them, and one that is opened."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.kept_words import KEPT, keep_words, kept_words
from throughcare.documents import queries as documents_kept
from throughcare.govuk.paging import paging
from throughcare.probation import queries as probation

MOST_FOUND = 50
"""How many documents are shown that have what is looked for."""


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: access.Request, crn: str) -> HttpResponse:
    """The papers of a case, or those that have the words that were posted."""
    place = f"documents of {crn}"
    if request.method == "POST":
        here = reverse("desk:documents", kwargs={"crn": crn})
        has_words = keep_words(request, place=place, text=request.POST.get("words", ""))
        return redirect(f"{here}?words={KEPT}" if has_words else here)
    card = opened(request, crn, part="documents")
    if isinstance(card, HttpResponse):
        return card
    words = kept_words(request, place=place)
    if words:
        listed = probation.matching_documents([card.case_id], words=words, limit=MOST_FOUND)
        page = paging(request, total=len(listed), size=MOST_FOUND)
    else:
        page = paging(request, total=probation.documents_in_all(card.case_id))
        listed = probation.documents(card.case_id, part=page.slice)
    versions = documents_kept.versions({each.reference for each in listed if each.reference})
    digests = {edition.digest for editions in versions.values() for edition in editions}
    return render(
        request,
        "desk/documents.html",
        {
            "card": card,
            "documents": listed,
            "earlier": {reference: editions[:-1] for reference, editions in versions.items()},
            "kept": documents_kept.kept(digests | {each.digest for each in listed}),
            "page": page,
            "words": words,
            "written": probation.numbers_written(card.case_id, documents=listed),
            "may_write": card.is_writable and not card.closed_at and not request.as_at_day,
        },
    )


@who(Action.READ_CASE)
@require_safe
def document(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The bytes of a paper, for the browser to save; a page that says so where they are not kept here."""
    card = opened(request, crn, part=f"document {number}")
    if isinstance(card, HttpResponse):
        return card
    paper = _paper(card, number=number)
    return _file(request, card, paper, digest=paper.digest, name=f"{card.crn}-{number}")


@who(Action.READ_CASE)
@require_safe
def version(request: access.Request, crn: str, number: int, version: int) -> HttpResponse:
    """The bytes of a paper as it was once, in the same way."""
    card = opened(request, crn, part=f"document {number}, version {version}")
    if isinstance(card, HttpResponse):
        return card
    paper = _paper(card, number=number)
    if paper.reference is None:
        raise Http404
    for edition in documents_kept.versions([paper.reference])[paper.reference]:
        if edition.number == version:
            name = f"{card.crn}-{number}-version-{version}"
            return _file(request, card, paper, digest=edition.digest, name=name)
    raise Http404


def _paper(card: probation.Card, *, number: int) -> probation.Paper:
    paper = probation.document(card.case_id, number=number)
    if paper is None:
        raise Http404
    return paper


def _file(
    request: access.Request,
    card: probation.Card,
    paper: probation.Paper,
    *,
    digest: str,
    name: str,
) -> HttpResponse:
    try:
        found = documents_kept.content(digest)
    except ObjectDoesNotExist:
        found = None
    if found is None or found.content is None:
        shown = {"card": card, "document": paper, "place": found.place if found else ""}
        return render(request, "desk/document_not_kept.html", shown, status=404)
    # Saved and never shown in a page of ours: whoever wrote it may have put anything in.
    answer = HttpResponse(found.content, content_type=found.media_type)
    ending = _ENDINGS.get(found.media_type, "")
    answer["Content-Disposition"] = f'attachment; filename="{name}{ending}"'
    return answer


_ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/plain": ".txt",
}
"""How the name of a file ends, by its type."""
