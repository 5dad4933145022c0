"""Which records are compared at all: those with a key in common. One function for files and for the door."""

from typing import Final

from throughcare.linkage.rules.records import Standard
from throughcare.linkage.rules.standardising import sound

MOST: Final = 200
"""A key that more records have than this says too little: it is left out at the door, and made longer for files."""

KINDS: Final = {
    "P": "PNC number",
    "C": "CRO number",
    "N": "National Insurance number",
    "X": "prison number",
    "A": "whole name and date of birth",
    "F": "forename as it sounds and date of birth",
    "S": "surname as it sounds and date of birth",
    "O": "postal district and date of birth",
    "B": "postcode and date of birth",
    "L": "postcode and surname as it sounds",
    "G": "postcode and forename as it sounds",
    "D": "whole name and postal district",
    "T": "telephone",
    "Y": "whole name as it sounds, and year of birth",
}
"""What each key, by its first letter, is made of."""


def keys_of(record: Standard) -> tuple[str, ...]:
    """Every key of a record, sorted. A part that is missing gives no key.

    Names in either order give one key, and so does a date of birth with day and month exchanged. Where the source of the table of
    keys has one form each of an identifier, nothing else is made of it (linkage, section 4).
    """
    made = {f"P{each}" for each in record.pncs}
    made |= {f"C{each}" for each in record.cros}
    made |= {f"N{each}" for each in record.ninos}
    made |= {f"X{each}" for each in record.prison_numbers}
    made |= {f"T{each}" for each in record.phones}
    made |= _by_name(record)
    made |= _by_place(record)
    return tuple(sorted(made))


def _by_name(record: Standard) -> set[str]:
    sorted_fulls = {_unordered(full) for full in record.wholes}
    days = {_unswapped(day) for day in record.dobs}
    made = {f"A{full}{day}" for full in sorted_fulls for day in days}
    if record.dob and record.forename:
        made.add(f"F{sound(record.forename)}{record.dob}")
    if record.dob and record.surname:
        made.add(f"S{sound(record.surname)}{record.dob}")
    if record.dob and record.whole:
        made.add(f"Y{sound(record.forename)}{sound(record.surname)}{record.dob[:4]}")
    made |= {f"D{full}{outward}" for full in sorted_fulls for outward in record.outwards}
    return made


def _by_place(record: Standard) -> set[str]:
    made = set()
    if record.dob:
        made |= {f"O{each}{record.dob}" for each in record.outwards}
        made |= {f"B{each}{record.dob}" for each in record.postcodes}
    if record.surname:
        made |= {f"L{each}{sound(record.surname)}" for each in record.postcodes}
    if record.forename:
        made |= {f"G{each}{sound(record.forename)}" for each in record.postcodes}
    return made


def _unordered(full: str) -> str:
    return " ".join(sorted(full.split()))


def _unswapped(day: str) -> str:
    """A day with the lower of day and month first where either could be the month."""
    year, month, dom = day.split("-")
    return f"{year}-{min(month, dom)}-{max(month, dom)}"
