"""What rehearsals keep: references, figures and codes, and nothing about anybody."""

from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(
        table="rehearsal.Rehearsal",
        plain=("done", "total", "doing", "need", "most_accounts", "result"),
    ),
    Shared(table="rehearsal.Schedule", plain=("reference", "at", "last_on")),
)

declare(
    NotInFlight(
        table="rehearsal.Rehearsal",
        because="Works on a copy of the database, as a job, which is listed; it moves nothing here.",
    ),
    NotInFlight(
        table="rehearsal.Schedule",
        because="Says when a rehearsal begins each night, until somebody ends it.",
    ),
)
