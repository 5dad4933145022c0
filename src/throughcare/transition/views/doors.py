"""What every page of a transition does first: which plan, and the trail of having read it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.restructure import queries as restructure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from throughcare.access import queries as access
    from throughcare.restructure.models import Plan

PROGRAMME = frozenset({Action.PLAN, Action.APPROVE, Action.SWITCH, Action.AUDIT})


def found(request: access.Request, reference: str, *, part: str) -> Plan:
    """The newest version of a plan, its reading written to the trail.

    Raises:
        Http404: there is none that this account may know of.
    """
    plan = restructure.latest(reference)
    if plan is None:
        raise Http404
    note(request, subject=str(plan), part=part)
    return plan


def note(request: access.Request, *, subject: str, part: str) -> None:
    """Write to the trail that something was read."""
    audit.record(
        account_id=request.account.pk,
        action="transition.read",
        subject_kind="plan",
        subject_reference=subject,
        now=request.now,
        detail={"part": part},
    )


def as_csv(name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A file of comma-separated values."""
    file = HttpResponse(content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(rows)
    return file
