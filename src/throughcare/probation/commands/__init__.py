"""What somebody does with a case. Each asks whether the account that is pinned may."""

from throughcare.probation.commands.appointments import (
    cancel_appointment,
    make_appointment,
    move_appointment,
    record_outcome,
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
from throughcare.probation.commands.enforcements import open_enforcement
from throughcare.probation.commands.evidence import choose_failures
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
from throughcare.probation.commands.nsi_referrals import NsiReferral, refer_nsi
from throughcare.probation.commands.nsis import (
    appoint_for_nsi,
    change_nsi_status,
    end_nsi,
    give_nsi,
    start_nsi,
)
from throughcare.probation.commands.papers import (
    close_document,
    draft_document,
    finish_document,
    open_document,
    revise_document,
    save_document,
)
from throughcare.probation.commands.processes import (
    Words,
    take_step,
    take_step_as_presenter,
    withdraw_enforcement,
)
from throughcare.probation.commands.recalls import answer_recall
from throughcare.probation.commands.referrals import (
    accept_referral,
    send_back_referral,
    send_referral,
)
from throughcare.probation.commands.ties import end_tie, tie_case
from throughcare.probation.commands.transfers import (
    accept_transfer,
    ask_for_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from throughcare.probation.commands.uploads import Attached, upload_document

__all__ = [
    "Attached",
    "NsiReferral",
    "Typed",
    "Words",
    "accept_referral",
    "accept_transfer",
    "adjourn_hearing",
    "answer_recall",
    "appoint_for_nsi",
    "ask_for_transfer",
    "cancel_appointment",
    "change_nsi_status",
    "change_risk",
    "choose_failures",
    "close_document",
    "deliver_report",
    "discard_draft",
    "draft_document",
    "end_flag",
    "end_nsi",
    "end_tie",
    "finish_document",
    "give_case",
    "give_nsi",
    "leave_draft",
    "list_hearing",
    "make_appointment",
    "make_feed",
    "move_appointment",
    "open_case",
    "open_document",
    "open_enforcement",
    "record_contact",
    "record_hearing",
    "record_outcome",
    "refer_nsi",
    "refuse_transfer",
    "register_flag",
    "review_flag",
    "revise_document",
    "revoke_feed",
    "save_document",
    "save_draft",
    "send_back_referral",
    "send_referral",
    "start_nsi",
    "take_draft",
    "take_step",
    "take_step_as_presenter",
    "tie_case",
    "upload_document",
    "vacate_hearing",
    "withdraw_enforcement",
    "withdraw_report",
    "withdraw_transfer",
]
