"""What somebody does with an assessment. Each asks whether the account that is pinned may write to its case."""

from throughcare.assessments.commands.ending import (
    countersign_assessment,
    lock_assessment,
    sign_assessment,
)
from throughcare.assessments.commands.scoring import set_score
from throughcare.assessments.commands.writing import (
    add_goal,
    add_step,
    answer_section,
    begin_assessment,
    record_assessment,
    remove_goal,
    set_risks,
    write_passages,
)

__all__ = [
    "add_goal",
    "add_step",
    "answer_section",
    "begin_assessment",
    "countersign_assessment",
    "lock_assessment",
    "record_assessment",
    "remove_goal",
    "set_risks",
    "set_score",
    "sign_assessment",
    "write_passages",
]
