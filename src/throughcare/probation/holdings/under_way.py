"""What is begun and not ended beside work with a day of its own; and what has a state or an end, and is on no list on purpose."""

from typing import Final

from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import InFlight, declare

declare(
    # One that is in force waits for nobody; whoever prepares one, approves one or varies one does.
    InFlight(
        table="probation.Licence",
        column="state",
        states=(
            *("not-started", "in-progress", "submitted"),
            *("variation-in-progress", "variation-submitted"),
        ),
        due="state_at",
        through="case",
    ),
    # A breach or a recall has one too, and is listed itself.
    InFlight(
        table="probation.Nsi",
        name="intervention",
        waits="t.ended_on is null and t.starts_on is null and t.enforcement_id is null",
        due="coalesce(t.expected_start_on, t.referred_on)",
        through="case",
    ),
    InFlight(
        table="probation.Contact",
        name="log-alert",
        waits="t.is_alert and t.deleted_at is null",
        due="recorded_at",
        through="case",
    ),
    InFlight(
        table="probation.Document",
        name="unfinished-document",
        waits="not t.is_final",
        due="recorded_at",
        through="case",
    ),
    # Those of the month ahead and those that are late: nearly every flag has some day of review, which is content too.
    InFlight(
        table="probation.Registration",
        name="flag-review",
        waits="t.ended_on is null and t.review_on < tc_now()::date + 31",
        due="review_on",
        through="case",
    ),
)

_IN_FORCE: Final = "In force from a day until another; it waits for nobody, and goes with its case."
_HISTORY: Final = "What happened, written once; what goes on with it is listed."

declare(
    *(
        NotInFlight(table=f"probation.{table}", because=_IN_FORCE)
        for table in (
            *("HeldApart", "LicenceCondition", "PrisonManager", "Requirement"),
            *("SupervisionRequirement", "Tie"),
        )
    ),
    *(
        NotInFlight(table=f"probation.{table}", because=_HISTORY)
        for table in ("CustodyChange", "EnforcementStep", "NsiStanding", "RegistrationStep")
    ),
    NotInFlight(table="probation.Case", because="Has assignments of its own, open or closed."),
    NotInFlight(
        table="probation.VictimContact", because="Has assignments of its own, open or closed."
    ),
    NotInFlight(
        table="probation.Custody",
        because="Where somebody is; what a prison reported and somebody is to look at is listed.",
    ),
    NotInFlight(
        table="probation.Appearance",
        because="What a court did; the hearing that it put off to is listed.",
    ),
    NotInFlight(
        table="probation.DocumentOrigin",
        because="What a document was made of; until it is final the document is listed, and what it asks is a failure's own day.",
    ),
    NotInFlight(table="probation.FlagType", because="A list of codes, of nobody."),
    NotInFlight(table="probation.ProcessStep", because="A list of codes, of nobody."),
    NotInFlight(
        table="probation.Reminder", because="A message, which is listed until it is delivered."
    ),
    NotInFlight(
        table="probation.TransferPart", because="Waits in its transfer, and goes where that goes."
    ),
)
