"""The nightly dry run: every plan that waits is answered again, so that its people see what drifts (restructure rules, section 6)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models.functions import Now
from procrastinate.contrib.django import app

from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.commands import turns
from throughcare.restructure.commands.steps import PERFORM, QUEUE
from throughcare.restructure.models import Changed, Plan, Run
from throughcare.restructure.queries import turns as queries_turns

LONGEST_DRY_RUN: Final = timedelta(days=1)


@transaction.atomic
def have_plans_tried_again(*, now: datetime) -> list[Run]:
    """Ask for a dry run of every plan that was run dry or is staged, signed or not; for the engine, each night.

    Nobody has asked for them: they are the worker's own. A plan that is staged keeps its answers, with what keeping up
    changed in them, and its figures are counted anew. A plan at which a step is under way is left to the next night.
    """
    _forget_what_was_noted_for_nothing()
    asked = []
    waiting = Plan.objects.filter(phase__in=[Phase.DRY_RUN, Phase.STAGED]).order_by("id")
    for plan_id in list(waiting.values_list("id", flat=True)):
        turns.take_asking_turn(plan_id)
        if queries_turns.under_way(plan_id) is None:
            run = Run.objects.create(
                plan_id=plan_id, step=Step.PLAN, state=RunState.WAITING, asked_at=now
            )
            app.configure_task(PERFORM, lock=f"plan {plan_id}", queue=QUEUE).defer(run_id=run.pk)
            asked.append(run)
    return asked


def _forget_what_was_noted_for_nothing() -> None:
    """A plan that was checked and never run dry is noted for all the same; a first dry run needs what was noted since it began."""
    never = Changed.objects.filter(plan__phase=Phase.CHECKED)
    never.filter(noted_at__lt=Now() - LONGEST_DRY_RUN).delete()
