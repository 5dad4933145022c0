"""Rehearsals of all plans, and the report of one: as a page, as PDF and as JSON."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.documents import queries as documents
from throughcare.govuk.paging import paging
from throughcare.rehearsal import queries
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal
from throughcare.rehearsal.rules.parts import LABELS, steps
from throughcare.rehearsal.rules.places import place

POLL_SECONDS = 3
UNDER_WAY = (State.WAITING, State.RUNNING)


@access.who(Action.SEE_PLAN)
@require_safe
def rehearsals(request: access.Request) -> HttpResponse:
    """Every rehearsal, latest first."""
    page = paging(request, total=queries.count())
    return render(
        request,
        "rehearsal/rehearsals.html",
        {
            "agreed": settings.REHEARSAL_SEVERITY,
            "nights": queries.newest(part=page.slice),
            "page": page,
            "sees_all": access.may_everywhere(action=Action.SEE_PLAN),
        },
    )


@access.who(Action.SEE_PLAN)
@require_safe
def rehearsal(request: access.Request, number: int) -> HttpResponse:
    """The report, or how far it is while it runs; with `?fragment=1` the progress alone."""
    is_fragment = bool(request.GET.get("fragment"))
    # The trail has the reading of the page; that it asks again how far it is, every few seconds, is no other.
    found = _one(number) if is_fragment else _found(request, number, part="report")
    is_running = found.state in UNDER_WAY
    values = {
        "rehearsal": found,
        "plan": found.plan,
        "is_running": is_running,
        "parts": steps(done=found.done, is_begun=found.state == State.RUNNING),
    }
    if is_fragment:
        return render(request, "rehearsal/progress.html", values)
    return render(
        request,
        "rehearsal/rehearsal.html",
        values
        | {
            "report": queries.report(number) if found.state == State.DONE else None,
            "labels": LABELS,
            "place": place,
            "refresh_seconds": POLL_SECONDS if is_running else 0,
        },
    )


@access.who(Action.SEE_PLAN)
@require_safe
def as_json(request: access.Request, number: int) -> HttpResponse:
    """All that was found, for a program."""
    told = _told(request, number, part="json")
    answer = HttpResponse(json.dumps(told.as_json(), indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="rehearsal-{number}.json"'
    return answer


@access.who(Action.SEE_PLAN)
@require_safe
def as_pdf(request: access.Request, number: int) -> HttpResponse:
    """The report to print and to file."""
    told = _told(request, number, part="pdf")
    answer = HttpResponse(
        documents.render_pdf(
            template_key="documents.report",
            data=queries.as_document(told),
            now=told.rehearsal.finished_at or request.now,
        ),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'inline; filename="rehearsal-{number}.pdf"'
    return answer


def _one(number: int) -> Rehearsal:
    """A rehearsal.

    Raises:
        Http404: there is none that this account may see.
    """
    found = queries.one(number)
    if found is None:
        raise Http404
    return found


def _told(request: access.Request, number: int, *, part: str) -> queries.Report:
    if _found(request, number, part=part).state != State.DONE:
        raise Http404
    return queries.report(number)


def _found(request: access.Request, number: int, *, part: str) -> Rehearsal:
    """A rehearsal, its reading written to the trail.

    Raises:
        Http404: there is none that this account may see.
    """
    found = _one(number)
    audit.record(
        account_id=request.account.pk,
        action="restructure.read",
        subject_kind="plan",
        subject_reference=str(found.plan),
        now=request.now,
        detail={"part": f"rehearsal {part}", "rehearsal": number},
    )
    return found
