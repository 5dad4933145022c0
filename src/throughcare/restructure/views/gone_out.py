"""What a reversal does not take back: how much there is of each sort so far, and a list of each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.restructure import queries
from throughcare.restructure.views.doors import found


@access.who(*{Action.PLAN, Action.APPROVE, Action.SWITCH, Action.AUDIT})
@require_safe
def sorts(request: access.Request, reference: str) -> HttpResponse:
    """The counts, and what the plan itself says is hard to undo."""
    plan = found(request, reference, part="gone out")
    period = queries.period_of(plan, now=request.now)
    read = queries.read(plan.reverses or plan)
    return render(
        request,
        "restructure/gone_out.html",
        {
            "plan": plan,
            "read": read,
            "period": period,
            "sorts": queries.counts_gone_out(period),
        },
    )


@access.who(*{Action.PLAN, Action.APPROVE, Action.SWITCH, Action.AUDIT})
@require_safe
def sort(request: access.Request, reference: str, which: str) -> HttpResponse:
    """One sort, row by row."""
    plan = found(request, reference, part=f"gone out {which}")
    asked = next((each for each in queries.sorts_gone_out() if each.name == which), None)
    if asked is None:
        raise Http404
    period = queries.period_of(plan, now=request.now)
    (counted,) = queries.counts_gone_out(period, only=[asked])
    page = paging(request, total=counted.count)
    return render(
        request,
        "restructure/gone_out_sort.html",
        {
            "plan": plan,
            "period": period,
            "sort": counted,
            "page": page,
            "listed": queries.listed_gone_out(asked, period, part=page.slice),
        },
    )
