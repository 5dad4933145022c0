"""What somebody does with a case. Each asks whether the account that is pinned may."""

from throughcare.probation.commands.answers import ANSWERS, answer_failure
from throughcare.probation.commands.appointments import (
    cancel_appointment,
    correct_appointment,
    make_appointment,
    move_appointment,
)
from throughcare.probation.commands.cases import change_risk, give_case, open_case
from throughcare.probation.commands.contacts import record_contact
from throughcare.probation.commands.court_reports import deliver_report, withdraw_report
from throughcare.probation.commands.drafts import (
    Typed,
    discard_draft,
    leave_draft,
    save_draft,
    take_draft,
)
from throughcare.probation.commands.enforcements import (
    GOES_ON,
    conclude_enforcement,
    open_enforcement,
    present_enforcement,
    withdraw_enforcement,
)
from throughcare.probation.commands.failures import act_on_failure
from throughcare.probation.commands.feeds import make_feed, revoke_feed
from throughcare.probation.commands.flags import (
    end_flag,
    register_flag,
    review_flag,
)
from throughcare.probation.commands.hearings import (
    adjourn_hearing,
    list_hearing,
    record_hearing,
    vacate_hearing,
)
from throughcare.probation.commands.log import append_note, clear_alert
from throughcare.probation.commands.outcomes import change_outcome, record_outcome
from throughcare.probation.commands.recurring import make_party, make_series
from throughcare.probation.commands.referrals import (
    accept_referral,
    send_back_referral,
    send_referral,
)
from throughcare.probation.commands.removals import delete_contact, undo_contact
from throughcare.probation.commands.subjects import THE_PERSON, Subject
from throughcare.probation.commands.ties import end_tie, tie_case
from throughcare.probation.commands.transfers import (
    accept_transfer,
    ask_for_transfer,
    refuse_transfer,
    withdraw_transfer,
)

__all__ = [
    "ANSWERS",
    "GOES_ON",
    "THE_PERSON",
    "Subject",
    "Typed",
    "accept_referral",
    "accept_transfer",
    "act_on_failure",
    "adjourn_hearing",
    "answer_failure",
    "append_note",
    "ask_for_transfer",
    "cancel_appointment",
    "change_outcome",
    "change_risk",
    "clear_alert",
    "conclude_enforcement",
    "correct_appointment",
    "delete_contact",
    "deliver_report",
    "discard_draft",
    "end_flag",
    "end_tie",
    "give_case",
    "leave_draft",
    "list_hearing",
    "make_appointment",
    "make_feed",
    "make_party",
    "make_series",
    "move_appointment",
    "open_case",
    "open_enforcement",
    "present_enforcement",
    "record_contact",
    "record_hearing",
    "record_outcome",
    "refuse_transfer",
    "register_flag",
    "review_flag",
    "revoke_feed",
    "save_draft",
    "send_back_referral",
    "send_referral",
    "take_draft",
    "tie_case",
    "undo_contact",
    "vacate_hearing",
    "withdraw_enforcement",
    "withdraw_report",
    "withdraw_transfer",
]
