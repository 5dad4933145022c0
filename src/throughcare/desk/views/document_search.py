"""Finding a document among those of all the visitor's cases."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.kept_words import KEPT, keep_words, kept_words
from throughcare.desk.seats import seats_now
from throughcare.probation import queries as probation

PLACE = "documents of my cases"
MOST_FOUND = 50
"""How many are shown, the latest of those that have the words."""


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def documents_found(request: access.Request) -> HttpResponse:
    """Documents with some words in their title or text, of the cases that the visitor holds and may open.

    Of a case that is closed to the visitor nothing is found and nothing counted.
    """
    if request.method == "POST":
        here = reverse("desk:documents_found")
        has_words = keep_words(request, place=PLACE, text=request.POST.get("words", ""))
        return redirect(f"{here}?words={KEPT}" if has_words else here)
    words = kept_words(request, place=PLACE)
    found: list[tuple[probation.Card, object]] = []
    if words:
        posts = [seat.post_id for seat in seats_now(request)]
        held = probation.caseload(at=request.now, post_ids=posts).cards
        cards = {card.case_id: card for card in held if card.is_open}
        found = [
            (cards[paper.case_id], paper)
            for paper in probation.matching_documents(cards, words=words, limit=MOST_FOUND)
        ]
    if found:
        audit.record_many(
            account_id=request.account.pk,
            action="documents.found",
            subject_kind="case",
            subject_references=sorted({card.crn for card, _ in found}),
            now=request.now,
        )
    return render(
        request, "desk/documents_found.html", {"words": words, "found": found, "most": MOST_FOUND}
    )
