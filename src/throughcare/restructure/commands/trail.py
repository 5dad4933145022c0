"""What the trail says of each change of phase: who, when, and on what evidence (restructure rules, section 6)."""

from datetime import datetime

from throughcare.audit import commands as audit
from throughcare.restructure.choices import RunState
from throughcare.restructure.models import Plan, Run


def note_phase(
    plan: Plan, *, account_id: int | None, now: datetime, because_of: Plan | None = None
) -> None:
    """Write to the trail that a plan is in the phase that it is in now.

    The evidence is the run that is being performed: its report says what was found. `because_of` is the plan whose run it is,
    where that is another: a reversal, or a newer version. `account_id` is None for what the worker does by itself.
    """
    audit.record(
        account_id=account_id,
        action=f"restructure.{plan.phase}",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={
            "run": _being_performed(because_of or plan),
            **({"because of": str(because_of)} if because_of is not None else {}),
        },
    )


def _being_performed(plan: Plan) -> int | None:
    """The run of a plan that is under way: whoever has the turn ended every other that looked begun."""
    return (
        Run.objects.filter(plan=plan, state=RunState.RUNNING)
        .order_by("-id")
        .values_list("pk", flat=True)
        .first()
    )
