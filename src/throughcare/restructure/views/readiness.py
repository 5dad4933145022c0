"""Whether a plan may go on: every gate with its evidence, what people state and accept, and what the public is told."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.forms import AcceptanceForm, StatementForm
from throughcare.restructure.models import Measurement, Plan, Statement
from throughcare.restructure.rules import capacity as rules
from throughcare.restructure.rules.evidence import link_to
from throughcare.restructure.rules.gates import BY_NAME, By, is_passed
from throughcare.restructure.views.doors import found, sees_all

OF_STATEMENT, OF_ACCEPTANCE = "statement-%s", "acceptance-%s"
"""Both forms may stand on one page."""


@access.who(Action.SEE_PLAN)
@require_safe
def readiness(request: access.Request, reference: str) -> HttpResponse:
    """Every gate, red, amber or green."""
    plan = found(request, reference, part="readiness")
    all_of_it = sees_all(request)
    readings = [
        each
        for each in _readings(request, plan)
        # Rooms above measure for those who see all of a plan.
        if all_of_it or each.gate.by != By.ROOM
    ]
    accepted = queries.acceptances(plan)
    return render(
        request,
        "restructure/readiness.html",
        {
            "plan": plan,
            "readings": readings,
            "accepted": {gate for gate, fact in accepted if _is_found(readings, gate, fact)},
            "waiting": sum(
                each.gate.is_asked
                and not is_passed(
                    each.light,
                    is_accepted=(each.name, each.fact[: queries.LONGEST_FACT]) in accepted,
                )
                for each in readings
            ),
            "are_asked": queries.are_asked(),
            "sees_all": all_of_it,
            "published": queries.as_published(plan),
            "may_publish": access.may(action=Action.SWITCH),
        },
    )


def _is_found(readings: list[queries.Reading], gate: str, fact: str) -> bool:
    return any(each.name == gate and each.fact[: queries.LONGEST_FACT] == fact for each in readings)


def _readings(request: access.Request, plan: Plan) -> list[queries.Reading]:
    today = request.now.astimezone(queries.CIVIL).date()
    return queries.readings(plan, queries.read(plan), today=today)


@access.who(*{Action.PLAN, Action.APPROVE, Action.SWITCH, Action.AUDIT})
@require_safe
def gate(request: access.Request, reference: str, which: str) -> HttpResponse:
    """One gate: what was found, what was stated and accepted, and the forms for either."""
    plan = found(request, reference, part=f"gate {which}")
    return _shown(request, plan, which)


@access.who(Action.PLAN, Action.APPROVE)
@require_POST
def statements(request: access.Request, reference: str, which: str) -> HttpResponse:
    """State that a gate is passed for which nothing can be measured."""
    plan = found(request, reference, part=f"gate {which}")
    form = StatementForm(request.POST, auto_id=OF_STATEMENT)
    if form.is_valid() and _done(
        form,
        lambda: commands.state_gate(
            account_id=request.account.pk,
            plan_id=plan.pk,
            gate=which,
            says=form.cleaned_data["says"],
            link=link_to(
                form.cleaned_data["address"],
                here=settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/"),
                digest=form.cleaned_data["digest"],
                result_on=form.cleaned_data["result_on"],
            ),
            now=request.now,
        ),
    ):
        messages.success(request, "Stated. Somebody else has to approve it.")
        return redirect("restructure:gate", reference=reference, which=which)
    return _shown(request, plan, which, statement_form=form)


@access.who(Action.APPROVE)
@require_POST
def statement_approval(
    request: access.Request, reference: str, which: str, number: int
) -> HttpResponse:
    """Agree with what somebody else stated."""
    plan = found(request, reference, part=f"gate {which}")
    try:
        commands.approve_statement(
            account_id=request.account.pk,
            plan_id=plan.pk,
            gate=which,
            statement_id=number,
            now=request.now,
        )
    except Statement.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "You approved the statement.")
    return redirect("restructure:gate", reference=reference, which=which)


@access.who(Action.APPROVE)
@require_POST
def acceptance(request: access.Request, reference: str, which: str) -> HttpResponse:
    """Take an amber gate upon oneself."""
    plan = found(request, reference, part=f"gate {which}")
    form = AcceptanceForm(request.POST, auto_id=OF_ACCEPTANCE)
    if form.is_valid() and _done(
        form,
        lambda: commands.accept_amber(
            account_id=request.account.pk,
            plan_id=plan.pk,
            gate=which,
            reason=form.cleaned_data["reason"],
            now=request.now,
        ),
    ):
        messages.success(request, "Accepted, for as long as this is what is found.")
        return redirect("restructure:readiness", reference=reference)
    return _shown(request, plan, which, acceptance_form=form)


@access.who(Action.SEE_PLAN)
@require_safe
def capacity(request: access.Request, reference: str) -> HttpResponse:
    """Every measurement of the first hour, with what each falls short of."""
    plan = found(request, reference, part="capacity")
    asked = queries.asked_of(cases=queries.cases_answered(plan))
    page = paging(request, total=queries.count_measurements(plan))
    measured = queries.measurements(plan, part=page.slice)
    return render(
        request,
        "restructure/capacity.html",
        {
            "plan": plan,
            "asked": asked,
            "page": page,
            "measured": [(each, *_judged(each, asked)) for each in measured],
            "names": access.display_names({each.recorded_by_id for each in measured}),
        },
    )


def _judged(kept: Measurement, asked: rules.Asked) -> tuple[str, list[str]]:
    """The light of one measurement, and what it falls short of."""
    measured = queries.as_measured(kept)
    wanting = [*rules.shortfalls(measured, asked=asked), *rules.doubts(measured, asked=asked)]
    return rules.light_of(measured, asked=asked), wanting


@access.who(Action.SWITCH)
@require_http_methods(["POST"])
def publication(request: access.Request, reference: str) -> HttpResponse:
    """Tell the public how the gates stand, or take back what it was told."""
    plan = found(request, reference, part="publication")
    if request.POST.get("end"):
        commands.withdraw_gates(account_id=request.account.pk, plan_id=plan.pk, now=request.now)
        messages.success(request, "The public page shows nothing of this plan any more.")
    else:
        commands.publish_gates(account_id=request.account.pk, plan_id=plan.pk, now=request.now)
        messages.success(request, "The public page shows the gates as they stand now.")
    return redirect("restructure:readiness", reference=reference)


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether it was; what was refused stands with the form."""
    try:
        act()
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason.sentence)
        return False
    return True


def _shown(
    request: access.Request,
    plan: Plan,
    which: str,
    *,
    statement_form: StatementForm | None = None,
    acceptance_form: AcceptanceForm | None = None,
) -> HttpResponse:
    if which not in BY_NAME:
        raise Http404
    reading = next(each for each in _readings(request, plan) if each.name == which)
    statement = reading.statement
    acceptances = [each for each in queries.acceptances(plan).values() if each.gate == which]
    people = {each.accepted_by_id for each in acceptances}
    if statement is not None:
        people |= {statement.made_by_id, statement.approved_by_id or 0}
    may_approve = access.may(action=Action.APPROVE)
    has_errors = bool(
        (statement_form and statement_form.errors) or (acceptance_form and acceptance_form.errors)
    )
    return render(
        request,
        "restructure/gate.html",
        {
            "plan": plan,
            "reading": reading,
            "statement": statement,
            "acceptances": acceptances,
            "names": access.display_names(people),
            "statement_form": statement_form or StatementForm(auto_id=OF_STATEMENT),
            "acceptance_form": acceptance_form or AcceptanceForm(auto_id=OF_ACCEPTANCE),
            "has_errors": has_errors,
            "may_state": reading.is_stated and (may_approve or access.may(action=Action.PLAN)),
            "may_approve": may_approve,
            "is_own_statement": statement is not None
            and statement.made_by_id == request.account.pk,
            "may_accept": may_approve and plan.made_by_id != request.account.pk,
            "is_accepted": any(
                each.fact == reading.fact[: queries.LONGEST_FACT] for each in acceptances
            ),
        },
        status=422 if has_errors else 200,
    )
