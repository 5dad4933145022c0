"""What is done about check-ins: officers register and review, the house sends and ends, and people answer by their link."""

from throughcare.checkins.commands.answering import (
    Answers,
    Gone,
    TooMany,
    answer,
    keep_video,
    prove,
    submit,
)
from throughcare.checkins.commands.comparing import COMPARE, QUEUE, compare
from throughcare.checkins.commands.ending import expire, forget_videos
from throughcare.checkins.commands.registering import (
    Chosen,
    change_registration,
    pause,
    register,
    resume,
    stop,
)
from throughcare.checkins.commands.reviewing import ask_now, dismiss, review, send_again, settle
from throughcare.checkins.commands.sending import make_due, send_due, stop_those_that_are_over
from throughcare.checkins.comparing import Comparer, compare_with

__all__ = [
    "COMPARE",
    "QUEUE",
    "Answers",
    "Chosen",
    "Comparer",
    "Gone",
    "TooMany",
    "answer",
    "ask_now",
    "change_registration",
    "compare",
    "compare_with",
    "dismiss",
    "expire",
    "forget_videos",
    "keep_video",
    "make_due",
    "pause",
    "prove",
    "register",
    "resume",
    "review",
    "send_again",
    "send_due",
    "settle",
    "stop",
    "stop_those_that_are_over",
    "submit",
]
