"""What may be asked of check-ins. All reads are by the account and moment that the request pinned."""

from throughcare.checkins.models import CheckIn, Registration, Video
from throughcare.checkins.queries.answering import Draft, draft_of, link_state
from throughcare.checkins.queries.checks import broken
from throughcare.checkins.queries.reaching import (
    reason_against,
    reason_not_to_send,
)
from throughcare.checkins.queries.records import (
    File,
    Line,
    checkin_of,
    count_of_case,
    crn_digits,
    of_case,
    registration_of,
    tries_allowed,
    video_of,
    waiting,
)
from throughcare.checkins.queries.sending import (
    LINK,
    MISSED,
    address_of,
    day_in_words,
    message_words,
)
from throughcare.checkins.rules.rhythm import due_from

__all__ = [
    "LINK",
    "MISSED",
    "CheckIn",
    "Draft",
    "File",
    "Line",
    "Registration",
    "Video",
    "address_of",
    "broken",
    "checkin_of",
    "count_of_case",
    "crn_digits",
    "day_in_words",
    "draft_of",
    "due_from",
    "link_state",
    "message_words",
    "of_case",
    "reason_against",
    "reason_not_to_send",
    "registration_of",
    "tries_allowed",
    "video_of",
    "waiting",
]
