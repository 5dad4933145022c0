"""What access does: taking somebody's place in the database, exceptions, restrictions, signing in."""

from throughcare.access.commands.exceptions import (
    end_grant,
    end_restriction,
    open_in_emergency,
    open_minimum_view,
    restrict,
)
from throughcare.access.commands.pinning import acting_as, as_engine, signing_in
from throughcare.access.commands.probing import Disagreement, Probes, probe
from throughcare.access.commands.proof import sign_in_for_demonstration
from throughcare.access.commands.sessions import account_signed_in, begin, end

__all__ = [
    "Disagreement",
    "Probes",
    "account_signed_in",
    "acting_as",
    "as_engine",
    "begin",
    "end",
    "end_grant",
    "end_restriction",
    "open_in_emergency",
    "open_minimum_view",
    "probe",
    "restrict",
    "sign_in_for_demonstration",
    "signing_in",
]
