"""The steps of a plan, one function each. Every one may be repeated, and goes on after being stopped."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import commands as organisation
from throughcare.restructure.choices import Gate, Phase
from throughcare.restructure.commands import (
    answers,
    awaiting,
    books,
    carrying,
    constraining,
    following,
    freezing,
    lapsing,
    laying,
    places,
    settling,
    sheaves,
    staging,
    structure,
    trail,
    undoing,
    unstaging,
    writers,
)
from throughcare.restructure.models import Approval, Changed, Plan
from throughcare.restructure.queries import fitting, frozen, kinds, plans, sql, units
from throughcare.restructure.rules import checks, reading
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.targets import Standing

Tell = Callable[[int, int, str], None]

FROM_STAGED = (Phase.STAGED, *plans.GONE_LIVE, Phase.REVERSED)


@transaction.atomic
def check_plan(*, account_id: int, plan_id: int, now: datetime) -> Plan:
    """Check a plan against the organisation.

    Raises:
        Refused: it may not run; carries every reason.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    if plan.phase != Phase.DRAFT:
        return plan
    read = plans.read(plan)
    problems = checks.check(
        read,
        decisions=plans.decisions(on=plan.effective_at),
        kinds=units.kinds(),
        standings=_standings(plan),
        in_flight=kinds.lists(),
    )
    if problems:
        raise reading.refusal(problems)
    _move_on(plan, Phase.CHECKED, account_id=account_id, now=now)
    return plan


def _standings(plan: Plan) -> dict[str, Standing]:
    """Every unit as it will stand; what an earlier version of the plan has made, and what ended with it, it may make again."""
    before = units.made_before(plan)
    found = units.standings(at=plan.effective_at)
    return {code: each for code, each in found.items() if code not in before or each.operates}


@transaction.atomic
def answer_plan(*, account_id: int | None, plan_id: int, now: datetime, tell: Tell) -> None:
    """Dry-run: answer every item on the live data, and change nothing that anybody reads.

    The new bodies are written ahead so that answers can name them. A plan that is staged keeps its answers. `account_id` is
    None for the worker's own, each night.

    Raises:
        Refused: the plan was not checked, rules and units are frozen for another, or another opens the same bodies.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    if plan.phase in FROM_STAGED:
        return
    if plan.phase == Phase.DRAFT:
        raise Refused.because("not-checked", f"{plan.title} has not been checked. Check it first.")
    if plan.reverses_id is None:
        freezing.require_structure_not_frozen(now=now, but=plan)
    read = plans.read(plan)
    sql.write(sql.ROOMY_MEMORY)
    tell(0, 4, "Writing the new bodies ahead")
    older = _older(plan, account_id=account_id, now=now)
    carrying.carry_over(older=older, plan=plan, account_id=account_id, now=now)
    _note_from_here(*older, plan)
    for each in (*older, plan):
        unstaging.give_up(each, now=now)
    if plan.reverses is None:
        _require_codes_of_its_own(plan, read)
        structure.stage_bodies(plan=plan, read=read, now=now)
    else:
        undoing.stage_structure(plan=plan, legal_basis=read.legal_basis, now=now)
    settling.take_in_written(plan=plan, read=read, now=now)
    organisation.finish_staging()
    tell(1, 4, "Answering staff, teams and offices")
    prepared = answers.prepare(plan=plan)
    laying.lay_cases(plan=plan, read=read, decisions=prepared.decisions)
    answers.answer_staff(prepared=prepared)
    tell(2, 4, "Setting up places under the new bodies")
    if plan.reverses is None:
        places.stage_places(plan=plan, read=read, now=now)
        organisation.finish_staging()
    tell(3, 4, "Answering cases and what goes with them")
    answers.answer_work(prepared=prepared)
    for name in read.rules:
        lapsing.lapse(plan=plan, kind=name, only=None, now=now)
    _move_on(plan, Phase.DRY_RUN, account_id=account_id, now=now)
    tell(4, 4, "Done")


def _note_from_here(*tried: Plan) -> None:
    """Forget what was noted before. What is noted from here on the dry run may not have read: it stays noted until it is staged."""
    writers.wait_for_those_at_work(otherwise="Nothing has been answered.")
    Changed.objects.filter(plan__in=tried).delete()


def _require_codes_of_its_own(plan: Plan, read: ReadPlan) -> None:
    opened = {unit.code for unit in read.new_units} - units.made_before(plan).keys()
    elsewhere = units.opened_elsewhere(opened, but=plan.change_id)
    if elsewhere:
        raise Refused(
            [
                Reason(
                    "code-taken",
                    f"{code} is opened by {title or 'what is there already'}, too. Take it out of one plan, or give it another code.",
                )
                for code, title in elsewhere
            ]
        )


@transaction.atomic
def stage_plan(*, account_id: int, plan_id: int, now: datetime, tell: Tell) -> dict[str, int]:
    """Write the answers ahead as assignments, and keep digests of all content; rows written by kind.

    What changed since the dry run is answered again first. What changes meanwhile stays noted, for keeping up.

    Raises:
        Refused: it is not approved, an item is undetermined and on no hold, or a constraint that stops is broken.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    if plan.phase not in {Phase.DRY_RUN, Phase.STAGED}:
        raise Refused.because(
            "not-dry-run", f"{plan.title} is {plan.get_phase_display().lower()}. Run it dry first."
        )
    total = len(kinds.assigned()) + len(kinds.kept()) + 2
    written: dict[str, int] = {}
    tell(0, total, "Answering again what changed since the dry run")
    if plan.phase != Phase.STAGED:
        _move_on(plan, Phase.STAGED, account_id=account_id, now=now)
    following.follow_changes(plan=plan, now=now)
    if reasons := _reasons_not_to_stage(plan, now=now):
        raise Refused(reasons)
    for at, kind in enumerate(kinds.assigned(), start=1):
        tell(at, total, f"Staging {kind.name}")
        removed, added = staging.stage_kind(plan, kind, now=now)
        sql.analyze(kind.assignments)
        written[kind.name] = removed + added
    sql.write(sql.AMPLE_MEMORY)
    done = plans.kinds_with_digests(plan)
    filled = kinds.with_records()
    for at, kept in enumerate(kinds.kept(), start=1 + len(kinds.assigned())):
        tell(at, total, f"Keeping digests of {kept.label}")
        if kept.label not in done and kept.table in filled:
            books.write_digests(plan=plan, kept=kept)
    tell(total - 1, total, "Keeping what is due when")
    _keep_lists(plan)
    tell(total, total, "Done")
    return written


def _keep_lists(plan: Plan) -> None:
    if not plans.has_clocks(plan):
        books.write_clocks(plan=plan)
        awaiting.keep_lists(plan=plan)
    if not plans.has_sheaves(plan):
        sheaves.keep_sheaves(plan=plan)


def _reasons_not_to_stage(plan: Plan, *, now: datetime) -> list[Reason]:
    reasons = []
    if Plan.objects.filter(reference=plan.reference, version__gt=plan.version).exists():
        sentence = f"A newer version of {plan.title} was taken in. Stage that one."
        reasons.append(Reason("newer-version", sentence))
    why = frozen.why_structure_is_frozen(now=now, but=plan)
    if why and plan.reverses_id is None:
        reasons.append(Reason("frozen", why))
    if late := plans.past_its_limit(plan, now=now):
        reasons.append(Reason("too-late", late))
    if not Approval.objects.filter(plan=plan, gate=Gate.PLAN).exists():
        reasons.append(Reason("not-approved", "Nobody has approved the plan."))
    if undetermined := plans.undetermined(plan):
        sentence = f"{undetermined} items are undetermined. Settle each, or hold it for a decision."
        reasons.append(Reason("undetermined", sentence))
    if strays := plans.strays(plan):
        sentence = f"No succession of the plan goes where its rules send {', '.join(strays)}."
        reasons.append(Reason("no-succession", sentence))
    reasons += fitting.reasons_it_does_not_fit(plan) + fitting.reasons_of_another_staged(plan)
    return reasons + [
        Reason("constraint", f"{each.says} This is broken {each.broken} times.")
        for each in constraining.ask_constraints(plan, now=now)
        if each.is_in_the_way
    ]


def _older(plan: Plan, *, account_id: int | None, now: datetime) -> list[Plan]:
    """Earlier versions that got no further than a dry run, or whose switch was aborted. They are given up: their bodies make room.

    Raises:
        Refused: one is staged.
    """
    older = Plan.objects.filter(reference=plan.reference, version__lt=plan.version)
    given_up = [Phase.DRAFT, Phase.CHECKED, Phase.DRY_RUN, Phase.STAGED]
    tried = list(older.filter(phase__in=given_up))
    if any(each.phase == Phase.STAGED and not plans.was_aborted(each) for each in tried):
        raise Refused.because(
            "older-staged",
            "An earlier version of this plan is staged. What is staged has to be taken back first.",
        )
    for each in tried:
        each.phase = Phase.ABORTED
        each.save(update_fields=["phase"])
        trail.note_phase(each, account_id=account_id, now=now, because_of=plan)
    return tried


def _move_on(plan: Plan, phase: Phase, *, account_id: int | None, now: datetime) -> None:
    plan.phase = phase
    plan.save(update_fields=["phase"])
    trail.note_phase(plan, account_id=account_id, now=now)
