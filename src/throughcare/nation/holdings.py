"""What the nation keeps about its own making; no restructure touches it."""

from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(table="nation.Load"),
    Shared(table="nation.Checkpoint"),
    Shared(table="nation.SetAside"),
)
