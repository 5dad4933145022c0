"""What is kept of requests for a record. They hang on the person, and stay with whoever has the case."""

from throughcare.organisation.holdings import (
    HasContent,
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
