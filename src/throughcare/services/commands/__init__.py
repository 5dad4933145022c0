"""What somebody does about services. Each asks whether the account that is pinned may."""

from throughcare.services.commands.contracts import record_contract
from throughcare.services.commands.drafting import Wanted, draft_referral, write_draft
from throughcare.services.commands.sessions import book_session, move_session, tell_session
from throughcare.services.commands.steps import Words, take_step, take_step_as_supplier
from throughcare.services.commands.supplying import write_plan, write_report
from throughcare.services.rules.sessions import Told

__all__ = [
    "Told",
    "Wanted",
    "Words",
    "book_session",
    "draft_referral",
    "move_session",
    "record_contract",
    "take_step",
    "take_step_as_supplier",
    "tell_session",
    "write_draft",
    "write_plan",
    "write_report",
]
