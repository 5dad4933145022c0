"""What somebody does with a case. Each asks whether the account that is pinned may."""

from throughcare.probation.commands.appointments import (
    cancel_appointment,
    make_appointment,
    move_appointment,
    record_outcome,
)
from throughcare.probation.commands.cases import change_risk, give_case, keep_risk, open_case
from throughcare.probation.commands.contacts import record_contact
from throughcare.probation.commands.court_reports import deliver_report, withdraw_report
from throughcare.probation.commands.deaths import record_death
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
    present_enforcement,
    withdraw_enforcement,
)
from throughcare.probation.commands.feeds import make_feed, revoke_feed
from throughcare.probation.commands.flags import open_enforcement
from throughcare.probation.commands.hearings import (
    adjourn_hearing,
    list_hearing,
    record_hearing,
    vacate_hearing,
)
from throughcare.probation.commands.holding import (
    hold_case,
    local_day,
    tell_as_house,
    tell_in_log,
    write_trail,
)
from throughcare.probation.commands.referrals import (
    accept_referral,
    send_back_referral,
    send_referral,
)
from throughcare.probation.commands.registrations import (
    end_flag,
    end_supervision_flags,
    register_flag,
    review_flag,
    set_flags_by_assessment,
)
from throughcare.probation.commands.series import (
    cancel_appointments,
    count_done,
    make_appointments,
    record_past_appointment,
)
from throughcare.probation.commands.ties import end_tie, tie_case
from throughcare.probation.commands.transfers import (
    accept_transfer,
    ask_for_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from throughcare.probation.rules import months_later

__all__ = [
    "GOES_ON",
    "Typed",
    "accept_referral",
    "accept_transfer",
    "adjourn_hearing",
    "ask_for_transfer",
    "cancel_appointment",
    "cancel_appointments",
    "change_risk",
    "conclude_enforcement",
    "count_done",
    "deliver_report",
    "discard_draft",
    "end_flag",
    "end_supervision_flags",
    "end_tie",
    "give_case",
    "hold_case",
    "keep_risk",
    "leave_draft",
    "list_hearing",
    "local_day",
    "make_appointment",
    "make_appointments",
    "make_feed",
    "months_later",
    "move_appointment",
    "open_case",
    "open_enforcement",
    "present_enforcement",
    "record_contact",
    "record_death",
    "record_hearing",
    "record_outcome",
    "record_past_appointment",
    "refuse_transfer",
    "register_flag",
    "review_flag",
    "revoke_feed",
    "save_draft",
    "send_back_referral",
    "send_referral",
    "set_flags_by_assessment",
    "take_draft",
    "tell_as_house",
    "tell_in_log",
    "tie_case",
    "vacate_hearing",
    "withdraw_enforcement",
    "withdraw_report",
    "withdraw_transfer",
    "write_trail",
]
