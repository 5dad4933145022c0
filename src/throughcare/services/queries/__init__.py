"""What may be asked of services. All reads are by the account and moment that the request pinned."""

from throughcare.services.models import (
    Contract,
    DesiredOutcome,
    EndReason,
    Referral,
    ServiceCategory,
)
from throughcare.services.queries.checks import Broken, broken
from throughcare.services.queries.lists import (
    categories_of,
    contracts_for,
    end_reasons,
    places,
    suppliers,
    wanted_outcomes,
    ways,
)
from throughcare.services.queries.referrals import (
    File,
    Line,
    Meeting,
    count_of_case,
    duties,
    file_of,
    going_on,
    known_of,
    of_case,
    others,
)
from throughcare.services.queries.supplied import After, Person, Supplied, people, supplied
from throughcare.services.rules.referrals import Other, Way, ways_from

__all__ = [
    "After",
    "Broken",
    "Contract",
    "DesiredOutcome",
    "EndReason",
    "File",
    "Line",
    "Meeting",
    "Other",
    "Person",
    "Referral",
    "ServiceCategory",
    "Supplied",
    "Way",
    "broken",
    "categories_of",
    "contracts_for",
    "count_of_case",
    "duties",
    "end_reasons",
    "file_of",
    "going_on",
    "known_of",
    "of_case",
    "others",
    "people",
    "places",
    "supplied",
    "suppliers",
    "wanted_outcomes",
    "ways",
    "ways_from",
]
