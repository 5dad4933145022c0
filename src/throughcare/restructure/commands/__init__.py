"""Changes to a restructure. One file for each subject."""

from throughcare.restructure.commands.approving import (
    approve,
    approve_explanation,
    approve_hold,
    approve_override,
    decline_override,
    explain_difference,
    hold_item,
    lift_hold,
    propose_override,
    withdraw_override,
)
from throughcare.restructure.commands.comparing import compare_lists
from throughcare.restructure.commands.constraining import ask_constraints_again
from throughcare.restructure.commands.ending import end_plan, end_plans
from throughcare.restructure.commands.following import KEEP_UP, keep_up
from throughcare.restructure.commands.freezing import (
    approve_freeze,
    ask_for_freeze,
    end_freeze,
    require_structure_not_frozen,
)
from throughcare.restructure.commands.gates import (
    accept_amber,
    approve_statement,
    publish_gates,
    state_gate,
    withdraw_gates,
)
from throughcare.restructure.commands.loading import load_plan, people_of
from throughcare.restructure.commands.measuring import record_capacity
from throughcare.restructure.commands.nights import have_plans_tried_again
from throughcare.restructure.commands.outside import COMPARE, date_differences, hand_in_list
from throughcare.restructure.commands.reversing import prepare_reversal
from throughcare.restructure.commands.sealing import sign
from throughcare.restructure.commands.signing_off import (
    CLOSE_SIGN_OFF,
    accept_list,
    close_exception,
    close_sign_off,
    close_sign_offs,
    list_exception,
)
from throughcare.restructure.commands.smoking import try_accounts, written_with
from throughcare.restructure.commands.steps import (
    NEEDED,
    PERFORM,
    QUEUE,
    ask_for_step,
    have_smoke_follow,
    have_step_performed,
    perform_at_once,
    perform_step,
)
from throughcare.restructure.commands.turns import StillTaken
from throughcare.restructure.rules.packs import canonical, is_signed

__all__ = [
    "CLOSE_SIGN_OFF",
    "COMPARE",
    "KEEP_UP",
    "NEEDED",
    "PERFORM",
    "QUEUE",
    "StillTaken",
    "accept_amber",
    "accept_list",
    "approve",
    "approve_explanation",
    "approve_freeze",
    "approve_hold",
    "approve_override",
    "approve_statement",
    "ask_constraints_again",
    "ask_for_freeze",
    "ask_for_step",
    "canonical",
    "close_exception",
    "close_sign_off",
    "close_sign_offs",
    "compare_lists",
    "date_differences",
    "decline_override",
    "end_freeze",
    "end_plan",
    "end_plans",
    "explain_difference",
    "hand_in_list",
    "have_plans_tried_again",
    "have_smoke_follow",
    "have_step_performed",
    "hold_item",
    "is_signed",
    "keep_up",
    "lift_hold",
    "list_exception",
    "load_plan",
    "people_of",
    "perform_at_once",
    "perform_step",
    "prepare_reversal",
    "propose_override",
    "publish_gates",
    "record_capacity",
    "require_structure_not_frozen",
    "sign",
    "state_gate",
    "try_accounts",
    "withdraw_gates",
    "withdraw_override",
    "written_with",
]
