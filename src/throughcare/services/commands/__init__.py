"""What somebody does about services. Each asks whether the account that is pinned may."""

from throughcare.services.commands.contracts import record_contract
from throughcare.services.commands.drafting import Wanted, draft_referral, write_draft
from throughcare.services.commands.groups import (
    Line,
    RegisterRefused,
    add_group,
    arrange_group_session,
    place_in_group,
    record_register,
)
from throughcare.services.commands.programmes import (
    change_programme_status,
    refer_to_programme,
    write_programme_report,
)
from throughcare.services.commands.sessions import book_session, move_session, tell_session
from throughcare.services.commands.steps import Words, take_step, take_step_as_supplier
from throughcare.services.commands.supplying import write_plan, write_report
from throughcare.services.rules.sessions import Told

__all__ = [
    "Line",
    "RegisterRefused",
    "Told",
    "Wanted",
    "Words",
    "add_group",
    "arrange_group_session",
    "book_session",
    "change_programme_status",
    "draft_referral",
    "move_session",
    "place_in_group",
    "record_contract",
    "record_register",
    "refer_to_programme",
    "take_step",
    "take_step_as_supplier",
    "tell_session",
    "write_draft",
    "write_plan",
    "write_programme_report",
    "write_report",
]
