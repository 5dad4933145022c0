"""Everything that people settled themselves, where the rules did not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.models import Hold, Override, Plan
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.views.doors import found, sees_all

MISSING = (Hold.DoesNotExist, Override.DoesNotExist)

WORDS = {
    "waits": "Waits for approval",
    "counts": "Counts",
    "held": "Held",
    "over": "Over",
}


@access.who(Action.SEE_PLAN)
@require_safe
def by_hand(request: access.Request, reference: str) -> HttpResponse:
    """Answers set by hand and items held, what waits first; `?state=` narrows the list."""
    plan = found(request, reference, part="by hand")
    is_programme = sees_all(request)
    counts = queries.count_by_hand(plan, sees_all=is_programme)
    asked = request.GET.get("state", "")
    state = asked if asked in queries.STATES else ""
    page = paging(request, total=counts.get(state, 0) if state else sum(counts.values()))
    return render(
        request,
        "restructure/by_hand.html",
        {
            "plan": plan,
            "settled": queries.by_hand(plan, sees_all=is_programme, state=state, part=page.slice),
            "page": page,
            "state": state,
            "states": [(each, WORDS[each], counts.get(each, 0)) for each in queries.STATES],
            "words": WORDS,
            "words_of": {name: kind.words for name, kind in KINDS.items()},
        },
    )


@access.who(Action.PLAN)
@require_POST
def lifting(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Give a held item back to the rules."""
    plan = found(request, reference, part="lift a hold")
    return _done(
        request,
        plan,
        lambda: commands.lift_hold(
            account_id=request.account.pk, plan_id=plan.pk, hold_id=number, now=request.now
        ),
        said=f"Lifted. {queries.counts_from(plan)}",
    )


@access.who(Action.APPROVE)
@require_POST
def hold_approval(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Say yes to a hold that somebody else made after the go decision."""
    plan = found(request, reference, part="approve a hold")
    return _done(
        request,
        plan,
        lambda: commands.approve_hold(
            account_id=request.account.pk, plan_id=plan.pk, hold_id=number, now=request.now
        ),
        said=f"Approved. {queries.counts_from(plan)}",
    )


@access.who(Action.PLAN)
@require_POST
def withdrawal(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Give up what was proposed and not approved."""
    plan = found(request, reference, part="withdraw an answer")
    return _done(
        request,
        plan,
        lambda: commands.withdraw_override(
            account_id=request.account.pk, plan_id=plan.pk, override_id=number, now=request.now
        ),
        said="Withdrawn. The answer of the plan stands.",
    )


def _done(
    request: access.Request, plan: Plan, act: Callable[[], Hold | Override], *, said: str
) -> HttpResponse:
    try:
        settled = act()
    except MISSING as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("restructure:by_hand", reference=plan.reference)
    messages.success(request, said)
    return redirect(
        "restructure:item", reference=plan.reference, kind=settled.kind, item_id=settled.item_id
    )
