"""Changes to a restructure. One file for each subject."""

from throughcare.restructure.commands.approving import (
    approve,
    approve_explanation,
    approve_override,
    explain_difference,
    hold_item,
    propose_override,
)
from throughcare.restructure.commands.loading import load_plan
from throughcare.restructure.commands.reconciling import reconcile
from throughcare.restructure.commands.running import answer_plan, check_plan, stage_plan
from throughcare.restructure.commands.sealing import seal_evidence
from throughcare.restructure.commands.switching import abort_switch, switch_plan

__all__ = [
    "abort_switch",
    "answer_plan",
    "approve",
    "approve_explanation",
    "approve_override",
    "check_plan",
    "explain_difference",
    "hold_item",
    "load_plan",
    "propose_override",
    "reconcile",
    "seal_evidence",
    "stage_plan",
    "switch_plan",
]
