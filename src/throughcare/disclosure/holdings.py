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
    HasContent(table="disclosure.Request", column="digest"),
    *(
        PointsAt(table=f"disclosure.{table}", column=column, to="access.Account")
        for table, column in (
            ("Request", "asked_by_id"),
            ("Request", "prepared_by_id"),
            ("Request", "ended_by_id"),
            ("LeftOut", "account_id"),
        )
    ),
    *(
        NotDisclosed(
            table=f"disclosure.{table}", called="Requests for copies", because=KeptBack.WORKING
        )
        for table in ("Request", "Withheld", "LeftOut")
    ),
)
