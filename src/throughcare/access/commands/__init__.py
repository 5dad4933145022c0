"""What access does: taking somebody's place in the database, exceptions, restrictions, signing in."""

from throughcare.access.commands.pinning import acting_as, as_engine, signing_in

__all__ = ["acting_as", "as_engine", "signing_in"]
