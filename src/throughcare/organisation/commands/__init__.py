"""What can be done to the organisation. One file for each subject."""

from throughcare.organisation.commands.code_lists import (
    load_code_list,
    load_code_lists,
    read_code_list,
)
from throughcare.organisation.commands.correcting import (
    ask_before_correcting,
    correct_fact,
    correct_placement,
    withdraw_code,
)
from throughcare.organisation.commands.staging import (
    Closing,
    Edge,
    Move,
    NewUnit,
    begin_change,
    bring_in_kinds,
    finish_staging,
    make_live,
    make_not_live,
    stage_closings,
    stage_facts,
    stage_moves,
    stage_ownerships,
    stage_succession,
    stage_units,
    unstage_units,
)
from throughcare.organisation.commands.undoing import stage_undoing

__all__ = [
    "Closing",
    "Edge",
    "Move",
    "NewUnit",
    "ask_before_correcting",
    "begin_change",
    "bring_in_kinds",
    "correct_fact",
    "correct_placement",
    "finish_staging",
    "load_code_list",
    "load_code_lists",
    "make_live",
    "make_not_live",
    "read_code_list",
    "stage_closings",
    "stage_facts",
    "stage_moves",
    "stage_ownerships",
    "stage_succession",
    "stage_undoing",
    "stage_units",
    "unstage_units",
    "withdraw_code",
]
