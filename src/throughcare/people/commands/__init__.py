"""Changes of people. One file for each subject."""

from throughcare.people.commands.addresses import (
    Place,
    add_address,
    correct_address,
    end_address,
    verify_address,
)
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
from throughcare.people.commands.facts import add_fact, correct_fact, end_fact, remove_fact
from throughcare.people.commands.identifiers import (
    add_identifier,
    correct_identifier,
    end_identifier,
)
from throughcare.people.commands.matching import (
    MAKE_READY,
    count_terms,
    have_people_made_ready,
    make_ready,
)
from throughcare.people.commands.merging import (
    approve_merge,
    decline_merge,
    propose_merge,
    take_back_merge,
)
from throughcare.people.commands.names import (
    Alias,
    Details,
    add_name,
    add_person,
    correct_details,
    correct_name,
    record_death,
    remove_name,
)
from throughcare.people.commands.papers import add_paper, remove_paper
from throughcare.people.commands.searches import MOST_SAVED, end_saved_search, save_search
from throughcare.people.rules import (
    AdjustmentSaid,
    CircumstanceSaid,
    ContactPointSaid,
    ContactPreferenceSaid,
    DisabilitySaid,
    EqualityFactSaid,
    PersonalContactSaid,
    Said,
)

__all__ = [
    "COMPARE",
    "MAKE_READY",
    "MOST_ALIKE",
    "MOST_SAVED",
    "QUEUE",
    "AdjustmentSaid",
    "Alias",
    "CircumstanceSaid",
    "ContactPointSaid",
    "ContactPreferenceSaid",
    "Details",
    "DisabilitySaid",
    "EqualityFactSaid",
    "PersonalContactSaid",
    "Place",
    "Said",
    "add_address",
    "add_fact",
    "add_identifier",
    "add_name",
    "add_paper",
    "add_person",
    "approve_merge",
    "approve_recognition",
    "compare_people",
    "correct_address",
    "correct_details",
    "correct_fact",
    "correct_identifier",
    "correct_name",
    "count_terms",
    "decline_merge",
    "decline_recognition",
    "end_address",
    "end_fact",
    "end_identifier",
    "end_saved_search",
    "have_people_compared",
    "have_people_made_ready",
    "make_ready",
    "propose_merge",
    "propose_recognition",
    "record_death",
    "remove_fact",
    "remove_name",
    "remove_paper",
    "save_search",
    "take_back_merge",
    "tell_apart",
    "verify_address",
]
