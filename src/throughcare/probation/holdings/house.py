"""Records that the house itself writes."""

from throughcare.organisation.holdings import WrittenByTheHouse, declare

_AT_NIGHT = "Sentences, custody and licences end by the clock, and prisons report movements."

declare(
    *(
        WrittenByTheHouse(table=f"probation.{table}", because=_AT_NIGHT)
        for table in (
            *("Sentence", "Requirement", "Appointment", "LicenceCondition", "Licence"),
            *("SupervisionRequirement", "Custody", "CustodyChange", "KeyDate", "Release"),
            *("Recall", "CustodyDoubt"),
        )
    ),
    WrittenByTheHouse(
        table="probation.Reminder", because="People are reminded of appointments by the clock."
    ),
)
