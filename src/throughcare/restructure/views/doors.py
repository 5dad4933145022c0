"""What every page of a plan does first: which plan, what may be done with it, and the trail of having read it."""

from django.http import Http404, HttpRequest

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.restructure import queries
from throughcare.restructure.models import Plan

EVERYWHERE = frozenset({Action.PLAN, Action.APPROVE, Action.SWITCH, Action.AUDIT})


def found(request: access.Request, reference: str, *, part: str) -> Plan:
    """The newest version of a plan, its reading written to the trail.

    Raises:
        Http404: there is none that this account may see.
    """
    plan = queries.latest(reference)
    if plan is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="restructure.read",
        subject_kind="plan",
        subject_reference=str(plan),
        now=request.now,
        detail={"part": part},
    )
    return plan


def opened(request: access.Request, reference: str, *, part: str) -> Plan:
    """The newest version of a plan, for a page that asks again for what moves on it (`?fragment=`).

    The trail has the reading of the page. What it asks for afterwards, every few seconds, is no other reading, and an entry
    for it would hold up every writer of the trail until its answer is there.

    Raises:
        Http404: there is none that this account may see.
    """
    if not is_fragment(request):
        return found(request, reference, part=part)
    plan = queries.latest(reference)
    if plan is None:
        raise Http404
    return plan


def sees_all(request: access.Request) -> bool:
    """Whether the account works on reforms or audits them, and does not only see what they do to its own side."""
    return bool(request.actions & EVERYWHERE)


def is_fragment(request: HttpRequest) -> bool:
    return bool(request.GET.get("fragment"))
