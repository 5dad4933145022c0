"""What is kept of requests for a record. They hang on the person, and stay with whoever has the case."""

from typing import Final

from throughcare.kernel.holdings import Hands, NotInFlight, Waiting
from throughcare.organisation.holdings import (
    HasContent,
    InFlight,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Shared,
    declare,
)

declare(
    Shared(
        table="disclosure.Request",
        personal=("answer",),
        plain=(
            *("reference", "received_on", "due_on", "from_on", "to_on"),
            *("steps_done", "steps_total", "digest", "size"),
        ),
    ),
    Shared(table="disclosure.Withheld", plain=("called", "entries")),
    Shared(table="disclosure.LeftOut"),
    Shared(
        table="disclosure.Proposal", personal=("answer",), plain=("rule", "due_on", "kept_until")
    ),
    Shared(table="disclosure.Hold", personal=("reason",)),
    Shared(
        table="disclosure.Tombstone",
        plain=("crn", "survivor_crn", "rule", "due_on", "rows_removed", "contents_removed"),
    ),
    Shared(table="disclosure.Round", plain=("case_key", "looked_at", "proposed")),
    HasContent(table="disclosure.Request", column="digest"),
    *(
        PointsAt(table=f"disclosure.{table}", column=column, to="access.Account")
        for table, column in (
            ("Request", "asked_by_id"),
            ("Request", "prepared_by_id"),
            ("Request", "ended_by_id"),
            ("LeftOut", "account_id"),
            ("Proposal", "first_by_id"),
            ("Proposal", "second_by_id"),
            ("Hold", "set_by_id"),
            ("Hold", "lifted_by_id"),
            ("Tombstone", "first_by_id"),
            ("Tombstone", "second_by_id"),
        )
    ),
    *(
        NotDisclosed(
            table=f"disclosure.{table}", called="Requests for copies", because=KeptBack.WORKING
        )
        for table in ("Request", "Withheld", "LeftOut")
    ),
    *(
        NotDisclosed(
            table=f"disclosure.{table}",
            called="How long records are kept",
            because=KeptBack.WORKING,
        )
        for table in ("Proposal", "Hold")
    ),
)

# As `disclosure_may` finds it: where the person's open case is, or else the last.
_OF_CASE: Final = (
    "(select c.id from probation_case c where c.person_id = t.person_id"
    " order by c.closed_at is not null, c.opened_at desc, c.id desc limit 1)"
)

# One prepares a copy and another approves it; of a removal two people decide.
declare(
    InFlight(
        table="disclosure.Request",
        name="copy-request",
        column="state",
        states=("waiting", "preparing", "prepared"),
        due="due_on",
        of_case=_OF_CASE,
        hands=Hands(action="person.disclose", does="answer copies asked for", people=2),
    ),
    Waiting(
        name="removal-proposal",
        words="record that was kept as long as it may be, not decided",
        relation="disclosure_proposal",
        key="id",
        waits="t.state in ('proposed', 'agreed', 'approved')",
        of_case=_OF_CASE,
        hands=Hands(
            action="person.remove",
            does="decide about records that were kept as long as they may be",
            people=2,
        ),
    ),
    NotInFlight(
        table="disclosure.Hold",
        because="In force until somebody lifts it, and waits for nobody.",
    ),
    NotInFlight(
        table="disclosure.Round",
        because="How far the nights are; what goes on with it is a job, and listed as such.",
    ),
    NotInFlight(table="disclosure.Tombstone", because="What is left of what was removed."),
)
