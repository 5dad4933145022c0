"""What is done about who manages a person, tiers, and the work of posts."""

from throughcare.allocation.commands.approving import (
    answer_in_public_interest,
    ask_in_public_interest,
)
from throughcare.allocation.commands.deciding import Asked, decide_case, say_what_is_known
from throughcare.allocation.commands.escalating import (
    Risen,
    answer_escalation,
    ask_second_opinion,
    receive_escalation,
    refer_risen_risk,
    withdraw_escalation,
)
from throughcare.allocation.commands.skills import end_skill, record_skill
from throughcare.allocation.commands.tiers import (
    calculate_all,
    calculate_tiers,
    fill_tiers,
    recalculate_case,
)
from throughcare.allocation.commands.trying import decide_caseload, score_caseload, try_rules
from throughcare.allocation.commands.workload import (
    delete_reduction,
    keep_workload,
    reduce_hours,
    set_hours,
)

__all__ = [
    "Asked",
    "Risen",
    "answer_escalation",
    "answer_in_public_interest",
    "ask_in_public_interest",
    "ask_second_opinion",
    "calculate_all",
    "calculate_tiers",
    "decide_case",
    "decide_caseload",
    "delete_reduction",
    "end_skill",
    "fill_tiers",
    "keep_workload",
    "recalculate_case",
    "receive_escalation",
    "record_skill",
    "reduce_hours",
    "refer_risen_risk",
    "say_what_is_known",
    "score_caseload",
    "set_hours",
    "try_rules",
    "withdraw_escalation",
]
