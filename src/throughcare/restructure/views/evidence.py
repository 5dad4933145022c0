"""The books, what did not agree in them, and the sealed evidence as a page, as PDF and as it was signed."""

import json
from datetime import date, datetime

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.documents import queries as documents
from throughcare.govuk.paging import paging
from throughcare.govuk.spreadsheets import as_csv
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Outcome, Phase, RunState, Step
from throughcare.restructure.forms import ExplanationForm
from throughcare.restructure.models import Difference, Evidence
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.views.doors import found, sees_all


def words_of(kind: str) -> str:
    """What a book calls what it counts: a kind of item, or a table that goes with one."""
    words = KINDS[kind].words if kind in KINDS else apps.get_model(kind)._meta.verbose_name_plural
    return str(words).capitalize()


@access.who(Action.SEE_PLAN)
@require_safe
def books(request: access.Request, reference: str) -> HttpResponse:
    """Both sides of the books, and every difference; for whoever sees one side of the plan, how many there are."""
    plan = found(request, reference, part="books")
    page = paging(request, total=queries.count_differences(plan))
    lists = queries.lists_found(plan) if page.number == 1 else ()
    differences = queries.differences(plan, part=page.slice)
    may_be_explained = plan.phase in {Phase.LIVE, Phase.RECONCILED}
    return render(
        request,
        "restructure/books.html",
        {
            "plan": plan,
            "lines": queries.totals(plan),
            "words_of": words_of,
            "passed": queries.passed(plan, kind="case"),
            "lists": lists,
            "names": access.names_by_username({each.by for each in lists}),
            "sees_all": sees_all(request),
            "by_check": queries.by_check(plan),
            "differences": differences,
            "lapsed": queries.lapsed_of(plan, differences),
            "unnamed": queries.unnamed(plan),
            "page": page,
            "form": ExplanationForm(),
            "account_id": request.account.pk,
            "may_explain": may_be_explained and access.may(action=Action.PLAN),
            "may_approve": may_be_explained and access.may(action=Action.APPROVE),
            "reversal": _reversal(plan),
        },
    )


def _reversal(plan: queries.Plan) -> queries.Plan | None:
    """The plan that gave a reversed one back."""
    if plan.phase != Phase.REVERSED:
        return None
    return plan.reversals.exclude(phase=Phase.ABORTED).order_by("-id").first()


@access.who(Action.SEE_PLAN)
@require_safe
def books_csv(request: access.Request, reference: str) -> HttpResponse:
    """Every line of the books, for a spreadsheet."""
    plan = found(request, reference, part="books, as a file")
    return as_csv(
        f"{plan.reference}-books",
        ("moment", "kind", "state", "old owner", "new owner", "count"),
        (each.row for each in queries.entries(plan)),
    )


@access.who(Action.PLAN)
@require_POST
def explanation(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Explain a difference."""
    plan = found(request, reference, part="differences")
    try:
        commands.explain_difference(
            account_id=request.account.pk,
            plan_id=plan.pk,
            difference_id=number,
            explanation=request.POST.get("explanation", ""),
            now=request.now,
        )
    except Difference.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Explained. Somebody else has to approve it.")
    return redirect("restructure:books", reference=reference)


@access.who(Action.APPROVE)
@require_POST
def explanation_approval(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Accept somebody else's explanation."""
    plan = found(request, reference, part="differences")
    try:
        commands.approve_explanation(
            account_id=request.account.pk,
            plan_id=plan.pk,
            difference_id=number,
            now=request.now,
        )
    except Difference.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The difference is closed.")
    return redirect("restructure:books", reference=reference)


@access.who(Action.SEE_PLAN)
@require_safe
def evidence(request: access.Request, reference: str) -> HttpResponse:
    """The newest pack; for whoever sees one side of the plan, when it was sealed and where their own list is."""
    plan = found(request, reference, part="evidence")
    sealed = queries.sealed(plan)
    pack = json.loads(sealed.sealed_text) if sealed else None
    used = [(each["kind"], each["rule"]) for each in pack["rules"]] if pack else []
    return render(
        request,
        "restructure/evidence.html",
        {
            "plan": plan,
            "sealed": sealed,
            "sees_all": sees_all(request),
            "sealed_at": queries.sealed_at(plan),
            "pack": pack,
            "reversal": _reversal(plan),
            "says": queries.labels_in_words(plan, queries.read(plan), used),
            "steps": dict(Step.choices),
            "states": dict(RunState.choices),
            "outcomes": dict(Outcome.choices),
            "words_of": words_of,
            "moment_of": datetime.fromisoformat,
            "day_of": date.fromisoformat,
            "is_whole": sealed is not None and queries.is_whole(sealed),
            "may_seal": access.may(action=Action.PLAN),
        },
    )


@access.who(Action.SEE_PLAN)
@require_safe
def evidence_json(request: access.Request, reference: str) -> HttpResponse:
    """The file of the pack: what was sealed, with its digest, signature and key. For the programme and for audit."""
    sealed = _sealed(request, reference)
    answer = HttpResponse(queries.pack_file(sealed), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{sealed.digest[:12]}.json"'
    return answer


@access.who(Action.SEE_PLAN)
@require_safe
def evidence_pdf(request: access.Request, reference: str) -> HttpResponse:
    """The pack to print and to file. For the programme and for audit."""
    sealed = _sealed(request, reference)
    answer = HttpResponse(
        documents.render_pdf(
            template_key="documents.report",
            data=queries.evidence_report(sealed),
            now=sealed.recorded_at,
        ),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'inline; filename="evidence-{sealed.digest[:12]}.pdf"'
    return answer


def _sealed(request: access.Request, reference: str) -> Evidence:
    """The newest pack, for those who see packs.

    Raises:
        Http404: there is none that this account may see.
    """
    sealed = queries.sealed(found(request, reference, part="evidence"))
    if sealed is None:
        raise Http404
    return sealed
