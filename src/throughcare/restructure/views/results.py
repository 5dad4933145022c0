"""What the dry-run found."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.restructure import queries
from throughcare.restructure.choices import Per, Standing
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.views import pictures
from throughcare.restructure.views.doors import found, sees_all


@access.who(Action.SEE_PLAN)
@require_safe
def results(request: access.Request, reference: str) -> HttpResponse:
    """Answers by old provider, new provider and rule, for one kind of item at a time."""
    plan = found(request, reference, part="results")
    read = queries.read(plan)
    counted = queries.kinds_answered(plan)
    kinds = list(dict.fromkeys(kind for kind, _, _ in counted))
    asked = request.GET.get("kind", "")
    kind = asked if asked in kinds else ("case" if "case" in kinds else "")
    rule = request.GET.get("rule", "").strip()
    flows = queries.flows(plan, queries.Wanted(kind=kind, rule=rule))
    all_of_it = sees_all(request)
    told = queries.found_dry(plan) if all_of_it else {}
    shares = [queries.as_kept(each) for each in told.get("shares", [])]
    rules = [used for used in queries.rules_used(plan) if used.kind == kind]
    named = [(kind, rule), *((kind, used.rule) for used in rules)]
    contradictions = [each for each in queries.contradictions(plan) if each.kind == kind]
    named += [(kind, each.other) for each in contradictions]
    named += [(share.forecast.kind, name) for share in shares for name, _ in share.rules]
    return render(
        request,
        "restructure/results.html",
        {
            "plan": plan,
            "kinds": [(each, KINDS[each].words) for each in kinds],
            "kind": kind,
            "kind_words": KINDS[kind].words if kind else "",
            "flows": flows,
            "rule": rule,
            "chart": pictures.chart(plan, flows, kind=kind, rule=rule),
            "rules": rules,
            "contradictions": contradictions,
            "says": queries.labels_in_words(plan, read, named),
            "sees_all": all_of_it,
            # Of one side's items a share says nothing.
            "shares": shares,
            "loads": told.get("loads", []),
            "posts": [queries.Posts(**each) for each in told.get("posts", [])]
            if kind == "account"
            else [],
            "hands": [queries.Lacking(**each) for each in told.get("hands", [])],
            "constraints": queries.constraints_found(plan) if all_of_it else [],
            "words_of": {name: each.words for name, each in KINDS.items()},
            "bodies": queries.names_of_bodies(read),
            "open": {
                standing: sum(count for _, found, count in counted if found == standing)
                for standing in (Standing.UNDETERMINED, Standing.HELD)
            },
            "total": sum(count for _, _, count in counted),
        },
    )


@access.who(Action.SEE_PLAN)
@require_safe
def loads(request: access.Request, reference: str) -> HttpResponse:
    """Work of each team or officer, now and once the plan is live; who has more than stated comes first."""
    plan = found(request, reference, part="loads")
    asked = request.GET.get("per", "")
    per = Per(asked) if asked in Per.values else Per.TEAM
    is_over = bool(request.GET.get("over"))
    provider = request.GET.get("provider", "").strip().upper()
    total = queries.count_loads(plan, per=per, provider=provider, is_over=is_over)
    page = paging(request, total=total)
    return render(
        request,
        "restructure/loads.html",
        {
            "plan": plan,
            "per": per,
            "pers": Per.choices,
            "is_over": is_over,
            "provider": provider,
            "page": page,
            "loads": queries.loads(
                plan, per=per, provider=provider, is_over=is_over, part=page.slice
            ),
            "words_of": {name: each.words for name, each in KINDS.items()},
            "sees_all": sees_all(request),
        },
    )
