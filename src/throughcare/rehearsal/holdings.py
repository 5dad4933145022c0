"""What rehearsals keep: references, figures and codes, and nothing about anybody."""

from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(
        table="rehearsal.Rehearsal",
        plain=("done", "total", "doing", "need", "most_accounts", "result"),
    ),
    Shared(table="rehearsal.Schedule", plain=("reference", "at", "last_on")),
)
