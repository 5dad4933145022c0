"""A record as its source has it, and in the one form in which records are compared."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

COLUMNS: Final = (
    "record_id",
    "source_system",
    "source_id",
    "first_name",
    "middle_names",
    "last_name",
    "date_of_birth",
    "sex",
    "alias_first_names",
    "alias_last_names",
    "alias_dates_of_birth",
    "address_lines",
    "postcodes",
    "pncs",
    "cros",
    "nino",
    "prison_number",
    "sentence_dates",
    "mobile",
    "recorded_on",
)
"""What a file of records may have, by the names that it is known by; several values in a cell are parted by `|`."""

Raw = Mapping[str, str]
"""The cells of one row by the names of `COLUMNS`; what is not there is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A record in the form that is compared. What is missing is empty; days are `YYYY-MM-DD`.

    Lists are sorted and hold each value once. `forenames` and `surnames` are of all names, aliases too, and `surnames` the parts of
    a double one besides; `givens` are forenames and middle names. `forms` and `surname_forms` name the groups of `forms.csv` that a
    name belongs to.
    """

    record_id: str
    forename: str = ""
    surname: str = ""
    whole: str = ""
    middle: str = ""
    wholes: tuple[str, ...] = ()
    forenames: tuple[str, ...] = ()
    givens: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    surname_forms: tuple[str, ...] = ()
    dob: str = ""
    dobs: tuple[str, ...] = ()
    sex: str = ""
    house: str = ""
    houses: tuple[str, ...] = ()
    postcode: str = ""
    postcodes: tuple[str, ...] = ()
    outwards: tuple[str, ...] = ()
    pncs: tuple[str, ...] = ()
    cros: tuple[str, ...] = ()
    ninos: tuple[str, ...] = ()
    prison_numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    sentence_dates: tuple[str, ...] = ()


LISTS: Final = tuple(each.name for each in fields(Standard) if each.type == tuple[str, ...])
TEXTS: Final = tuple(each.name for each in fields(Standard) if each.type is str)
IDENTIFIERS: Final = ("pncs", "cros", "ninos", "prison_numbers")


def shared(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two lists have a value in common."""
    return any(value in other for value in one)


def is_identified(one: Standard, other: Standard) -> bool:
    """Whether two records have a number in common that one person alone should have."""
    return any(shared(getattr(one, kind), getattr(other, kind)) for kind in IDENTIFIERS)
