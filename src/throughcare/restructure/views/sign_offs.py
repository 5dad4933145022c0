"""What each provider has now, accepting it, and what was listed against it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Outcome, Phase
from throughcare.restructure.forms import ListedExceptionForm, OutcomeForm
from throughcare.restructure.views.doors import found, sees_all
from throughcare.restructure.views.evidence import words_of


@access.who(Action.SEE_PLAN)
@require_safe
def sign_offs(request: access.Request, reference: str) -> HttpResponse:
    """Every provider with who accepted its list."""
    plan = found(request, reference, part="sign-offs")
    accepted, every = queries.counts_accepted(plan)
    page = paging(request, total=every)
    return render(
        request,
        "restructure/sign_offs.html",
        {
            "plan": plan,
            "providers": queries.accepting(plan, part=page.slice),
            "accepted": accepted,
            "every": every,
            "page": page,
            "sees_all": sees_all(request),
        },
    )


@access.who(Action.SEE_PLAN)
@require_safe
def sign_off(request: access.Request, reference: str, code: str) -> HttpResponse:
    """What one provider has, what was listed against it, and accepting it."""
    return _page(request, reference, code, ListedExceptionForm())


@access.who(Action.SEE_PLAN)
@require_POST
def acceptance(request: access.Request, reference: str, code: str) -> HttpResponse:
    """Accept a provider's list."""
    plan = found(request, reference, part=f"sign-off {code}")
    try:
        commands.accept_list(
            account_id=request.account.pk, plan_id=plan.pk, provider=code, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"You accepted the list of {code}.")
    return redirect("restructure:sign_off", reference=reference, code=code)


@access.who(Action.SEE_PLAN)
@require_POST
def exceptions(request: access.Request, reference: str, code: str) -> HttpResponse:
    """List something that is not right."""
    form = ListedExceptionForm(request.POST)
    if form.is_valid():
        plan = found(request, reference, part=f"sign-off {code}")
        typed = form.cleaned_data
        try:
            commands.list_exception(
                account_id=request.account.pk,
                plan_id=plan.pk,
                provider=code,
                says=typed["says"],
                owed_by=typed["owed_by"],
                due_on=typed["due_on"],
                now=request.now,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(_FIELDS.get(reason.code), reason.sentence)
        else:
            messages.success(request, "Listed. It counts once the list is accepted with it.")
            return redirect("restructure:sign_off", reference=reference, code=code)
    return _page(request, reference, code, form)


_FIELDS = {
    "nothing-said": "says",
    "nobody-owes": "owed_by",
    "no-day": "due_on",
    "day-passed": "due_on",
}
"""The field that each reason stands at; any other stands above the form."""


def _page(
    request: access.Request, reference: str, code: str, form: ListedExceptionForm
) -> HttpResponse:
    plan = found(request, reference, part=f"sign-off {code}")
    one = queries.accepting_of(plan, code=code)
    if one is None:
        raise Http404
    owner_id = one.list.owner_id
    page = paging(request, total=queries.count_exceptions(plan, owner_id=owner_id))
    listed = queries.exceptions_of(plan, owner_id=owner_id, part=page.slice)
    earlier = queries.earlier_sign_offs(plan, owner_id=owner_id)
    people = {each.owed_by_id for each in listed if each.owed_by_id is not None}
    people |= {each.signed_by_id for each in earlier}
    speaks = request.account.pk in access.speakers([owner_id]).get(owner_id, ())
    return render(
        request,
        "restructure/sign_off.html",
        {
            "plan": plan,
            "one": one,
            "code": code,
            "lines": queries.lines_of(one.list),
            "words_of": words_of,
            "wrong": queries.wrong_assignments(plan, owner_id=owner_id, code=code),
            "stale": plan.phase == Phase.RECONCILED and queries.settled_since(plan),
            "exceptions": [(each, _is_late(request, each)) for each in listed],
            "earlier": earlier,
            "names": access.display_names(people),
            "page": page,
            "form": form,
            "has_errors": bool(form.errors),
            "may_accept": speaks
            and one.sign_off is None
            and plan.phase == Phase.RECONCILED
            and plan.made_by_id != request.account.pk,
        },
        status=422 if form.errors else 200,
    )


@access.who(Action.SEE_PLAN)
@require_safe
def exception(request: access.Request, reference: str, code: str, number: int) -> HttpResponse:
    """One exception, and what came of it."""
    return _exception_page(request, reference, code, number, OutcomeForm())


@access.who(Action.SEE_PLAN)
@require_POST
def outcome(request: access.Request, reference: str, code: str, number: int) -> HttpResponse:
    """Close an exception."""
    plan = found(request, reference, part=f"exception {number}")
    one, listed = _exception(plan, code, number)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            commands.close_exception(
                account_id=request.account.pk,
                plan_id=plan.pk,
                exception_id=listed.pk,
                outcome=Outcome(form.cleaned_data["outcome"]),
                says=form.cleaned_data["says"],
                now=request.now,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(_FIELDS_OF_OUTCOME.get(reason.code), reason.sentence)
        else:
            messages.success(request, "The exception is closed.")
            return redirect("restructure:sign_off", reference=reference, code=one.list.code)
    return _exception_page(request, reference, code, number, form)


_FIELDS_OF_OUTCOME = {"nothing-said": "says", "not-yours-to-withdraw": "outcome"}


def _exception(
    plan: queries.Plan, code: str, number: int
) -> tuple[queries.Accepting, queries.ListedException]:
    one = queries.accepting_of(plan, code=code)
    if one is None:
        raise Http404
    listed = queries.exception_of(plan, owner_id=one.list.owner_id, number=number)
    if listed is None:
        raise Http404
    return one, listed


def _exception_page(
    request: access.Request, reference: str, code: str, number: int, form: OutcomeForm
) -> HttpResponse:
    plan = found(request, reference, part=f"exception {number}")
    one, listed = _exception(plan, code, number)
    people = {listed.made_by_id, listed.owed_by_id or 0, listed.closed_by_id or 0}
    return render(
        request,
        "restructure/exception.html",
        {
            "plan": plan,
            "one": one,
            "code": code,
            "exception": listed,
            "is_late": _is_late(request, listed),
            "names": access.display_names(people),
            "form": form,
            "has_errors": bool(form.errors),
            "may_close": listed.closed_at is None and _may_close(request, one),
        },
        status=422 if form.errors else 200,
    )


def _may_close(request: access.Request, one: queries.Accepting) -> bool:
    owner_id = one.list.owner_id
    speaks = request.account.pk in access.speakers([owner_id]).get(owner_id, ())
    return speaks or access.may(action=Action.APPROVE)


def _is_late(request: access.Request, listed: queries.ListedException) -> bool:
    return queries.is_late(listed, today=queries.day_of(request.now))
