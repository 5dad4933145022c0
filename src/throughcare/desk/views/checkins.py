"""Check-ins as officers look at them: what waits, what was answered beside the photograph, and what is to be made of it."""

import re
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.checkins import commands as change_checkins
from throughcare.checkins import queries as checkins
from throughcare.checkins.choices import Follows
from throughcare.desk.checkin_forms import ReviewForm, SettlementForm
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.seats import seats_now
from throughcare.documents import queries as documents
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.people import queries as people
from throughcare.probation import queries as probation

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
Form = ReviewForm | SettlementForm


@who(Action.WRITE_CASE)
@require_safe
def waiting(request: access.Request) -> HttpResponse:
    """What waits for the visitor of their own cases: whoever seems to be somebody else, and whoever asks for help, first."""
    posts = [seat.post_id for seat in seats_now(request)]
    cards = {
        card.case_id: card
        for card in probation.caseload(at=request.now, post_ids=posts).cards
        if card.is_open
    }
    lines = checkins.waiting(list(cards), now=request.now)
    page = paging(request, total=len(lines))
    shown = lines[page.slice]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="checkins.listed",
            subject_kind="case",
            subject_references=sorted({cards[line.case_id].crn for line in shown}),
            now=request.now,
        )
    return render(
        request,
        "desk/checkins.html",
        {"lines": [(line, cards[line.case_id]) for line in shown], "page": page},
    )


@who(Action.READ_CASE)
@require_safe
def of_case(request: access.Request, crn: str) -> HttpResponse:
    """How the person checks in, and every check-in, in pages."""
    card = opened(request, crn, part="check-ins")
    if isinstance(card, HttpResponse):
        return card
    page = paging(request, total=checkins.count_of_case(card.case_id))
    return render(
        request,
        "desk/checkins_of_case.html",
        {
            "card": card,
            "registration": checkins.registration_of(card.case_id),
            "lines": checkins.of_case(card.case_id, part=page.slice, now=request.now),
            "page": page,
            "may_change": _may_change(request, card),
        },
    )


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def checkin(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One check-in: what was answered, the video beside the photograph, and what the officer makes of it."""
    card = opened(request, crn, part="check-in")
    if isinstance(card, HttpResponse):
        return card
    file = checkins.checkin_of(card.case_id, number=number, now=request.now)
    if file is None:
        raise Http404
    form = _form(request, card, file)
    refusals: list[str] = []
    if request.method == "POST":
        if form is None:
            refusals = ["That cannot be done where the check-in stands now."]
        elif form.is_valid():
            try:
                _decide(request, card, file, said=form.cleaned_data)
            except Refused as refusal:
                refusals = [reason.sentence for reason in refusal.reasons]
            else:
                messages.success(request, "Recorded.")
                return redirect("desk:checkin", crn=crn, number=number)
    has_errors = bool(refusals or (form is not None and form.errors))
    return render(
        request,
        "desk/checkin.html",
        {
            "card": card,
            "file": file,
            "checkin": file.checkin,
            "helps": [each.get_topic_display() for each in file.helps],
            "photograph": people.paper(card.person_id, key=file.registration.photograph),
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "may_change": _may_change(request, card),
            "link": _link_to_try(file),
        },
        status=422 if has_errors else 200,
    )


@who(Action.READ_CASE)
@require_safe
def video(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The bytes of the video, or the part that a browser asks for; that it was seen is on the trail."""
    card = opened(request, crn, part="check-in video")
    if isinstance(card, HttpResponse):
        return card
    found = checkins.video_of(card.case_id, number=number)
    if found is None:
        raise Http404
    try:
        kept = documents.content(found.digest)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    if kept.content is None:
        raise Http404
    answer = _part_of(kept.content, asked=request.headers.get("Range", ""))
    answer["Content-Type"] = found.media_type
    answer["Content-Disposition"] = f'inline; filename="{card.crn}-check-in-{number}"'
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "no-store"
    return answer


@who(Action.WRITE_CASE)
@require_POST
def links(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Have a new link sent; the old one opens nothing from here on."""
    card = opened_to_write(request, crn, part="check-in")
    if isinstance(card, HttpResponse):
        return card
    change_checkins.send_again(
        account_id=request.account.pk, case_id=card.case_id, number=number, now=request.now
    )
    messages.success(
        request, "A new link goes out by day, within a quarter of an hour. The old one is ended."
    )
    return redirect("desk:checkin", crn=crn, number=number)


@who(Action.WRITE_CASE)
@require_POST
def dismissal(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Say that one has seen that it could not be sent."""
    card = opened_to_write(request, crn, part="check-in")
    if isinstance(card, HttpResponse):
        return card
    change_checkins.dismiss(
        account_id=request.account.pk, case_id=card.case_id, number=number, now=request.now
    )
    messages.success(request, "Recorded.")
    return redirect("desk:checkins_of_case", crn=crn)


def _form(request: access.Request, card: probation.Card, file: checkins.File) -> Form | None:
    """What may be said of a check-in where it stands, by this visitor; None where nothing may."""
    data = request.POST if request.method == "POST" else None
    if not _may_change(request, card):
        return None
    match file.checkin.state:
        case "submitted":
            return ReviewForm(data)
        case "missed":
            return SettlementForm(data)
        case _:
            return None


def _decide(
    request: access.Request,
    card: probation.Card,
    file: checkins.File,
    *,
    said: dict[str, Any],  # Any: of each field its own
) -> None:
    follows = Follows(said["follows"]) if said["follows"] else None
    if file.checkin.state == "submitted":
        change_checkins.review(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=file.checkin.number,
            is_them=said["is_them"] == "yes",
            follows=follows,
            notes=said["notes"],
            now=request.now,
        )
    elif follows is not None:
        change_checkins.settle(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=file.checkin.number,
            follows=follows,
            notes=said["notes"],
            now=request.now,
        )


def _part_of(content: bytes, *, asked: str) -> HttpResponse:
    """All bytes, or the one range that is asked for: some browsers play no video without."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return HttpResponse(content)
    first, last = found.groups()
    begins = int(first) if first else max(0, len(content) - int(last))
    ends = min(int(last) if first and last else len(content) - 1, len(content) - 1)
    if begins > ends:
        answer = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        answer["Content-Range"] = f"bytes */{len(content)}"
        return answer
    answer = HttpResponse(content[begins : ends + 1], status=HTTPStatus.PARTIAL_CONTENT)
    answer["Content-Range"] = f"bytes {begins}-{ends}/{len(content)}"
    return answer


def _link_to_try(file: checkins.File) -> str:
    """In a demonstration, where no message leaves the house, the link that the person would have; nowhere else."""
    if not settings.DEMONSTRATION or file.checkin.state != "sent":
        return ""
    return checkins.address_of(file.checkin.reference, link=file.checkin.links, language="en")


def _may_change(request: access.Request, card: probation.Card) -> bool:
    return bool(card.is_writable) and card.closed_at is None and request.as_at_day is None
