"""Changes of people. One file for each subject."""

from throughcare.people.commands.duplicates import (
    COMPARE,
    MOST_ALIKE,
    QUEUE,
    approve_recognition,
    compare_people,
    decline_recognition,
    have_people_compared,
    propose_recognition,
    tell_apart,
)
from throughcare.people.commands.identity import (
    Alias,
    add_address,
    add_identifier,
    add_name,
    add_person,
)
from throughcare.people.commands.searches import MOST_SAVED, end_saved_search, save_search

__all__ = [
    "COMPARE",
    "MOST_ALIKE",
    "MOST_SAVED",
    "QUEUE",
    "Alias",
    "add_address",
    "add_identifier",
    "add_name",
    "add_person",
    "approve_recognition",
    "compare_people",
    "decline_recognition",
    "end_saved_search",
    "have_people_compared",
    "propose_recognition",
    "save_search",
    "tell_apart",
]
