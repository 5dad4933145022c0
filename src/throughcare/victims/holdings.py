"""What is kept of victims. It is in no package of a person's record, and follows the contact by row-level security."""

from throughcare.kernel.holdings import Waiting
from throughcare.organisation.holdings import (
    KeptBack,
    NotDisclosed,
    PointsAt,
    Shared,
    declare,
)

# Shared, so that no package takes them along: whoever receives a person's record receives no victim's.
declare(
    Shared(
        table="victims.Victim",
        personal=("first", "last", "telephone", "email", "address", "safely", "reads_welsh"),
        plain=("reference",),
    ),
    Shared(table="victims.Wish", personal=("wish", "notes"), plain=("said_on",)),
    Shared(table="victims.LogEntry", personal=("notes",), plain=("number", "happened_on")),
    Shared(
        table="victims.ConditionRequest",
        personal=("wording", "answer"),
        plain=("number", "asked_on", "answered_on"),
    ),
    Shared(table="victims.Representation", personal=("text",), plain=("number", "made_on")),
    Shared(table="victims.Notice", personal=("notes",), plain=("number", "told_on")),
    Shared(table="victims.Task", personal=("what_was_done",)),
    PointsAt(table="victims.Wish", column="account_id", to="access.Account"),
    PointsAt(table="victims.LogEntry", column="account_id", to="access.Account"),
    PointsAt(table="victims.ConditionRequest", column="account_id", to="access.Account"),
    PointsAt(table="victims.Representation", column="account_id", to="access.Account"),
    PointsAt(table="victims.Notice", column="account_id", to="access.Account"),
    PointsAt(table="victims.Task", column="done_by_id", to="access.Account"),
)

# A request has no day by which it is to be answered. Both go with the contact, which has an assignment of its own.
declare(
    Waiting(
        name="victim-condition-request",
        words="condition that a victim asks for, not answered",
        relation="victims_conditionrequest",
        key="id",
        waits="t.state = 'asked'",
    ),
    Waiting(
        name="victim-task",
        words="something that a victim is to be told or asked",
        relation="victims_task",
        key="id",
        waits="t.done_at is null",
    ),
)

declare(
    *(
        NotDisclosed(table=f"victims.{table}", called="Other people", because=KeptBack.OTHERS)
        for table in (
            *("Victim", "Wish", "LogEntry", "ConditionRequest", "Representation", "Notice", "Task"),
        )
    )
)
