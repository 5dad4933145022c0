"""Everything that people settled themselves, where the rules did not."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.restructure import queries
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.views.doors import found, sees_all

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
