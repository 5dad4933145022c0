"""The help desk list, and records that somebody cannot find."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.restructure import queries as restructure
from throughcare.transition import commands, queries
from throughcare.transition.choices import Trouble
from throughcare.transition.forms import FoundForm, MissingForm

if TYPE_CHECKING:
    from throughcare.transition.models import Missing


@access.who(Action.SEE_PLAN)
@require_safe
def help_desk(request: access.Request) -> HttpResponse:
    """Troubles of the last days, for the units that the account may see: `?unit=` and `?kind=` narrow them."""
    asked = request.GET.get("kind", "")
    kind = Trouble(asked) if asked in Trouble.values else None
    code = request.GET.get("unit", "").strip().upper()
    unit_ids, told = _units(code)
    desks = queries.troubles_by_provider(now=request.now, unit_ids=unit_ids)
    totals = {each: sum(desk.counts[each] for desk in desks) for each in Trouble}
    page = paging(request, total=totals[kind] if kind else sum(totals.values()))
    listed = queries.troubles(now=request.now, kind=kind, unit_ids=unit_ids, part=page.slice)
    _note(request, "help-desk", part=f"{kind or 'all'} {code}".strip())
    return render(
        request,
        "transition/help_desk.html",
        {
            "desks": desks,
            "totals": totals,
            "kinds": Trouble,
            "kind": kind,
            "code": code,
            "told": told,
            "listed": listed,
            "page": page,
            "now": request.now,
            "days": queries.DAYS,
            "is_programme": access.may_everywhere(action=Action.SEE_PLAN),
        },
    )


def _units(code: str) -> tuple[set[int] | None, str]:
    """The units that a code narrows the list to, those after an old code and all under them; and what is said of the code."""
    if not code:
        return None, ""
    moment = organisation.pinned()
    try:
        found = organisation.routed(code, moment=moment)
    except Refused as refused:
        return set(), str(refused)
    tops = {found.given_to.unit_id, *(each.unit_id for each in found.candidates)}
    under = {
        each.unit_id
        for top in tops
        for each in organisation.all_under(top, hierarchy="line", moment=moment)
    }
    return tops | under, found.sentence


@access.who(Action.SEARCH, Action.READ_CASE, Action.SEE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: access.Request) -> HttpResponse:
    """Say that a record is missing."""
    form = MissingForm(
        request.POST if request.method == "POST" else None,
        initial={"item_reference": request.GET.get("item", "")},
    )
    if form.is_valid():
        try:
            made = commands.report_missing(
                account_id=request.account.pk,
                item_reference=form.cleaned_data["item_reference"],
                words=form.cleaned_data["words"],
                now=request.now,
            )
        except Refused as refused:
            form.add_error("item_reference", str(refused))
        else:
            messages.success(request, "It is on the help desk list.")
            return redirect("transition:missing", missing=made.reference)
    return render(
        request,
        "transition/report_missing.html",
        {"form": form, "has_errors": bool(form.errors)},
        status=422 if form.errors else 200,
    )


@access.who()
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: access.Request, missing: UUID) -> HttpResponse:
    """One missing record, for who reported it and for those who look for it; posted, it is answered."""
    made = queries.missing(missing)
    if made is None:
        raise Http404
    form = FoundForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_answered(request, form, made):
        return redirect("transition:missing", missing=missing)
    _note(request, str(made.reference), part="missing-record")
    may = access.actions()
    return render(
        request,
        "transition/missing.html",
        {
            "made": made,
            "form": form,
            "names": access.display_names(
                {each for each in (made.account_id, made.answered_by_id) if each}
            ),
            "is_own": made.account_id == request.account.pk,
            "may_search": Action.SEARCH in may,
            "sees_plans": Action.SEE_PLAN in may,
            "live": [
                plan
                for plan in restructure.newest_of_each()
                if plan.phase in restructure.REVERSIBLE
            ],
            "has_errors": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )


def _is_answered(request: access.Request, form: FoundForm, made: Missing) -> bool:
    try:
        commands.answer_missing(
            account_id=request.account.pk,
            reference=made.reference,
            answer=form.cleaned_data["answer"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error("answer", str(refused))
        return False
    messages.success(request, "Answered. Whoever reported it finds the answer here.")
    return True


def _note(request: access.Request, subject: str, *, part: str) -> None:
    audit.record(
        account_id=request.account.pk,
        action="transition.read",
        subject_kind="help-desk",
        subject_reference=subject,
        now=request.now,
        detail={"part": part},
    )
