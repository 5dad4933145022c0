"""Who will be able to open one case, by name: for whoever may see the plan and reads the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.govuk.paging import paging
from throughcare.transition import queries
from throughcare.transition.views.doors import found

LONGEST_CRN: Final = 40
NO_LONGER: Final = 1_000_000
"""More than there are accounts: how many open a case is known once a page of them was asked for."""


@access.who(Action.SEE_PLAN, Action.ALLOCATE)
@require_safe
def openers(request: access.Request, reference: str) -> HttpResponse:
    """Who opens the case of `?case=` before the day and after it."""
    plan = found(request, reference, part="who opens a case")
    crn = request.GET.get("case", "").strip().upper()[:LONGEST_CRN]
    page = paging(request, total=NO_LONGER)
    listed: list[queries.Opener] = []
    if crn:
        audit.record(
            account_id=request.account.pk,
            action="transition.read",
            subject_kind="case",
            subject_reference=crn,
            now=request.now,
            detail={"part": "who opens it", "plan": str(plan)},
        )
        latest = queries.latest_round(plan)
        if latest is not None and latest.answered_by == queries.answered_by(plan):
            listed, every = queries.openers_by_name(plan, reference=crn, part=page.slice)
            if not listed and page.number > 1:
                return redirect(f"{request.path}?case={crn}")
            page = replace(page, total=every)
    return render(
        request,
        "transition/openers.html",
        {"plan": plan, "crn": crn, "openers": listed, "page": page},
    )
