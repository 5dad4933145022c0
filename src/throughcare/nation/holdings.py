"""What the nation keeps about its own making; no restructure touches it."""

from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(table="nation.Load", plain=("seed",), is_for_all=True),
    Shared(table="nation.Checkpoint", plain=("step", "chunk")),
    Shared(table="nation.SetAside", plain=("name", "position", "statement")),
)
