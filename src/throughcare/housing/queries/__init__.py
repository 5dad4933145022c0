"""What may be asked of housing. All reads are by the account and moment that the request pinned."""

from throughcare.housing.models import Application, Bed, BedTaken, Premises, Reason, Stay
from throughcare.housing.queries.applications import (
    GOES_ON,
    File,
    Home,
    Line,
    count_of_case,
    file_of,
    going_on,
    home_of,
    known_of,
    of_case,
)
from throughcare.housing.queries.checks import broken
from throughcare.housing.queries.lists import (
    beds_of,
    free_beds,
    names,
    premises_of,
    reasons,
    steps,
    taken,
    ways,
)
from throughcare.housing.queries.others import (
    Asked,
    Person,
    ids_to_answer,
    kept_premises,
    people,
    stays_at,
    to_answer,
)
from throughcare.housing.rules.applications import Way, ways_from

__all__ = [
    "GOES_ON",
    "Application",
    "Asked",
    "Bed",
    "BedTaken",
    "File",
    "Home",
    "Line",
    "Person",
    "Premises",
    "Reason",
    "Stay",
    "Way",
    "beds_of",
    "broken",
    "count_of_case",
    "file_of",
    "free_beds",
    "going_on",
    "home_of",
    "ids_to_answer",
    "kept_premises",
    "known_of",
    "names",
    "of_case",
    "people",
    "premises_of",
    "reasons",
    "stays_at",
    "steps",
    "taken",
    "to_answer",
    "ways",
    "ways_from",
]
