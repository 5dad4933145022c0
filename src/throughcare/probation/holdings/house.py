"""Records that the house itself writes: what ends by the clock, what prisons report, and reminders."""

from typing import Final

from throughcare.organisation.holdings import WrittenByTheHouse, declare

_BY_THE_CLOCK: Final = "Sentences end by the clock, with what hangs from them."
_REPORTED: Final = "Prisons report movements and dates."
_ENDS: Final = ("ended_on", "ended_for")

declare(
    WrittenByTheHouse(
        table="probation.Sentence",
        because=_BY_THE_CLOCK,
        changes=("terminated_on", "ended_for", "first_released_on"),
    ),
    WrittenByTheHouse(table="probation.Requirement", because=_BY_THE_CLOCK, changes=_ENDS),
    WrittenByTheHouse(
        table="probation.Appointment", because=_BY_THE_CLOCK, changes=("is_cancelled",)
    ),
    WrittenByTheHouse(
        table="probation.Licence", because=_BY_THE_CLOCK, changes=("state", "state_at")
    ),
    WrittenByTheHouse(table="probation.LicenceCondition", because=_BY_THE_CLOCK, changes=_ENDS),
    WrittenByTheHouse(
        table="probation.SupervisionRequirement", because=_BY_THE_CLOCK, changes=_ENDS
    ),
    WrittenByTheHouse(
        table="probation.Custody",
        because=_REPORTED,
        adds=True,
        changes=(
            *("status", "status_on", "institution_id", "located_on"),
            *("book_number", "parole_number", "last_moved_at"),
        ),
    ),
    WrittenByTheHouse(
        table="probation.KeyDate", because=_REPORTED, adds=True, changes=("superseded_at",)
    ),
    WrittenByTheHouse(
        table="probation.CustodyDoubt",
        because=_REPORTED,
        adds=True,
        changes=("state", "answer", "answered_by_id", "answered_at"),
    ),
    *(
        WrittenByTheHouse(table=f"probation.{table}", because=_REPORTED, adds=True)
        for table in ("CustodyChange", "Release", "Recall")
    ),
    WrittenByTheHouse(
        table="probation.Reminder",
        because="People are reminded of appointments by the clock.",
        adds=True,
        changes=("taken_back_at", "taken_back_message"),
    ),
)
