"""Single items: where each goes and why, and settling what the rules could not."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.jinja import with_query
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Phase, Standing
from throughcare.restructure.forms import HoldForm, OverrideForm
from throughcare.restructure.models import Plan
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.views.doors import found

NARROWED_BY = {
    "kind": "Kind",
    "standing": "Standing",
    "rule": "Rule",
    "against": "Against the rule",
    "from": "From",
    "to": "To",
    "reference": "Reference",
}
BEFORE = {Phase.DRAFT, Phase.CHECKED, Phase.DRY_RUN, Phase.STAGED}
"""While answers can still change."""
OF_HOLD, OF_OVERRIDE = "hold-%s", "override-%s"
"""Both forms stand on one page, and both ask for a reason."""
CODES = {"from": "from_code", "to": "to_code"}


@access.who(Action.SEE_PLAN)
@require_safe
def items(request: access.Request, reference: str) -> HttpResponse:
    """Items by kind, standing, rule, old and new provider; what has to be settled first."""
    plan = found(request, reference, part="items")
    wanted = queries.Wanted(
        **{CODES.get(name, name): request.GET.get(name, "").strip() for name in NARROWED_BY}
    )
    page = paging(request, total=queries.count_items(plan, wanted))
    listed = queries.items(plan, wanted, part=page.slice)
    return render(
        request,
        "restructure/items.html",
        {
            "plan": plan,
            "wanted": wanted,
            "chosen": _chosen(request),
            "page": page,
            "items": listed,
            "says": queries.labels_in_words(
                plan, queries.read(plan), [(each.kind, each.rule) for each in listed]
            ),
            "words_of": {name: kind.words for name, kind in KINDS.items()},
            "was_tried": bool(listed) or queries.is_answered(plan),
            "kinds": [(name, kind.words) for name, kind in KINDS.items()],
            "standings": Standing.choices,
        },
    )


def _chosen(request: access.Request) -> list[tuple[str, str]]:
    """What the list is narrowed by, each with the address of the list without it."""
    return [
        (f"{words}: {value}", with_query(request.GET, page=None, **{name: None}))
        for name, words in NARROWED_BY.items()
        if (value := request.GET.get(name, "").strip())
    ]


@access.who(Action.SEE_PLAN)
@require_safe
def item(request: access.Request, reference: str, kind: str, item_id: int) -> HttpResponse:
    plan = found(request, reference, part=f"{kind} {item_id}")
    return _shown(request, plan, kind, item_id)


@access.who(Action.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: access.Request, reference: str, kind: str, item_id: int) -> HttpResponse:
    """Leave an item for a decision."""
    plan = found(request, reference, part=f"{kind} {item_id}")
    form = HoldForm(request.POST if request.method == "POST" else None, auto_id=OF_HOLD)
    if request.method == "POST" and form.is_valid():
        decider_id = access.account_id(username=form.cleaned_data["decider"])
        if decider_id is None:
            form.add_error("decider", "There is no such account. Check the user name.")
        else:
            try:
                _hold(request, plan, kind, item_id, decider_id=decider_id, form=form)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"Held. {queries.holds_count_from(plan)}")
                return redirect("restructure:item", reference=reference, kind=kind, item_id=item_id)
    return _shown(request, plan, kind, item_id, hold_form=form)


def _hold(
    request: access.Request, plan: Plan, kind: str, item_id: int, *, decider_id: int, form: HoldForm
) -> None:
    until: date = form.cleaned_data["until"]
    commands.hold_item(
        account_id=request.account.pk,
        plan_id=plan.pk,
        kind=kind,
        item_id=item_id,
        decider_id=decider_id,
        reason=form.cleaned_data["reason"],
        until=until,
        now=request.now,
    )


@access.who(Action.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def overrides(request: access.Request, reference: str, kind: str, item_id: int) -> HttpResponse:
    """Propose another answer for one item; it counts once somebody else approves it."""
    plan = found(request, reference, part=f"{kind} {item_id}")
    form = OverrideForm(request.POST if request.method == "POST" else None, auto_id=OF_OVERRIDE)
    if request.method == "POST" and form.is_valid():
        try:
            commands.propose_override(
                account_id=request.account.pk,
                plan_id=plan.pk,
                kind=kind,
                item_id=item_id,
                unit_code=form.cleaned_data["unit"].upper(),
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Proposed. Somebody else has to approve it.")
            return redirect("restructure:item", reference=reference, kind=kind, item_id=item_id)
    return _shown(request, plan, kind, item_id, override_form=form)


def _shown(
    request: access.Request,
    plan: Plan,
    kind: str,
    item_id: int,
    *,
    hold_form: HoldForm | None = None,
    override_form: OverrideForm | None = None,
) -> HttpResponse:
    found = queries.item(plan, kind=kind, item_id=item_id)
    if found is None:
        raise Http404
    read = queries.read(plan)
    has_errors = bool((hold_form and hold_form.errors) or (override_form and override_form.errors))
    return render(
        request,
        "restructure/item.html",
        {
            "plan": plan,
            "item": found,
            "words": KINDS[found.kind].words,
            "words_of": {name: each.words for name, each in KINDS[found.kind].attributes.items()},
            "rule": queries.rule_in_words(plan, read, kind=kind, label=found.rule),
            "also": [
                (words or label, label in (found.contradicted_by or ()))
                for (_, label), words in queries.labels_in_words(
                    plan, read, [(kind, label) for label in found.also]
                ).items()
            ],
            "holds": queries.holds_of(plan, kind=kind, item_id=item_id),
            "overrides": queries.overrides_of(plan, kind=kind, item_id=item_id),
            "hold_form": hold_form or HoldForm(auto_id=OF_HOLD),
            "override_form": override_form or OverrideForm(auto_id=OF_OVERRIDE),
            "has_errors": has_errors,
            "may_plan": access.may(action=Action.PLAN),
            "is_before": plan.phase in BEFORE,
            "may_be_settled": plan.phase in BEFORE or plan.phase in queries.REVERSIBLE,
            "may_approve": access.may(action=Action.APPROVE),
        },
        status=422 if has_errors else 200,
    )
