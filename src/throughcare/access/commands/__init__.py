"""What access does: taking somebody's place in the database, exceptions, restrictions, signing in."""

from throughcare.access.commands.accounts import (
    close_account,
    end_posts,
    give_post,
    open_account,
    open_program,
)
from throughcare.access.commands.codes import new_key
from throughcare.access.commands.exceptions import (
    end_grant,
    end_restriction,
    let_read,
    open_in_emergency,
    open_minimum_view,
    restrict,
)
from throughcare.access.commands.invitations import account_invited, invite, set_up
from throughcare.access.commands.invitations import digest_of as digest_of_invitation
from throughcare.access.commands.limits import count_visit
from throughcare.access.commands.means import (
    change_code_key,
    change_password,
    remove_passkey,
    renew_recovery_codes,
    sign_out_everywhere,
)
from throughcare.access.commands.passkeys import (
    Site,
    add_passkey,
    challenge_to_add,
    challenge_to_sign_in,
    sign_in_with_passkey,
)
from throughcare.access.commands.pinning import acting_as, as_engine, judged_as, signing_in
from throughcare.access.commands.preferences import state_preference
from throughcare.access.commands.probing import Disagreement, Probes, probe
from throughcare.access.commands.program_keys import account_of_key, end_key, issue_key
from throughcare.access.commands.proof import (
    Outcome,
    sign_in_for_demonstration,
    try_code,
    try_password,
)
from throughcare.access.commands.protocols import agree_minimum_view
from throughcare.access.commands.provider import (
    Answer,
    begin_with_provider,
    link,
    sign_in_with_provider,
    unlink,
)
from throughcare.access.commands.sessions import (
    account_half_proved,
    account_signed_in,
    begin,
    end,
    is_fresh,
    is_signed_out,
    note_standing,
)
from throughcare.access.commands.standing_in import Proof, give_proofs

__all__ = [
    "Answer",
    "Disagreement",
    "Outcome",
    "Probes",
    "Proof",
    "Site",
    "account_half_proved",
    "account_invited",
    "account_of_key",
    "account_signed_in",
    "acting_as",
    "add_passkey",
    "agree_minimum_view",
    "as_engine",
    "begin",
    "begin_with_provider",
    "challenge_to_add",
    "challenge_to_sign_in",
    "change_code_key",
    "change_password",
    "close_account",
    "count_visit",
    "digest_of_invitation",
    "end",
    "end_grant",
    "end_key",
    "end_posts",
    "end_restriction",
    "give_post",
    "give_proofs",
    "invite",
    "is_fresh",
    "is_signed_out",
    "issue_key",
    "judged_as",
    "let_read",
    "link",
    "new_key",
    "note_standing",
    "open_account",
    "open_in_emergency",
    "open_minimum_view",
    "open_program",
    "probe",
    "remove_passkey",
    "renew_recovery_codes",
    "restrict",
    "set_up",
    "sign_in_for_demonstration",
    "sign_in_with_passkey",
    "sign_in_with_provider",
    "sign_out_everywhere",
    "signing_in",
    "state_preference",
    "try_code",
    "try_password",
    "unlink",
]
