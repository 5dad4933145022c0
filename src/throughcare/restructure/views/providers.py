"""One provider in a plan: what comes to it, what goes from it, by which rules, and each item."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.charts import FlowChart
from throughcare.govuk.paging import paging
from throughcare.restructure import queries
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.views import pictures
from throughcare.restructure.views.doors import found, sees_all


@access.who(Action.SEE_PLAN)
@require_safe
def provider(request: access.Request, reference: str, code: str) -> HttpResponse:
    """What comes and what goes, of one kind at a time; with `rule`, by that rule alone."""
    plan = found(request, reference, part=f"provider {code}")
    name = queries.name_of(plan, code=code)
    if name is None:
        raise Http404
    passing = queries.passing(plan, code=code)
    kinds = [each for each in KINDS if any(line.kind == each for line in passing)]
    asked = request.GET.get("kind", "")
    kind = asked if asked in kinds else (kinds[0] if kinds else "")
    rule = request.GET.get("rule", "").strip()
    lines = [each for each in passing if each.kind == kind]
    is_coming = any(each.is_coming for each in lines) and request.GET.get("way") != "going"
    wanted = queries.Wanted(kind=kind, rule=rule, **{"to_code" if is_coming else "from_code": code})
    rules = sorted({each.rule for each in lines})
    page = paging(request, total=queries.count_items(plan, wanted) if kind else 0)
    return render(
        request,
        "restructure/provider.html",
        {
            "plan": plan,
            "code": code,
            "name": name,
            "kind": kind,
            "kinds": [(each, KINDS[each].words) for each in kinds],
            "kind_words": KINDS[kind].words if kind else "",
            "rule": rule,
            "rules": rules,
            "says": queries.labels_in_words(
                plan, queries.read(plan), [(kind, each) for each in rules]
            ),
            "coming": [each for each in lines if each.is_coming],
            "going": [each for each in lines if not each.is_coming],
            "chart": _chart(plan, wanted),
            "items": queries.items(plan, wanted, part=page.slice) if kind else [],
            "page": page,
            "is_coming": is_coming,
            "sees_all": sees_all(request),
        },
    )


def _chart(plan: queries.Plan, wanted: queries.Wanted) -> FlowChart | None:
    """None where all of it goes one way, which needs no picture."""
    flows = queries.flows(plan, wanted)
    return pictures.chart(plan, flows, kind=wanted.kind, rule=wanted.rule) if flows[1:] else None
