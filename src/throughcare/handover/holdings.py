"""What this room keeps: about what was read from packages, owned by nobody. A number of a row points at somebody."""

from throughcare.kernel.holdings import GoneOut, NotInFlight
from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(table="handover.TakeOver", plain=("digest", "body", "public_key")),
    Shared(
        table="handover.Book",
        plain=("table", "rows", "made", "matched", "completed", "held", "digest"),
    ),
    Shared(table="handover.Renumbered", plain=("table",)),
    Shared(table="handover.TakenContent", plain=("digest",)),
    Shared(table="handover.HeldRow", plain=("table", "key", "reason")),
    GoneOut(
        name="files",
        words="files taken by systems of other bodies",
        means="Packages that were written for a body to start its own system with. What it took in is its own from then on.",
        rows="handover_files_gone_out",
    ),
)

declare(
    NotInFlight(
        table="handover.TakeOver", because="Done in one transaction; it is undone, or it stays."
    ),
)
