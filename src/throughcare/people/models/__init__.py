"""Tables of who a person is. One file for each subject."""

from throughcare.people.models.duplicates import Comparison, Distinction, Likeness, Recognition
from throughcare.people.models.facts import (
    Adjustment,
    Circumstance,
    Code,
    ContactPoint,
    ContactPreference,
    Disability,
    EqualityFact,
    Fact,
    Former,
    Paper,
    PersonalContact,
)
from throughcare.people.models.identity import Address, Identifier, Name, Person, Word
from throughcare.people.models.matching import (
    MatchCount,
    MatchDue,
    MatchKey,
    MatchRecord,
    MatchTerm,
)
from throughcare.people.models.merges import Merge, MergeMove
from throughcare.people.models.searches import SavedSearch

__all__ = [
    "Address",
    "Adjustment",
    "Circumstance",
    "Code",
    "Comparison",
    "ContactPoint",
    "ContactPreference",
    "Disability",
    "Distinction",
    "EqualityFact",
    "Fact",
    "Former",
    "Identifier",
    "Likeness",
    "MatchCount",
    "MatchDue",
    "MatchKey",
    "MatchRecord",
    "MatchTerm",
    "Merge",
    "MergeMove",
    "Name",
    "Paper",
    "Person",
    "PersonalContact",
    "Recognition",
    "SavedSearch",
    "Word",
]
