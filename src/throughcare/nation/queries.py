"""What may be asked about the nation that was made."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from throughcare.nation import tables
from throughcare.nation.choices import Size
from throughcare.nation.legacy.names import of_the_nation
from throughcare.nation.legacy.records import Made, population
from throughcare.nation.models import Load
from throughcare.nation.rules import Volume


@dataclass(frozen=True, kw_only=True)
class DemonstrationAccount:
    """Somebody whom a newcomer may sign in as."""

    username: str
    who: str
    unit: str
    try_this: str


SHOWN = (
    (
        "officer.future-nps",
        "Probation officer, bound for the NPS",
        "Open today's diary, record a contact, and see who the caseload will answer to.",
    ),
    (
        "officer.future-crc",
        "Probation officer of the same cluster, bound for a company",
        "After the switch, look for a case that the NPS has kept: only the minimum view opens.",
    ),
    (
        "manager.future-nps",
        "Team leader, bound for the NPS",
        "See the team's caseloads and what is overdue.",
    ),
    (
        "manager.future-crc",
        "Team leader, bound for a company",
        "Give a case to another officer of the team.",
    ),
    (
        "court.officer",
        "Court officer",
        "See the reports that courts have asked for, and hours done on any order.",
    ),
    (
        "victim.liaison",
        "Victim liaison officer",
        "After the switch, see a victim contact whose case is with a company.",
    ),
    ("unpaid.work", "Unpaid work supervisor", "See Sunday's work session."),
    (
        "supplier",
        "Worker of a supplier",
        "See who was referred, and record what happened at a session.",
    ),
    (
        "disclosure",
        "Disclosure officer",
        "Prepare a copy of a record for the person, and decide what is kept no longer.",
    ),
    (
        "approved.premises",
        "Approved premises officer",
        "Answer an application for housing, and find a free bed.",
    ),
    (
        "premises",
        "Worker at approved premises",
        "See who is to come and who has which bed, and record an arrival.",
    ),
    ("administrator", "Case administrator", "Find a person by a misspelt name."),
    ("executive", "Head of the trust", "See what the reform does to the trust's cases and staff."),
    ("planner", "Restructure planner", "Check the plan, run it dry, and read why."),
    ("approver", "Restructure approver", "Approve what the planner made; nobody does both."),
    ("director", "Programme director", "Switch, reconcile, and read the evidence."),
    ("auditor", "Auditor", "Read the audit trail and prove it whole."),
)


def size_and_seed() -> tuple[str, int] | None:
    """Give what nation this database holds, complete or not, or None."""
    return Load.objects.values_list("size", "seed").first()


def is_complete() -> bool:
    return Load.objects.filter(is_complete=True).exists()


def volumes(size: str) -> list[Volume]:
    """Give what each trust has in a nation of this size, and how the reform divides it."""
    return tables.volumes(Size(size))


def demonstration_accounts() -> list[DemonstrationAccount]:
    """Give the accounts that show what there is to see; those of a nation too small are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.username, f.value from access_account a"
            " join access_post p on p.account_id = a.id"
            " join access_postassignment s on s.item_id = p.id and s.change_id is null"
            " join organisation_unitfact f on f.unit_id = s.holder_id and f.fact = 'name'"
            " and f.change_id is null and f.superseded_at is null"
            " where a.username = any (%s)",
            [[username for username, _, _ in SHOWN]],
        )
        units: dict[str, str] = dict(cursor.fetchall())
    return [
        DemonstrationAccount(username=username, who=who, unit=units[username], try_this=try_this)
        for username, who, try_this in SHOWN
        if username in units
    ]


def legacy_records(*, records: int, seed: int) -> Iterator[Made]:
    """So many records of the 43 systems that were before, with the faults of such systems, and whom each is of."""
    return population(records=records, names=of_the_nation(), seed=seed)
