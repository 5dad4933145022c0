"""What providers and partners have in systems of their own: handing in a list, and where it and ours differ."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.forms import OutsideListForm, OwedForm
from throughcare.restructure.models import OutsideList, Plan
from throughcare.restructure.views.doors import found, sees_all

FIELDS = {"nobody-owes": "owed_by", "no-day": "due_on", "day-passed": "due_on"}
FIELDS_OF_LIST = {"no-provider": "body", "no-partner": "body", "not-open-to-lists": None}
"""The field that each reason stands at; of a list, all others are about its file."""


@access.who(Action.SEE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: access.Request, reference: str) -> HttpResponse:
    """Every list that was handed in, and handing in one."""
    plan = found(request, reference, part="outside")
    form = OutsideListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            commands.hand_in_list(
                account_id=request.account.pk,
                plan_id=plan.pk,
                body=form.cleaned_data["body"],
                is_partner=form.cleaned_data["whose"] == "partner",
                content=form.cleaned_data["file"],
                now=request.now,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(FIELDS_OF_LIST.get(reason.code, "file"), reason.sentence)
        else:
            messages.success(request, "Handed in. It is compared within seconds.")
            return redirect("restructure:outside", reference=reference)
    handed_in = queries.current_outside(plan)
    page = paging(request, total=handed_in.count())
    return render(
        request,
        "restructure/outside.html",
        {
            "plan": plan,
            "lists": queries.compared(handed_in[page.slice], today=queries.day_of(request.now)),
            "page": page,
            "without": queries.without_a_list(plan) if sees_all(request) else [],
            "form": form,
            "has_errors": bool(form.errors),
            "sees_all": sees_all(request),
            "may_change": _may_change(request),
        },
        status=422 if form.errors else 200,
    )


@access.who(Action.SEE_PLAN)
@require_safe
def one(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Where one list and ours differ."""
    plan, asked = _asked(request, reference, number)
    return _shown(request, plan, asked, OwedForm())


@access.who(Action.SEE_PLAN)
@require_POST
def dates(request: access.Request, reference: str, number: int) -> HttpResponse:
    """Give every difference that nobody owes yet an owner and a day."""
    plan, asked = _asked(request, reference, number)
    form = OwedForm(request.POST)
    if form.is_valid() and _are_dated(request, plan, asked, form, difference=None):
        return redirect("restructure:outside_list", reference=reference, number=number)
    return _shown(request, plan, asked, form)


@access.who(Action.SEE_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def difference(
    request: access.Request, reference: str, number: int, difference: int
) -> HttpResponse:
    """One difference, and giving it an owner and a day."""
    plan, asked = _asked(request, reference, number)
    shown = queries.outside_differences(asked).filter(id=difference).first()
    if shown is None:
        raise Http404
    form = OwedForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _are_dated(request, plan, asked, form, difference=difference)
    ):
        return redirect("restructure:outside_list", reference=reference, number=number)
    return render(
        request,
        "restructure/outside_difference.html",
        {
            "plan": plan,
            "list": asked,
            "difference": shown,
            "names": access.display_names({shown.owed_by_id or 0, shown.dated_by_id or 0}),
            "may_change": _may_change(request),
            "form": form,
            "has_errors": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )


def _may_change(request: access.Request) -> bool:
    """Whether to offer it: the programme plans for all, and a head speaks for one provider."""
    return Action.PLAN in request.actions or not sees_all(request)


def _asked(request: access.Request, reference: str, number: int) -> tuple[Plan, OutsideList]:
    plan = found(request, reference, part=f"outside {number}")
    asked = queries.outside_list(plan, number=number)
    if asked is None:
        raise Http404
    return plan, asked


def _are_dated(
    request: access.Request,
    plan: Plan,
    asked: OutsideList,
    form: OwedForm,
    *,
    difference: int | None,
) -> bool:
    """Whether they are; what was refused stands with the form."""
    try:
        count = commands.date_differences(
            account_id=request.account.pk,
            plan_id=plan.pk,
            list_id=asked.pk,
            difference_id=difference,
            owed_by=form.cleaned_data["owed_by"],
            due_on=form.cleaned_data["due_on"],
            now=request.now,
        )
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(FIELDS.get(reason.code), reason.sentence)
        return False
    says = "The difference has" if count == 1 else f"{count:,} differences have"
    messages.success(request, f"{says} an owner and a day. Reconcile again to have it counted.")
    return True


def _shown(request: access.Request, plan: Plan, asked: OutsideList, form: OwedForm) -> HttpResponse:
    today = queries.day_of(request.now)
    (compared,) = queries.compared([asked], today=today)
    differences = queries.outside_differences(asked)
    page = paging(request, total=compared.open)
    listed = list(differences[page.slice])
    people = {each.owed_by_id or 0 for each in listed} | {asked.handed_in_by_id}
    return render(
        request,
        "restructure/outside_list.html",
        {
            "plan": plan,
            "one": compared,
            "differences": [
                (each, each.due_on is not None and each.due_on < today) for each in listed
            ],
            "names": access.display_names(people),
            "may_change": _may_change(request),
            "page": page,
            "form": form,
            "has_errors": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )
