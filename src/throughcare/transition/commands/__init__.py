"""Changes to a transition. One file for each subject."""

from throughcare.transition.commands.anew import (
    WORK_OUT_ANEW,
    begin_previews_again,
    go_on_anew,
    note_changed_answers,
    work_out_anew,
)
from throughcare.transition.commands.carrying import take_over_challenges
from throughcare.transition.commands.challenging import (
    dismiss,
    make_challenge,
    recommend,
    send_back,
    take_challenge,
    uphold,
    withdraw_challenge,
)
from throughcare.transition.commands.missing import answer_missing, report_missing
from throughcare.transition.commands.opening import note_opening
from throughcare.transition.commands.preferring import prefer
from throughcare.transition.commands.readings import (
    allow_reading,
    ask_for_reading,
    end_reading,
    refuse_reading,
)
from throughcare.transition.commands.reopening import open_again
from throughcare.transition.commands.reviewing import review_previews
from throughcare.transition.commands.rounds import (
    QUEUE,
    WORK_OUT,
    ask_for_previews,
    begin_previews,
    go_on,
    have_previews_worked_out,
    work_out_part,
    work_out_preview,
    work_out_previews,
)

__all__ = [
    "QUEUE",
    "WORK_OUT",
    "WORK_OUT_ANEW",
    "allow_reading",
    "answer_missing",
    "ask_for_previews",
    "ask_for_reading",
    "begin_previews",
    "begin_previews_again",
    "dismiss",
    "end_reading",
    "go_on",
    "go_on_anew",
    "have_previews_worked_out",
    "make_challenge",
    "note_changed_answers",
    "note_opening",
    "open_again",
    "prefer",
    "recommend",
    "refuse_reading",
    "report_missing",
    "review_previews",
    "send_back",
    "take_challenge",
    "take_over_challenges",
    "uphold",
    "withdraw_challenge",
    "work_out_anew",
    "work_out_part",
    "work_out_preview",
    "work_out_previews",
]
