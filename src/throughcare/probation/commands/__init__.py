"""What somebody does with a case. Each asks whether the account that is pinned may."""

from throughcare.probation.commands.allocating import Decision, give_case
from throughcare.probation.commands.answers import ANSWERS, answer_failure
from throughcare.probation.commands.appointments import (
    cancel_appointment,
    correct_appointment,
    make_appointment,
    move_appointment,
)
from throughcare.probation.commands.calculated_dates import take_calculated_dates
from throughcare.probation.commands.cases import (
    change_risk,
    change_status,
    keep_risk,
    open_case,
)
from throughcare.probation.commands.charges import Charge
from throughcare.probation.commands.contacts import record_contact
from throughcare.probation.commands.court_reports import deliver_report, withdraw_report
from throughcare.probation.commands.custody import (
    begin_supervision,
    place_in_custody,
    recall_person,
    release_person,
    set_key_dates,
)
from throughcare.probation.commands.deaths import record_death
from throughcare.probation.commands.disposals import (
    Disposal,
    amend_sentence,
    sentence_event,
)
from throughcare.probation.commands.drafts import (
    Typed,
    discard_draft,
    leave_draft,
    save_draft,
    take_draft,
)
from throughcare.probation.commands.endings import (
    end_due_sentences,
    resume_sentence,
    terminate_sentence,
)
from throughcare.probation.commands.enforcements import open_enforcement
from throughcare.probation.commands.evidence import choose_failures
from throughcare.probation.commands.failures import act_on_failure
from throughcare.probation.commands.feeds import make_feed, revoke_feed
from throughcare.probation.commands.hearings import (
    adjourn_hearing,
    list_hearing,
    record_hearing,
    vacate_hearing,
)
from throughcare.probation.commands.holding import (
    hold_case,
    tell_as_house,
    tell_in_log,
    write_trail,
)
from throughcare.probation.commands.licences import (
    Matched,
    add_condition,
    begin_licence,
    change_licence,
    end_condition,
    match_conditions,
    require_in_supervision,
)
from throughcare.probation.commands.log import append_note, clear_alert, restore_alert
from throughcare.probation.commands.managing import (
    give_component,
    refer_to_officer,
    rejoin_component,
    write_about_component,
)
from throughcare.probation.commands.movements import (
    Movement,
    Taken,
    answer_doubt,
    record_movement,
    record_prison_dates,
)
from throughcare.probation.commands.nightly import (
    commence,
    repeal_supervision,
    time_out_licences,
)
from throughcare.probation.commands.nsi_referrals import NsiReferral, refer_nsi
from throughcare.probation.commands.nsis import (
    appoint_for_nsi,
    change_nsi_status,
    end_nsi,
    give_nsi,
    start_nsi,
)
from throughcare.probation.commands.outcomes import change_outcome, record_outcome
from throughcare.probation.commands.papers import (
    close_document,
    draft_document,
    finish_document,
    open_document,
    revise_document,
    save_document,
)
from throughcare.probation.commands.passing import Gaps, check_passing, tell_passed
from throughcare.probation.commands.prison_managers import end_prison_manager, name_prison_manager
from throughcare.probation.commands.processes import (
    Words,
    take_step,
    take_step_as_presenter,
    withdraw_enforcement,
)
from throughcare.probation.commands.recalls import answer_recall
from throughcare.probation.commands.recurring import make_party, make_series
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
from throughcare.probation.commands.reminders import send_reminders, take_back_reminders
from throughcare.probation.commands.removals import delete_contact, undo_contact
from throughcare.probation.commands.requirements import (
    Ordering,
    add_requirement,
    amend_requirement,
    commence_requirement,
    end_requirement,
)
from throughcare.probation.commands.sentencing import (
    Warned,
    accept_warnings,
    add_offence,
    open_event,
    record_also_ordered,
    record_appearance,
)
from throughcare.probation.commands.series import (
    cancel_appointments,
    count_done,
    make_appointments,
    record_past_appointment,
)
from throughcare.probation.commands.subjects import THE_PERSON, Subject
from throughcare.probation.commands.ties import end_tie, tie_case
from throughcare.probation.commands.times_of_others import (
    tell_of_time_closed,
    tell_of_time_let_go,
    tell_of_time_made,
    tell_of_time_moved,
)
from throughcare.probation.commands.transfers import (
    accept_transfer,
    ask_for_transfer,
    default_team,
    refuse_transfer,
    withdraw_transfer,
)
from throughcare.probation.commands.uploads import Attached, upload_document
from throughcare.probation.commands.victim_contacts import follow_victim_contacts
from throughcare.probation.rules import months_later
from throughcare.probation.rules.licences import Condition

__all__ = [
    "ANSWERS",
    "THE_PERSON",
    "Attached",
    "Charge",
    "Condition",
    "Decision",
    "Disposal",
    "Gaps",
    "Matched",
    "Movement",
    "NsiReferral",
    "Ordering",
    "Subject",
    "Taken",
    "Typed",
    "Warned",
    "Words",
    "accept_referral",
    "accept_transfer",
    "accept_warnings",
    "act_on_failure",
    "add_condition",
    "add_offence",
    "add_requirement",
    "adjourn_hearing",
    "amend_requirement",
    "amend_sentence",
    "answer_doubt",
    "answer_failure",
    "answer_recall",
    "append_note",
    "appoint_for_nsi",
    "ask_for_transfer",
    "begin_licence",
    "begin_supervision",
    "cancel_appointment",
    "cancel_appointments",
    "change_licence",
    "change_nsi_status",
    "change_outcome",
    "change_risk",
    "change_status",
    "check_passing",
    "choose_failures",
    "clear_alert",
    "close_document",
    "commence",
    "commence_requirement",
    "correct_appointment",
    "count_done",
    "default_team",
    "delete_contact",
    "deliver_report",
    "discard_draft",
    "draft_document",
    "end_condition",
    "end_due_sentences",
    "end_flag",
    "end_nsi",
    "end_prison_manager",
    "end_requirement",
    "end_supervision_flags",
    "end_tie",
    "finish_document",
    "follow_victim_contacts",
    "give_case",
    "give_component",
    "give_nsi",
    "hold_case",
    "keep_risk",
    "leave_draft",
    "list_hearing",
    "make_appointment",
    "make_appointments",
    "make_feed",
    "make_party",
    "make_series",
    "match_conditions",
    "months_later",
    "move_appointment",
    "name_prison_manager",
    "open_case",
    "open_document",
    "open_enforcement",
    "open_event",
    "place_in_custody",
    "recall_person",
    "record_also_ordered",
    "record_appearance",
    "record_contact",
    "record_death",
    "record_hearing",
    "record_movement",
    "record_outcome",
    "record_past_appointment",
    "record_prison_dates",
    "refer_nsi",
    "refer_to_officer",
    "refuse_transfer",
    "register_flag",
    "rejoin_component",
    "release_person",
    "repeal_supervision",
    "require_in_supervision",
    "restore_alert",
    "resume_sentence",
    "review_flag",
    "revise_document",
    "revoke_feed",
    "save_document",
    "save_draft",
    "send_back_referral",
    "send_referral",
    "send_reminders",
    "sentence_event",
    "set_flags_by_assessment",
    "set_key_dates",
    "start_nsi",
    "take_back_reminders",
    "take_calculated_dates",
    "take_draft",
    "take_step",
    "take_step_as_presenter",
    "tell_as_house",
    "tell_in_log",
    "tell_of_time_closed",
    "tell_of_time_let_go",
    "tell_of_time_made",
    "tell_of_time_moved",
    "tell_passed",
    "terminate_sentence",
    "tie_case",
    "time_out_licences",
    "undo_contact",
    "upload_document",
    "vacate_hearing",
    "withdraw_enforcement",
    "withdraw_report",
    "withdraw_transfer",
    "write_about_component",
    "write_trail",
]
