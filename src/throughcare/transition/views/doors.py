"""What every page of a transition does first: which plan, and the trail of having read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.restructure import queries as restructure

if TYPE_CHECKING:
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
